import { isDeepStrictEqual } from 'node:util'
import fc from 'fast-check'
import { sql } from 'kysely'
import { eraseMember } from '../../src/consent/erasing.ts'
import { createCoupon, stopCoupon } from '../../src/coupons/coupons.ts'
import { grantStatement } from '../../src/coupons/grants.ts'
import { withdrawGrant } from '../../src/coupons/issuing/changing.ts'
import { redeemCoupon } from '../../src/coupons/till/redemptions.ts'
import { undoRedemption } from '../../src/coupons/till/undoing.ts'
import type { Store } from '../../src/db/store.ts'
import { filesInMemory } from '../../src/images/files.ts'
import { Refusal } from '../../src/refusal.ts'
import { aCoupon, addShops, SHIBUYA, SHINJUKU, staffOf } from '../coupons/support.ts'
import { addMember, DAY, EARLIER, HOUR, MINUTE, NOON, newStore } from '../support.ts'
import {
  type Act,
  type Answer,
  dayOf,
  linearized,
  livingKeys,
  type Model,
  NAMES,
  openModel,
  type Terms,
} from './model.ts'

const TILLS = [SHIBUYA, SHINJUKU] as const
const OWNER = 'owner'
/** Of uses that are asked for: few, so that many ask with the same key. */
const KEYS = ['a', 'b', 'c', 'd', 'e', 'f'] as const

const who = fc.constantFrom(...NAMES)
const key = fc.constantFrom(...KEYS)
const till = fc.constantFrom(...TILLS.keys())
const anyAct = fc.oneof(
  // The code is of this moment, or of half a minute before.
  { weight: 10, arbitrary: fc.record({ act: fc.constant('redeem' as const), who, key, till, isStale: fc.boolean() }) },
  { weight: 5, arbitrary: fc.record({ act: fc.constant('undo' as const), key, till }) },
  { weight: 1, arbitrary: fc.record({ act: fc.constant('withdraw' as const), who }) },
  { weight: 1, arbitrary: fc.record({ act: fc.constant('erase' as const), who }) },
  { weight: 1, arbitrary: fc.record({ act: fc.constant('stop' as const) }) },
)
/** Some things at the same moment, and how long until the next moment. */
const anyMoment = fc.record({
  acts: fc.array(anyAct, { minLength: 1, maxLength: 6 }),
  wait: fc.constantFrom(1_000, 20_000, 4 * MINUTE, 11 * MINUTE, 9 * HOUR),
})
export const anyHistory = fc.record({
  uses: fc.integer({ min: 1, max: 4 }),
  perDay: fc.boolean(),
  total: fc.option(fc.integer({ min: 1, max: 4 })),
  days: fc.integer({ min: 1, max: 3 }),
  moments: fc.array(anyMoment, { minLength: 3, maxLength: 10 }),
})
export type History = typeof anyHistory extends fc.Arbitrary<infer H> ? H : never

/** Two people's coupon and two tills, gone through with all of a moment's acts at once; what was answered, and what stands at the end, must be that of one after the other. */
export async function runHistory(history: History): Promise<{ differs: string | undefined; acts: number }> {
  const { store, grants, couponId, nth } = await shopWith(history)
  const terms: Terms = {
    ...{ uses: history.perDay ? 1 : history.uses, perDay: history.perDay, total: history.total },
    endsAt: NOON + history.days * DAY,
  }
  let models: readonly Model[] = [openModel()]
  let [now, acts] = [NOON, 0]
  for (const [i, moment] of history.moments.entries()) {
    const asked = moment.acts.map((act) => onPaper(act, now))
    const told = await Promise.all(asked.map((act) => take(store, act, { grants, couponId, nth, now })))
    models = linearized(
      models,
      asked.map((act, i) => ({ act, answer: told[i] ?? 'no' })),
      { now, terms },
    )
    const stands = await standing(store, { nth, couponId })
    models = models.filter((model) => isDeepStrictEqual(livingKeys(model), stands))
    acts += asked.length
    if (models.length === 0) return { differs: JSON.stringify({ moment: i, terms, asked, told, stands }), acts }
    now += moment.wait
  }
  return { differs: undefined, acts }
}

type AnyAct = History['moments'][number]['acts'][number]

function onPaper(act: AnyAct, now: number): Act {
  switch (act.act) {
    case 'stop':
      return act
    case 'withdraw':
    case 'erase':
      return { act: act.act, name: act.who }
    case 'undo':
      return { act: 'undo', key: act.key, store: storeOf(act.till) }
    case 'redeem':
      return {
        ...{ act: 'redeem', name: act.who, key: act.key, store: storeOf(act.till) },
        shownAt: act.isStale ? now - 30_000 : now,
      }
  }
}

