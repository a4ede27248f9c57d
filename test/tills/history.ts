import { sql } from 'kysely'
import { eraseMember } from '../../src/consent/erasing.ts'
import { createCoupon, stopCoupon } from '../../src/coupons/coupons.ts'
import { findGrant, grantStatement } from '../../src/coupons/grants.ts'
import { extendGrant, withdrawGrant } from '../../src/coupons/issuing/changing.ts'
import { redeemCoupon } from '../../src/coupons/till/redemptions.ts'
import { undoRedemption } from '../../src/coupons/till/undoing.ts'
import type { Store } from '../../src/db/store.ts'
import { filesInMemory } from '../../src/images/files.ts'
import { Refusal } from '../../src/refusal.ts'
import { addMember, EARLIER, NOON } from '../support.ts'
import { type Act, alreadyWords, auditOf, dayOf, lookWords, timeOf, usedWords } from './model.ts'
import type { Call } from './order.ts'
import { COUPONS, couponOf, GRANTS, PEOPLE, type Plan, partOf, personOf, type Step, type Wish } from './plan.ts'
import { seeded } from './tapping.ts'
import { openTown, STORES, staffNameOf, tillOf } from './town.ts'

const TILLS = 2 * STORES
const OWNER = 'owner'
const UNDOS_A_DAY_MAX = 20
/** How often all others may go on, after a statement. */
const PAUSES = [0, 0, 1, 1, 2, 3, 8]
const LATE = 12

export type History = {
  calls: readonly Call<Act>[]
  /** What cannot be said of one coupon: undos without number, and lines of a person who was erased. */
  beside: readonly string[]
}

/** Where histories take place, one after the other. */
export async function openHistories(store: Store) {
  await openTown(store, { tills: TILLS, people: 0 })
  await store.db
    .insertInto('operators')
    .values({ id: OWNER, name: '店主', role: 'owner', store_id: null, created_at: EARLIER })
    .execute()
  let nth = 0
  return (plan: Plan) => run({ store, nth: nth++ }, plan)
}

type Shop = { store: Store; nth: number }

/** Does as the plan says, all clients at once, whose statements mix as its numbers say; at the end all is looked at. */
async function run(shop: Shop, plan: Plan): Promise<History> {
  const couponIds = await openCoupons(shop, plan)
  const calls: Call<Act>[] = []
  const late: Promise<unknown>[] = []
  let [clock, places] = [NOON, 0]
  const go = async ({ wait, wish, fate, pace }: Step) => {
    clock += wait
    const act = await actOf(shop, wish, clock)
    if (!act) return
    const random = seeded(pace)
    const pause = async () => {
      const turns = (PAUSES[Math.floor(random() * PAUSES.length)] ?? 0) * (fate.is === 'late' ? LATE : 1)
      for (let turn = 0; turn < turns; turn++) await others()
    }
    const call: Call<Act> = { act, parts: partsOf(act, plan), from: places++, to: null, said: null }
    calls.push(call)
    const store = storeFor(shop.store, { pause, journeys: fate.is === 'cut' ? fate.journeys : Infinity })
    const answer = pause().then(() => ask({ ...shop, store }, couponIds, act))
    if (fate.is !== 'late') {
      const said = await answer
      if (fate.is !== 'lost' && said !== null) Object.assign(call, { to: places++, said })
    } else late.push(answer)
    // Whoever gave it up does something else.
    if (fate.is === 'late') await others()
  }
  const clients = new Set(plan.steps.map(({ client }) => client))
  await Promise.all(
    [...clients].map(async (client) => {
      for (const step of plan.steps) if (step.client === client) await go(step)
    }),
  )
  await Promise.all(late)
  for (const grant of GRANTS)
    for (const wish of [
      { do: 'look' as const, grant },
      { do: 'audit' as const, grant },
    ])
      await go({ client: 0, wait: 0, fate: { is: 'answered' }, pace: 0, wish })
  return { calls, beside: await besideOf(shop, calls) }
}

/** Lets everything else go on that can. */
const others = () => new Promise((go) => setImmediate(go))

class Lost extends Error {}

