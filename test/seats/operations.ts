import { type Compilable, sql } from 'kysely'
import type { Config } from '../../src/config.ts'
import type { Store } from '../../src/db/store.ts'
import { offerStatement } from '../../src/events/line.ts'
import { dueOffers } from '../../src/events/notices.ts'
import { acceptOffer, keepWaiting, lapseOffers } from '../../src/events/offers.ts'
import { joinEvent, leaveEvent, seatByHand } from '../../src/events/seats.ts'
import { standingOf } from '../../src/events/standing.ts'
import { tellDue } from '../../src/events/telling.ts'
import { Refusal } from '../../src/refusal.ts'
import { EVENTS, OWNER, PEOPLE } from './town.ts'

const CAPACITY_MAX = 30

type Place = { store: Store; random: () => number; now: () => number }
type Operation = (place: Place & { eventId: string; memberId: string }) => Promise<unknown>

const upTo = (random: () => number, most: number) => 1 + Math.floor(random() * most)
const oneOf = <T>(random: () => number, list: readonly T[], otherwise: T) =>
  list[Math.floor(random() * list.length)] ?? otherwise

const change = ({ store: { db, batch }, now }: Place, words: ReturnType<typeof sql>, events: readonly string[]) => {
  const changed: Compilable = { compile: () => words.compile(db) }
  return batch([changed, ...events.map((eventId) => offerStatement(db, { eventId, now: now() }))])
}

/** Of the newest offer, as a rule. */
const answerOffer =
  (answer: typeof acceptOffer): Operation =>
  async ({ store, random, now, eventId, memberId }) => {
    const { offerNo } = await standingOf(store, { eventId, memberId })
    const at = now()
    return answer(store, { eventId, memberId, offerNo: random() < 0.1 ? offerNo - 1 : offerNo, at, now: at })
  }

/** What people and the shop do, and how often. */
const OPERATIONS: readonly { times: number; run: Operation }[] = [
  {
    times: 40,
    run: ({ store, random, now, ...who }) => {
      const at = now()
      return joinEvent(store, { ...who, party: upTo(random, 6), at, now: at })
    },
  },
  {
    times: 18,
    run: ({ store, now, eventId, memberId }) => {
      const at = now()
      return leaveEvent(store, { eventId, memberId, at, now: at })
    },
  },
  { times: 20, run: answerOffer(acceptOffer) },
  { times: 8, run: answerOffer(keepWaiting) },
  {
    times: 4,
    run: ({ store, random, now, eventId, memberId }) =>
      seatByHand(store, { eventId, memberId, party: upTo(random, 6), operatorId: OWNER, now: now() }),
  },
  {
    times: 5,
    run: ({ eventId, ...place }) =>
      change(place, sql`update events set capacity = ${upTo(place.random, CAPACITY_MAX)} where id = ${eventId}`, [
        eventId,
      ]),
  },
  {
    times: 2,
    run: ({ eventId, ...place }) =>
      change(place, sql`update events set state = iif(state = 'closed', 'open', 'closed') where id = ${eventId}`, [
        eventId,
      ]),
  },
  {
    times: 2,
    run: ({ memberId, ...place }) =>
      change(
        place,
        sql`update line_identities set follow_state = iif(follow_state = 'blocked', 'following', 'blocked')
          where member_id = ${memberId} and (follow_state = 'blocked' or ${place.random()} < 0.2)`,
        EVENTS,
      ),
  },
  { times: 1, run: ({ store, now }) => lapseOffers(store, { now: now() }) },
]
const BY_CHANCE = OPERATIONS.flatMap(({ times, run }) => Array.from({ length: times }, () => run))

/** One of them, by chance; a no is as good as a yes. */
export async function operate(place: Place) {
  const { random } = place
  const run = oneOf(random, BY_CHANCE, () => Promise.resolve())
  const who = { eventId: oneOf(random, EVENTS, EVENTS[0]), memberId: oneOf(random, PEOPLE, OWNER) }
  try {
    await run({ ...place, ...who })
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
  }
}

/** Tells everybody of the seats that they were offered, and ends what nobody confirmed. */
export async function workOnce(store: Store, { config, now }: { config: Config; now: number }) {
  await lapseOffers(store, { now })
  for (const eventId of EVENTS) await tellDue({ store, config }, { eventId, due: dueOffers({ now }), now })
}

/** Mulberry32: the same seed, the same chances. */
export function seeded(seed: number) {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}
