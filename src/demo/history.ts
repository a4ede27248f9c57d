import type { Compilable } from 'kysely'
import type { Db } from '../db/store.ts'
import { record } from '../interactions/interactions.ts'
import { MEMBERS_COUNT, memberIdOf, OWNER, pick, STORES, wants } from './people.ts'

const DAY_MS = 86_400_000
const HOUR_MS = 3_600_000
const COUPON_ID = 'demo-coupon-sake'
/** Members who had joined by the time the demo shop's two broadcasts went out. */
const JOINED_BY_THEN = 18

/** Two weeks of a shop's life: a hello to everyone, a coupon for a first drink, and seven who came by to use it. */
export function history(db: Db, now: number): Compilable[] {
  const everyone = Array.from({ length: MEMBERS_COUNT }, (_, index) => index).slice(0, JOINED_BY_THEN)
  const hello = { id: 'demo-broadcast-hello', at: now - 9 * DAY_MS }
  const drink = { id: 'demo-broadcast-drink', at: now - 6 * DAY_MS }

  return [
    ...broadcast(db, {
      ...hello,
      title: 'お久しぶりです',
      purpose: 'news',
      people: everyone.filter((i) => wants(i, 'news')),
    }),
    ...coupon(db, now),
    ...broadcast(db, {
      ...drink,
      title: '卒業生の最初の一杯',
      purpose: 'coupons',
      couponId: COUPON_ID,
      people: everyone.filter((i) => wants(i, 'coupons')),
    }),
    ...everyone.filter((i) => wants(i, 'coupons')).map((i) => grant(db, i, drink, now)),
    ...STORES.map((one) =>
      db.insertInto('tills').values({
        id: `demo-till-${one.id}`,
        store_id: one.id,
        name: 'レジ横のタブレット',
        created_at: now - 10 * DAY_MS,
        enrolled_at: now - 10 * DAY_MS,
        created_by: OWNER.operatorId,
      }),
    ),
    ...[0, 2, 3, 5, 8, 11, 13].flatMap((i, n) => redemption(db, i, drink.at + (n * 0.7 + 0.4) * DAY_MS)),
  ]
}

type Sent = {
  id: string
  at: number
  title: string
  purpose: 'news' | 'coupons'
  couponId?: string
  people: readonly number[]
}

function broadcast(db: Db, { id, at, title, purpose, couponId, people }: Sent): Compilable[] {
  const personal = couponId !== undefined
  const chunkOf = (n: number) => (personal ? n : 0)
  const chunks = personal ? people.map((_, n) => ({ seq: n, recipients: 1 })) : [{ seq: 0, recipients: people.length }]
  const content = couponId
    ? {
        kind: 'coupon',
        couponId,
        greeting: 'いつもありがとうございます。近くに来たら、まずは一杯どうぞ。',
        from: '店長の田中',
      }
    : {
        kind: 'text',
        text: '店長の田中です。お元気ですか。みなさんのおかげで、あかりは今年で10周年を迎えます。',
        from: '店長の田中',
      }

  return [
    db.insertInto('broadcasts').values({
      id,
      title,
      purpose,
      kind: personal ? 'coupon' : 'text',
      state: 'done',
      method: personal ? 'push' : 'multicast',
      content: JSON.stringify(content),
      audience: JSON.stringify({ match: 'all', conditions: [] }),
      coupon_id: couponId ?? null,
      confirmed_count: people.length,
      confirmed_by: OWNER.operatorId,
      confirmed_at: at,
      created_by: OWNER.operatorId,
      created_at: at - HOUR_MS,
      updated_at: at,
      finished_at: at + 4_000,
    }),
    ...chunks.map((chunk) =>
      db.insertInto('broadcast_chunks').values({
        broadcast_id: id,
        ...chunk,
        state: 'accepted',
        attempt: 1,
        first_attempt_at: at,
        last_status: 200,
        finished_at: at + 1_000,
      }),
    ),
    ...people.flatMap((index, n) => [
      db.insertInto('deliveries').values({ broadcast_id: id, member_id: memberIdOf(index), chunk_seq: chunkOf(n) }),
      record(db, {
        memberId: memberIdOf(index),
        kind: 'broadcast_accepted',
        ref: id,
        detail: { title },
        at: at + 1_000,
      }),
    ]),
  ]
}

const coupon = (db: Db, now: number): Compilable[] => [
  db.insertInto('coupons').values({
    id: COUPON_ID,
    title: '卒業生の最初の一杯',
    kind: 'yen',
    value: 500,
    conditions: JSON.stringify({ combinable: false, note: 'お一人さま1回、2名さま以上のご来店で' }),
    starts_at: now - 7 * DAY_MS,
    ends_at: now + 24 * DAY_MS,
    created_by: OWNER.operatorId,
    created_at: now - 7 * DAY_MS,
  }),
  ...STORES.map((one) => db.insertInto('coupon_stores').values({ coupon_id: COUPON_ID, store_id: one.id })),
]

const grant = (db: Db, index: number, sent: { id: string; at: number }, now: number) =>
  db.insertInto('coupon_grants').values({
    id: `demo-grant-${index}`,
    coupon_id: COUPON_ID,
    member_id: memberIdOf(index),
    broadcast_id: sent.id,
    uses_max: 1,
    starts_at: now - 7 * DAY_MS,
    ends_at: now + 24 * DAY_MS,
    secret: crypto.randomUUID(),
    created_at: sent.at,
  })

function redemption(db: Db, index: number, at: number): Compilable[] {
  const store = pick(STORES, index)
  const redeemedAt = Math.floor(at)
  return [
    db.insertInto('redemptions').values({
      id: `demo-redemption-${index}`,
      grant_id: `demo-grant-${index}`,
      use_no: 1,
      store_id: store.id,
      till_id: `demo-till-${store.id}`,
      idempotency_key: `demo-redemption-${index}`,
      request_sha: 'demo',
      redeemed_at: redeemedAt,
    }),
    record(db, {
      memberId: memberIdOf(index),
      kind: 'coupon_redeemed',
      ref: `demo-grant-${index}`,
      detail: { title: '卒業生の最初の一杯' },
      storeId: store.id,
      at: redeemedAt,
    }),
  ]
}
