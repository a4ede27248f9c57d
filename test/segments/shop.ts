import fc from 'fast-check'
import { sql } from 'kysely'
import type { Store } from '../../src/db/store.ts'
import { DAY, NOON } from '../support.ts'

/** A person as the model sees them: plain facts, nothing of tables. */
export type Person = {
  id: string
  state: 'verified' | 'guest' | 'left'
  storeId: string
  roleId: string | null
  leftOn: string | null
  joinedOn: string | null
  language: 'ja' | 'plain-ja' | 'en'
  lastSeenAt: number | null
  decidedAt: number | null
  tags: readonly string[]
  consents: readonly string[]
  preferences: readonly string[]
  coupons: readonly { id: string; used: boolean; usedVoided: boolean; voided: boolean; over: boolean }[]
  events: readonly string[]
  /** Of EVENTS: came to; and had an invitation to. */
  came: readonly string[]
  invited: readonly string[]
  shifts: readonly number[]
  messages: readonly number[]
}

export const STORES = ['shibuya', 'ueno', 'ebisu']
export const ROLES = ['hall', 'kitchen']
export const TAGS = ['夜', '英語', '退店注意']
export const COUPONS = ['first-drink', 'birthday']
export const EVENTS = ['tasting', 'anniversary']
/** The one at which nobody was checked in. */
export const UNGUARDED = 'anniversary'
const MAYBE = 3

/** Any day of four years, or one beside the turn of a month, where rules have their edges. */
const day = fc
  .oneof(
    fc.integer({ min: -365 * 4, max: 20 }).map((days) => NOON + days * DAY),
    fc
      .tuple(fc.integer({ min: -48, max: 1 }), fc.constantFrom(-1, 0, 0, 1))
      .map(([months, days]) => Date.UTC(2026, 3 + months, 1) + days * DAY),
  )
  .map((at) => new Date(at + 9 * 3_600_000).toISOString().slice(0, 10))
const ago = fc.oneof(
  fc.integer({ min: 0, max: 400 }).map((days) => NOON - days * DAY),
  fc.integer({ min: 0, max: 400 * DAY }).map((ms) => NOON - ms),
)
const preferences = [
  ...['0', '1', '6'].map((value) => `weekday:${value}`),
  ...['morning', 'night'].map((value) => `daypart:${value}`),
  ...['shifts', 'tasting'].map((value) => `willing:${value}`),
  ...ROLES.map((value) => `skill:${value}`),
]

const person = fc.record({
  state: fc.constantFrom('verified', 'verified', 'verified', 'verified', 'guest', 'left') as fc.Arbitrary<
    Person['state']
  >,
  storeId: fc.constantFrom(...STORES),
  roleId: fc.option(fc.constantFrom(...ROLES), { freq: MAYBE }),
  leftOn: fc.option(day, { freq: MAYBE }),
  joinedOn: fc.option(day, { freq: MAYBE }),
  language: fc.constantFrom('ja', 'plain-ja', 'en') as fc.Arbitrary<Person['language']>,
  lastSeenAt: fc.option(ago, { freq: MAYBE }),
  decidedAt: fc.option(ago, { freq: MAYBE }),
  tags: fc.subarray(TAGS),
  consents: fc.subarray(['privacy', 'news', 'coupons', 'events', 'shifts']),
  preferences: fc.subarray(preferences),
  coupons: fc
    .tuple(
      ...COUPONS.map((id) =>
        fc.option(
          fc.record({
            id: fc.constant(id),
            used: fc.boolean(),
            usedVoided: fc.boolean(),
            voided: fc.boolean(),
            over: fc.boolean(),
          }),
        ),
      ),
    )
    .map((coupons) => coupons.filter((coupon) => coupon !== null)),
  events: fc.subarray(EVENTS),
  came: fc.subarray(EVENTS),
  invited: fc.subarray(EVENTS),
  shifts: fc.array(ago, { maxLength: 2 }),
  messages: fc.array(ago, { maxLength: 3 }),
})

/** The same few hundred people for the same seed. */
export const peopleOf = (seed: number, count: number): readonly Person[] =>
  fc.sample(person, { seed, numRuns: count }).map((one, i) => ({ id: `p${i}`, ...one }))

