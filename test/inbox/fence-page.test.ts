import { beforeEach, describe, expect, it } from 'vitest'
import { createApp } from '../../src/app.tsx'
import { advanceEpoch, mayWork } from '../../src/db/fence.ts'
import { instanceInMemory } from '../../src/db/instance.ts'
import type { SqliteStore } from '../../src/db/sqlite.ts'
import { newDeps } from '../deps.ts'
import { lineThatAnswers } from '../line/support.ts'
import { addStore, HOUR, NOON, newStore } from '../support.ts'
import { addOperator, get, post, signIn } from '../web/doors.ts'

const NOTICE = '送信を止めています'

describe('the page about sending', () => {
  let store: SqliteStore
  let owner: string
  let manager: string
  /** The same installation, or one that the database was copied to. */
  const open = ({ copied = false, at = NOON } = {}) => {
    const deps = { ...newDeps(store, { line: lineThatAnswers(), now: () => at }) }
    if (copied) deps.instance = instanceInMemory()
    return { deps, app: createApp(deps) }
  }
  beforeEach(async () => {
    store = newStore()
    await addStore(store)
    await addOperator(store, 'owner')
    await addOperator(store, 'manager', { role: 'manager', storeId: 'shibuya' })
    await mayWork(open().deps)
    owner = await signIn(store, 'owner')
    manager = await signIn(store, 'manager')
  })
  const html = async (app: ReturnType<typeof open>['app'], path: string, cookie: string) =>
    (await get(app, path, cookie)).text()

  it('is quiet where everything works', async () => {
    const { app } = open()
    for (const path of ['/admin', '/admin/stores']) expect(await html(app, path, owner)).not.toContain(NOTICE)
    expect(await html(app, '/admin/fence', owner)).toContain('送信は動いています')
  })

  it('is pointed to from every page of a copy, and tells others than the owner whom to ask', async () => {
    const { app } = open({ copied: true })
    for (const path of ['/admin', '/admin/members', '/admin/broadcasts', '/admin/sessions']) {
      const page = await html(app, path, owner)
      expect([path, page.includes(NOTICE), page.includes('href="/admin/fence"')]).toEqual([path, true, true])
    }
    const page = await html(app, '/admin/members', manager)
    expect(page).toContain('オーナーにお知らせください')
    expect(page).not.toContain('href="/admin/fence"')
    expect((await get(app, '/admin/fence', manager)).status).toBe(403)
  })

  it('resumes only when the owner has said that the other one is stopped', async () => {
    const { app, deps } = open({ copied: true })
    const refused = await post(app, '/admin/fence/resumptions', {}, { cookie: owner })
    expect(refused.status).toBe(422)
    expect(await refused.text()).toContain('まだ再開していません')
    expect(await mayWork(deps)).toBe('fenced')

    const resumed = await post(app, '/admin/fence/resumptions', { stopped: 'yes' }, { cookie: owner })
    expect([resumed.status, await mayWork(deps)]).toEqual([303, 'yes'])
    expect(await html(app, resumed.headers.get('location') ?? '', owner)).toContain('送信を再開しました')
    expect(await html(app, '/admin', owner)).not.toContain(NOTICE)
  })

  it('says that the record fails, on pages that work all the same, and takes nothing over that it could not keep', async () => {
    const { app, deps } = open()
    const broken = async () => Promise.reject(new Error('EACCES'))
    deps.instance = { ...deps.instance, read: broken }
    expect(await html(app, '/admin', manager)).toContain('目印を読み書きできない')
    expect(await html(app, '/admin/fence', owner)).toContain('ディスクの空き')

    deps.instance = { ...instanceInMemory(), write: broken }
    const refused = await post(app, '/admin/fence/resumptions', { stopped: 'yes' }, { cookie: owner })
    expect([refused.status, (await refused.text()).includes('目印を書けないため')]).toEqual([422, true])
    expect(
      await store.db.selectFrom('settings').select('key').where('key', '=', 'instance_unfenced').execute(),
    ).toEqual([])
  })

  it('says it also when the record was not written for long', async () => {
    const { app, deps } = open()
    deps.instance = { ...deps.instance, write: async () => Promise.reject(new Error('ENOSPC')) }
    for (let hour = 1; hour <= 3; hour++) {
      expect(await html(app, '/admin', owner)).not.toContain(NOTICE)
      await advanceEpoch({ ...deps, now: () => NOON + hour * HOUR }).catch(() => {})
    }
    expect(await html(app, '/admin', owner)).toContain('目印を読み書きできない')
  })

  it('says by how much the clock went back, and goes on when the owner knows better', async () => {
    const { app, deps } = open({ at: NOON - HOUR })
    expect(await mayWork(deps)).toBe('clock')
    expect(await html(app, '/admin', owner)).toContain('時計が合っていない')
    const page = await html(app, '/admin/fence', owner)
    expect(page).toContain('約60分')
    expect(page).toContain('11:00')
    await post(app, '/admin/fence/clock-confirmations', {}, { cookie: owner })
    expect(await mayWork(deps)).toBe('yes')
  })
})
