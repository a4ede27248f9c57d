import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { mustHaveChangedOne, type Store } from '../../src/db/store.ts'
import { record } from '../../src/interactions/interactions.ts'
import type { ChatHandler } from '../../src/line/chat.ts'
import { deadEvents, forgetOldEvents, type InboxWork, replayEvent, workInbox } from '../../src/line/inbox.ts'
import { text } from '../../src/line/messages.ts'
import { Refusal } from '../../src/refusal.ts'
import { addMember, DAY, engines, HOUR, lineUserId, MINUTE, NOON, newStore } from '../support.ts'
import { committed, effects, identify, PEOPLE, remember, work } from './inbox-support.ts'
import { bodyOf, inboxRows, messageEvent, newDeps, outboxRows, post } from './support.ts'

let store: Store
let { deps, clock, logged, woken } = newDeps(newStore())

describe.each(engines)('on $engine', ({ engine, open: openEngine }) => {
  let opened: Awaited<ReturnType<typeof openEngine>>
  beforeAll(async () => {
    opened = await openEngine()
  })
  afterAll(() => opened.close())
  beforeEach(async () => {
    store = await opened.openStore()
    ;({ deps, clock, logged, woken } = newDeps(store))
    for (const person of PEOPLE) await addMember(store, person)
  })

  describe('an event', () => {
    it('gives an event its effect, its answer and its end in one batch, then wakes the outbox', async () => {
      const event = messageEvent('hana', 'ただいま')
      await post(deps, bodyOf(event))
      woken.length = 0

      expect(await workInbox(deps, work)).toBeUndefined()
      expect(await effects(store)).toEqual([`hana ${event.webhookEventId}`])
      expect(await outboxRows(store)).toMatchObject([
        { member_id: 'hana', kind: 'reply', reply_token: event.replyToken, state: 'ready', important: 0 },
      ])
      expect(await inboxRows(store)).toMatchObject([{ state: 'done', finished_at: NOON, failure: null, attempts: 1 }])
      expect(woken).toEqual(['outbox'])
    })
  })

  describe('a failing event', () => {
    const failing = (times: number, error: () => Error = () => new TypeError('hana said ひみつ')): InboxWork => {
      let left = times
      return {
        identify,
        handlers: [
          async (chat) => {
            if (chat.event.message?.text === 'bad' && left-- > 0) throw error()
            return remember(chat)
          },
        ],
      }
    }
    const [bad, next] = [
      messageEvent('hana', 'bad', { timestamp: NOON - 2 }),
      messageEvent('hana', 'next', { timestamp: NOON - 1 }),
    ]
    beforeEach(() => post(deps, bodyOf(next, bad)))

    it('is tried again later, and what the person did after it waits', async () => {
      const work = failing(2)
      for (const wait of [1_000, 2_000]) {
        const at = await workInbox(deps, work)
        expect(at).toBe(clock.now + wait)
        expect(await effects(store)).toEqual([])
        clock.now = at ?? 0
      }
      expect(await workInbox(deps, work)).toBeUndefined()
      expect(await committed(store, 'hana')).toEqual([bad.webhookEventId, next.webhookEventId])
    })

    it('holds nobody else back', async () => {
      const other = messageEvent('ken', 'hello')
      await post(deps, bodyOf(other))
      await workInbox(deps, failing(99))
      expect(await effects(store)).toEqual([`ken ${other.webhookEventId}`])
    })

    it('is dead after eight attempts, with the kind of its failure and none of its words; then the person is heard again', async () => {
      const work = failing(99)
      for (let at = await workInbox(deps, work); at; at = await workInbox(deps, work)) clock.now = at

      expect(await deadEvents(store)).toMatchObject([
        { event_id: bad.webhookEventId, member_id: 'hana', attempts: 8, failure: 'TypeError', replayable: 1 },
      ])
      expect(await effects(store)).toEqual([`hana ${next.webhookEventId}`])
      expect(logged.join() + JSON.stringify(await deadEvents(store))).not.toContain('ひみつ')
      expect(clock.now - NOON).toBeLessThan(HOUR)
    })

    it('can be replayed from the dead, and then takes effect once', async () => {
      for (let at = await workInbox(deps, failing(99)); at; at = await workInbox(deps, failing(99))) clock.now = at
      await replayEvent(store, { eventId: bad.webhookEventId, now: clock.now })
      await workInbox(deps, work)

      expect(await deadEvents(store)).toEqual([])
      expect((await committed(store, 'hana')).sort()).toEqual([bad.webhookEventId, next.webhookEventId].sort())
      await expect(replayEvent(store, { eventId: bad.webhookEventId, now: clock.now })).rejects.toEqual(
        new Refusal('not_found'),
      )
    })

    it('names a refusal by its code', async () => {
      await workInbox(
        deps,
        failing(99, () => new Refusal('line_unreachable')),
      )
      expect((await inboxRows(store)).map(({ failure }) => failure)).toContain('line_unreachable')
    })

    it('whose effect met another change is decided again at once, and writes nothing of the first try', async () => {
      let stale = true
      await workInbox(deps, {
        identify,
        handlers: [
          async (chat) => {
            const { db } = chat.store
            const change = db
              .updateTable('members')
              .set({ language: 'en' })
              .where('id', '=', stale ? 'nobody' : 'hana')
            stale = false
            return {
              statements: [
                record(db, { memberId: chat.memberId, kind: 'followed', ref: 'x', at: 1 }),
                change,
                mustHaveChangedOne(db),
              ],
            }
          },
        ],
      })
      expect(await effects(store)).toEqual(['hana x', 'hana x'])
      expect((await inboxRows(store)).map(({ state, attempts }) => `${state} ${attempts}`).sort()).toEqual([
        'done 1',
        'done 2',
      ])
    })

    // The clock is the same on both.
    if (engine === 'D1') return

    it('that kills the process each time is dead after eight attempts too', async () => {
      for (let attempt = 0; attempt < 8; attempt++) {
        await new Promise<void>((reached) => {
          const stuck = () => {
            reached()
            return new Promise<undefined>(() => {})
          }
          void workInbox(deps, { identify, handlers: [stuck] })
        })
        clock.now += MINUTE
      }
      await workInbox(deps, work)
      expect(await deadEvents(store)).toMatchObject([{ event_id: bad.webhookEventId, failure: 'interrupted' }])
      expect(await effects(store)).toEqual([`hana ${next.webhookEventId}`])
    })
  })

  describe('old events', () => {
    it('lose their payload after 7 days and their id after 90, unless they wait for a person', async () => {
      const [done, dead] = [messageEvent('hana', 'done'), messageEvent('ken', 'dead')]
      await post(deps, bodyOf(done, dead))
      await workInbox(deps, work)
      await store.db
        .updateTable('inbox_events')
        .set({ state: 'dead' })
        .where('event_id', '=', dead.webhookEventId)
        .execute()
      const kept = async (days: number) => {
        await forgetOldEvents(store, { now: NOON + days * DAY })
        return (await inboxRows(store)).map(({ payload }) => payload !== null)
      }

      expect(await kept(7)).toEqual([true, true])
      expect(await kept(7.01)).toEqual([false, true])
      expect(await kept(30.01)).toEqual([false, false])
      expect(await kept(90)).toEqual([false, false])
      expect(await kept(90.01)).toEqual([])
      await expect(replayEvent(store, { eventId: dead.webhookEventId, now: NOON })).rejects.toEqual(
        new Refusal('not_found'),
      )
    })

    it('are never forgotten while they wait for their turn', async () => {
      await post(deps, bodyOf(messageEvent('hana', 'x')))
      await forgetOldEvents(store, { now: NOON + 365 * DAY })
      expect(await inboxRows(store)).toMatchObject([{ state: 'new', payload: expect.any(String) }])
    })
  })

  // What follows is made of the same statements: one engine tells it.
  if (engine === 'D1') return

  describe('that somebody was here', () => {
    const seenAt = async () =>
      (await store.db.selectFrom('members').select('last_seen_at').where('id', '=', 'hana').executeTakeFirstOrThrow())
        .last_seen_at
    const arrive = async (timestamp: number, type = 'message') => {
      await post(deps, bodyOf(messageEvent('hana', 'やあ', { timestamp, type })))
      await workInbox(deps, work)
    }

    it('is noted with what they do, at most once an hour, and never earlier than it was', async () => {
      await arrive(NOON)
      expect(await seenAt()).toBe(NOON)
      await arrive(NOON + HOUR - 1)
      expect(await seenAt()).toBe(NOON)
      await arrive(NOON + HOUR)
      expect(await seenAt()).toBe(NOON + HOUR)
      await arrive(NOON - DAY)
      expect(await seenAt()).toBe(NOON + HOUR)
    })

    it('is not said by a block', async () => {
      await arrive(NOON, 'unfollow')
      expect(await seenAt()).toBeNull()
    })
  })

  describe('the handlers', () => {
    const effectOf = async (handlers: readonly ChatHandler[], event: ReturnType<typeof messageEvent>) => {
      await post(deps, bodyOf(event))
      await workInbox(deps, { handlers, identify })
      return outboxRows(store)
    }

    it('are asked in order until one has an answer', async () => {
      const asked: string[] = []
      const handler =
        (name: string, answers: boolean): ChatHandler =>
        async () => {
          asked.push(name)
          return answers ? { reply: [text(name)] } : undefined
        }
      const owed = await effectOf(
        [handler('a', false), handler('b', true), handler('c', true)],
        messageEvent('hana', 'x'),
      )

      expect(asked).toEqual(['a', 'b'])
      expect(owed.map(({ body }) => body)).toEqual([JSON.stringify([text('b')])])
    })

    it('can change the menu, and mark an answer as important', async () => {
      const owed = await effectOf(
        [async () => ({ reply: [text('x')], important: true, richMenu: 'member' })],
        messageEvent('hana', 'x'),
      )
      expect(owed).toMatchObject([
        { kind: 'rich_menu', rich_menu: 'member' },
        { kind: 'reply', important: 1 },
      ])
    })

    it('can say nothing', async () => {
      expect(await effectOf([async () => ({})], messageEvent('hana', 'x'))).toEqual([])
      expect(await inboxRows(store)).toMatchObject([{ state: 'done' }])
    })

    it('owe no answer to an event that brought no reply token', async () => {
      expect(await effectOf([remember], messageEvent('hana', 'x', { replyToken: undefined }))).toEqual([])
      expect(await effects(store)).toHaveLength(1)
    })
  })

  describe('an event that is not for us', () => {
    it.each([
      ['of a type that LINE will invent', { type: 'somethingNew' }],
      ['of a type without an answer', { type: 'videoPlayComplete' }],
      ['in standby mode', { mode: 'standby' }],
      ['from nobody', { source: undefined }],
      ['from a group', { source: { type: 'group', groupId: 'C1', userId: lineUserId('hana') } }],
      ['of another shape', { message: 'no object' }],
      ['with a number for a message id', { message: { id: 7, type: 'text', text: 'x' } }],
    ])('%s is done without effect', async (_, more) => {
      await post(deps, bodyOf(messageEvent('hana', 'x', more)))

      expect(await workInbox(deps, work)).toBeUndefined()
      expect(await inboxRows(store)).toMatchObject([{ state: 'done' }])
      expect([await effects(store), await outboxRows(store)]).toEqual([[], []])
    })

    it('and that nobody answers is done without effect', async () => {
      await post(deps, bodyOf(messageEvent('hana', 'x')))
      await workInbox(deps, { handlers: [async () => undefined], identify })
      expect(await inboxRows(store)).toMatchObject([{ state: 'done' }])
    })

    it('and is quarantined stays where it is', async () => {
      await post(deps, bodyOf(messageEvent('hana', 'x', { timestamp: NOON - 61 * DAY })))
      expect(await workInbox(deps, work)).toBeUndefined()
      expect(await inboxRows(store)).toMatchObject([{ state: 'quarantined' }])
      expect(await effects(store)).toEqual([])
    })
  })

  describe('an unsent message', () => {
    it('is forgotten, and that it was unsent is not', async () => {
      const [secret, other] = [messageEvent('hana', 'ひみつ'), messageEvent('hana', 'べつ')]
      const foreign = messageEvent('ken', 'よその', { message: { ...secret.message, text: 'よその' } })
      await post(deps, bodyOf(secret, other, foreign))
      await workInbox(deps, work)
      await post(
        deps,
        bodyOf(
          messageEvent('hana', '', { type: 'unsend', message: undefined, unsend: { messageId: secret.message.id } }),
        ),
      )
      await workInbox(deps, work)

      const rows = await inboxRows(store)
      expect(rows.map(({ payload }) => payload?.match(/ひみつ|べつ|よその/)?.[0])).toEqual([
        undefined,
        'べつ',
        'よその',
        undefined,
      ])
      expect(rows.map(({ type }) => type)).toEqual(['message', 'message', 'message', 'unsend'])
    })

    it.each([[{}], [{ unsend: 1 }], [{ unsend: { messageId: 1 } }]])('named as %j is nobody’s', async (more) => {
      await post(deps, bodyOf(messageEvent('hana', 'のこる'), messageEvent('hana', '', { type: 'unsend', ...more })))
      await workInbox(deps, work)
      expect((await inboxRows(store))[0]?.payload).toContain('のこる')
    })
  })
})
