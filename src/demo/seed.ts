import type { Compilable } from 'kysely'
import { CONSENT_VERSION } from '../consent/consent.ts'
import type { BroadcastPurpose, InteractionKind } from '../db/schema.ts'
import type { Db, Store } from '../db/store.ts'
import { record } from '../interactions/interactions.ts'
import { oweRichMenu } from '../line/outbox.ts'
import { foldName } from '../members/names.ts'
import { settingsStatements } from '../sending/sending-settings.ts'
import { answers } from './answers.ts'
import { comingBack } from './coming-back.ts'
import { gathering } from './gathering.ts'
import { history } from './history.ts'
import {
  ALUMNI,
  type Alumnus,
  MEMBERS_COUNT,
  memberIdOf,
  memberUserId,
  OWNER,
  OWNER_USER_ID,
  pick,
  ROLES,
  SHOP_NAME,
  STORES,
  TAGS,
  WAITING_USER_ID,
  wants,
} from './people.ts'
import { shifts } from './shifts.ts'
import { telling } from './telling.ts'

const DAY_MS = 86_400_000
/** Who tries things out does so at night too, and more than once a day. */
const TRYING_OUT = { quietFrom: 0, quietTo: 0, capDay: 20, capMonth: 100 }
/** How long the demo shop has used Okaeri. */
export const HISTORY_DAYS = 14

/** Fills an empty database with the demo shop: 3 stores, a roster of 60, 25 members, one who waits, two weeks of history. */
export async function seedShop(store: Store, now: number) {
  const { db } = store
  const start = now - HISTORY_DAYS * DAY_MS
  // All or nothing: a start that is interrupted begins anew the next time.
  await store.batch([
    db.insertInto('settings').values({ key: 'shop_name', value: SHOP_NAME }),
    ...settingsStatements(db, TRYING_OUT),
    ...STORES.map((one, i) => db.insertInto('stores').values({ ...one, position: i + 1, created_at: start })),
    ...ROLES.map((one, i) => db.insertInto('roles').values({ ...one, position: i + 1 })),
    ...owner(db, start),
    ...segments(db, start),
    ...ALUMNI.map((one) => rosterEntry(db, one, start)),
    ...ALUMNI.slice(0, MEMBERS_COUNT).flatMap((one) => member(db, one, start)),
    ...menus(db, now),
    ...waitingPerson(db, now),
    ...history(db, now),
    ...answers(db, now),
    ...telling(db, now),
    ...gathering(db, now),
    ...shifts(db, now),
    ...comingBack(db, now),
  ])
}

const owner = (db: Db, at: number): Compilable[] => [
  ...person(db, { memberId: OWNER.memberId, lineUserId: OWNER_USER_ID, state: 'guest', at }),
  db.insertInto('operators').values({
    id: OWNER.operatorId,
    member_id: OWNER.memberId,
    name: OWNER.name,
    role: 'owner',
    created_at: at,
  }),
]

const segments = (db: Db, at: number): Compilable[] =>
  [
    { name: '渋谷店の卒業生', conditions: [{ kind: 'store', in: ['shibuya'] }] },
    { name: 'ホール経験者', conditions: [{ kind: 'role', in: ['hall'] }] },
    {
      name: '週末に手伝える方',
      conditions: [
        { kind: 'willing', in: ['shifts', 'busy_help'] },
        { kind: 'available', weekdays: ['5', '6'] },
      ],
    },
  ].map(({ name, conditions }, i) =>
    db.insertInto('segments').values({
      id: `demo-segment-${i}`,
      name,
      rule: JSON.stringify({ match: 'all', conditions }),
      created_by: OWNER.operatorId,
      created_at: at,
      updated_at: at,
    }),
  )

const rosterEntry = (db: Db, { index, name, kana, storeId, roleId, joinedOn, leftOn }: Alumnus, at: number) =>
  db.insertInto('roster_entries').values({
    id: `roster-${index}`,
    name,
    name_folded: foldName(name),
    kana,
    kana_folded: foldName(kana),
    store_id: storeId,
    role_id: roleId,
    joined_on: joinedOn,
    left_on: leftOn,
    created_at: at,
  })

