import type { Compilable } from 'kysely'
import type { CouponConditions } from '../coupons/coupons.ts'
import type { CouponKind } from '../db/schema.ts'
import type { Db } from '../db/store.ts'
import { record } from '../interactions/interactions.ts'
import { memberIdOf, OWNER, pick, STAFF, STORES, wants } from './people.ts'

const DAY_MS = 86_400_000
const HOUR_MS = 3_600_000
const MINUTE_MS = 60_000
/** The end of the day in Tokyo on which `at` falls: 24:00. */
const TOKYO_MS = 9 * HOUR_MS
const endOfDay = (at: number) => at - ((at + TOKYO_MS) % DAY_MS) + DAY_MS
/** Between six and ten of the evening of that day. */
const eveningOf = (at: number, n: number) => endOfDay(at) - (2 * HOUR_MS + ((n * 97) % 240) * MINUTE_MS)

/** The coupon that the demo's broadcast brought. */
export const DRINK = { id: 'demo-coupon-sake', title: '卒業生の最初の一杯' }
const DESSERT = { id: 'demo-coupon-dessert', title: '平日のデザート' }
const THANKS = { id: 'demo-coupon-thanks', title: 'シフトのお礼' }
const DESSERT_ISSUE = 'demo-issue-dessert'

/** Who used what when, by member and days ago; the last one by name, and one taken back. */
const USES = [0, 1, 3, 5, 7, 12, 13]

/** Three coupons: for a broadcast, to be given quietly, and to be given by itself. */
export function offers(db: Db, { start, now }: { start: number; now: number }): Compilable[] {
  return [
    ...coupon(db, {
      ...DRINK,
      kind: 'yen',
      value: 500,
      conditions: { minimumSpendYen: 0, combinable: false, note: 'お一人さま1回、2名さま以上のご来店で' },
      startsAt: start,
      endsAt: endOfDay(now + 23 * DAY_MS),
    }),
    ...coupon(db, {
      ...DESSERT,
      kind: 'free_item',
      value: 400,
      item: 'ほうじ茶プリン',
      conditions: { minimumSpendYen: 2_000, combinable: true, guestsMax: 4, weekdays: [1, 2, 3, 4] },
      startsAt: start,
      endsAt: endOfDay(now + 80 * DAY_MS),
      per: 'month',
    }),
    ...coupon(db, {
      ...THANKS,
      kind: 'percent',
      value: 20,
      conditions: { minimumSpendYen: 0, combinable: true },
      startsAt: start,
      endsAt: endOfDay(now + 170 * DAY_MS),
      validDays: 30,
    }),
  ]
}

/** Who has them after two weeks, and who used which where. */
export function uses(
  db: Db,
  { sentBy, people, now }: { sentBy: { id: string; at: number }; people: readonly number[]; now: number },
): Compilable[] {
  return [
    ...people.map((index) => grant(db, { index, ...DRINK, broadcastId: sentBy.id, at: sentBy.at, now })),
    dessertIssue(db, { people: people.length, at: now - 2 * DAY_MS }),
    ...people.map((index) => grant(db, { index, ...DESSERT, at: now - 2 * DAY_MS, now })),
    db.insertInto('automatic_coupons').values({
      occasion: 'worked',
      coupon_id: THANKS.id,
      enabled_at: now - DAY_MS,
      enabled_by: OWNER.operatorId,
      updated_at: now - DAY_MS,
    }),
    ...STORES.map((one) => till(db, one.id, now - 10 * DAY_MS)),
    ...USES.filter((index) => wants(index, 'coupons')).flatMap((index, n) =>
      use(db, { index, n, at: eveningOf(sentBy.at + (1 + Math.floor(n * 0.7)) * DAY_MS, n) }),
    ),
  ]
}

type NewCoupon = {
  id: string
  title: string
  kind: CouponKind
  value: number
  item?: string
  conditions: CouponConditions
  startsAt: number
  endsAt: number
  per?: 'month'
  validDays?: number
}

