import { beforeEach, describe, expect, it } from 'vitest'
import { createApp } from '../../src/app.tsx'
import { findBroadcast } from '../../src/broadcasts/drafts.ts'
import { reachOf } from '../../src/sending/reach.ts'
import { BASE_URL, newDeps } from '../deps.ts'
import { lineThatAnswers } from '../line/support.ts'
import { addMember, addStore, NOON, newStore } from '../support.ts'
import { addOperator, signIn } from '../web/doors.ts'

let store: ReturnType<typeof newStore>
beforeEach(async () => {
  store = newStore()
  await addStore(store)
  await addStore(store, 'ebisu', '恵比寿店', 2)
  await addOperator(store, 'owner')
  await addOperator(store, 'manager', { role: 'manager', storeId: 'shibuya' })
  await addMember(store, 'hana')
  await addMember(store, 'ken')
})

const app = () =>
  createApp(newDeps(store, { line: { ...lineThatAnswers(), quota: async () => ({ limit: 200, used: 0 }) } }))
const tap = async (memberId: string, as = 'owner') =>
  app().request(`/admin/members/${memberId}/drafts`, {
    method: 'POST',
    body: new URLSearchParams(),
    headers: { origin: BASE_URL, cookie: await signIn(store, as) },
  })
const drafts = () => store.db.selectFrom('broadcasts').select('id').execute()

describe('asking one person how they are', () => {
  it('makes a draft to them alone, which the operator looks at before anything is sent', async () => {
    const answer = await tap('hana')
    const path = answer.headers.get('location') ?? ''
    expect([answer.status, path]).toEqual([303, expect.stringMatching(/^\/admin\/broadcasts\/[\w-]+$/)])
    const draft = await findBroadcast(store, { broadcastId: path.split('/').at(-1) ?? '' })
    expect(draft).toMatchObject({ state: 'draft', purpose: 'news', title: '最近どうですか' })
    expect(draft?.content).toMatchObject({ kind: 'text', text: expect.stringContaining('hanaさん、お久しぶりです') })
    if (!draft) throw new Error('There is no draft.')
    expect(await reachOf(store, { purpose: 'news', rule: draft.rule, now: NOON })).toEqual({
      people: 1,
      heldToday: 0,
      excluded: {},
    })
    const page = await app().request(path, { headers: { cookie: await signIn(store, 'owner') } })
    expect(page.status).toBe(200)
  })

  it('leads to the draft that is there already, not to a second one', async () => {
    const [first, second] = [await tap('hana'), await tap('hana')]
    expect(second.headers.get('location')).toBe(first.headers.get('location'))
    expect((await tap('ken')).headers.get('location')).not.toBe(first.headers.get('location'))
    expect(await drafts()).toHaveLength(2)
  })

  it('speaks the person’s language', async () => {
    await store.db.updateTable('members').set({ language: 'en' }).where('id', '=', 'hana').execute()
    const path = (await tap('hana')).headers.get('location') ?? ''
    const draft = await findBroadcast(store, { broadcastId: path.split('/').at(-1) ?? '' })
    expect(draft).toMatchObject({ title: 'How have you been?' })
  })

  it.each([
    ['did not agree to news', '同意していません'],
    ['blocked the account', 'ブロックされています'],
  ])('is refused with a kind sentence when they %s', async (why, words) => {
    await addMember(store, 'mei', { consents: why.startsWith('did') ? [] : ['news'] })
    if (why.startsWith('blocked'))
      await store.db
        .updateTable('line_identities')
        .set({ follow_state: 'blocked' })
        .where('member_id', '=', 'mei')
        .execute()
    const answer = await tap('mei')
    expect(answer.status).toBe(422)
    expect(await answer.text()).toContain(words)
    expect(await drafts()).toEqual([])
  })

  it('is nothing for who is not registered, or of another store', async () => {
    await addMember(store, 'aoi', { storeId: 'ebisu' })
    expect((await tap('aoi', 'manager')).status).toBe(404)
    await store.db.updateTable('members').set({ state: 'applied' }).where('id', '=', 'hana').execute()
    expect((await tap('hana')).status).toBe(404)
    expect(await drafts()).toEqual([])
  })
})