/** The store as one caller has it: after each journey others may come first, and after so many it may all end. */
function storeFor(store: Store, { pause, journeys }: { pause(): Promise<void>; journeys: number }): Store {
  let left = journeys
  const isOver = async <T>(result: T) => {
    await pause()
    if (left <= 0) throw new Lost()
    return result
  }
  const journey = async <T>(go: () => Promise<T>) => {
    if (left-- <= 0) throw new Lost()
    return isOver(await go())
  }
  return {
    db: store.db.withPlugin({
      transformQuery: ({ node }) => node,
      transformResult: ({ result }) => {
        left--
        return isOver(result)
      },
    }),
    batch: (words) => journey(() => store.batch(words)),
  }
}

const idOf = ({ nth }: { nth: number }, name: string) => `${nth}-${name}`
const bare = (id: string) => id.slice(id.indexOf('-') + 1)
const tillNo = (id: string) => Number(bare(id))
const byOf = (till: number) => `${tillOf(till).storeName} ${staffNameOf(till)}`
function partsOf(act: Act, plan: Plan) {
  const grants = GRANTS.filter((grant) =>
    act.do === 'stop'
      ? couponOf(grant) === act.coupon
      : act.do === 'erase'
        ? personOf(grant) === act.person
        : grant === act.grant,
  )
  return [...new Set(grants.map((grant) => partOf(grant, plan)))]
}

/** What is wished for as it is asked; undefined when there is nothing to undo. */
async function actOf(shop: Shop, wish: Wish, now: number): Promise<Act | undefined> {
  switch (wish.do) {
    case 'redeem': {
      const { grant, key, till, shownAgo, keeps } = wish
      const { id, storeId } = tillOf(till)
      const times = { shownAt: now - shownAgo, expiresAt: now + keeps, now }
      return { do: 'redeem', grant, key, till: id, store: storeId, by: byOf(till), ...times }
    }
    case 'undo': {
      const { rows } = await sql<{ key: string; store: string }>`select idempotency_key as key, store_id as store
        from redemptions where grant_id = ${idOf(shop, wish.grant)}
        order by voided_at is not null, redeemed_at desc, idempotency_key`.execute(shop.store.db)
      const found = rows[Math.min(wish.nth, rows.length - 1)]
      const store = wish.till === null ? found?.store : tillOf(wish.till).storeId
      return found && store ? { do: 'undo', grant: wish.grant, key: bare(found.key), store, now } : undefined
    }
    default:
      return { ...wish, now }
  }
}

type Ids = Readonly<Record<string, string>>

/** What it was answered, in the model's words; null: nothing came. What nobody expects is an answer too, which fits no order. */
async function ask(shop: Shop, couponIds: Ids, act: Act): Promise<string | null> {
  try {
    return await answerTo(shop, couponIds, act)
  } catch (error) {
    if (error instanceof Lost) return null
    if (!(error instanceof Refusal)) return String(error)
    const { at, store, by } = error.facts
    return error.code === 'coupon_already_redeemed'
      ? alreadyWords({ at: Number(at), by: `${store} ${by}` })
      : error.code
  }
}

async function answerTo(shop: Shop, couponIds: Ids, act: Act): Promise<string> {
  const { store } = shop
  switch (act.do) {
    case 'redeem': {
      const { staff, ...till } = tillOf(tillNo(act.till))
      const preview = {
        ...{ grantId: idOf(shop, act.grant), key: idOf(shop, act.key), via: 'code' as const, reason: null },
        ...{ shownAt: act.shownAt, expiresAt: act.expiresAt },
      }
      const { useNo, at, storeName, staffName } = await redeemCoupon(store, { preview, till, staff, now: act.now })
      return usedWords({ no: useNo, at, by: `${storeName} ${staffName}` })
    }
    case 'undo': {
      const { staff, ...till } = tillOf(tillNo(act.store))
      const row = sql<{ id: string }>`select id from redemptions where idempotency_key = ${idOf(shop, act.key)}`
      const redemptionId = (await row.execute(store.db)).rows[0]?.id ?? ''
      await undoRedemption(store, { redemptionId, till, staff, reason: '別の人', now: act.now })
      return 'undone'
    }
    case 'extend': {
      const extension = { grantId: idOf(shop, act.grant), endsAt: act.endsAt, operatorId: OWNER, storeId: null }
      await extendGrant(store, { ...extension, now: act.now })
      return 'done'
    }
    case 'withdraw': {
      const change = { grantId: idOf(shop, act.grant), operatorId: OWNER, storeId: null, now: act.now }
      await withdrawGrant(store, { ...change, words: '誤り' })
      return 'done'
    }
    case 'stop':
      await stopCoupon(store, { couponId: couponIds[act.coupon] ?? '', now: act.now })
      return 'done'
    case 'erase':
      await eraseMember({ store, files: filesInMemory() }, { memberId: idOf(shop, act.person), now: act.now })
      return 'done'
    case 'look': {
      const grant = await findGrant(store, idOf(shop, act.grant))
      if (!grant) return 'no grant'
      const uses = grant.uses.map(({ at, storeName, staffName }) => ({ at, by: `${storeName} ${staffName}` }))
      const { voidedAt, stoppedAt, offer, isSoldOut } = grant
      const ends = { withdrawn: voidedAt !== null, stopped: stoppedAt !== null, endsAt: offer.endsAt }
      return lookWords({ uses, ...ends, soldOut: isSoldOut })
    }
    case 'audit':
      return auditOf(await rowsOf(store, idOf(shop, act.grant)))
  }
}

