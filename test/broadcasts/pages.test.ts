import { Hono } from 'hono'
import { beforeEach, describe, expect, it } from 'vitest'
import { broadcastAdmin } from '../../src/broadcasts/admin.tsx'
import { workBroadcasts } from '../../src/broadcasts/sending.ts'
import type { OperatorRole } from '../../src/db/schema.ts'
import type { Store } from '../../src/db/store.ts'
import type { Work } from '../../src/deps.ts'
import { Refusal } from '../../src/refusal.ts'
import type { Language } from '../../src/texts/language.ts'
import type { WebEnv } from '../../src/web/env.ts'
import { headers } from '../../src/web/headers.ts'
import { newDeps } from '../deps.ts'
import { addMember, addRole, MINUTE, NOON, newStore } from '../support.ts'
import { addMembers, addOwner, type FakeLine, memberId, OWNER, openFakeLine, withdraw } from './support.ts'

let store: Store
let fake: FakeLine
let woken: Work[]
beforeEach(async () => {
  store = newStore()
  fake = openFakeLine()
  fake.quota.limit = 142
  woken = []
  await addOwner(store)
  await addMembers(store, 24)
  await addRole(store)
})

type Who = { role?: OperatorRole; storeId?: string | null; id?: string; language?: Language }
function app({ role = 'owner', storeId = null, id = OWNER, language = 'ja' }: Who = {}) {
  const deps = newDeps(store, { line: fake.line, wake: (work) => void woken.push(work) })
  return new Hono<WebEnv>()
    .use(headers({ baseUrl: 'https://shop.example' }))
    .use(async (c, next) => {
      c.set('deps', deps)
      c.set('language', language)
      c.set('operator', { id, name: '田中', role, storeId, sessionId: 's' })
      await next()
    })
    .route('/admin/broadcasts', broadcastAdmin)
    .onError((error, c) => {
      if (error instanceof Refusal) return c.text(error.code, error.code === 'not_found' ? 404 : 403)
      throw error
    })
}
const get = async (path: string, who?: Who) => (await app(who).request(path)).text()
const post = (path: string, fields: Record<string, string> | string[][], who?: Who) =>
  app(who).request(path, { method: 'POST', body: new URLSearchParams(fields) })

const COUPON = {
  title: '最初の一杯',
  segment: '',
  offer: 'percent',
  value: '20',
  minimumSpendYen: '3000',
  note: 'ディナーのみ',
  stores: 'shibuya',
  startsOn: '2026-04-01',
  endsOn: '2026-04-30',
  greeting: '近くに来たら、どうぞ。',
  from: '店長の田中',
}
const TEXT = { title: 'ごあいさつ', segment: '', purpose: 'news', text: 'お元気ですか。', from: '店長の田中' }

async function compose(fields: Record<string, string> = COUPON, kind = 'coupon', who?: Who) {
  const answer = await post(`/admin/broadcasts?kind=${kind}`, fields, who)
  expect(answer.status).toBe(303)
  return answer.headers.get('location') ?? ''
}
const hidden = (html: string, name: string) => new RegExp(`name="${name}" value="(\\d+)"`).exec(html)?.[1] ?? ''
async function confirm(path: string, who?: Who) {
  const html = await get(path, who)
  return post(`${path}/confirmations`, { people: hidden(html, 'people'), draftedAt: hidden(html, 'draftedAt') }, who)
}

