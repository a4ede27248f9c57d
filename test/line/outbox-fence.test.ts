import { beforeEach, describe, expect, it } from 'vitest'
import { advanceEpoch } from '../../src/db/fence.ts'
import { instanceInMemory } from '../../src/db/instance.ts'
import { owePush, oweReply, oweRichMenu } from '../../src/line/outbox.ts'
import { workOutbox } from '../../src/line/outbox-sender.ts'
import { addMember, MINUTE, NOON, newStore } from '../support.ts'
import { type Called, lineThatAnswers, newDeps, outboxRows } from './support.ts'

const messages = [{ type: 'text', text: 'x' } as const]

describe('the outbox of a copied or restored database', () => {
  let calls: Called[]
  let setting: ReturnType<typeof newDeps>
  beforeEach(async () => {
    calls = []
    const store = newStore()
    setting = newDeps(store, { line: lineThatAnswers(undefined, calls) })
    await addMember(store, 'hana')
    await workOutbox(setting.deps)
    await store.batch([
      owePush(store.db, { memberId: 'hana', messages, now: NOON }),
      oweRichMenu(store.db, { memberId: 'hana', menu: 'member', now: NOON }),
      oweReply(store.db, { memberId: 'hana', replyToken: 'token', messages, now: NOON }),
    ])
  })

  it('lets only the reply leave, though a push was owed before it', async () => {
    expect(await workOutbox({ ...setting.deps, instance: instanceInMemory() })).toBeUndefined()
    expect(calls).toMatchObject([{ what: 'reply' }])
    const rows = await outboxRows(setting.deps.store)
    expect(rows.filter(({ state }) => state === 'ready').map(({ kind }) => kind)).toEqual(['push', 'rich_menu'])
  })

  it('does the same while the clock is off', async () => {
    setting.clock.now = NOON - 3 * MINUTE
    await workOutbox(setting.deps)
    expect(calls).toEqual([])
    await setting.deps.store.db
      .updateTable('outbox_messages')
      .set({ next_at: NOON - 3 * MINUTE })
      .execute()
    await workOutbox(setting.deps)
    expect(calls).toMatchObject([{ what: 'reply' }])
  })

  it.each(['read', 'write'] as const)('does the same while its record fails: %s', async (act) => {
    const { deps, clock } = setting
    clock.now += 2 * MINUTE
    await deps.store.batch([
      oweReply(deps.store.db, { memberId: 'hana', replyToken: 'another', messages, now: clock.now }),
    ])
    const broken = { ...deps.instance, [act]: async () => Promise.reject(new Error('EIO')) }
    await workOutbox({ ...deps, instance: broken })
    expect(calls.map(({ what }) => what)).toEqual(['reply'])

    clock.now += MINUTE
    await workOutbox(deps)
    expect(calls.map(({ what }) => what).sort()).toEqual(['push', 'reply', 'rich_menu'])
  })

  it('sends everything where it lives', async () => {
    await workOutbox(setting.deps)
    expect(calls.map(({ what }) => what).sort()).toEqual(['push', 'reply', 'rich_menu'])
  })

  it('knows as a backup what was copied before the last minute in which it sent', async () => {
    const { deps, clock } = setting
    const before = await deps.store.db.selectFrom('settings').selectAll().where('key', '=', 'instance_epoch').execute()
    clock.now += 2 * MINUTE
    await workOutbox(deps)
    await advanceEpoch(deps)
    const [row] = before
    await deps.store.db
      .updateTable('settings')
      .set({ value: row?.value ?? '' })
      .where('key', '=', 'instance_epoch')
      .execute()
    await deps.store.batch([owePush(deps.store.db, { memberId: 'hana', messages, now: clock.now })])
    calls.length = 0
    await workOutbox(deps)
    expect(calls).toEqual([])
  })
})