function member(db: Db, alumnus: Alumnus, start: number): Compilable[] {
  const { index } = alumnus
  const memberId = memberIdOf(index)
  // Most came in the first days after the shop put up its poster, the others one by one.
  const joinedAt = start + Math.floor((index < 14 ? index * 0.2 : 3 + (index - 14) * 0.9) * DAY_MS) + index * 1_234_567
  const purposes = (['news', 'coupons', 'events', 'shifts'] as const).filter((purpose) => wants(index, purpose))

  return [
    ...person(db, { memberId, lineUserId: memberUserId(index), state: 'verified', at: joinedAt, alumnus }),
    ...consents(db, memberId, purposes, joinedAt + 40_000),
    line(db, memberId, 'followed', joinedAt),
    line(db, memberId, 'registration_started', joinedAt + 20_000),
    line(db, memberId, 'verified', joinedAt + 150_000),
    ...(index % 4 === 0
      ? [
          db
            .insertInto('member_tags')
            .values({ member_id: memberId, tag: pick(TAGS, index / 4), created_at: joinedAt + DAY_MS }),
          record(db, {
            memberId,
            kind: 'tag_added',
            detail: { tag: pick(TAGS, index / 4) },
            operatorId: OWNER.operatorId,
            at: joinedAt + DAY_MS,
          }),
        ]
      : []),
  ]
}

/** The members' own menu, which the product itself links once it runs. */
const menus = (db: Db, now: number) =>
  ALUMNI.slice(0, MEMBERS_COUNT).map(({ index }) =>
    oweRichMenu(db, { memberId: memberIdOf(index), menu: 'member', now }),
  )

/** Somebody whose name is on the roster with another month of leaving: a person has to decide. */
function waitingPerson(db: Db, now: number): Compilable[] {
  const memberId = 'demo-waiting'
  const at = now - 3 * 3_600_000
  const alumnus = { ...pick(ALUMNI, 31), leftOn: '2022-09-30' }
  return [
    ...person(db, { memberId, lineUserId: WAITING_USER_ID, state: 'applied', at, alumnus }),
    ...consents(db, memberId, ['news', 'coupons', 'events'], at + 40_000),
    line(db, memberId, 'followed', at),
    line(db, memberId, 'registration_started', at + 20_000),
    line(db, memberId, 'applied', at + 150_000),
  ]
}

type Person = {
  memberId: string
  lineUserId: string
  state: 'guest' | 'applied' | 'verified'
  at: number
  alumnus?: Alumnus
}

const person = (db: Db, { memberId, lineUserId, state, at, alumnus }: Person): Compilable[] => [
  db.insertInto('members').values({
    id: memberId,
    state,
    name: alumnus?.name ?? null,
    name_folded: alumnus ? foldName(alumnus.name) : null,
    store_id: alumnus?.storeId ?? null,
    role_id: alumnus?.roleId ?? null,
    left_on: alumnus?.leftOn ?? null,
    roster_entry_id: state === 'verified' && alumnus ? `roster-${alumnus.index}` : null,
    joined_on: (state === 'verified' && alumnus?.joinedOn) || null,
    created_at: at,
    applied_at: state === 'guest' ? null : at + 150_000,
    decided_at: state === 'verified' ? at + 150_000 : null,
  }),
  db.insertInto('line_identities').values({
    line_user_id: lineUserId,
    member_id: memberId,
    follow_state: 'following',
    follow_changed_at: at,
  }),
]

const consents = (db: Db, memberId: string, purposes: readonly BroadcastPurpose[], at: number): Compilable[] =>
  (['privacy', ...purposes] as const).flatMap((purpose, i) => [
    db.insertInto('consents').values({
      id: crypto.randomUUID(),
      member_id: memberId,
      purpose,
      granted: 1,
      text_version: CONSENT_VERSION,
      channel: 'line',
      at: at + i * 4_000,
    }),
    record(db, { memberId, kind: 'consent_granted', ref: purpose, at: at + i * 4_000 }),
  ])

const line = (db: Db, memberId: string, kind: InteractionKind, at: number) => record(db, { memberId, kind, at })
