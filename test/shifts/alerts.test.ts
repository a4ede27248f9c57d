import { describe, expect, it } from 'vitest'
import { addMember, HOUR, MINUTE, NOON, newStore } from '../support.ts'
import {
  actionsOf,
  anOpening,
  assigned,
  claimed,
  EVENING,
  openShiftShop,
  operating,
  owed,
  requested,
  told,
  wordsOf,
} from './notices-support.ts'

/** A shop with an owner, the manager of its store, the manager and staff of elsewhere, and two members. */
async function staffedShop() {
  const store = newStore()
  for (const name of ['aya', 'ben']) await addMember(store, name, { consents: [] })
  for (const name of ['boss', 'mana', 'else', 'hand']) await addMember(store, name, { consents: [] })
  await addMember(store, 'fara', { consents: [], storeId: 'ueno' })
  await operating(store, 'boss', 'owner')
  await operating(store, 'mana', 'manager', 'shibuya')
  await operating(store, 'else', 'manager', 'ueno')
  await operating(store, 'hand', 'staff', 'shibuya')
  return { store, shop: openShiftShop(store) }
}
const alertsOf = async (store: ReturnType<typeof newStore>) =>
  (await told(store)).filter((line) => line.includes('shop_'))

describe('the shop', () => {
  it('is told of the first application at once, and of those that follow together, an hour later', async () => {
    const { store, shop } = await staffedShop()
    await anOpening(store, { openedBy: 'boss', headcount: 3 })
    await claimed(store, 'aya', 'applied', { at: NOON + MINUTE })
    await shop.work(NOON + MINUTE)
    await claimed(store, 'ben', 'applied', { place: 2, at: NOON + 5 * MINUTE })
    await claimed(store, 'fara', 'applied', { place: 3, at: NOON + 6 * MINUTE })
    await shop.work(NOON + HOUR)
    expect(await alertsOf(store)).toEqual(['boss shop_applied'])
    await shop.work(NOON + HOUR + MINUTE)
    await shop.work(NOON + 3 * HOUR)
    expect(await alertsOf(store)).toEqual(['boss shop_applied', 'boss shop_applied'])
    // Who withdraws is no news.
    const gone = { state: 'withdrawn', place: null } as const
    await store.db.updateTable('shift_claims').set(gone).where('member_id', '=', 'fara').execute()
    await shop.work(NOON + 5 * HOUR)
    expect(await alertsOf(store)).toHaveLength(2)
    expect(
      (await owed(store)).map((message) => wordsOf(message).find((words) => words.includes('お返事を待って'))),
    ).toEqual(['1名の応募が、お返事を待っています。', '3名の応募が、お返事を待っています。'])
  })

  it('is told of who took a place by their own tap, and not of whom it chose itself', async () => {
    const { store, shop } = await staffedShop()
    await anOpening(store, { openedBy: 'boss', headcount: 2, mode: 'first_come' })
    await assigned(store, 'aya', 'confirmed', { confirmedBy: 'boss' })
    await shop.work()
    expect(await alertsOf(store)).toEqual([])
    await assigned(store, 'ben', 'confirmed', { slot: 2 })
    await shop.work(NOON + MINUTE)
    await shop.work(NOON + 2 * HOUR)
    expect(await alertsOf(store)).toEqual(['boss shop_taken'])
  })

  it('is told at once of who asks to be let off: why, until when, and where to answer', async () => {
    const { store, shop } = await staffedShop()
    await anOpening(store, { openedBy: 'boss' })
    const id = await assigned(store, 'aya')
    await requested(store, id, 'cancel', 'pending', { until: NOON + 11 * HOUR })
    await shop.work(NOON + 10 * HOUR)
    await shop.work(NOON + 10 * HOUR + MINUTE)
    expect(await alertsOf(store)).toEqual(['boss shop_request'])
    const message = (await owed(store)).find(({ memberId }) => memberId === 'boss')
    expect(message?.altText).toBe('【シフト】取り消しのお願い：4月8日（水） 17:00〜22:00 ホール（shibuya）')
    expect(wordsOf(message)).toEqual(
      expect.arrayContaining([
        'ayaさんから、来られなくなったとお知らせがありました。',
        '熱が出ました。',
        '4月1日（水） 23:00まで',
      ]),
    )
    expect(actionsOf(message)).toEqual(['https://shop.example/admin/shifts/opening?openExternalBrowser=1'])
  })

  it('is who opened it; else the managers of its store; else the owners; never staff or another store', async () => {
    const { store, shop } = await staffedShop()
    const ask = async (openingId: string, openedBy: string | null) => {
      await anOpening(store, { id: openingId, openedBy })
      const id = await assigned(store, 'aya', 'confirmed', { openingId, startsAt: EVENING.startsAt })
      await requested(store, id, 'cancel', 'pending')
    }
    await ask('by-boss', 'boss')
    await ask('by-nobody', null)
    await ask('by-stranger', 'else')
    await ask('by-staff', 'hand')
    await shop.work()
    const who = async () =>
      store.db
        .selectFrom('shift_notices')
        .select(['opening_id', 'member_id'])
        .where('kind', '=', 'shop_request')
        .orderBy('opening_id')
        .execute()
    expect(await who()).toEqual([
      { opening_id: 'by-boss', member_id: 'boss' },
      { opening_id: 'by-nobody', member_id: 'mana' },
      { opening_id: 'by-staff', member_id: 'mana' },
      { opening_id: 'by-stranger', member_id: 'mana' },
    ])
    await store.db.updateTable('operators').set({ revoked_at: NOON }).where('id', '=', 'mana').execute()
    await ask('later', null)
    await shop.work()
    expect((await who()).find(({ opening_id }) => opening_id === 'later')).toEqual({
      opening_id: 'later',
      member_id: 'boss',
    })
  })

  it('is told of a hole only when nobody stands by who can be asked', async () => {
    const { store, shop } = await staffedShop()
    await anOpening(store, { openedBy: 'boss', state: 'closed', closedBecause: 'deadline' })
    await assigned(store, 'aya', 'cancelled_by_member', { reason: '熱が出ました。' })
    await claimed(store, 'ben', 'standby')
    await shop.work()
    // The place was offered on.
    expect(await alertsOf(store)).toEqual([])
    await store.db.updateTable('shift_claims').set({ state: 'standby', offer_ends_at: null }).execute()
    await store.db
      .updateTable('line_identities')
      .set({ follow_state: 'blocked' })
      .where('member_id', '=', 'ben')
      .execute()
    await shop.work(NOON + HOUR)
    expect(await alertsOf(store)).toEqual(['boss shop_hole'])
    const message = (await owed(store)).find(({ memberId }) => memberId === 'boss')
    expect(wordsOf(message)).toEqual(expect.arrayContaining(['熱が出ました。', '1名のうち1名']))
  })

  it('is told when the deadline is over and people wait for a yes or no, and not when nobody does', async () => {
    const { store, shop } = await staffedShop()
    await anOpening(store, { openedBy: 'boss' })
    await anOpening(store, { id: 'quiet', openedBy: 'boss' })
    await claimed(store, 'aya', 'applied')
    await claimed(store, 'ben', 'applied', { place: 2 })
    await shop.work(EVENING.closesAt - 1)
    expect(await alertsOf(store)).toEqual(['boss shop_applied'])
    await shop.work(EVENING.closesAt)
    await shop.work(EVENING.closesAt + MINUTE)
    expect(await alertsOf(store)).toEqual(['boss shop_applied', 'boss shop_undecided'])
    const message = (await owed(store)).at(-1)
    expect(wordsOf(message)).toContain('締切になりました。2名の応募が、お返事を待っています。')
    expect(await store.db.selectFrom('shift_openings').select(['state', 'closed_because']).execute()).toEqual([
      { state: 'closed', closed_because: 'deadline' },
      { state: 'closed', closed_because: 'deadline' },
    ])
  })

  it('is told two hours before that a place is free, unless it closed it so, or knows of that hole', async () => {
    const { store, shop } = await staffedShop()
    await anOpening(store, { openedBy: 'boss', closesAt: EVENING.startsAt })
    await anOpening(store, { id: 'closed', openedBy: 'boss', state: 'closed', closedBecause: 'owner' })
    await anOpening(store, { id: 'filled', openedBy: 'boss', closesAt: EVENING.startsAt })
    await assigned(store, 'aya', 'confirmed', { openingId: 'filled', confirmedBy: 'boss' })
    await anOpening(store, { id: 'hole', openedBy: 'boss', state: 'closed', closedBecause: 'deadline' })
    await assigned(store, 'ben', 'cancelled_by_member', { openingId: 'hole' })
    await shop.work(EVENING.startsAt - 2 * HOUR - 1)
    expect(await alertsOf(store)).toEqual(['boss shop_hole'])
    await shop.work(EVENING.startsAt - 2 * HOUR)
    expect(await alertsOf(store)).toEqual(['boss shop_hole', 'boss shop_unfilled'])
  })

  it('is told when somebody would rather keep what was agreed', async () => {
    const { store, shop } = await staffedShop()
    await anOpening(store, { openedBy: 'boss' })
    const id = await assigned(store, 'aya', 'confirmed', { confirmedBy: 'boss' })
    await requested(store, id, 'change', 'declined', { proposal: '{}' })
    await shop.work()
    expect(await alertsOf(store)).toEqual(['boss shop_change_declined'])
  })

  it('is told when nobody answers to a change: what was agreed stays', async () => {
    const { store, shop } = await staffedShop()
    await anOpening(store, { openedBy: 'boss' })
    const id = await assigned(store, 'aya', 'confirmed', { confirmedBy: 'boss' })
    await requested(store, id, 'change', 'pending', { proposal: '{}', until: NOON + HOUR })
    await shop.work()
    expect(await alertsOf(store)).toEqual([])
    await shop.work(NOON + HOUR)
    expect(await alertsOf(store)).toEqual(['boss shop_change_declined'])
    const message = (await owed(store)).find(({ memberId }) => memberId === 'boss')
    expect(wordsOf(message)).toContain('ayaさんから、期限までにお返事がありませんでした。')
  })

  it('is told nothing of what began already', async () => {
    const { store, shop } = await staffedShop()
    await anOpening(store, { openedBy: 'boss' })
    await assigned(store, 'aya', 'cancelled_by_member')
    await claimed(store, 'ben', 'applied')
    await shop.work(EVENING.startsAt)
    expect(await alertsOf(store)).toEqual([])
  })
})
