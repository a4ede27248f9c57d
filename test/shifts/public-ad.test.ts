import { beforeEach, describe, expect, it } from 'vitest'
import { claimShift } from '../../src/shifts/claims/claims.ts'
import { DAY } from '../support.ts'
import { addShift, CLOSES, stateOf } from './claims-support.ts'
import { openShiftPages, wordsOf } from './page-support.ts'

let pages: Awaited<ReturnType<typeof openShiftPages>>
beforeEach(async () => {
  pages = await openShiftPages()
})

describe('the public ad of an opening', () => {
  it('has all six items, the scope of change, when the contract exists, and as of when, on the page itself', async () => {
    await addShift(pages.store)
    const page = wordsOf(await pages.text('/openings/shift'))
    for (const item of [
      '株式会社おかえり',
      '東京都渋谷区神南1-1-1',
      '03-0000-0000',
      'ホールでの接客',
      '渋谷店（東京都',
    ])
      expect(page).toContain(item)
    for (const item of [
      '1,300円',
      '約6,500円',
      '4月3日（金） 12:00まで',
      '応募だけでは決まりません',
      '2026年3月2日現在',
    ])
      expect(page).toContain(item)
  })

  it('asks for nothing and knows nobody: no form but the switch of language, no name of who applied', async () => {
    await addShift(pages.store)
    const now = pages.clock.now
    await claimShift(pages.store, { openingId: 'shift', memberId: 'hana', at: now, now })
    const page = await pages.text('/openings/shift')
    expect([...page.matchAll(/<form[^>]*action="([^"]*)"/g)].map(([, action]) => action)).toEqual(['/language'])
    expect(page).not.toContain('hana')
  })

  it('is passed on by a link to itself alone, and says that nobody gets anything for it, and why', async () => {
    await addShift(pages.store)
    const page = await pages.text('/openings/shift')
    const [, shared = ''] = /href="https:\/\/line\.me\/R\/share\?text=([^"]*)"/.exec(page) ?? []
    expect(decodeURIComponent(shared)).toMatch(/https:\/\/shop\.example\/openings\/shift$/)
    expect(page).toContain('お礼や特典はありません')
    expect(page).toContain('職業安定法36条・40条')
  })

  it.each([
    ['its deadline is over', {}, CLOSES],
    ['it was closed', { state: 'closed', closed_because: 'owner', closed_at: CLOSES - DAY }, undefined],
    ['it was called off', { state: 'cancelled', cancelled_at: CLOSES - DAY }, undefined],
  ] as const)('says 募集終了 and nothing to answer to once %s', async (_why, more, at) => {
    await addShift(pages.store, more)
    pages.clock.now = at ?? pages.clock.now
    const page = wordsOf(await pages.text('/openings/shift'))
    expect(page).toContain('この募集は終了しました')
    expect(page).not.toContain('03-0000-0000')
    expect(await pages.text('/openings')).not.toContain('/openings/shift')
  })

  it('says 募集終了 from the moment when the last place is taken', async () => {
    await addShift(pages.store, { mode: 'first_come' })
    expect(await pages.text('/openings')).toContain('/openings/shift')
    const now = pages.clock.now
    await claimShift(pages.store, { openingId: 'shift', memberId: 'hana', at: now, now })
    expect(await stateOf(pages.store)).toBe('closed filled')
    expect(wordsOf(await pages.text('/openings/shift'))).toContain('この募集は終了しました')
  })

  it('does not exist for what may not be passed on, or was never out', async () => {
    await addShift(pages.store, { shared: 0 })
    await addShift(pages.store, { id: 'draft', state: 'draft', opened_at: null })
    for (const id of ['shift', 'draft', 'none']) expect((await pages.get(`/openings/${id}`)).status).toBe(404)
    expect(wordsOf(await pages.text('/openings'))).toContain('今、募集はありません')
  })
})
