import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { MemberLanguage } from '../../src/db/schema.ts'
import type { EventNoticeKind, RsvpState } from '../../src/db/schema-events.ts'
import { openSqlite } from '../../src/db/sqlite.ts'
import type { Store } from '../../src/db/store.ts'
import type { ShopEvent } from '../../src/events/events.ts'
import { noticeCard } from '../../src/events/notice-card.ts'
import {
  dueLapses,
  dueOffers,
  dueRows,
  dueUnseated,
  findDue,
  type Notice,
  tellStatements,
} from '../../src/events/notices.ts'
import { toldStatement } from '../../src/events/offers.ts'
import { leaveEvent } from '../../src/events/seats.ts'
import { standingOf } from '../../src/events/standing.ts'
import { workEvents } from '../../src/events/working.ts'
import { EVERYONE } from '../../src/segments/rule.ts'
import { checkMessages } from '../../src/simulator/message-rules.ts'
import { bytesAfter } from '../broadcasts/ends.ts'
import { DAY, engines, HOUR, instanceOf, NOON, newStore } from '../support.ts'
import { actionsOf, eventWith, openShop, owed, told } from './notices-support.ts'
import { TASTING } from './support.ts'

const LANGUAGES = ['ja', 'plain-ja', 'en'] as const satisfies readonly MemberLanguage[]
const KINDS = [
  'offer',
  'lapsed',
  'not_seated',
  'reminder_day',
  'reminder_hours',
  'changed',
  'cancelled',
] as const satisfies readonly EventNoticeKind[]
const STATES = [
  'going',
  'waiting',
  'offered',
  'declined',
  'cancelled',
  'lapsed',
] as const satisfies readonly RsvpState[]
const URL = `https://shop.example/event/${'x'.repeat(110)}`
const EVENT: ShopEvent = {
  ...TASTING,
  id: '0f9d1c2b-0000-4000-8000-000000000000',
  title: '秋の新メニューをみんなで味わう試食会と、二十周年のささやかなお祝いの夕べ',
  state: 'open',
  storeName: null,
  dishes: [],
  rule: EVERYONE,
  cancelWords: '台風のためです。'.repeat(30),
  createdBy: null,
  updatedAt: NOON,
}
const NOTICE: Notice = {
  eventId: EVENT.id,
  memberId: 'aya',
  ref: '1',
  state: 'going',
  party: 3,
  seats: 2,
  offerNo: 1,
  version: NOON,
  language: 'ja',
}

describe('the card of a notice', () => {
  const cards = LANGUAGES.flatMap((language) =>
    KINDS.flatMap((kind) =>
      STATES.flatMap((state) =>
        [1, 2, 3].flatMap((seats) =>
          (['open', 'closed'] as const).map((stage) => ({
            what: `${language} ${kind} ${state} ${seats} ${stage}`,
            card: noticeCard({
              kind,
              event: { ...EVENT, state: stage },
              notice: { ...NOTICE, language, state, seats },
              shopName: 'おかえり食堂',
              url: URL,
              offerEndsAt: NOON + DAY,
              words: EVENT.cancelWords ?? '',
              now: NOON,
            }),
          })),
        ),
      ),
    ),
  )

  it('is one that LINE takes, in every language and case', () => {
    for (const { what, card } of cards) expect({ what, wrong: checkMessages([card]) }).toEqual({ what, wrong: [] })
  })

  it('always has a way on, and names the event, its time and its place', () => {
    for (const { what, card } of cards) {
      const written = JSON.stringify(card)
      expect({ what, actions: actionsOf(card).length }).toEqual({ what, actions: expect.toSatisfy((n) => n > 0) })
      expect(written).toContain(EVENT.title)
      expect(written).toContain('18:00')
      expect(written).toContain(EVENT.place)
      expect(written).not.toContain('…')
    }
  })
})

describe.each(engines)('an offer on $engine', ({ open }) => {
  let stores: Awaited<ReturnType<typeof open>>
  beforeAll(async () => {
    stores = await open()
  })
  afterAll(() => stores.close())

  it('is told by one of two who are at it, and starts its window; what changed meanwhile is not told', async () => {
    const store = await stores.openStore()
    const eventId = await offered(store)
    const due = dueOffers({ now: NOON + HOUR })
    const worded = (await findDue(store, due)).map((notice) => ({
      ...notice,
      key: crypto.randomUUID(),
      body: '[]',
      title: '試食会',
      offerEndsAt: NOON + DAY,
    }))
    expect(worded).toHaveLength(1)
    const tell = (more = {}) =>
      store.batch(
        tellStatements(store.db, {
          due,
          notices: worded.map((notice) => ({ ...notice, key: crypto.randomUUID(), ...more })),
          run: crypto.randomUUID(),
          now: NOON + HOUR,
        }),
      )
    for (const stale of [{ version: 1 }, { ref: '2' }, { seats: 2 }, { party: 2 }, { state: 'waiting' }])
      expect((await tell(stale))[0]).toBe(0)
    expect((await Promise.all([tell(), tell()])).map(([written]) => written).sort()).toEqual([0, 1])
    expect(await told(store)).toEqual(['ben offer'])
    expect(await store.db.selectFrom('outbox_messages').select('member_id').execute()).toHaveLength(1)
    expect(await standingOf(store, { eventId, memberId: 'ben' })).toMatchObject({ offerEndsAt: NOON + DAY })
  })
})