describe('a draft to one person that is edited', () => {
  const edit = async (path: string, fields: Record<string, string>, as = 'owner') =>
    app().request(`${path}/versions?kind=text`, {
      method: 'POST',
      body: new URLSearchParams({
        kind: 'text',
        purpose: 'news',
        title: '元気？',
        text: '元気ですか',
        from: '店長',
        ...fields,
      }),
      headers: { origin: BASE_URL, cookie: await signIn(store, as) },
    })

  it('stays to that person, and says so', async () => {
    const path = (await tap('hana')).headers.get('location') ?? ''
    const form = await (
      await app().request(`${path}/edit`, { headers: { cookie: await signIn(store, 'owner') } })
    ).text()
    expect(form).toMatch(/<option value="person:hana" selected[^>]*>hanaさんだけ/)
    expect((await edit(path, { segment: 'person:hana' })).status).toBe(303)
    const draft = await findBroadcast(store, { broadcastId: path.split('/').at(-1) ?? '' })
    expect(draft).toMatchObject({ title: '元気？', segmentId: null })
    expect(draft?.rule).toEqual({ match: 'all', conditions: [{ kind: 'person', in: ['hana'] }] })
  })

  it('is to a few by name just as well, and stays to them', async () => {
    await addMember(store, 'rin')
    const path = (await tap('hana')).headers.get('location') ?? ''
    expect((await edit(path, { segment: 'person:hana,rin' })).status).toBe(303)
    const draft = await findBroadcast(store, { broadcastId: path.split('/').at(-1) ?? '' })
    expect(draft?.rule).toEqual({ match: 'all', conditions: [{ kind: 'person', in: ['hana', 'rin'] }] })
    const form = await (
      await app().request(`${path}/edit`, { headers: { cookie: await signIn(store, 'owner') } })
    ).text()
    expect(form).toMatch(/<option value="person:hana,rin" selected[^>]*>hanaさん・rinさんだけ/)
  })

  it('says to a manager how many of those who were chosen are of another store, and will not get it', async () => {
    await addMember(store, 'aoi', { storeId: 'ebisu' })
    const thanks = async (as: string, chosen: string) => {
      const path = `/admin/broadcasts/new?kind=text&segment=person:${chosen}`
      return (await app().request(path, { headers: { cookie: await signIn(store, as) } })).text()
    }
    expect(await thanks('manager', 'hana,aoi,hana')).toContain('選んだ2人のうち1人には、ここからは送れません。')
    expect(await thanks('owner', 'hana,aoi')).not.toContain('送れません')
    await store.db.updateTable('members').set({ state: 'left' }).where('id', '=', 'aoi').execute()
    expect(await thanks('owner', 'hana,aoi')).toContain('選んだ2人のうち1人には送れません。登録をやめた方です。')
  })

  it('does not become one to everybody when they cannot be written to any more', async () => {
    const path = (await tap('hana')).headers.get('location') ?? ''
    await store.db.updateTable('members').set({ state: 'left' }).where('id', '=', 'hana').execute()
    const form = await (
      await app().request(`${path}/edit`, { headers: { cookie: await signIn(store, 'owner') } })
    ).text()
    expect(form).toMatch(/<option value="person:hana" selected[^>]*>もう送れない方だけ/)
    expect((await edit(path, { segment: 'person:hana' })).status).toBe(422)
  })

  it('does not tell a manager the name of somebody of another store, when an owner changed whom it is to', async () => {
    await addMember(store, 'aoi', { storeId: 'ebisu' })
    const path = (await tap('hana', 'manager')).headers.get('location') ?? ''
    expect((await edit(path, { segment: 'person:aoi' })).status).toBe(303)
    const read = async (as: string) =>
      (await app().request(path, { headers: { cookie: await signIn(store, as) } })).text()
    expect(await read('owner')).toContain('aoi')
    expect(await read('manager')).not.toContain('aoi')
  })

  it('is never made to be to a person of another store, nor tells their name', async () => {
    await addMember(store, 'aoi', { storeId: 'ebisu' })
    const path = (await tap('hana', 'manager')).headers.get('location') ?? ''
    const answer = await edit(path, { segment: 'person:aoi' }, 'manager')
    expect(answer.status).toBe(422)
    expect(await answer.text()).not.toContain('aoiさん')
  })
})