const storeOf = (till: number) => TILLS[till]?.storeId ?? ''

type Shop = { grants: Readonly<Record<string, string>>; couponId: string; nth: number; now: number }

async function take(store: Store, act: Act, { grants, couponId, nth, now }: Shop): Promise<Answer> {
  const idOf = (key: string) => `${nth}-${key}`
  switch (act.act) {
    case 'redeem': {
      const preview = {
        ...{ grantId: grants[act.name] ?? '', via: 'code' as const, reason: null },
        ...{ shownAt: act.shownAt, expiresAt: now + 2 * MINUTE, key: idOf(act.key) },
      }
      const till = tillIn(act.store)
      const used = await unlessRefused(redeemCoupon(store, { preview, till, staff: staffOf(till), now }))
      // A day's own number is the model's too, but for where it begins to count.
      return used === undefined ? 'no' : used.per === 'day' ? dayOf(used.at) : used.useNo
    }
    case 'undo': {
      const till = tillIn(act.store)
      const found = await store.db
        .selectFrom('redemptions')
        .select('id')
        .where('idempotency_key', '=', idOf(act.key))
        .executeTakeFirst()
      const undoing = { redemptionId: found?.id ?? '', till, staff: staffOf(till), reason: '別の人', now }
      return (await unlessRefused(undoRedemption(store, undoing))) ? 'undone' : 'no'
    }
    case 'withdraw':
      await unlessRefused(
        withdrawGrant(store, { grantId: grants[act.name] ?? '', words: '誤り', operatorId: OWNER, storeId: null, now }),
      )
      return 'done'
    case 'erase':
      await eraseMember({ store, files: filesInMemory() }, { memberId: `${nth}-${act.name}`, now })
      return 'done'
    case 'stop':
      await stopCoupon(store, { couponId, now })
      return 'done'
  }
}

const tillIn = (storeId: string) => TILLS.find((till) => till.storeId === storeId) ?? SHIBUYA

const unlessRefused = <T>(answer: Promise<T>) =>
  answer.catch((error: unknown) => {
    if (!(error instanceof Refusal)) throw error
    return undefined
  })

/** The living uses, as the model names them. */
async function standing({ db }: Store, { nth, couponId }: { nth: number; couponId: string }) {
  const { rows } = await sql<{ key: string; memberId: string; no: number; per: string | null; at: number }>`select
      r.idempotency_key as key, g.member_id as memberId, r.use_no as no, c.per, r.redeemed_at as at
    from redemptions as r join coupon_grants as g on g.id = r.grant_id join coupons as c on c.id = g.coupon_id
    where c.id = ${couponId} and r.voided_at is null`.execute(db)
  const bare = (id: string) => id.slice(`${nth}-`.length)
  return rows
    .map(({ key, memberId, no, per, at }) => `${bare(key)} ${bare(memberId)} ${per === 'day' ? dayOf(at) : no}`)
    .sort()
}

let shop: Promise<Store> | undefined
let histories = 0
/** One database for all histories, emptied of the last's uses; its people are new ones each time. */
async function shopWith({ uses, perDay, total, days }: History) {
  shop ??= openShop()
  const store = await shop
  const nth = histories++
  await store.batch([store.db.deleteFrom('redemptions'), store.db.deleteFrom('interactions')])
  const coupon = {
    ...{ ...aCoupon, usesMax: perDay ? 1 : uses, endsAt: NOON + days * DAY },
    ...{ ...(perDay && { per: 'day' as const }), ...(total !== null && { totalMax: total }) },
  }
  const couponId = await createCoupon(store, { coupon, now: EARLIER })
  const grants: Record<string, string> = {}
  for (const name of NAMES) {
    const memberId = await addMember(store, `${nth}-${name}`)
    grants[name] = `${nth}-grant-${name}`
    await store.batch([
      grantStatement(store.db, { grantId: grants[name], couponId, memberId, broadcastId: null, now: EARLIER }),
    ])
  }
  return { store, grants, couponId, nth }
}

async function openShop() {
  const store = newStore()
  await addShops(store)
  await store.db
    .insertInto('operators')
    .values({ id: OWNER, name: '店主', role: 'owner', store_id: null, created_at: EARLIER })
    .execute()
  return store
}
