import { describe, expect, it } from 'vitest'
import { knownStatement } from '../../src/shifts/notices/notices.ts'
import { addMember, DAY, HOUR, MINUTE, NOON, newStore } from '../support.ts'
import {
  actionsOf,
  anOpening,
  assigned,
  claimed,
  EVENING,
  openShiftShop,
  owed,
  requested,
  TERMS,
  told,
  wordsOf,
} from './notices-support.ts'

/** A shop with members who agreed to nothing but the registration. */
async function shopWith(...people: readonly string[]) {
  const store = newStore()
  for (const name of people) await addMember(store, name, { consents: [] })
  return { store, shop: openShiftShop(store) }
}
const NIGHT = NOON + 10 * HOUR
const MORNING = NOON + 21 * HOUR

describe('who has a shift', () => {
  it('is told all that was agreed, whatever they agreed to hear of, and asked how they want it in writing', async () => {
    const { store, shop } = await shopWith('aya')
    await anOpening(store)
    await assigned(store, 'aya')
    await shop.work()
    await shop.work(NOON + MINUTE)
    expect(await told(store)).toEqual(['aya confirmed'])
    const [message, ...more] = await owed(store)
    expect(more).toEqual([])
    expect(message?.altText).toBe('シフトが確定しました：4月8日（水） 17:00〜22:00 ホール（shibuya）')
    expect(actionsOf(message)).toEqual([
      expect.stringContaining('https://shop.example/shift/opening.aya.'),
      'shift:opening:notice:electronic',
      'shift:opening:notice:paper',
    ])
    const { employerName, employerAddress, contact, duties, place, bring, smoking, insurance } = TERMS
    const agreed = ['1,300円', '500円（1回）', '約7,000円（交通費500円を含む）', '2026年4月8日（水） 17:00〜22:00']
    const terms = [employerName, employerAddress, contact, duties, place, bring, smoking, insurance]
    for (const said of [...agreed, ...terms]) expect(wordsOf(message).join('\n')).toContain(said)
    expect(shop.woken).toEqual(['outbox'])
  })

  it('who has said how they want it in writing is not asked again', async () => {
    const { store, shop } = await shopWith('aya', 'ben')
    await anOpening(store, { headcount: 2 })
    await assigned(store, 'aya', 'confirmed', { noticeBy: 'electronic' })
    await assigned(store, 'ben', 'confirmed', { noticeBy: 'paper', slot: 2 })
    await shop.work()
    const [electronic, paper] = await owed(store)
    expect(actionsOf(electronic)).toContainEqual(expect.stringMatching(/\/shift\/opening\.aya\.[0-9a-f]+\/notice$/))
    expect(JSON.stringify([electronic, paper])).not.toContain('notice:paper')
    expect(wordsOf(paper)).toContain('労働条件通知書は、お店で紙をお渡しします。')
  })

  it('is told at once by their own tap, and in the morning when the shop says yes at night', async () => {
    const { store, shop } = await shopWith('aya', 'ben')
    await store.db.insertInto('operators').values({ id: 'owner', name: '田中', role: 'owner', created_at: 0 }).execute()
    await anOpening(store, { headcount: 2 })
    await assigned(store, 'aya')
    await assigned(store, 'ben', 'confirmed', { confirmedBy: 'owner', slot: 2 })
    await shop.work(NIGHT)
    expect(await told(store)).toEqual(['aya confirmed'])
    await shop.work(MORNING)
    expect(await told(store)).toEqual(['aya confirmed', 'ben confirmed'])
  })

  it('is told nothing more of what a reply has told them already', async () => {
    const { store, shop } = await shopWith('aya')
    await anOpening(store)
    const ref = await assigned(store, 'aya')
    const known = { openingId: 'opening', memberId: 'aya', kind: 'confirmed', ref, now: NOON } as const
    await store.batch([knownStatement(store.db, known)])
    await shop.work()
    expect(await owed(store)).toEqual([])
  })

  it('is told at once, at any hour, when the shop calls it off: why, and what it owes them', async () => {
    const { store, shop } = await shopWith('aya')
    await anOpening(store, { state: 'cancelled', cancelWords: '水漏れのためです。' })
    await assigned(store, 'aya', 'cancelled_by_shop', { allowanceYen: 3_900, reason: '水漏れのためです。' })
    await claimed(store, 'aya', 'ended')
    await shop.work(NIGHT)
    await shop.work(MORNING)
    expect(await told(store)).toEqual(['aya cancelled_by_shop'])
    const [message] = await owed(store)
    expect(message?.altText).toContain('お店の都合で、シフトを取り消しました')
    expect(wordsOf(message)).toContain('水漏れのためです。')
    expect(wordsOf(message)).toContain('約3,900円（賃金の60％の目安）')
  })

  it('is told when they are let off', async () => {
    const { store, shop } = await shopWith('aya')
    await anOpening(store)
    const assignmentId = await assigned(store, 'aya', 'cancelled_by_member')
    await requested(store, assignmentId, 'cancel', 'accepted')
    await shop.work()
    expect(await told(store)).toEqual(['aya cancel_accepted'])
  })

  it('is told when they are not, and whom to call if they cannot come', async () => {
    const { store, shop } = await shopWith('aya')
    await anOpening(store)
    await requested(store, await assigned(store, 'aya'), 'cancel', 'declined')
    await shop.work()
    expect(await told(store)).toEqual(['aya cancel_declined', 'aya confirmed'])
    const message = (await owed(store)).find(({ altText }) => altText.startsWith('シフトは、お約束のまま'))
    expect(wordsOf(message)).toContain('03-1234-5678')
  })

  it('is asked whether a change suits them, with what was and what would be, and told when it is off', async () => {
    const { store, shop } = await shopWith('aya')
    await anOpening(store)
    const assignmentId = await assigned(store, 'aya')
    const proposal = JSON.stringify({ endsAt: EVENING.endsAt + HOUR })
    const id = await requested(store, assignmentId, 'change', 'pending', { proposal })
    await shop.work()
    const message = (await owed(store)).find(({ altText }) => altText.startsWith('シフトの変更'))
    expect(wordsOf(message)).toContain('2026年4月8日（水） 17:00〜22:00 → 2026年4月8日（水） 17:00〜23:00')
    expect(actionsOf(message).slice(0, 2)).toEqual([`shift:opening:change-yes:${id}`, `shift:opening:change-no:${id}`])
    await store.db.updateTable('assignment_requests').set({ state: 'lapsed' }).execute()
    await shop.work(NOON + 2 * HOUR)
    expect(await told(store)).toEqual(['aya change', 'aya confirmed', 'aya change_lapsed'])
  })

  it('is thanked in the words of the shop, with the hours and the pay, by day and once', async () => {
    const { store, shop } = await shopWith('aya', 'ben')
    await anOpening(store, { state: 'done', headcount: 2 })
    await assigned(store, 'aya', 'worked', { thanks: '本当に助かりました。' })
    await assigned(store, 'ben', 'worked', { slot: 2 })
    await shop.work(EVENING.endsAt)
    expect(await told(store)).toEqual([])
    await shop.work(EVENING.endsAt + 11 * HOUR)
    await shop.work(EVENING.endsAt + 12 * HOUR)
    expect(await told(store)).toEqual(['aya thanks'])
    const [message] = await owed(store)
    for (const said of ['本当に助かりました。', '7,000円', '2026年4月8日（水） 17:00〜22:00'])
      expect(wordsOf(message)).toContain(said)
  })
})