describe('composing and confirming', () => {
  it('shows people, messages and what is left of the month above the one button', async () => {
    await withdraw(store, memberId(3), 'coupons')
    await store.db
      .updateTable('line_identities')
      .set({ follow_state: 'blocked' })
      .where('member_id', '=', memberId(4))
      .execute()
    await addMembers(store, 2, { from: 24 })
    const html = await get(await compose())
    expect(html).toContain('24人に配信・24通・今月の残り 142→118')
    expect(html).toContain('この種類の配信に同意していない 1人')
    expect(html).toContain('LINEでブロックしている、または友だちでない 1人')
    expect(html.indexOf('142→118')).toBeLessThan(html.indexOf('24人に配信する'))
    expect(html.match(/class="primary"/g)).toHaveLength(1)
  })

  it('previews the letter as it will look in LINE, with its stylesheet under the nonce of the page', async () => {
    const answer = await app().request(await compose())
    const html = await answer.text()
    const nonce = /style-src [^;]*'nonce-([^']+)'/.exec(answer.headers.get('content-security-policy') ?? '')?.[1]
    expect(nonce).toBeTruthy()
    expect(html).toContain(`<style nonce="${nonce}">`)
    expect(html).toContain('近くに来たら、どうぞ。')
    expect(html).toContain('20%')
    expect(html).toContain('ディナーのみ')
  })

  it('sends once what was confirmed, and shows how it goes', async () => {
    const path = await compose()
    expect((await confirm(path)).headers.get('location')).toBe(`${path}?done=confirmed`)
    expect(woken).toEqual(['broadcasts'])
    const moving = await get(path)
    expect(moving).toContain(`data-refresh="${path}/progress`)

    await workBroadcasts(newDeps(store, { line: fake.line }))
    expect(fake.delivered).toEqual([])
    await workBroadcasts(newDeps(store, { line: fake.line, now: () => NOON + MINUTE }))
    expect(fake.delivered).toHaveLength(24)
    const done = await get(path)
    expect(done).toContain('24人のうち24人が済み')
    expect(done).toContain('完了')
    expect(done).not.toContain('data-refresh=')
    expect((await app().request(`${path}/progress`)).headers.get('x-refresh')).toBe('reload')
    expect(await get('/admin/broadcasts')).toContain('最初の一杯')
  })

  it('leads a second tap to the same page, and sends nothing twice', async () => {
    const path = await compose()
    const html = await get(path)
    const fields = { people: hidden(html, 'people'), draftedAt: hidden(html, 'draftedAt') }
    const [one, two] = [await post(`${path}/confirmations`, fields), await post(`${path}/confirmations`, fields)]
    expect([one.status, two.status]).toEqual([303, 303])
    await workBroadcasts(newDeps(store, { line: fake.line, now: () => NOON + MINUTE }))
    expect(fake.delivered).toHaveLength(24)
  })

  it('shows the new number when the reach changed, and sends nothing until that is confirmed', async () => {
    const path = await compose()
    const html = await get(path)
    await addMembers(store, 1, { from: 24 })
    const answer = await post(`${path}/confirmations`, {
      people: hidden(html, 'people'),
      draftedAt: hidden(html, 'draftedAt'),
    })
    expect(answer.status).toBe(422)
    const again = await answer.text()
    expect(again).toContain('25人に配信・25通')
    expect(again).toContain('まだ送信していません')
    expect(woken).toEqual([])
  })

  it.each([
    [
      'too few messages are left',
      () => Object.assign(fake.quota, { limit: 23 }),
      '今月の残りは23通で、24人には足りません',
    ],
    [
      'LINE does not answer',
      () => Object.assign(fake.line, { quota: () => Promise.reject(new Refusal('line_unreachable')) }),
      'LINEにつながらず',
    ],
    [
      'nobody can be reached',
      () => store.db.updateTable('line_identities').set({ follow_state: 'blocked' }).execute(),
      '届けられる人がいません',
    ],
  ])('shows no button that sends when %s', async (_, given, words) => {
    const path = await compose()
    await given()
    const html = await get(path)
    expect(html).toContain(words)
    expect(html).not.toContain('人に配信する')
  })

  it.each<[string, Record<string, string>, string]>([
    ['a percentage over 100', { value: '101' }, '割引は100%までです。'],
    ['a last day before the first', { endsOn: '2026-03-01' }, '最初の日以降の日を入力してください。'],
    ['a coupon that is over', { startsOn: '2026-03-01', endsOn: '2026-03-31' }, 'きょう以降の日を入力してください。'],
    ['no such day', { startsOn: '2026-02-31' }, '日付を入力してください。'],
    ['no words', { greeting: ' ' }, '1文字以上1,000文字以内で入力してください。'],
    ['a store that is not ours', { stores: 'elsewhere' }, '使える店舗を選んでください。'],
    ['a segment that is gone', { segment: 'gone' }, 'このセグメントは、もうありません。'],
  ])('comes back filled, with the message at the field, for %s', async (_, wrong, message) => {
    const answer = await post('/admin/broadcasts?kind=coupon', { ...COUPON, ...wrong })
    expect(answer.status).toBe(422)
    const html = await answer.text()
    expect(html).toContain(message)
    expect(html).toContain('value="最初の一杯"')
    expect(await store.db.selectFrom('broadcasts').select('id').execute()).toEqual([])
  })

  it('previews while it is being typed, with samples for what is missing', async () => {
    const empty = await (await post('/admin/broadcasts/previews?kind=coupon', {})).text()
    expect(empty).toContain('クーポンの名前')
    const half = await (
      await post('/admin/broadcasts/previews?kind=coupon', { title: '夏の一杯', value: '500', offer: 'yen' })
    ).text()
    expect(half).toContain('夏の一杯')
    expect(half).toContain('500円')
    const hostile = await (
      await post('/admin/broadcasts/previews?kind=text', { ...TEXT, text: '<script>alert(1)</script>' })
    ).text()
    expect(hostile).not.toContain('<script>')
  })

  it('works without JavaScript: the preview and the count come with the whole page, filled', async () => {
    const rehearsal = await (
      await post('/admin/broadcasts/rehearsals?kind=coupon', { ...COUPON, title: '夏の一杯' })
    ).text()
    expect(rehearsal).toContain('value="夏の一杯"')
    expect(rehearsal.match(/夏の一杯/g)?.length).toBeGreaterThan(1)
  })

  it('can be changed or thrown away until it is confirmed', async () => {
    const path = await compose(TEXT, 'text')
    expect(await get(`${path}/edit`)).toContain('お元気ですか。')
    await post(`${path}/versions?kind=text`, { ...TEXT, text: 'その後いかがですか。' })
    expect(await get(path)).toContain('その後いかがですか。')
    await confirm(path)
    expect((await app().request(`${path}/edit`)).status).toBe(403)
    const other = await compose(TEXT, 'text')
    await post(`${other}/discards`, {})
    expect((await app().request(other)).status).toBe(404)
  })

  it('is paused, goes on, and is cancelled after a second, named question', async () => {
    const path = await compose(TEXT, 'text')
    await confirm(path)
    await store.db.updateTable('broadcasts').set({ state: 'sending' }).execute()
    await post(`${path}/pauses`, {})
    expect(await get(path)).toContain('一時停止中')
    await post(`${path}/resumptions`, {})
    expect(await get(path)).not.toContain('一時停止中')
    expect(await get(`${path}/cancellation`)).toContain('人への配信を取り消す')
    await post(`${path}/cancellations`, {})
    expect(await get(path)).toContain('取り消し')
  })

  it('is for owners and managers; a manager reaches the own store only', async () => {
    await addMember(store, 'ueno-1', { storeId: 'ueno' })
    await store.db
      .insertInto('operators')
      .values({
        id: 'mori',
        member_id: null,
        name: '森',
        role: 'manager',
        store_id: 'ueno',
        created_at: NOON,
        revoked_at: null,
      })
      .execute()
    const mori = { role: 'manager', storeId: 'ueno', id: 'mori' } as const
    const path = await compose(TEXT, 'text', mori)
    expect(await get(path, mori)).toContain('1人に配信・1通')
    expect((await post('/admin/broadcasts?kind=coupon', COUPON, mori)).status).toBe(422)

    const owners = await compose(TEXT, 'text')
    expect((await app(mori).request(owners)).status).toBe(404)
    expect((await post(`${owners}/cancellations`, {}, mori)).status).toBe(404)
    expect(await get('/admin/broadcasts', { role: 'staff', storeId: 'ueno' })).toBe('not_allowed')
  })

  it('reads in English too', async () => {
    const html = await get(await compose(), { language: 'en' })
    expect(html).toContain('24 people, 24 messages, left this month 142→118')
    expect(html).toContain('Send to 24 people')
  })
})
