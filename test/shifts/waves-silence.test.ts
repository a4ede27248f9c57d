import { beforeEach, describe, expect, it } from 'vitest'
import type { Store } from '../../src/db/store.ts'
import { owePush } from '../../src/line/outbox.ts'
import { claimOwed, LEASE_MS } from '../../src/line/outbox-claims.ts'
import { workOutbox } from '../../src/line/outbox-sender.ts'
import { postOpen } from '../../src/shifts/asks/asks.ts'
import { type Fault, openFakeLine } from '../broadcasts/support.ts'
import { HOUR, MINUTE, NOON, newStore } from '../support.ts'
import { addPeople, CLOSES, fill, openingOf, openShop, owed } from './waves-support.ts'

describe('a question about a shift that is over', () => {
  let store: Store
  beforeEach(async () => {
    store = newStore()
    await addPeople(store, 3)
  })
  const open = async (fault: () => Fault = () => 'ok', changed = {}) => {
    const shop = openShop(store, { fake: openFakeLine({ faults: fault }) })
    const id = await openingOf(store, { wave_size: 1, ...changed })
    await shop.waves()
    const send = (at: number) => {
      shop.clock.at = at
      return workOutbox(shop.deps)
    }
    return { ...shop, id, send }
  }
  const says = async () => (await owed(store)).map(({ state, failure, body }) => [state, failure, body === '[]'])

  it('does not leave that waited in the outbox', async () => {
    const { fake, id, send } = await open()
    await fill(store, id, 'p02', NOON)
    await send(NOON + 1)
    expect(fake.requests).toEqual([])
    expect(await says()).toEqual([['refused', 'opening over', true]])
  })

  it('does not leave again after an attempt that LINE put off', async () => {
    const { fake, id, send } = await open(() => 'rate')
    await send(NOON)
    await fill(store, id, 'p02', NOON + 1)
    await send(NOON + HOUR)
    expect(fake.requests).toHaveLength(1)
    expect(await says()).toEqual([['refused', 'opening over', true]])
  })

  it('does not leave again that was on its way when it closed, whatever becomes of that attempt', async () => {
    let filled: Promise<void> | undefined
    const { fake, id, send } = await open(() => {
      filled ??= fill(store, id, 'p02', NOON)
      return 'before'
    })
    await send(NOON)
    await filled
    await send(NOON + HOUR)
    expect(fake.requests).toHaveLength(1)
    expect(await says()).toEqual([['unknown', 'opening over', true]])
  })

  it('does not leave out of a process that died with it', async () => {
    const { fake, id, send } = await open()
    await store.db
      .updateTable('outbox_messages')
      .set({ state: 'inflight', lease_until: NOON + LEASE_MS, attempts: 1, first_attempt_at: NOON })
      .execute()
    await fill(store, id, 'p02', NOON)
    await send(NOON + MINUTE)
    expect(fake.requests).toEqual([])
    expect(await says()).toEqual([['unknown', 'opening over', true]])
  })

  it('does not leave after the deadline, though nothing closed it yet', async () => {
    const { fake, send } = await open()
    expect(await claimOwed(store, { limit: 10, only: 'words', now: CLOSES })).toEqual([])
    await send(CLOSES)
    expect(fake.requests).toEqual([])
  })

  it('does not leave to who answered meanwhile', async () => {
    const { fake, send } = await open()
    await store.db
      .insertInto('shift_claims')
      .values({
        ...{ opening_id: 'opening', member_id: 'p00', state: 'passed' },
        ...{ answered_at: NOON, changed_at: NOON, created_at: NOON },
      })
      .execute()
    await send(NOON + 1)
    expect(fake.requests).toEqual([])
  })

  it('does not keep other messages from their way', async () => {
    const faults: Fault[] = ['rate']
    const { fake, id, send } = await open(() => faults.shift() ?? 'ok')
    await send(NOON)
    await fill(store, id, 'p02', NOON + 1)
    await store.batch([
      owePush(store.db, { memberId: 'p00', messages: [{ type: 'text', text: 'hello' }], now: NOON + 2 }),
    ])
    await send(NOON + 3)
    await send(NOON + HOUR)
    expect(fake.delivered).toHaveLength(1)
    expect((await owed(store)).map(({ state }) => state).sort()).toEqual(['accepted', 'refused'])
  })
})

describe('the menu of the person', () => {
  const menus = async (store: Store) =>
    (await store.db.selectFrom('outbox_messages').select('member_id').where('kind', '=', 'rich_menu').execute()).length

  it('says that there is news while an opening stands unread on the board, and no more when it is over', async () => {
    const store = newStore()
    await addPeople(store, 2)
    const fake = openFakeLine()
    const linked: string[] = []
    const line = {
      ...fake.line,
      linkRichMenu: async (_: unknown, menu: string) => {
        linked.push(menu)
        return { kind: 'accepted', status: 200 } as const
      },
    }
    const shop = openShop(store, { fake: { ...fake, line } })
    const id = await openingOf(store, { asks_max: 0, next_wave_at: null })
    await workOutbox(shop.deps)
    expect([...new Set(linked)]).toEqual([expect.stringContaining('member-new')])
    await store.db.updateTable('shift_asks').set({ read_at: NOON }).where('member_id', '=', 'p01').execute()

    await fill(store, id, 'p01', NOON + HOUR)
    shop.clock.at = NOON + HOUR + 1
    await postOpen(store, { now: NOON + HOUR + 1 })
    await postOpen(store, { now: NOON + HOUR + 2 })
    expect(await menus(store)).toBe(3)
    linked.length = 0
    await workOutbox(shop.deps)
    expect(linked).toEqual([expect.not.stringContaining('member-new')])
  })
})