describe('who applied', () => {
  it('is told a kind no in the words of the shop, and of standing by, each once, and not at night', async () => {
    const { store, shop } = await shopWith('aya', 'ben')
    await anOpening(store, { state: 'closed', closedBecause: 'filled' })
    await claimed(store, 'aya', 'declined', { words: 'またぜひお願いします。' })
    await claimed(store, 'ben', 'standby')
    await assigned(store, 'aya', 'worked')
    await shop.work(NIGHT)
    expect(await told(store)).toEqual([])
    await shop.work(MORNING)
    await shop.work(MORNING + MINUTE)
    expect(await told(store)).toEqual(['aya declined', 'ben standby'])
    const [declined, standby] = await owed(store)
    expect(wordsOf(declined)).toContain('またぜひお願いします。')
    expect(actionsOf(standby)).toContain('shift:opening:withdraw')
  })

  it('and still waits when it begins, waits no more and is told kindly; also when it was called off, with why', async () => {
    const { store, shop } = await shopWith('aya', 'ben')
    await anOpening(store, { state: 'closed', closedBecause: 'deadline' })
    await claimed(store, 'aya', 'applied')
    await anOpening(store, { id: 'other', state: 'cancelled', cancelWords: '貸し切りになりました。' })
    await claimed(store, 'ben', 'ended', { openingId: 'other' })
    await shop.work()
    expect(await told(store)).toEqual(['ben ended'])
    expect(wordsOf((await owed(store))[0])).toContain('貸し切りになりました。')
    await shop.work(EVENING.startsAt)
    expect(await told(store)).toEqual(['ben ended', 'aya ended'])
    expect(await store.db.selectFrom('shift_claims').select(['member_id', 'state', 'place']).execute()).toEqual([
      { member_id: 'aya', state: 'ended', place: null },
      { member_id: 'ben', state: 'ended', place: null },
    ])
  })

  it('is told nothing any more when nobody could tell them for a day after it began', async () => {
    const { store, shop } = await shopWith('aya')
    await anOpening(store)
    await claimed(store, 'aya', 'applied')
    await shop.work(EVENING.startsAt + DAY)
    expect(await told(store)).toEqual([])
  })

  it('and blocked us, or left, is told nothing', async () => {
    const { store, shop } = await shopWith('aya', 'ben')
    await anOpening(store)
    await claimed(store, 'aya', 'declined')
    await claimed(store, 'ben', 'declined')
    await store.db
      .updateTable('line_identities')
      .set({ follow_state: 'blocked' })
      .where('member_id', '=', 'aya')
      .execute()
    await store.db.updateTable('members').set({ state: 'left' }).where('id', '=', 'ben').execute()
    await shop.work()
    expect(await owed(store)).toEqual([])
  })
})