const coupon = (db: Db, { startsAt, endsAt, validDays, ...one }: NewCoupon): Compilable[] => [
  db.insertInto('coupons').values({
    ...one,
    conditions: JSON.stringify(one.conditions),
    starts_at: startsAt,
    ends_at: endsAt,
    valid_days: validDays ?? null,
    created_by: OWNER.operatorId,
    created_at: startsAt,
  }),
  ...STORES.map((store) => db.insertInto('coupon_stores').values({ coupon_id: one.id, store_id: store.id })),
]

const dessertIssue = (db: Db, { people, at }: { people: number; at: number }) =>
  db.insertInto('coupon_issues').values({
    id: DESSERT_ISSUE,
    coupon_id: DESSERT.id,
    how: 'segment',
    audience: JSON.stringify({ rule: { match: 'all', conditions: [] }, storeId: null }),
    confirmed_count: people,
    issued_by: OWNER.operatorId,
    at,
  })

type Given = { index: number; id: string; broadcastId?: string; at: number; now: number }

const grant = (db: Db, { index, id, broadcastId, at, now }: Given) =>
  db.insertInto('coupon_grants').values({
    id: `${id}-${index}`,
    coupon_id: id,
    member_id: memberIdOf(index),
    broadcast_id: broadcastId ?? null,
    issue_id: broadcastId ? null : DESSERT_ISSUE,
    uses_max: 1,
    starts_at: at - DAY_MS,
    ends_at: endOfDay(now + (broadcastId ? 23 : 80) * DAY_MS),
    secret: crypto.randomUUID(),
    created_at: at,
    board_at: broadcastId ? null : at,
    board_read_at: index % 2 === 0 && !broadcastId ? at + HOUR_MS : null,
    opens: broadcastId && (index % 3 === 0 || USES.includes(index)) ? 1 : 0,
  })

const tillIdOf = (storeId: string) => `demo-till-${storeId}`

const till = (db: Db, storeId: string, at: number) =>
  db.insertInto('tills').values({
    id: tillIdOf(storeId),
    store_id: storeId,
    name: 'レジ横のタブレット',
    created_at: at,
    enrolled_at: at,
    created_by: OWNER.operatorId,
  })

/** Every other bill was typed in; the fourth guest's battery was empty, the last one's use was a slip and undone. */
function use(db: Db, { index, n, at }: { index: number; n: number; at: number }): Compilable[] {
  const store = pick(STORES, index)
  const staff = pick(STAFF, index)
  const undone = n === USES.length - 1
  const id = `demo-redemption-${index}`
  const happened = { memberId: memberIdOf(index), ref: `${DRINK.id}-${index}`, storeId: store.id, operatorId: staff.id }
  const detail = { coupon_id: DRINK.id, title: DRINK.title }
  return [
    db.insertInto('redemptions').values({
      id,
      coupon_id: DRINK.id,
      grant_id: happened.ref,
      use_no: 1,
      store_id: store.id,
      till_id: tillIdOf(store.id),
      operator_id: staff.id,
      idempotency_key: id,
      request_sha: 'demo',
      redeemed_at: at,
      via: n === 3 ? 'name' : 'code',
      via_reason: n === 3 ? 'battery_empty' : null,
      bill_yen: n % 2 === 0 ? 4_200 + n * 830 : null,
      guests: n % 2 === 0 ? 2 + (n % 3) : null,
      discount_yen: 500,
      ...(undone
        ? {
            voided_at: at + 3 * MINUTE_MS,
            voided_by: staff.id,
            voided_till_id: tillIdOf(store.id),
            void_reason: '別のお客さまのものでした',
          }
        : {}),
    }),
    record(db, { ...happened, kind: 'coupon_redeemed', detail, at }),
    ...(undone ? [record(db, { ...happened, kind: 'coupon_undone', detail, at: at + 3 * MINUTE_MS })] : []),
  ]
}

/** Staff who stand at the tills: a name is enough, no LINE. */
export const staff = (db: Db, at: number): Compilable[] =>
  STAFF.map(({ id, name, storeId }) =>
    db.insertInto('operators').values({ id, name, role: 'staff', store_id: storeId, created_at: at }),
  )
