import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { createCoupon, type NewCoupon, stopCoupon } from '../../src/coupons/coupons.ts'
import { grantIdFor } from '../../src/coupons/grants.ts'
import { countIssue } from '../../src/coupons/issuing/audience.ts'
import { capAt, issueToPerson } from '../../src/coupons/issuing/gifts.ts'
import { issueToSegment } from '../../src/coupons/issuing/issues.ts'
import type { Store } from '../../src/db/store.ts'
import { EVERYONE, type SegmentRule } from '../../src/segments/rule.ts'
import { reachOf } from '../../src/sending/reach.ts'
import { SendingSettings } from '../../src/sending/sending-settings.ts'
import { addMember, DAY, EARLIER, engines, HOUR, LATER, NOON } from '../support.ts'
import { addOperator } from '../web/doors.ts'
import { aCoupon, addShops, interactions } from './support.ts'

describe.each(engines)('giving a coupon without a broadcast on $engine', ({ engine, open }) => {
  let stores: Awaited<ReturnType<typeof open>>
  let store: Store
  beforeAll(async () => {
    stores = await open()
  })
  afterAll(() => stores.close())
  beforeEach(async () => {
    store = await stores.openStore()
    await addShops(store)
    await addOperator(store, 'op')
    for (const [id, storeId] of [
      ['花', 'shibuya'],
      ['次郎', 'ueno'],
    ] as const)
      await addMember(store, id, { storeId })
    await addMember(store, '同意なし', { consents: ['news'] })
  })

  const create = (more: Partial<NewCoupon> = {}) =>
    createCoupon(store, { coupon: { ...aCoupon, ...more }, now: EARLIER })
  const ofShibuya: SegmentRule = { match: 'all', conditions: [{ kind: 'store', in: ['shibuya'] }] }
  type More = { issueId?: string; confirmedCount?: number; storeId?: string | null; rule?: SegmentRule; now?: number }
  const issue = (couponId: string, more: More = {}) =>
    issueToSegment(store, {
      ...{
        issueId: 'issue-1',
        couponId,
        rule: EVERYONE,
        storeId: null,
        confirmedCount: 2,
        operatorId: 'op',
        now: NOON,
      },
      ...more,
    })
  const count = (couponId: string, more: { storeId?: string | null; rule?: SegmentRule } = {}) =>
    countIssue(store, { couponId, rule: EVERYONE, storeId: null, now: NOON, ...more })
  const gift = (couponId: string, memberId: string, storeId: string | null = null) =>
    issueToPerson(store, { couponId, memberId, operatorId: 'op', storeId, now: NOON })
  const grants = () => store.db.selectFrom('coupon_grants').selectAll().orderBy('member_id').execute()
  const holders = async () => (await grants()).map(({ member_id }) => member_id)
  const menus = async () => (await store.db.selectFrom('outbox_messages').selectAll().execute()).map((m) => m.kind)

  it('gives everybody who agreed one, on the board, with a line in the timeline', async () => {
    const couponId = await create({ usesMax: 2, validDays: 7 })
    expect(await count(couponId)).toEqual({ people: 2, have: 0, withoutConsent: 1, withoutLine: 0 })
    expect(await issue(couponId)).toEqual({ issueId: 'issue-1', given: 2 })

    expect(await holders()).toEqual(['次郎', '花'])
    const [first, second] = await grants()
    // The end of the seventh day after it, in Tokyo.
    const ends = { ends_at: Date.parse('2026-04-09T00:00:00+09:00') }
    expect(first).toMatchObject({ issue_id: 'issue-1', uses_max: 2, starts_at: EARLIER, board_at: NOON, ...ends })
    expect(first?.secret).toMatch(/^[0-9a-f]{64}$/)
    expect(first?.secret).not.toBe(second?.secret)
    expect(first?.id).toMatch(/^[0-9a-f]{32}$/)
    expect((await interactions(store)).map(({ kind, ref }) => [kind, ref])).toEqual(
      (await grants()).map(({ id }) => ['coupon_granted', id]).sort(),
    )
    expect(await menus()).toEqual(['rich_menu', 'rich_menu'])
  })

  it('by several at once is one issue', async () => {
    const couponId = await create()
    const results = await Promise.allSettled(['a', 'b', 'c'].map((issueId) => issue(couponId, { issueId })))

    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    expect(await holders()).toEqual(['次郎', '花'])
  })

  it('gives nothing when the people are not as many as were confirmed', async () => {
    const couponId = await create()
    for (const confirmedCount of [1, 3])
      await expect(issue(couponId, { confirmedCount })).rejects.toMatchObject({
        code: 'coupon_reach_changed',
        facts: { people: 2 },
      })
    expect(await grants()).toEqual([])
    expect(await store.db.selectFrom('coupon_issues').select('id').execute()).toEqual([])
  })

  it('gives one person one, under the id that a broadcast would have, and only with their consent', async () => {
    const couponId = await create()
    const grantId = await grantIdFor({ couponId, memberId: '花' })
    expect(await gift(couponId, '花')).toEqual({ grantId, given: true })
    expect(await gift(couponId, '花')).toEqual({ grantId, given: false })
    await expect(gift(couponId, '同意なし')).rejects.toMatchObject({ code: 'person_without_consent' })

    expect(await holders()).toEqual(['花'])
    expect(await interactions(store)).toMatchObject([{ kind: 'coupon_granted', ref: grantId }])
    expect(await menus()).toEqual(['rich_menu'])
    expect(await count(couponId)).toMatchObject({ people: 1, have: 1 })
  })

  // What follows is made of the same statements: one engine tells it.
  if (engine === 'D1') return

  it('twice is one issue, and gives nobody two', async () => {
    const couponId = await create()
    await issue(couponId)
    expect(await issue(couponId)).toEqual({ issueId: 'issue-1', given: 2 })
    await expect(issue(couponId, { issueId: 'issue-2' })).rejects.toMatchObject({ code: 'broadcast_reach_empty' })

    expect(await holders()).toEqual(['次郎', '花'])
    expect(await store.db.selectFrom('coupon_issues').select('id').execute()).toEqual([{ id: 'issue-1' }])
  })

  it('gives nothing of a coupon that was stopped or is over', async () => {
    const [stopped, over] = [await create(), await create({ endsAt: NOON })]
    await stopCoupon(store, { couponId: stopped, now: NOON })
    await expect(issue(stopped)).rejects.toMatchObject({ code: 'coupon_stopped' })
    await expect(issue(over)).rejects.toMatchObject({ code: 'coupon_expired' })
    await expect(gift(stopped, '花')).rejects.toMatchObject({ code: 'coupon_stopped' })
    await expect(gift(over, '花')).rejects.toMatchObject({ code: 'coupon_expired' })
    expect(await grants()).toEqual([])
  })

  it("ends a manager's rights at the own store, for the people as for the coupon", async () => {
    const [here, elsewhere] = [await create(), await create({ storeIds: ['ueno'] })]
    expect(await count(here, { storeId: 'shibuya' })).toMatchObject({ people: 1 })
    await expect(issue(elsewhere, { storeId: 'shibuya' })).rejects.toMatchObject({ code: 'not_found' })
    await expect(gift(elsewhere, '花', 'shibuya')).rejects.toMatchObject({ code: 'not_found' })
    await expect(gift(here, '次郎', 'shibuya')).rejects.toMatchObject({ code: 'not_found' })
    expect(await grants()).toEqual([])

    await issue(here, { storeId: 'shibuya', confirmedCount: 1 })
    expect(await holders()).toEqual(['花'])
  })

  it('stays the same issue when as many others have come since', async () => {
    const couponId = await create()
    await issue(couponId)
    for (const id of ['三郎', '四郎']) await addMember(store, id)
    expect(await issue(couponId)).toEqual({ issueId: 'issue-1', given: 2 })
    expect(await holders()).toEqual(['次郎', '花'])
  })

  it('means the people of the rule only, and remembers the rule', async () => {
    const couponId = await create()
    await issue(couponId, { rule: ofShibuya, confirmedCount: 1 })
    expect(await holders()).toEqual(['花'])
    const [kept] = await store.db.selectFrom('coupon_issues').selectAll().execute()
    expect(kept).toMatchObject({ how: 'segment', confirmed_count: 1, issued_by: 'op', at: NOON })
    expect(JSON.parse(kept?.audience ?? '')).toEqual({ rule: ofShibuya, storeId: null })
  })

  it('leaves out who blocked the account, and says so', async () => {
    const couponId = await create()
    await store.db
      .updateTable('line_identities')
      .set({ follow_state: 'blocked' })
      .where('member_id', '=', '花')
      .execute()
    expect(await count(couponId)).toMatchObject({ people: 1, withoutLine: 1 })
    await expect(gift(couponId, '花')).rejects.toMatchObject({ code: 'person_blocked_us' })
    await issue(couponId, { confirmedCount: 1 })
    expect(await holders()).toEqual(['次郎'])
  })

  it('does not give again what was withdrawn', async () => {
    const couponId = await create()
    await gift(couponId, '花')
    await store.db.updateTable('coupon_grants').set({ voided_at: NOON }).execute()
    expect(await gift(couponId, '花')).toMatchObject({ given: false })
    expect(await count(couponId)).toMatchObject({ people: 1, have: 1 })
  })

  const telling = (limit: number | null) => ({
    messages: [{ type: 'text' as const, text: 'どうぞ' }],
    leavesAt: NOON + DAY / 2,
    settings: SendingSettings.parse({}),
    quota: { month: { start: EARLIER, end: LATER, isCurrent: true }, limit, lineUsed: 0, ourUsed: 0, owed: 0 },
  })
  const toldOf = async () =>
    (await store.db.selectFrom('outbox_messages').selectAll().where('kind', '=', 'push').execute()).map(
      ({ member_id, next_at, body }) => [member_id, next_at, body],
    )

  it('tells the person with one push when asked to, after the quiet hours', async () => {
    const given = { couponId: await create(), memberId: '花', operatorId: 'op', storeId: null, now: NOON }
    await issueToPerson(store, { ...given, telling: telling(1) })
    await issueToPerson(store, { ...given, telling: telling(1) })
    expect(await toldOf()).toEqual([['花', NOON + DAY / 2, '[{"type":"text","text":"どうぞ"}]']])
  })

  it('tells nobody beyond what one person gets a day, coupons among it, and gives it without', async () => {
    const given = { memberId: '花', operatorId: 'op', storeId: null, now: NOON }
    await issueToPerson(store, { ...given, couponId: await create(), telling: telling(9) })
    const couponId = await create()
    const refused = { code: 'person_capped' }
    await expect(issueToPerson(store, { ...given, couponId, telling: telling(9) })).rejects.toMatchObject(refused)
    expect([await grants(), await toldOf()]).toMatchObject([{ length: 1 }, { length: 1 }])
    const letter = { purpose: 'news', rule: EVERYONE, now: NOON + DAY / 2 } as const
    expect(await reachOf(store, letter)).toMatchObject({ people: 3, heldToday: 1 })
    expect(await reachOf(store, { ...letter, now: NOON })).toMatchObject({ people: 3, heldToday: 0 })
    const later = { ...telling(9), leavesAt: NOON + 2 * DAY }
    expect(await issueToPerson(store, { ...given, couponId })).toMatchObject({ given: true })
    expect(await issueToPerson(store, { ...given, couponId: await create(), telling: later })).toMatchObject({
      given: true,
    })
  })

  it('counts for the day and the month in which they are told, not for those in which it is given', async () => {
    const leavesAt = Date.parse('2026-05-01T09:00+09:00')
    const given = { memberId: '花', operatorId: 'op', storeId: null, now: leavesAt - 12 * HOUR }
    await issueToPerson(store, { ...given, couponId: await create(), telling: { ...telling(9), leavesAt } })
    const cap = (at: number, caps: object) =>
      capAt(store, { memberId: '花', settings: { ...SendingSettings.parse({}), ...caps }, leavesAt: at })
    const ends = Date.parse('2026-06-01T00:00+09:00')
    for (const [at, ofDay, ofMonth] of [
      [given.now, null, null],
      [leavesAt - 9 * HOUR - 1, null, null],
      [leavesAt - 9 * HOUR, 'cap_day', 'cap_month'],
      [leavesAt + 15 * HOUR - 1, 'cap_day', 'cap_month'],
      [leavesAt + 15 * HOUR, null, 'cap_month'],
      [ends - 1, null, 'cap_month'],
      [ends, null, null],
    ] as const)
      expect([at, await cap(at, { capDay: 1 }), await cap(at, { capMonth: 1 })]).toEqual([at, ofDay, ofMonth])
  })

  it('neither gives nor tells when the messages of the month do not suffice', async () => {
    const given = { couponId: await create(), memberId: '花', operatorId: 'op', storeId: null, now: NOON }
    await expect(issueToPerson(store, { ...given, telling: telling(0) })).rejects.toMatchObject({
      code: 'quota_too_small',
    })
    expect([await grants(), await toldOf()]).toEqual([[], []])
  })
})