describe('two workers at once on one file', () => {
  it('tell everybody once, whoever comes first', async () => {
    const bytes = await bytesAfter(offered)
    for (const dawdling of [0, 1, 3, 7, 12]) {
      const store = openSqlite(bytes)
      const shop = openShop(store, { at: NOON + HOUR })
      const slow = { ...shop.deps, store: dawdle(store, dawdling), instance: instanceOf(store) }
      await Promise.all([workEvents(slow), workEvents(shop.deps), workEvents(slow)])
      expect(await told(store)).toEqual(['ben offer'])
      expect(await owed(store)).toHaveLength(1)
      store.close()
    }
  })
})

describe('a copy of the database', () => {
  it('tells nobody of anything, ends no offer and closes nothing', async () => {
    const store = newStore()
    await offered(store)
    const shop = openShop(store, { at: NOON + HOUR })
    await instanceOf(store).write(JSON.stringify({ line: 'another', n: 9, at: NOON }))
    await shop.work(TASTING.endsAt)
    expect(await told(store)).toEqual([])
    expect(await store.db.selectFrom('events').select('state').execute()).toEqual([{ state: 'open' }])
  })

  it('names its requests as the living one does: LINE takes each once', async () => {
    const bytes = await bytesAfter(offered)
    const [one, other] = [openSqlite(bytes), openSqlite(bytes)]
    for (const store of [one, other]) await openShop(store).work(NOON + HOUR)
    expect((await owed(one)).map(({ key }) => key)).toEqual((await owed(other)).map(({ key }) => key))
    one.close()
    other.close()
  })
})

describe('what is due', () => {
  it('is not an offer that the answer in the chat told of already', async () => {
    const store = newStore()
    const eventId = await offered(store)
    await store.batch([toldStatement(store.db, { eventId, memberId: 'ben', offerNo: 1, endsAt: NOON + DAY })])
    await openShop(store).work(NOON + HOUR)
    expect(await told(store)).toEqual([])
  })

  it('is that an offer lapsed, not that there was no seat, for who knew of it from the chat until the deadline', async () => {
    const store = newStore()
    const eventId = await offered(store)
    await store.batch([toldStatement(store.db, { eventId, memberId: 'ben', offerNo: 1, endsAt: TASTING.closesAt })])
    const shop = openShop(store, { at: NOON + HOUR })
    await shop.work(TASTING.closesAt)
    await shop.work(TASTING.closesAt + DAY / 2)
    expect(await told(store)).toEqual(['ben lapsed'])
    expect(JSON.stringify(await owed(store))).toContain('お返事の期限が過ぎました')
  })

  it('is looked for from the events on, by their indexes, however many members there are', async () => {
    const { db } = newStore()
    const at = { now: NOON, quietEnd: undefined }
    for (const due of [dueOffers(at), dueLapses(at), dueUnseated(at)]) {
      const { rows } = await sql<{ detail: string }>`explain query plan ${dueRows(due)}`.execute(db)
      const looks = rows.map(({ detail }) => detail).filter((detail) => /^(SEARCH|SCAN)/.test(detail))
      expect(looks[0]).toMatch(/^SEARCH events USING INDEX events_by_state/)
      expect(looks.filter((look) => look.startsWith('SCAN'))).toEqual([])
    }
  })

  it('is nothing for a person who cannot be reached, and the seat goes to the next', async () => {
    const store = newStore()
    const eventId = await eventWith(store, { aya: 1, ben: 1, chie: 1 }, { capacity: 1 })
    await leaveEvent(store, { eventId, memberId: 'aya', at: NOON + HOUR, now: NOON + HOUR })
    await store.db
      .updateTable('line_identities')
      .set({ follow_state: 'blocked' })
      .where('member_id', '=', 'ben')
      .execute()
    await openShop(store).work(NOON + HOUR)
    expect(await told(store)).toEqual(['chie offer'])
    expect(await standingOf(store, { eventId, memberId: 'ben' })).toMatchObject({ state: 'waiting', nth: 1 })
  })
})

async function offered(store: Store) {
  const eventId = await eventWith(store, { aya: 1, ben: 1 }, { capacity: 1 })
  await leaveEvent(store, { eventId, memberId: 'aya', at: NOON + HOUR, now: NOON + HOUR })
  return eventId
}

/** A connection whose every answer takes so many turns of the event loop. */
function dawdle(store: Store, turns: number): Store {
  const wait = async () => {
    for (let left = turns; left > 0; left--) await new Promise((resolve) => setImmediate(resolve))
  }
  return {
    db: store.db.withPlugin({
      transformQuery: ({ node }) => node,
      transformResult: async ({ result }) => {
        await wait()
        return result
      },
    }),
    batch: async (statements) => {
      await wait()
      return store.batch(statements)
    },
  }
}
