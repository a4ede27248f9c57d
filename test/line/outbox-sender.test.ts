import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Store } from '../../src/db/store.ts'
import type { Outcome } from '../../src/line/line.ts'
import { text } from '../../src/line/messages.ts'
import { owePush, oweReply, oweRichMenu } from '../../src/line/outbox.ts'
import { forgetOldMessages, workOutbox } from '../../src/line/outbox-sender.ts'
import { addMember, DAY, engines, HOUR, lineUserId, MINUTE, NOON, newStore } from '../support.ts'
import { type Called, lineThatAnswers, newDeps, outboxRows } from './support.ts'

const OK: Outcome = { kind: 'accepted', status: 200, requestId: 'request-1' }
const UNKNOWN: Outcome = { kind: 'unknown', status: 500, message: 'Internal server error' }
const refused = (reason: 'auth' | 'rate' | 'quota' | 'invalid', status = 400): Outcome => ({
  kind: 'refused',
  status,
  reason,
  message: 'no',
})

let store: Store
let { deps, clock, logged } = newDeps(newStore())
let calls: Called[] = []
/** The platform answers with these in turn; the last one from then on. */
const lineAnswers = (...outcomes: Outcome[]) => {
  calls = []
  const next = outcomes[Symbol.iterator]()
  let last: Outcome = OK
  deps.line = lineThatAnswers(() => {
    last = next.next().value ?? last
    return last
  }, calls)
}

const reply = (words = 'はい', more: { important?: boolean; memberId?: string } = {}) =>
  store.batch([
    oweReply(store.db, {
      memberId: 'hana',
      replyToken: `token-${words}`,
      messages: [text(words)],
      now: clock.now,
      ...more,
    }),
  ])
const push = (words = 'お知らせ', memberId = 'hana') =>
  store.batch([owePush(store.db, { memberId, messages: [text(words)], now: clock.now })])
const menu = (name: 'guest' | 'member') =>
  store.batch([oweRichMenu(store.db, { memberId: 'hana', menu: name, now: clock.now })])
const block = () => store.db.updateTable('line_identities').set({ follow_state: 'blocked' }).execute()

/** Works whenever something is due, for at most so long. */
async function workFor(ms: number) {
  const end = clock.now + ms
  for (let at = await workOutbox(deps); at !== undefined && at <= end; at = await workOutbox(deps)) clock.now = at
}
const said = () =>
  calls.map(
    (call) =>
      (call.what === 'rich_menu' ? call.menu : call.what === 'reply' ? call.messages : call.body).match(
        /"text":"(.*?)"/,
      )?.[1] ?? (call.what === 'rich_menu' ? call.menu : ''),
  )

