import type { Compilable } from 'kysely'
import type { BroadcastContent } from '../broadcasts/content.ts'
import type { Db } from '../db/store.ts'
import { record } from '../interactions/interactions.ts'
import { fromTokyo, tokyoDay } from '../texts/format.ts'
import { MEMBERS_COUNT, memberIdOf, OWNER, pick, wants } from './people.ts'

const DAY_MS = 86_400_000
const HOUR_MS = 3_600_000
const MINUTE_MS = 60_000
const FROM = '店長の田中'
const EVERYONE = JSON.stringify({ rule: { match: 'all', conditions: [] }, storeId: null })

const SUMMER = { id: 'demo-event-summer', title: '鮎と夏野菜の試食会' }
const AUTUMN = { id: 'demo-event-autumn', title: '秋の新メニュー試食会' }
const DISHES = ['鮎の炭火焼き', '冷やし茄子', 'とうもろこしの天ぷら'] as const
const SAID = [
  '塩がちょうどよく、頭から食べられました。',
  '少し塩が強く感じました。',
  '',
  '盛り付けがきれいでした。',
  '',
]

/** A tasting that was, with what its guests said of the food, and one that is coming with a seat left. */
export function gathering(db: Db, now: number): readonly Compilable[] {
  const invited = Array.from({ length: MEMBERS_COUNT }, (_, index) => index).filter((index) => wants(index, 'events'))
  return [...past(db, invited, evening(now - 6 * DAY_MS)), ...coming(db, invited, evening(now + 9 * DAY_MS), now)]
}

/** 18:00 in Tokyo of that day. */
const evening = (at: number) => (fromTokyo(tokyoDay(at)) ?? at) + 18 * HOUR_MS

function past(db: Db, invited: readonly number[], startsAt: number): Compilable[] {
  const askedAt = startsAt - 7 * DAY_MS
  const [going, declined] = [invited.slice(0, 9), invited.slice(9, 12)]
  const came = going.slice(0, 8)
  return [
    event(
      db,
      { ...SUMMER, words: '夏の献立を決める前に、みなさんの舌を貸してください。', startsAt, askedAt, capacity: 12 },
      'done',
    ),
    ...invitation(db, SUMMER, invited, askedAt),
    ...going.flatMap((index, n) =>
      answer(db, SUMMER, { index, state: 'going', party: 1 + (n % 3 === 1 ? 1 : 0), at: askedAt + (n + 1) * HOUR_MS }),
    ),
    ...declined.flatMap((index, n) =>
      answer(db, SUMMER, { index, state: 'declined', party: 1, at: askedAt + (n + 2) * HOUR_MS }),
    ),
    ...DISHES.map((name, position) =>
      db.insertInto('event_dishes').values({ id: dishId(position), event_id: SUMMER.id, name, position }),
    ),
    ...came.flatMap((index, n) => [
      db.insertInto('check_ins').values({
        id: `demo-check-in-${index}`,
        event_id: SUMMER.id,
        member_id: memberIdOf(index),
        people: 1 + (n % 3 === 1 ? 1 : 0),
        drinkers: n % 2,
        checked_in_at: startsAt - 10 * MINUTE_MS + n * 2 * MINUTE_MS,
        operator_id: OWNER.operatorId,
      }),
      told(db, index, 'event_attended', SUMMER, startsAt - 10 * MINUTE_MS + n * 2 * MINUTE_MS),
      ...(n < 6 ? feedback(db, index, n, startsAt + DAY_MS + n * HOUR_MS) : []),
    ]),
    ...going.slice(8).map((index) => told(db, index, 'event_missed', SUMMER, startsAt + 3 * HOUR_MS)),
  ]
}

function coming(db: Db, invited: readonly number[], startsAt: number, now: number): Compilable[] {
  const askedAt = now - 2 * DAY_MS
  const going = invited.slice(4, 9)
  return [
    event(
      db,
      {
        ...AUTUMN,
        words: 'きのこ、里芋、さんま。秋の献立の候補を3皿ご用意します。率直なご感想をお聞かせください。',
        startsAt,
        askedAt,
        capacity: 8,
      },
      'open',
    ),
    ...['さんまの炊き込みごはん', 'きのこの土瓶蒸し', '里芋の揚げ出し'].map((name, position) =>
      db.insertInto('event_dishes').values({ id: `demo-dish-autumn-${position}`, event_id: AUTUMN.id, name, position }),
    ),
    ...invitation(db, AUTUMN, invited, askedAt),
    ...going.flatMap((index, n) =>
      answer(db, AUTUMN, { index, state: 'going', party: n < 2 ? 2 : 1, at: askedAt + (n + 1) * HOUR_MS }),
    ),
    ...invited
      .slice(9, 11)
      .flatMap((index, n) =>
        answer(db, AUTUMN, { index, state: 'declined', party: 1, at: askedAt + (n + 3) * HOUR_MS }),
      ),
  ]
}

