import { beforeEach, describe, expect, it } from 'vitest'
import { createApp } from '../../src/app.tsx'
import { askCorrection, correctionsOf } from '../../src/consent/corrections.ts'
import { BASE_URL, newDeps } from '../deps.ts'
import { addStore, NOON, newStore } from '../support.ts'
import { addOperator, signIn } from '../web/doors.ts'
import { addPerson, memberRow } from './support.ts'

let store: ReturnType<typeof newStore>
let hana: string
beforeEach(async () => {
  store = newStore()
  await addStore(store)
  await addStore(store, 'ebisu', '恵比寿店', 2)
  await addOperator(store, 'owner')
  await addOperator(store, 'manager', { role: 'manager', storeId: 'shibuya' })
  await addOperator(store, 'foreign', { role: 'manager', storeId: 'ebisu' })
  hana = await addPerson(store, 'hana', { name: '佐藤 花', state: 'verified' })
})

const request = async (path: string, fields?: Record<string, string>, as = 'owner', room = '/members') =>
  createApp(newDeps(store)).request(`/admin${room}${path}`, {
    method: fields ? 'POST' : 'GET',
    body: fields ? new URLSearchParams(fields) : null,
    headers: { origin: BASE_URL, cookie: await signIn(store, as) },
  })
const html = async (path: string, as?: string) => (await request(path, undefined, as)).text()
const asked = async (field: 'name' | 'store' | 'left_on', value: string) => {
  await askCorrection(store, { memberId: hana, field, value, now: NOON })
  const [correction] = await correctionsOf(store, hana)
  return { correction: correction?.id ?? '', value }
}
const decide = (said: { correction: string; value: string }, decision: 'accept' | 'decline', as?: string) =>
  request(`/${hana}/correction-decisions`, { ...said, decision }, as)

describe('corrections that people ask for', () => {
  it('are counted at home and above the list, listed, and shown old beside new', async () => {
    await asked('name', '鈴木 花')
    await asked('left_on', '2024-02-29')
    expect(await html('')).toContain('訂正の申し出が2件あります')
    const list = await html('/corrections')
    for (const words of ['佐藤 花', '鈴木 花', '2024年2月29日', `/admin/members/${hana}#corrections`])
      expect(list).toContain(words)
    const page = await html(`/${hana}`)
    for (const words of ['今の登録', 'ご本人の申し出', '2023年3月31日', '2024年2月29日', '鈴木 花'])
      expect(page).toContain(words)
  })

  it('wait at home and among what has to be done, with those who wait for approval', async () => {
    await asked('name', '鈴木 花')
    await addPerson(store, 'waits', { name: '田中 健' })
    const [home, inbox] = [await request('', undefined, 'owner', ''), await request('', undefined, 'owner', '/inbox')]
    const html = await home.text()
    for (const words of ['訂正の申し出が1件あります', '<b class="count">2</b>']) expect(html).toContain(words)
    const words = await inbox.text()
    expect(words).toContain('承認を待っている方：1人')
    expect(words).toContain('訂正の申し出：1件')
    const foreign = await (await request('', undefined, 'foreign', '')).text()
    expect(foreign).not.toContain('訂正の申し出')
  })

  it('change the fact when they are accepted, and nothing when not', async () => {
    const name = await asked('name', '鈴木 花')
    expect((await decide(name, 'accept')).headers.get('location')).toBe(`/admin/members/${hana}?done=corrected`)
    expect(await memberRow(store, hana)).toMatchObject({ name: '鈴木 花', name_folded: '鈴木花' })
    const left = await asked('left_on', '2024-02-29')
    expect((await decide(left, 'decline')).headers.get('location')).toBe(`/admin/members/${hana}?done=kept`)
    expect(await memberRow(store, hana)).toMatchObject({ left_on: '2023-03-31' })
    const page = await html(`/${hana}`)
    expect(page).toContain('訂正の申し出を見送りました')
    expect(page).not.toContain('訂正の申し出があります')
  })

  it('are decided once, and never with another value than was seen', async () => {
    const seen = await asked('name', '鈴木 花')
    await asked('name', '高橋 花')
    const other = await decide(seen, 'accept')
    expect(other.status).toBe(422)
    expect(await other.text()).toContain('何も変わっていません')
    expect(await memberRow(store, hana)).toMatchObject({ name: '佐藤 花' })
    const now = { ...seen, value: '高橋 花' }
    await decide(now, 'accept')
    expect((await decide(now, 'decline')).status).toBe(422)
    expect(await memberRow(store, hana)).toMatchObject({ name: '高橋 花' })
  })

  it('are a manager’s for their own store only', async () => {
    const said = await asked('store', 'ebisu')
    expect(await html('/corrections', 'foreign')).toContain('訂正の申し出はありません')
    expect((await decide(said, 'accept', 'foreign')).status).toBe(404)
    const moved = await decide(said, 'accept', 'manager')
    expect(moved.headers.get('location')).toBe('/admin/members?done=corrected')
    expect(await memberRow(store, hana)).toMatchObject({ store_id: 'ebisu' })
  })

  it('of one person are not decided by way of another', async () => {
    const ken = await addPerson(store, 'ken', { state: 'verified' })
    const said = await asked('name', '鈴木 花')
    expect((await request(`/${ken}/correction-decisions`, { ...said, decision: 'accept' })).status).toBe(404)
    expect(await memberRow(store, hana)).toMatchObject({ name: '佐藤 花' })
  })
})
