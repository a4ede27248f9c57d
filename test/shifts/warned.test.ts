import { describe, expect, it } from 'vitest'
import { findOpening } from '../../src/shifts/openings.ts'
import { changeOpening } from '../../src/shifts/posting/changing.ts'
import { draftOf } from '../../src/shifts/posting/drafts.ts'
import { HOUR } from '../support.ts'
import { ENDS } from './claims-support.ts'
import { acting, EVENING } from './posting-support.ts'
import { openShop, PAGE } from './view-support.ts'

describe('who is confirmed', () => {
  it('and turns out to be under 18 stands there with the law of the night', async () => {
    const shop = await openShop(['hana'])
    await shop.store.db.updateTable('members').set({ birth_year: 1990 }).execute()
    await shop.shift({ ends_at: ENDS + HOUR })
    await shop.confirm('hana')
    const warning = '18歳未満のため、22時から5時は働けません'
    expect(await shop.page(PAGE)).not.toContain(warning)
    await shop.store.db.updateTable('members').set({ birth_year: 2010 }).execute()
    expect(await shop.page(PAGE)).toContain(warning)
    await shop.store.db.updateTable('assignments').set({ ends_at: ENDS }).execute()
    expect(await shop.page(PAGE)).not.toContain(warning)
  })

  it('was asked for a change that the shop took back: it is not said of them', async () => {
    const shop = await openShop(['hana'])
    await shop.shift()
    await shop.confirm('hana')
    const terms = JSON.stringify(EVENING.terms)
    await shop.store.db.updateTable('shift_openings').set({ terms }).execute()
    await shop.store.db.updateTable('assignments').set({ terms }).execute()
    for (const wageYen of [1400, 1300]) {
      const opening = await findOpening(shop.store, { openingId: 'shift' })
      if (!opening) throw new Error('there is none')
      const { updatedAt } = opening
      await changeOpening(shop.store, { ...acting('shift'), updatedAt, draft: { ...draftOf(opening), wageYen } })
    }
    const page = await shop.page(PAGE)
    expect(page).toContain('元に戻したため、取り下げました')
    expect(page).not.toContain('ご本人が取り下げました')
  })
})