type Planned = { id: string; title: string; words: string; startsAt: number; askedAt: number; capacity: number }

const event = (db: Db, { id, title, words, startsAt, askedAt, capacity }: Planned, state: 'open' | 'done') =>
  db.insertInto('events').values({
    id,
    title,
    words,
    store_id: 'shibuya',
    place: '渋谷店',
    starts_at: startsAt,
    ends_at: startsAt + 2 * HOUR_MS,
    closes_at: startsAt - DAY_MS,
    capacity,
    guests_max: 2,
    alcohol: 1,
    asks_allergies: 1,
    questions: JSON.stringify([]),
    audience: EVERYONE,
    listed: 1,
    // Who tries things out should not find that the month's messages went by themselves.
    remind_day: 0,
    remind_hours: 0,
    state,
    created_by: OWNER.operatorId,
    created_at: askedAt - HOUR_MS,
    updated_at: askedAt - HOUR_MS,
    opened_at: askedAt - HOUR_MS,
    ...(state === 'done' && {
      closed_at: startsAt - DAY_MS,
      done_at: startsAt + 2 * HOUR_MS,
      missed_noted_at: startsAt + 3 * HOUR_MS,
    }),
  })

type Named = { id: string; title: string }

function invitation(db: Db, { id: eventId, title }: Named, invited: readonly number[], at: number): Compilable[] {
  const id = `demo-broadcast-${eventId}`
  const text = 'ご都合が合えば、お待ちしています。'
  const content: BroadcastContent = { kind: 'event', eventId, moment: 'invite', text, from: FROM }
  return [
    db.insertInto('broadcasts').values({
      id,
      title,
      purpose: 'events',
      kind: 'event',
      state: 'done',
      method: 'multicast',
      content: JSON.stringify(content),
      audience: EVERYONE,
      event_id: eventId,
      confirmed_count: invited.length,
      confirmed_by: OWNER.operatorId,
      confirmed_at: at,
      send_at: at,
      planned_at: at,
      created_by: OWNER.operatorId,
      created_at: at - HOUR_MS,
      updated_at: at,
      finished_at: at + 4_000,
    }),
    db.insertInto('broadcast_chunks').values({
      broadcast_id: id,
      seq: 0,
      state: 'accepted',
      recipients: invited.length,
      attempt: 1,
      first_attempt_at: at,
      last_status: 200,
      finished_at: at + 1_000,
    }),
    ...invited.flatMap((index) => [
      db.insertInto('deliveries').values({ broadcast_id: id, member_id: memberIdOf(index), chunk_seq: 0 }),
      record(db, { memberId: memberIdOf(index), kind: 'broadcast_accepted', ref: id, detail: { title }, at }),
    ]),
  ]
}

type Said = { index: number; state: 'going' | 'declined'; party: number; at: number }

const answer = (db: Db, named: Named, { index, state, party, at }: Said): Compilable[] => [
  db.insertInto('rsvps').values({
    event_id: named.id,
    member_id: memberIdOf(index),
    state,
    party,
    seats: state === 'going' ? party : 0,
    drinkers: state === 'going' ? index % 2 : null,
    allergies: state === 'going' && index % 7 === 3 ? 'えび' : null,
    answered_at: at,
    changed_at: at,
    created_at: at,
  }),
  told(db, index, state === 'going' ? 'event_joined' : 'event_declined', named, at),
]

const told = (
  db: Db,
  index: number,
  kind: 'event_joined' | 'event_declined' | 'event_attended' | 'event_missed' | 'dish_rated',
  { id, title }: Named,
  at: number,
) => record(db, { memberId: memberIdOf(index), kind, ref: id, detail: { title }, at })

const dishId = (position: number) => `demo-dish-summer-${position}`

const feedback = (db: Db, index: number, n: number, at: number): Compilable[] => [
  ...DISHES.map((_, position) =>
    db.insertInto('dish_feedback').values({
      dish_id: dishId(position),
      member_id: memberIdOf(index),
      score: pick([5, 4, 3, 4, 5], index + position * 2),
      words: position === 0 ? pick(SAID, n) || null : null,
      said_at: at,
    }),
  ),
  told(db, index, 'dish_rated', SUMMER, at),
]
