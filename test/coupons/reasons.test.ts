import { expect, it } from 'vitest'
import { createApp } from '../../src/app.tsx'
import { exportOf } from '../../src/consent/export.ts'
import { TheirCoupons } from '../../src/consent/my-data-coupons.tsx'
import type { UsualReason } from '../../src/coupons/till/reasons.ts'
import { newDeps } from '../deps.ts'
import { NOON, newStore } from '../support.ts'
import { addOperator, signIn } from '../web/doors.ts'
import { useOf } from './report-support.ts'
import { addShops, grantTo } from './support.ts'

const VIA: UsualReason = 'battery_empty'
const UNDONE: UsualReason = 'wrong_amount'

it('reads a usual reason in the language of whoever reads it, and own words as they were typed', async () => {
  const store = newStore()
  await addShops(store)
  const { couponId, grantId } = await grantTo(store, 'hana', { usesMax: 3 })
  await useOf(store, grantId, { via: 'name', viaReason: VIA, undoneAt: NOON, reason: UNDONE })
  for (const viaReason of ['スマホの修理中', VIA, VIA]) await useOf(store, grantId, { via: 'name', viaReason })

  await addOperator(store, 'owner')
  const app = createApp(newDeps(store, { now: () => NOON }))
  const session = await signIn(store, 'owner', NOON)
  const pages = [`/admin/coupons/${couponId}/uses`, `/admin/coupons/${couponId}/uses.csv`, '/admin/coupons/watch']
  const read = async (path: string, lang: string) =>
    (await app.request(path, { headers: { cookie: `${session}; lang=${lang}` } })).text()
  const data = await exportOf(store, 'hana')
  if (!data) throw new Error('There is no such person.')
  const mine = (language: 'ja' | 'plain-ja' | 'en') =>
    String(TheirCoupons({ data: { ...data, person: { ...data.person, language } } }))

  for (const [i, path] of pages.entries()) {
    const [ja, en] = [await read(path, 'ja'), await read(path, 'en')]
    expect(ja).toContain('電池切れ')
    expect(en).toContain('Battery is empty')
    if (i < 2) expect(en).toContain('Wrong amount')
    for (const page of [ja, en]) expect(page).toContain('スマホの修理中')
    for (const page of [ja, en]) expect(page).not.toMatch(new RegExp(`${VIA}|${UNDONE}`))
  }
  expect(mine('plain-ja')).toContain('スマホの 電池が')
  expect(mine('en')).toContain('Wrong amount')
})
