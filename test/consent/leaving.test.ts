import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { leave } from '../../src/consent/leaving.ts'
import type { Store } from '../../src/db/store.ts'
import { text } from '../../src/line/messages.ts'
import { owePush, oweReply, oweRichMenu } from '../../src/line/outbox.ts'
import { workOutbox } from '../../src/line/outbox-sender.ts'
import { type Called, lineThatAnswers, newDeps } from '../line/support.ts'
import { openPhone } from '../members/phone.ts'
import { addMember, engines, MINUTE, NOON, newStore } from '../support.ts'
import { addOperator } from '../web/doors.ts'

describe.each(engines)('leaving on $engine', ({ engine, open }) => {
  let stores: Awaited<ReturnType<typeof open>>
  let store: Store
  beforeAll(async () => {
    stores = await open()
  })
  afterAll(() => stores.close())
  beforeEach(async () => {
    store = await stores.openStore()
    await addMember(store, 'hana')
  })
  const stateOf = async (id: string) =>
    (await store.db.selectFrom('members').select('state').where('id', '=', id).executeTakeFirst())?.state
  const erasures = () => store.db.selectFrom('erasures').selectAll().execute()

  it('takes effect at once, and asks for the erasure', async () => {
    await leave(store, { memberId: 'hana', now: NOON })
    expect(await stateOf('hana')).toBe('left')
    expect(await erasures()).toMatchObject([{ member_id: 'hana', asked_at: NOON, next_at: NOON, done_at: null }])
  })

  it('twice is once', async () => {
    await leave(store, { memberId: 'hana', now: NOON })
    await leave(store, { memberId: 'hana', now: NOON + MINUTE })
    expect(await erasures()).toMatchObject([{ asked_at: NOON }])
  })

  // What follows is made of the same statements: one engine tells it.
  if (engine === 'D1') return

  it('is not for who still runs the account, until the owner has removed them there', async () => {
    await addOperator(store, 'tanaka', { memberId: 'hana' })
    await expect(leave(store, { memberId: 'hana', now: NOON })).rejects.toMatchObject({ code: 'operator_cannot_leave' })
    expect(await stateOf('hana')).toBe('verified')
    expect(await erasures()).toEqual([])
    await store.db.updateTable('operators').set({ revoked_at: NOON }).execute()
    await leave(store, { memberId: 'hana', now: NOON })
    expect(await stateOf('hana')).toBe('left')
  })

  it('is not found for nobody', async () => {
    await expect(leave(store, { memberId: 'nobody', now: NOON })).rejects.toMatchObject({ code: 'not_found' })
  })

  it('ends what is owed: from then on nothing leaves but the answer to the goodbye', async () => {
    const calls: Called[] = []
    const { deps } = newDeps(store, { line: lineThatAnswers(undefined, calls) })
    const owe = (now: number) => [
      owePush(store.db, { memberId: 'hana', messages: [text('x')], now }),
      oweRichMenu(store.db, { memberId: 'hana', menu: 'member', now }),
    ]
    await store.batch(owe(NOON))
    await leave(store, { memberId: 'hana', now: NOON })
    // Owed by somebody who had not heard of it.
    await store.batch([
      ...owe(NOON),
      oweReply(store.db, { memberId: 'hana', replyToken: 't', messages: [text('さようなら')], now: NOON }),
    ])
    await workOutbox(deps)
    expect(calls.map(({ what }) => what)).toEqual(['reply'])
  })
})

describe('what LINE still tells of somebody who was erased', () => {
  it('begins nothing when they block the account, and begins anew when they write or add it', async () => {
    const store = newStore()
    const phone = openPhone(store, 'hana')
    const event = phone.event({ type: 'unfollow', replyToken: undefined })
    await phone.arrive(event)
    expect(await store.db.selectFrom('members').select('id').execute()).toEqual([])
    await phone.add()
    const [first] = await store.db.selectFrom('members').select('id').execute()
    await phone.block()
    expect(await store.db.selectFrom('members').select('id').execute()).toEqual([first])
    expect((await store.db.selectFrom('line_identities').select('follow_state').execute())[0]?.follow_state).toBe(
      'blocked',
    )
  })
})
