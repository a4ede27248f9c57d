import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { createCoupon, type NewCoupon, stopCoupon } from '../../src/coupons/coupons.ts'
import { automaticCoupons, startAutomaticCoupon, stopAutomaticCoupon } from '../../src/coupons/issuing/automatic.ts'
import { giveAutomatic } from '../../src/coupons/issuing/giving.ts'
import { issueToSegment } from '../../src/coupons/issuing/issues.ts'
import type { CouponOccasion } from '../../src/db/schema-coupons.ts'
import type { Store } from '../../src/db/store.ts'
import type { Work } from '../../src/deps.ts'
import { EVERYONE } from '../../src/segments/rule.ts'
import { newDeps } from '../deps.ts'
import { addEvent } from '../events/door-support.ts'
import { addShift, TERMS } from '../shifts/claims-support.ts'
import { addMember, DAY, EARLIER, engines, HOUR, LATER, NOON } from '../support.ts'
import { addOperator } from '../web/doors.ts'
import { aCoupon, addShops, interactions } from './support.ts'

const ON = NOON - DAY

describe.each(engines)('a coupon given by itself on $engine', ({ engine, open }) => {
  let stores: Awaited<ReturnType<typeof open>>
  let store: Store
  let woken: Work[]
  beforeAll(async () => {
    stores = await open()
  })
  afterAll(() => stores.close())
  beforeEach(async () => {
    store = await stores.openStore()
    woken = []
    await addShops(store)
    await addOperator(store, 'owner')
    for (const id of ['花', '次郎']) await addMember(store, id)
  })

  const give = (now = NOON) => giveAutomatic(newDeps(store, { now: () => now, wake: (work) => woken.push(work) }))
  const create = (more: Partial<NewCoupon> = {}) =>
    createCoupon(store, { coupon: { ...aCoupon, endsAt: NOON + 300 * DAY, validDays: 7, ...more }, now: EARLIER })
  const turnOn = (occasion: CouponOccasion, couponId: string, now = ON) =>
    startAutomaticCoupon(store, { occasion, couponId, operatorId: 'owner', now })
  async function on(occasion: CouponOccasion, more: Partial<NewCoupon> = {}, now = ON) {
    const couponId = await create(more)
    await turnOn(occasion, couponId, now)
    return couponId
  }
  const verified = (id: string, at: number) =>
    store.db.updateTable('members').set({ decided_at: at }).where('id', '=', id).execute()
  const left = (id: string, day: string) =>
    store.db.updateTable('members').set({ left_on: day }).where('id', '=', id).execute()
  const worked = async (memberId: string, id: string, confirmedAt: number) => {
    const times = { starts_at: confirmedAt - 6 * HOUR, ends_at: confirmedAt - HOUR }
    await addShift(store, { id, ...times, closes_at: confirmedAt - 7 * HOUR })
    await store.db
      .insertInto('assignments')
      .values({
        ...{ id, opening_id: id, member_id: memberId, slot: 1, state: 'worked', ...times, break_minutes: 0 },
        ...{ wage_yen: 1300, transport_yen: 0, terms: JSON.stringify(TERMS), confirmed_at: EARLIER },
        ...{ worked_from: times.starts_at, worked_to: times.ends_at, worked_break_minutes: 0 },
        ...{ hours_confirmed_at: confirmedAt },
      })
      .execute()
  }
  const checkIn = (id: string, memberId: string | null, undoneAt: number | null = null) =>
    store.db
      .insertInto('check_ins')
      .values({ id, event_id: 'tasting', member_id: memberId, people: 1, checked_in_at: ON, undone_at: undoneAt })
      .execute()
  const use = (grantId: string, no: number) =>
    store.db
      .insertInto('redemptions')
      .values({
        ...{ id: `use-${no}`, grant_id: grantId, use_no: no, store_id: 'shibuya', till_id: 'till-shibuya' },
        ...{ idempotency_key: `key-${no}`, request_sha: 'sha', redeemed_at: NOON + HOUR },
      })
      .execute()
  const grants = () => store.db.selectFrom('coupon_grants').selectAll().orderBy('member_id').execute()
  const holders = async () => (await grants()).map(({ member_id }) => member_id)
  const theGrant = async () => {
    const [grant] = await grants()
    if (!grant) throw new Error('There is no grant.')
    return grant
  }
  /** The end of the seventh day after the day of that instant. */
  const weekAfter = (at: number) => Math.floor((at + 9 * HOUR) / DAY) * DAY + 8 * DAY - 9 * HOUR

  it('is given once to whoever registered since it is on, without a message', async () => {
    const couponId = await on('welcome')
    await verified('花', NOON)
    await verified('次郎', ON - 1)

    expect([await give(), await give(NOON + HOUR)]).toEqual([1, 0])
    expect(await grants()).toMatchObject([
      { member_id: '花', coupon_id: couponId, ends_at: weekAfter(NOON), board_at: NOON, uses_max: 1, extra_uses: 0 },
    ])
    expect(await interactions(store)).toMatchObject([{ kind: 'coupon_granted', ref: (await theGrant()).id }])
    const [issue] = await store.db.selectFrom('coupon_issues').selectAll().execute()
    expect(issue).toMatchObject({ how: 'automatic', confirmed_count: 1, issued_by: 'owner' })
    expect(await store.db.selectFrom('outbox_messages').select('kind').execute()).toEqual([{ kind: 'rich_menu' }])
    expect(woken).toEqual(['outbox'])
  })

  it('is given once, wherever and however often it runs at once', async () => {
    await on('welcome')
    for (const id of ['花', '次郎']) await verified(id, NOON)
    const given = await Promise.all([give(), give(), give()])

    expect(given.reduce((sum, count) => sum + count, 0)).toBe(2)
    expect(await holders()).toEqual(['次郎', '花'])
    expect((await grants()).map(({ extra_uses }) => extra_uses)).toEqual([0, 0])
    expect(await store.db.selectFrom('coupon_issues').select('confirmed_count').execute()).toEqual([
      { confirmed_count: 2 },
    ])
  })

  it('adds uses and time for another occurrence, and what was not used in time is gone', async () => {
    const couponId = await on('worked', { usesMax: 2 })
    await worked('花', 'a', NOON)
    await give()
    const { id } = await theGrant()
    await use(id, 1)

    await worked('花', 'b', NOON + DAY)
    await give(NOON + DAY)
    expect(await grants()).toMatchObject([{ id, uses_max: 2, extra_uses: 2, ends_at: weekAfter(NOON + DAY) }])

    const later = NOON + 20 * DAY
    await worked('花', 'c', later)
    await give(later)
    // One was used; of the three others nothing is left, and two are new.
    expect(await grants()).toMatchObject([{ coupon_id: couponId, extra_uses: 1, ends_at: weekAfter(later) }])
    expect((await interactions(store)).filter(({ kind }) => kind === 'coupon_granted')).toHaveLength(3)
  })

  // What follows is made of the same statements: one engine tells it.
  if (engine === 'D1') return

  it('is given one occurrence at a time when two came at once', async () => {
    await on('worked')
    await worked('花', 'a', NOON - 2 * HOUR)
    await worked('花', 'b', NOON - HOUR)
    expect([await give(), await give(NOON + HOUR), await give(NOON + 2 * HOUR)]).toEqual([1, 1, 0])
    expect(await grants()).toMatchObject([{ uses_max: 1, extra_uses: 1 }])
  })

  it('is not given for a shift whose hours were confirmed before it was on, or are not confirmed', async () => {
    await on('worked')
    await worked('花', 'before', ON - 1)
    await worked('次郎', 'open', NOON)
    await store.db.updateTable('assignments').set({ hours_confirmed_at: null }).where('id', '=', 'open').execute()
    expect(await give()).toBe(0)
  })

  it('moves only the end of a coupon that counts by the week', async () => {
    await on('worked', { per: 'week' })
    await worked('花', 'a', NOON)
    await give()
    await worked('花', 'b', NOON + DAY)
    await give(NOON + DAY)
    expect(await grants()).toMatchObject([{ uses_max: 1, extra_uses: 0, ends_at: weekAfter(NOON + DAY) }])
  })

  it('stays withdrawn when it was', async () => {
    await on('worked')
    await worked('花', 'a', NOON)
    await give()
    await store.db
      .updateTable('coupon_grants')
      .set({ voided_at: NOON + 1 })
      .execute()
    await worked('花', 'b', NOON + DAY)
    await give(NOON + DAY)
    await give(NOON + DAY + HOUR)
    expect(await grants()).toMatchObject([{ extra_uses: 0, board_at: NOON, ends_at: weekAfter(NOON) }])
    expect(await interactions(store)).toHaveLength(1)
  })

  it.each([
    ['2025-04-01', 1],
    ['2016-04-01', 1],
    ['2025-03-31', 1],
    ['2025-03-30', 0],
    ['2025-04-02', 0],
    ['2026-04-01', 0],
    [null, 0],
  ])('for who left on %s is given on an anniversary: %i', async (day, count) => {
    await on('anniversary')
    if (day) await left('花', day)
    expect(await give()).toBe(count)
    expect(await give(NOON + HOUR)).toBe(0)
  })

  it('is given again with the next anniversary', async () => {
    await on('anniversary')
    await left('花', '2025-04-01')
    await give()
    const next = Date.parse('2027-04-01T00:00+09:00')
    await store.db
      .updateTable('coupons')
      .set({ ends_at: next + 30 * DAY })
      .execute()
    expect(await give(next)).toBe(1)
    expect(await store.db.selectFrom('automatic_grants').select('occurrence').execute()).toEqual([
      { occurrence: '2026' },
      { occurrence: '2027' },
    ])
  })

  it('is given on the 28th to who left on a 29 February, once, and three days late at most', async () => {
    const day = (date: string) => Date.parse(`${date}T10:00+09:00`)
    await on('anniversary', { endsAt: NOON + 900 * DAY }, day('2027-01-01'))
    await left('花', '2024-02-29')
    for (const [date, count] of [
      ...[['2027-02-27', 0] as const, ['2027-02-28', 1] as const, ['2027-03-01', 0] as const],
      ...[['2028-02-28', 0] as const, ['2028-02-29', 1] as const, ['2028-03-01', 0] as const],
    ])
      expect([date, await give(day(date))]).toEqual([date, count])
    for (const [leftOn, count] of [['2024-04-09', 0] as const, ['2024-04-10', 1] as const]) {
      await left('次郎', leftOn)
      expect(await give(day('2028-04-13'))).toBe(count)
    }
  })

  it('welcomes who comes back to the same account once', async () => {
    await on('welcome')
    await verified('花', NOON)
    await give()
    await store.db
      .updateTable('members')
      .set({ decided_at: NOON + DAY })
      .execute()
    await verified('次郎', EARLIER)
    expect(await give(NOON + 2 * DAY)).toBe(0)
  })

  it('and one that a segment was given are one grant, whichever came first', async () => {
    const couponId = await on('welcome')
    await verified('花', NOON)
    await give()
    const issue = { couponId, rule: EVERYONE, storeId: null, operatorId: 'owner', now: NOON }
    const both = issueToSegment(store, { ...issue, issueId: 'both', confirmedCount: 2 })
    await expect(both).rejects.toMatchObject({ code: 'coupon_reach_changed', facts: { people: 1 } })
    await issueToSegment(store, { ...issue, issueId: 'rest', confirmedCount: 1 })
    await verified('次郎', NOON)
    expect(await give(NOON + HOUR)).toBe(1)
    expect(await grants()).toMatchObject([
      { member_id: '次郎', extra_uses: 1 },
      { member_id: '花', extra_uses: 0 },
    ])
  })

  it('thanks those who were checked in, once the event is over', async () => {
    await on('tasted')
    await addEvent(store, { startsAt: NOON - HOUR })
    await checkIn('in', '花')
    await checkIn('undone', '次郎', NOON)
    await checkIn('walk-in', null)
    expect([await give(), await give(NOON + HOUR), await give(NOON + 2 * HOUR)]).toEqual([0, 1, 0])
    expect(await holders()).toEqual(['花'])
  })

  it.each([
    ['cancelled', NOON - HOUR],
    ['done', ON - 3 * HOUR],
  ] as const)('thanks nobody for an event that was %s at %i', async (state, startsAt) => {
    await on('tasted')
    await addEvent(store, { state, startsAt })
    await checkIn('in', '花')
    expect(await give(NOON + 2 * HOUR)).toBe(0)
  })

  it('is given only to who agreed and follows, and later to who agrees soon', async () => {
    await on('welcome')
    for (const id of ['花', '次郎']) await verified(id, NOON)
    await store.db
      .updateTable('line_identities')
      .set({ follow_state: 'blocked' })
      .where('member_id', '=', '花')
      .execute()
    await store.db.updateTable('members').set({ state: 'left' }).where('id', '=', '次郎').execute()
    await addMember(store, '同意なし', { consents: ['news'] })
    await verified('同意なし', NOON)
    expect(await give()).toBe(0)

    await store.db.updateTable('line_identities').set({ follow_state: 'following' }).execute()
    expect(await give(NOON + DAY)).toBe(1)
    expect(await holders()).toEqual(['花'])
  })

  it('is not given while it is off, nor of a coupon that is stopped or over', async () => {
    await verified('花', NOON)
    const couponId = await on('welcome')
    await stopAutomaticCoupon(store, { occasion: 'welcome', now: NOON })
    expect(await give()).toBe(0)

    await turnOn('welcome', couponId)
    await store.db.updateTable('coupons').set({ ends_at: NOON }).execute()
    expect(await give()).toBe(0)
    await store.db.updateTable('coupons').set({ ends_at: LATER, stopped_at: NOON }).execute()
    expect(await give()).toBe(0)
    expect(await grants()).toEqual([])
  })

  it('is not given when it was switched off at the last moment', async () => {
    await on('welcome')
    await verified('花', NOON)
    const batch: Store['batch'] = async (statements) => {
      await stopAutomaticCoupon(store, { occasion: 'welcome', now: NOON })
      return store.batch(statements)
    }
    expect(await giveAutomatic({ ...newDeps(store), store: { ...store, batch } })).toBe(0)
    expect(await grants()).toEqual([])
  })

  it('is not given out of a backup', async () => {
    await on('welcome')
    await verified('花', NOON)
    const deps = newDeps(store)
    const fenced = { ...deps, instance: { ...deps.instance, read: async () => '{"line":"another","n":9,"at":0}' } }
    expect(await giveAutomatic(fenced)).toBe(0)
  })

  it('keeps since when it is on when its coupon changes, and starts anew when it was off', async () => {
    const couponId = await on('welcome')
    await turnOn('welcome', await create({ title: '別の' }), NOON)
    expect(await automaticCoupons(store, { now: NOON })).toMatchObject([{ enabledAt: ON, coupon: { title: '別の' } }])
    await stopAutomaticCoupon(store, { occasion: 'welcome', now: NOON })
    await turnOn('welcome', couponId, NOON)
    expect(await automaticCoupons(store, { now: NOON })).toMatchObject([{ enabledAt: NOON, coupon: { id: couponId } }])
  })

  it('cannot be a coupon that is stopped, over or unknown', async () => {
    const [stopped, over] = [await create(), await create({ endsAt: ON })]
    await stopCoupon(store, { couponId: stopped, now: EARLIER })
    await expect(turnOn('welcome', stopped)).rejects.toMatchObject({ code: 'coupon_stopped' })
    await expect(turnOn('welcome', over)).rejects.toMatchObject({ code: 'coupon_expired' })
    await expect(turnOn('welcome', 'none')).rejects.toMatchObject({ code: 'not_found' })
  })

  it('tells how many were given in the last 30 days, and what was taken off', async () => {
    await on('welcome', { kind: 'yen', value: 500 })
    for (const id of ['花', '次郎']) await verified(id, NOON)
    await give()
    await use((await theGrant()).id, 1)
    await store.db.updateTable('redemptions').set({ discount_yen: 500 }).execute()
    expect(await automaticCoupons(store, { now: NOON + 2 * HOUR })).toMatchObject([{ given: 2, discountYen: 500 }])
    expect(await automaticCoupons(store, { now: NOON + 40 * DAY })).toMatchObject([{ given: 0, discountYen: 0 }])
  })
})