type Row = { key: string; no: number; at: number; till: string; store: string; by: string; undoneAt: number | null }

async function rowsOf({ db }: Store, grantId: string) {
  const { rows } =
    await sql<Row>`select r.idempotency_key as key, r.use_no as no, r.redeemed_at as at, r.till_id as till,
      r.store_id as store, s.name || ' ' || o.name as by, r.voided_at as undoneAt
    from redemptions as r left join stores as s on s.id = r.store_id left join operators as o on o.id = r.operator_id
    where r.grant_id = ${grantId}`.execute(db)
  return rows.map(({ undoneAt, key, ...row }) => ({ ...row, key: bare(key), undone: undoneAt !== null }))
}

/** How often a store may undo in a day is no matter of one coupon; nor is what is left of who was erased. */
async function besideOf(shop: Shop, calls: readonly Call<Act>[]): Promise<readonly string[]> {
  const { rows: days } = await sql<{ store: string; at: number }>`
    select store_id as store, voided_at as at from redemptions where voided_at is not null`.execute(shop.store.db)
  const counts = new Map<string, number>()
  for (const { store, at } of days) counts.set(`${store} ${dayOf(at)}`, (counts.get(`${store} ${dayOf(at)}`) ?? 0) + 1)
  const { rows: lines } = await sql<{ id: string }>`select i.id from interactions as i
    join members as m on m.id = i.member_id and m.state = 'erased'`.execute(shop.store.db)
  const tooMany = [...counts].filter(([, count]) => count > UNDOS_A_DAY_MAX).map(([day]) => `undone too often: ${day}`)
  // What is undone stays so: who was refused rightly, finds as many at the end.
  const tooFew = calls.flatMap(({ act, said }) => {
    if (act.do !== 'undo' || said !== 'undos_too_many') return []
    const undone = days.filter(({ store, at }) => store === act.store && dayOf(at) >= dayOf(act.now))
    return undone.length < UNDOS_A_DAY_MAX ? [`said to be undone too often: ${act.store} ${timeOf(act.now)}`] : []
  })
  return [...tooMany, ...tooFew, ...lines.map(({ id }) => `a line of somebody erased: ${id}`)]
}

/** New people with a grant of each coupon; what other histories used is gone. */
async function openCoupons(shop: Shop, { terms }: Plan): Promise<Ids> {
  const { store } = shop
  await store.batch([store.db.deleteFrom('redemptions'), store.db.deleteFrom('interactions')])
  for (const person of PEOPLE) await addMember(store, idOf(shop, person), { storeId: 'store-0', consents: [] })
  const ids = await Promise.all(
    COUPONS.map(async (name) => {
      const { uses = 1, perDay = false, total = null, endsAt = NOON } = terms[name] ?? {}
      const couponId = await createCoupon(store, {
        coupon: {
          ...{ title: 'おかえり割', kind: 'percent', value: 10, startsAt: EARLIER, endsAt },
          ...{ usesMax: perDay ? 1 : uses, ...(perDay && { per: 'day' }), ...(total !== null && { totalMax: total }) },
          conditions: { minimumSpendYen: 0, combinable: true },
          storeIds: [tillOf(0).storeId, tillOf(1).storeId],
        },
        now: EARLIER,
      })
      await store.batch(
        PEOPLE.map((person) => {
          const given = { grantId: idOf(shop, `${name}/${person}`), memberId: idOf(shop, person) }
          return grantStatement(store.db, { ...given, couponId, broadcastId: null, now: EARLIER })
        }),
      )
      return [name, couponId]
    }),
  )
  return Object.fromEntries(ids)
}
