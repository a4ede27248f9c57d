import type { Compilable } from 'kysely'
import type { Db } from '../db/store.ts'
import { record } from '../interactions/interactions.ts'
import { DRINK, offers, staff, uses } from './coupons.ts'
import { MEMBERS_COUNT, memberIdOf, OWNER, wants } from './people.ts'

const DAY_MS = 86_400_000
const HOUR_MS = 3_600_000
/** Members who had joined by the time the demo shop's two broadcasts went out. */
const JOINED_BY_THEN = 18

/** Two weeks of a shop's life: a hello to everyone, a coupon for a first drink, and seven who came by to use it. */
export function history(db: Db, now: number): Compilable[] {
  const everyone = Array.from({ length: MEMBERS_COUNT }, (_, index) => index).slice(0, JOINED_BY_THEN)
  const guests = everyone.filter((i) => wants(i, 'coupons'))
  const hello = { id: 'demo-broadcast-hello', at: now - 9 * DAY_MS }
  const drink = { id: 'demo-broadcast-drink', at: now - 6 * DAY_MS }

  return [
    ...staff(db, now - 10 * DAY_MS),
    ...offers(db, { start: drink.at - DAY_MS, now }),
    ...broadcast(db, {
      ...hello,
      title: 'お久しぶりです',
      purpose: 'news',
      people: everyone.filter((i) => wants(i, 'news')),
    }),
    ...broadcast(db, { ...drink, title: DRINK.title, purpose: 'coupons', couponId: DRINK.id, people: guests }),
    ...uses(db, { sentBy: drink, people: guests, now }),
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
