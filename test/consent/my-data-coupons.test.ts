import { expect, it } from 'vitest'
import { createApp } from '../../src/app.tsx'
import { memberToken } from '../../src/members/links.ts'
import { configFor, newDeps } from '../deps.ts'
import { NOON, newStore } from '../support.ts'
import { get } from '../web/doors.ts'
import { addPersonWithPast, openShop } from './canaries.ts'

it('a person’s own page tells how each coupon came, each use with what was noted of it, and the screens', async () => {
  const store = newStore()
  await openShop(store)
  const { canaries } = await addPersonWithPast(store, 'hana')
  await store.db.updateTable('members').set({ language: 'ja' }).execute()
  const token = await memberToken(configFor().sessionSecret, { page: 'me', memberId: 'hana', now: NOON })
  const page = async () => (await get(createApp(newDeps(store)), `/me/${token}`)).text()
  const html = await page()
  for (const said of ['取り下げの言葉', '名前で探した理由', '使用を取り消した理由'])
    expect(html).toContain(canaries.find((canary) => canary.startsWith(said)))
  for (const words of ['お店の担当者がお渡ししました', 'お会計4,321円', '3人', '500円引き', '3回', '端末：1台', '控え'])
    expect(html).toContain(words)
  await store.db.updateTable('coupon_grants').set({ void_words: null }).execute()
  expect(await page()).toContain('<li>取り下げ</li>')
})