/** Writes the people into the tables, by one statement a table. */
export async function settle({ db }: Store, people: readonly Person[]) {
  const run = (rows: readonly (readonly (string | number | null)[])[], into: string, columns: string) =>
    sql`insert into ${sql.raw(into)} select ${sql.raw(columns)} from json_each(${JSON.stringify(rows)})`.execute(db)
  const at = (i: number) => `value ->> ${i}`
  const cells = (count: number) => Array.from({ length: count }, (_, i) => at(i)).join(', ')

  await run(
    STORES.map((id) => [id]),
    'stores (id, name, position, created_at)',
    `${at(0)}, ${at(0)}, 1, 0`,
  )
  await run(
    ROLES.map((id) => [id]),
    'roles (id, name, position)',
    `${at(0)}, ${at(0)}, 1`,
  )
  await run(
    people.map((one) => [
      one.id,
      one.state,
      one.storeId,
      one.roleId,
      one.leftOn,
      one.joinedOn,
      one.language,
      one.lastSeenAt,
      one.decidedAt,
    ]),
    'members (id, state, store_id, role_id, left_on, joined_on, language, last_seen_at, decided_at, name, created_at)',
    `${cells(9)}, ${at(0)}, 0`,
  )
  await run(
    people.flatMap(({ id, tags }) => tags.map((tag) => [id, tag])),
    'member_tags (member_id, tag, created_at)',
    `${cells(2)}, 0`,
  )
  await run(
    people.flatMap(({ id, consents }) => consents.map((purpose) => [`${id}:${purpose}`, id, purpose])),
    'consents (id, member_id, purpose, granted, text_version, channel, at)',
    `${cells(3)}, 1, '1', 'line', 0`,
  )
  await run(
    people.flatMap(({ id, preferences }) => preferences.map((told) => [id, ...told.split(':')])),
    'member_preferences (member_id, kind, value)',
    cells(3),
  )
  await sql`insert into tills (id, store_id, name, created_at) values ('till', 'ueno', 'till', 0)`.execute(db)
  await run(
    COUPONS.map((id) => [id]),
    'coupons (id, title, kind, value, conditions, starts_at, ends_at, created_at)',
    `${at(0)}, ${at(0)}, 'percent', 20, '{}', 0, 1, 0`,
  )
  const grants = people.flatMap(({ id, coupons }) => coupons.map((coupon) => ({ member: id, ...coupon })))
  await run(
    grants.map((grant) => [
      ...[`${grant.member}:${grant.id}`, grant.id, grant.member, grant.voided ? 1 : null],
      grant.over ? NOON : NOON + 1,
    ]),
    'coupon_grants (id, coupon_id, member_id, voided_at, uses_max, starts_at, ends_at, secret, created_at)',
    `${cells(4)}, 1, 0, ${at(4)}, 'x', 0`,
  )
  await run(
    grants.filter(({ used }) => used).map((grant) => [`${grant.member}:${grant.id}`, grant.usedVoided ? 1 : null]),
    'redemptions (id, grant_id, voided_at, use_no, store_id, till_id, idempotency_key, request_sha, redeemed_at)',
    `${at(0)}, ${at(0)}, ${at(1)}, 1, 'ueno', 'till', ${at(0)}, 'x', 0`,
  )
  await run(
    EVENTS.map((id) => [id]),
    'events (id, title, words, place, starts_at, ends_at, closes_at, capacity, audience, state, created_at, updated_at)',
    `${at(0)}, ${at(0)}, '', '', 1, 2, 0, 9, '{}', 'open', 0, 0`,
  )
  // A guest without a name came to the tasting, and one whom the door had let in by mistake.
  await sql`insert into check_ins (id, event_id, people, checked_in_at, undone_at, member_id)
    select 'walk-in', 'tasting', 1, 0, null, null union all select 'undone', 'tasting', 1, 0, 1, ${people[0]?.id ?? null}`.execute(
    db,
  )
  await run(
    people.flatMap(({ id, came }) => (came.includes('tasting') ? [[id]] : [])),
    'check_ins (id, event_id, member_id, people, checked_in_at)',
    `'in:' || (${at(0)}), 'tasting', ${at(0)}, 1, 0`,
  )
  await run(
    people.flatMap(({ id, came }) => (came.includes(UNGUARDED) ? [[id]] : [])),
    'rsvps (event_id, member_id, state, party, seats, answered_at, changed_at, created_at)',
    `'${UNGUARDED}', ${at(0)}, 'going', 1, 1, 0, 0, 0`,
  )
  await run(
    EVENTS.map((id) => [id]),
    'broadcasts (id, event_id, title, purpose, kind, state, channel, method, content, audience, created_at, updated_at)',
    `'to:' || (${at(0)}), ${at(0)}, '', 'events', 'event', 'done', 'board', 'multicast', '{}', '{}', 0, 0`,
  )
  await run(
    people.flatMap(({ id, invited }) => invited.map((event) => [event, id])),
    'board_notices (broadcast_id, member_id, posted_at)',
    `'to:' || (${at(0)}), ${at(1)}, 0`,
  )
  await run(
    people.flatMap(({ id, events, shifts, messages }) => [
      ...events.map((event) => [id, 'event_attended', event, 0]),
      ...shifts.map((when) => [id, 'shift_worked', null, when]),
      ...messages.map((when) => [id, 'broadcast_accepted', 'b', when]),
      [id, 'message_received', 'tasting', NOON],
    ]),
    'interactions (member_id, kind, ref, at, id)',
    `${cells(4)}, 'i' || key`,
  )
}