describe('an offered place', () => {
  it('is told with all conditions and until when; its window begins with that, and the timeline says so', async () => {
    const { store, shop } = await shopWith('aya')
    await anOpening(store, { state: 'closed', closedBecause: 'filled' })
    await claimed(store, 'aya', 'offered')
    await shop.work()
    const [message] = await owed(store)
    expect(actionsOf(message)).toEqual([
      'shift:opening:accept:1',
      'shift:opening:refuse:1',
      expect.stringContaining('/shift/opening.aya.'),
    ])
    expect(wordsOf(message)).toContain('4月1日（水） 14:00まで')
    expect(wordsOf(message)).toContain(TERMS.employerAddress)
    expect(await store.db.selectFrom('shift_claims').select('offer_ends_at').execute()).toEqual([
      { offer_ends_at: NOON + 2 * HOUR },
    ])
    const line = await store.db.selectFrom('interactions').select(['id', 'kind', 'store_id', 'detail']).execute()
    expect(line).toEqual([
      {
        id: 'shift_offered:opening:aya:1',
        kind: 'shift_offered',
        store_id: 'shibuya',
        detail: JSON.stringify({ title: '4月8日（水） 17:00〜22:00 ホール', store: 'shibuya' }),
      },
    ])
  })

  it('that came free in the night is told in the morning, and its window begins then', async () => {
    const { store, shop } = await shopWith('aya')
    await anOpening(store, { state: 'closed', closedBecause: 'filled' })
    await claimed(store, 'aya', 'offered')
    await shop.work(NIGHT + HOUR)
    expect(await told(store)).toEqual([])
    await shop.work(NOON + 19 * HOUR)
    expect(await told(store)).toEqual(['aya offer'])
    expect(await store.db.selectFrom('shift_claims').select('offer_ends_at').execute()).toEqual([
      { offer_ends_at: NOON + 21 * HOUR },
    ])
  })

  it('that nobody answered goes to the next, and who let it pass is told', async () => {
    const { store, shop } = await shopWith('aya', 'ben')
    await anOpening(store, { state: 'closed', closedBecause: 'filled' })
    await claimed(store, 'aya', 'offered')
    await claimed(store, 'ben', 'standby', { place: 2 })
    await shop.work()
    await shop.work(NOON + 2 * HOUR)
    expect(await told(store)).toEqual(['aya offer', 'ben standby', 'aya offer_lapsed', 'ben offer'])
  })
})

describe('an opening', () => {
  it('is over when the last of what was agreed is: somebody may have agreed to stay longer', async () => {
    const { store, shop } = await shopWith('aya')
    await anOpening(store, { state: 'closed', closedBecause: 'filled' })
    await assigned(store, 'aya', 'confirmed', { endsAt: EVENING.endsAt + HOUR })
    const state = async () => (await store.db.selectFrom('shift_openings').select('state').executeTakeFirst())?.state
    await shop.work(EVENING.endsAt)
    expect(await state()).toBe('closed')
    await shop.work(EVENING.endsAt + HOUR)
    expect(await state()).toBe('done')
  })
})