describe.each(engines)('on $engine', ({ engine, open: openEngine }) => {
  let opened: Awaited<ReturnType<typeof openEngine>>
  beforeAll(async () => {
    opened = await openEngine()
  })
  afterAll(() => opened.close())
  beforeEach(async () => {
    store = await opened.openStore()
    ;({ deps, clock, logged } = newDeps(store))
    lineAnswers(OK)
    await addMember(store, 'hana')
    await addMember(store, 'ken')
  })

  describe('a reply', () => {
    it('is sent once, and what LINE said of it is kept', async () => {
      await reply()
      expect(await workOutbox(deps)).toBeUndefined()
      await workOutbox(deps)

      expect(calls).toEqual([{ what: 'reply', token: 'token-はい', messages: JSON.stringify([text('はい')]) }])
      expect(await outboxRows(store)).toMatchObject([
        { state: 'accepted', attempts: 1, last_status: 200, line_request_id: 'request-1', finished_at: NOON },
      ])
    })

    it('is marked as under way, durably, before it leaves', async () => {
      await reply()
      let seen: unknown
      deps.line = lineThatAnswers(async () => {
        seen = await outboxRows(store)
        return OK
      })
      await workOutbox(deps)
      expect(seen).toMatchObject([{ state: 'inflight', attempts: 1, first_attempt_at: NOON }])
    })

    it('whose fate is unknown is never repeated, not even an important one', async () => {
      lineAnswers(UNKNOWN)
      await reply('はい', { important: true })
      await workFor(2 * DAY)

      expect(calls).toHaveLength(1)
      expect(await outboxRows(store)).toMatchObject([
        { kind: 'reply', state: 'unknown', failure: 'Internal server error' },
      ])
    })

    it('that a killed process was sending is unknown, and never repeated', async () => {
      await reply('はい', { important: true })
      await new Promise<void>((reached) => {
        deps.line = lineThatAnswers(() => {
          reached()
          return new Promise<Outcome>(() => {})
        })
        void workOutbox(deps)
      })
      lineAnswers(OK)
      await workFor(2 * HOUR)
      expect(calls).toEqual([])
      expect(await outboxRows(store)).toMatchObject([{ state: 'unknown', failure: 'interrupted', body: '[]' }])
    })

    // What LINE's answers mean is decided without the database.
    if (engine === 'D1') return

    it.each([
      'auth',
      'rate',
      'invalid',
    ] as const)('that was refused (%s) is not repeated, and not pushed unless important', async (reason) => {
      lineAnswers(refused(reason))
      await reply()
      await workFor(2 * HOUR)
      expect(calls.map(({ what }) => what)).toEqual(['reply'])
      expect(await outboxRows(store)).toMatchObject([{ state: 'refused' }])
    })

    it('that was cut off is not sent again in the moment its lease ends', async () => {
      await reply()
      const cutOff = { state: 'inflight', attempts: 1, first_attempt_at: NOON, lease_until: NOON + MINUTE } as const
      await store.db.updateTable('outbox_messages').set(cutOff).execute()
      // What is overdue is looked for a millisecond before the lease ends, what is due a millisecond after.
      clock.now = NOON + MINUTE - 1
      const slow: Store = {
        ...store,
        batch: async (statements) => {
          const changes = await store.batch(statements)
          clock.now = NOON + MINUTE + 1
          return changes
        },
      }
      await workOutbox({ ...deps, store: slow })
      expect(await outboxRows(store)).toMatchObject([{ attempts: 1, state: 'inflight' }])
      expect(calls).toEqual([])
    })

    it('that was refused and is important becomes a push', async () => {
      lineAnswers(refused('invalid'), OK)
      await reply('大切', { important: true })
      await workOutbox(deps)

      expect(calls.map(({ what }) => what)).toEqual(['reply', 'push'])
      expect(calls[1]).toMatchObject({ body: JSON.stringify({ to: lineUserId('hana'), messages: [text('大切')] }) })
      expect((await outboxRows(store)).map(({ kind, state }) => `${kind} ${state}`).sort()).toEqual([
        'push accepted',
        'reply refused',
      ])
    })

    it('that could not leave within its minute is not tried; an important one is pushed', async () => {
      await reply('遅い')
      await reply('遅いが大切', { important: true })
      clock.now += MINUTE
      await workOutbox(deps)

      expect(calls.map(({ what }) => what)).toEqual(['push'])
      expect(said()).toEqual(['遅いが大切'])
    })
  })

  describe('a push', () => {
    it('whose fate is unknown is repeated, ever more slowly, under the same key and byte for byte, until it is known', async () => {
      lineAnswers(UNKNOWN, UNKNOWN, UNKNOWN, { kind: 'accepted', status: 409, acceptedRequestId: 'first' })
      await push()
      const looks: number[] = []
      for (let at = await workOutbox(deps); at !== undefined; at = await workOutbox(deps)) {
        looks.push(at - clock.now)
        clock.now = at
      }

      expect(new Set(calls.map((call) => JSON.stringify(call))).size).toBe(1)
      expect(calls).toHaveLength(4)
      expect(looks).toEqual([...looks].sort((a, b) => a - b))
      expect(await outboxRows(store)).toMatchObject([{ state: 'accepted', last_status: 409, attempts: 4 }])
    })

    it('is given up as unknown after 23 hours: from 24 on, LINE would send it again', async () => {
      lineAnswers(UNKNOWN)
      await push()
      await workOutbox(deps)
      clock.now = NOON + 23 * HOUR - 1
      await workOutbox(deps)
      expect(calls).toHaveLength(2)
      clock.now = NOON + 23 * HOUR + 10 * MINUTE
      expect(await workOutbox(deps)).toBeUndefined()

      expect(calls).toHaveLength(2)
      expect(await outboxRows(store)).toMatchObject([{ state: 'unknown', failure: 'no answer' }])
    })

    // What LINE's answers mean is decided without the database.
    if (engine === 'D1') return

    it('is not tried after an outage of a day when it may have been accepted before', async () => {
      lineAnswers(UNKNOWN)
      await push()
      await workOutbox(deps)
      clock.now += 24 * HOUR
      await workFor(DAY)
      expect(calls).toHaveLength(1)
      expect(await outboxRows(store)).toMatchObject([{ state: 'unknown' }])
    })

    it.each([
      ['rate', 429, 2_000],
      ['auth', 401, 10 * MINUTE],
      ['quota', 429, HOUR],
    ] as const)('that was refused for now (%s, %i) waits, its key unused', async (reason, status, wait) => {
      lineAnswers(refused(reason, status), OK)
      await push()
      const at = (await workOutbox(deps)) ?? 0

      expect(await outboxRows(store)).toMatchObject([{ state: 'ready', first_attempt_at: null, failure: reason }])
      expect(at - clock.now).toBeLessThanOrEqual(wait)
      clock.now = at
      expect(await workOutbox(deps)).toBeUndefined()
      expect(new Set(calls.map((call) => JSON.stringify(call))).size).toBe(1)
    })

    it('that no attempt could get through in three days is given up', async () => {
      lineAnswers(refused('quota', 429))
      await push()
      await workOutbox(deps)
      clock.now = NOON + 3 * DAY - 1
      await workOutbox(deps)
      expect(calls).toHaveLength(2)
      clock.now = NOON + 3 * DAY + HOUR
      await workOutbox(deps)
      expect(calls).toHaveLength(2)
      expect(await outboxRows(store)).toMatchObject([{ state: 'refused', failure: 'waited too long', body: '[]' }])
    })

    it('keeps its first attempt in mind when a later one is refused for now', async () => {
      lineAnswers(UNKNOWN, refused('quota', 429))
      await push()
      await workFor(2 * MINUTE)
      expect(await outboxRows(store)).toMatchObject([{ state: 'ready', first_attempt_at: NOON }])
      clock.now += DAY
      await workOutbox(deps)
      expect(await outboxRows(store)).toMatchObject([{ state: 'unknown' }])
    })

    it('that is malformed is refused for good', async () => {
      lineAnswers(refused('invalid'))
      await push()
      await workFor(DAY)
      expect(calls).toHaveLength(1)
      expect(await outboxRows(store)).toMatchObject([{ state: 'refused', failure: 'no' }])
    })

    it('is not sent to someone who blocked the account', async () => {
      await block()
      await push()
      await workOutbox(deps)
      expect(calls).toEqual([])
      expect(await outboxRows(store)).toMatchObject([{ state: 'refused', failure: 'not following' }])
    })

    it('to someone who blocked the account after an attempt of unknown fate is unknown, not refused', async () => {
      lineAnswers(UNKNOWN)
      await push()
      const at = await workOutbox(deps)
      await block()
      clock.now = at ?? 0
      await workOutbox(deps)
      expect(calls).toHaveLength(1)
      expect(await outboxRows(store)).toMatchObject([{ state: 'unknown' }])
    })

    it('to someone whose identity is gone is refused', async () => {
      await push()
      await menu('guest')
      await store.db.deleteFrom('line_identities').execute()
      await workOutbox(deps)
      expect(calls).toEqual([])
      expect((await outboxRows(store)).map(({ state }) => state)).toEqual(['refused', 'refused'])
    })
  })

  // What follows is made of the same statements: one engine tells it.
  if (engine === 'D1') return

  describe('a rich menu', () => {
    it('is linked, again and again until LINE answered', async () => {
      lineAnswers(UNKNOWN, OK)
      await menu('member')
      await workFor(MINUTE)
      expect(calls).toEqual(Array(2).fill({ what: 'rich_menu', to: lineUserId('hana'), menu: 'member' }))
      expect(await outboxRows(store)).toMatchObject([{ state: 'accepted' }])
    })

    it('leaves in the language that the person reads by then', async () => {
      lineAnswers(OK)
      await menu('member')
      await store.db.updateTable('members').set({ language: 'en' }).where('id', '=', 'hana').execute()
      await workFor(MINUTE)
      expect(calls).toEqual([{ what: 'rich_menu', to: lineUserId('hana'), menu: 'member-en' }])
    })

    it('that is not at LINE yet is waited for', async () => {
      lineAnswers(refused('invalid', 404), OK)
      await menu('member')
      await workFor(2 * HOUR)
      expect(await outboxRows(store)).toMatchObject([{ state: 'accepted', attempts: 2 }])
    })

    it('never overtakes an earlier one: the last one wins', async () => {
      lineAnswers(UNKNOWN, OK)
      await menu('guest')
      await menu('member')
      await workFor(MINUTE)
      expect(said()).toEqual(['guest', 'guest', 'member'])
    })
  })

  describe('the messages of one person', () => {
    it('leave in the order in which they are owed', async () => {
      for (const words of ['1', '2', '3']) await push(words)
      await reply('4')
      await workOutbox(deps)
      expect(said()).toEqual(['1', '2', '3', '4'])
    })

    it('wait for each other, but a reply does not wait for a push that was put off, nor another person', async () => {
      lineAnswers(UNKNOWN, OK)
      await push('1')
      await push('2')
      await workOutbox(deps)
      await reply('3')
      await push('4', 'ken')
      await workFor(MINUTE)
      expect(said()).toEqual(['1', '3', '4', '1', '2'])
    })
  })

  it('a message that breaks holds nobody else up', async () => {
    await push('broken')
    await store.db.updateTable('outbox_messages').set({ body: '{}' }).execute()
    await push('ken', 'ken')
    await workOutbox(deps)
    expect(said()).toEqual(['ken'])
    expect(logged.join()).toContain('outbox message broke')
  })

  it('forgets what is over after 7 days, what is unknown after 30, and nothing that is still owed', async () => {
    lineAnswers(UNKNOWN)
    await reply()
    await workOutbox(deps)
    lineAnswers(OK)
    await reply()
    await workOutbox(deps)
    await push()
    const left = async (days: number) => {
      await forgetOldMessages(store, { now: NOON + days * DAY })
      return (await outboxRows(store)).map(({ state }) => state).sort()
    }
    expect(await left(7)).toEqual(['accepted', 'ready', 'unknown'])
    expect(await left(7.01)).toEqual(['ready', 'unknown'])
    expect(await left(30.01)).toEqual(['ready'])
  })
})
