import { Hono } from 'hono'
import { beforeEach, describe, expect, it } from 'vitest'
import { broadcastAdmin } from '../../src/broadcasts/admin.tsx'
import { createDraft, deleteDraft } from '../../src/broadcasts/drafts.ts'
import type { OperatorRole } from '../../src/db/schema.ts'
import type { Store } from '../../src/db/store.ts'
import { Refusal } from '../../src/refusal.ts'
import { segmentAdmin } from '../../src/segments/admin.tsx'
import { createSegment } from '../../src/segments/segments.ts'
import type { Language } from '../../src/texts/language.ts'
import type { WebEnv } from '../../src/web/env.ts'
import { headers } from '../../src/web/headers.ts'
import { addMembers, addOwner, memberId, OWNER, openFakeLine, TEXT, withdraw } from '../broadcasts/support.ts'
import { newDeps } from '../deps.ts'
import { addRole, NOON, newStore } from '../support.ts'
import { addOperator } from '../web/doors.ts'

let store: Store
let now: number
/** What passes each time somebody looks at the clock. */
let step: number
beforeEach(async () => {
  store = newStore()
  now = NOON
  step = 0
  await addOwner(store)
  await addMembers(store, 24)
  await addRole(store)
})

type Who = { role?: OperatorRole; storeId?: string | null; id?: string; language?: Language }
function app({ role = 'owner', storeId = null, id = OWNER, language = 'ja' }: Who = {}) {
  const deps = newDeps(store, { line: openFakeLine().line, now: () => (now += step) })
  return new Hono<WebEnv>()
    .use(headers({ baseUrl: 'https://shop.example' }))
    .use(async (c, next) => {
      c.set('deps', deps)
      c.set('language', language)
      c.set('operator', { id, name: '田中', role, storeId, sessionId: 's' })
      await next()
    })
    .route('/admin/segments', segmentAdmin)
    .route('/admin/broadcasts', broadcastAdmin)
    .onError((error, c) => {
      if (error instanceof Refusal) return c.text(error.code, error.code === 'not_found' ? 404 : 403)
      throw error
    })
}
const get = async (path: string, who?: Who) => (await app(who).request(path)).text()
const post = (path: string, fields: Record<string, string> | string[][], who?: Who) =>
  app(who).request(path, { method: 'POST', body: new URLSearchParams(fields) })
const said = async (path: string, fields: Record<string, string> | string[][], who?: Who) =>
  (await post(path, fields, who)).text()

const SHIBUYA = { 'c0.kind': 'store', 'c0.in': 'shibuya' }

describe('a manager', () => {
  it('is told the name of nobody of another store, whatever is posted', async () => {
    const nobody = { 'c0.kind': 'person', 'c0.in': memberId(0) }
    const elsewhere = { role: 'manager', storeId: 'ueno' } as const
    expect(await said('/admin/segments/counts', nobody)).toContain(memberId(0))
    expect(await said('/admin/segments/counts', nobody, elsewhere)).not.toContain(memberId(0))
  })
})

describe('the builder', () => {
  it('counts while the conditions are chosen, and reads them back as a sentence', async () => {
    const html = await said('/admin/segments/counts', {
      ...SHIBUYA,
      'c1.kind': 'role',
      'c1.in': 'hall',
      'c2.kind': 'left_within',
      'c2.months': '24',
      'c3.kind': 'consent',
      'c3.purpose': 'coupons',
    })
    expect(html).toContain('shibuyaのホール経験者で、2年以内に退職し、クーポンのお知らせを受け取る人')
    expect(await said('/admin/segments/counts', SHIBUYA)).toContain('<strong>24人</strong>')
  })

  it('shows ten names, and for each purpose whom a message reaches and why not the others', async () => {
    for (const i of [0, 1, 2]) await withdraw(store, memberId(i), 'coupons')
    await store.db
      .updateTable('line_identities')
      .set({ follow_state: 'blocked' })
      .where('member_id', '=', memberId(3))
      .execute()
    const html = await said('/admin/segments/counts', SHIBUYA)
    expect(html).toContain('クーポン：20人に届きます。同意なし3人、ブロック1人には届きません。')
    expect(html).toContain('お知らせ：23人に届きます。ブロック1人には届きません。')
    expect(html).toContain('近況・お知らせ23人・クーポン20人・イベント0人・シフト募集0人に届きます')
    expect(html.match(/m00\d\dさん/g)).toHaveLength(10)
  })

  it('says at the field what cannot be', async () => {
    const wrong = { 'c0.kind': 'left', 'c0.from': '2026-02-01', 'c0.until': '2026-01-01', name: 'x' }
    expect((await post('/admin/segments/counts', wrong)).status).toBe(422)
    const answer = await post('/admin/segments', wrong)
    expect(answer.status).toBe(422)
    const html = await answer.text()
    expect(html).toMatch(/name="c0.until"[^>]*aria-invalid="true"/)
    expect(html).toContain('日付や期間の前後と、ほかの欄との組み合わせを確認してください。')
    expect(await store.db.selectFrom('segments').selectAll().execute()).toEqual([])
  })

  it.each([
    { 'c0.kind': 'birth_year', 'c0.from': '1990' },
    { 'c0.kind': 'group', 'c0.0.kind': 'group' },
    { 'c0.in': 'shibuya' },
  ])('refuses a condition that it does not have, rather than leaving it out: %j', async (fields) => {
    expect(await said('/admin/segments/counts', fields)).toBe('segment_rule_unknown')
    expect(await said('/admin/segments', { name: 'x', ...fields })).toBe('segment_rule_unknown')
  })

  it('refuses a store that there is not', async () => {
    const answer = await post('/admin/segments', { name: 'x', 'c0.kind': 'store', 'c0.in': 'nowhere' })
    expect(answer.status).toBe(422)
    expect(await answer.text()).toContain('条件を読み取れませんでした。')
  })

  it('adds and takes away cards and groups without JavaScript, keeping what was filled in', async () => {
    const tap = (fields: Record<string, string>, what: string) =>
      said('/admin/segments/previews', { name: '夜の人', ...fields, tap: what })
    const added = await tap(SHIBUYA, 'add:language')
    expect(added).toContain('value="夜の人"')
    expect(added).toMatch(/value="shibuya" checked/)
    expect(added).toMatch(/id="added"[\s\S]*name="c1.kind" value="language"/)
    expect(await tap(SHIBUYA, 'remove:0')).not.toContain('name="c0.kind"')

    const group = { ...SHIBUYA, 'c1.kind': 'group', 'c1.match': 'any' }
    expect(await tap(SHIBUYA, 'add:group')).toContain('name="c1.kind" value="group"')
    const inside = await tap(group, 'add:seen:1')
    expect(inside).toMatch(/id="added"[\s\S]*name="c1.0.kind" value="seen"/)
    const two = { ...group, 'c1.0.kind': 'seen', 'c1.0.days': '30', 'c1.1.kind': 'language', 'c1.1.in': 'en' }
    const removed = await tap(two, 'remove:1.0')
    expect(removed).toContain('name="c1.0.kind" value="language"')
    expect(removed).not.toContain('name="c1.1.kind"')
    expect(await tap(two, 'add:nonsense')).toContain(
      '（30日以内にトークで反応があった人、または言語が英語の人）のどちらかにあてはまる人',
    )
  })

  it('lays no empty card out: a shop without tags begins without theirs', async () => {
    expect(await get('/admin/segments/new')).not.toContain('value="tag"')
    const { id } = await store.db.selectFrom('members').select('id').executeTakeFirstOrThrow()
    await store.db.insertInto('member_tags').values({ member_id: id, tag: '英語OK', created_at: NOON }).execute()
    expect(await get('/admin/segments/new')).toContain('name="c3.kind" value="tag"')
  })

  it('offers a coupon, an event or shifts only where there is one', async () => {
    const before = await get('/admin/segments/new')
    for (const kind of ['coupon', 'event_attended', 'worked_since']) expect(before).not.toContain(`add:${kind}"`)
    await store.db
      .insertInto('coupons')
      .values({
        id: 'k',
        title: '最初の一杯',
        kind: 'percent',
        value: 20,
        conditions: '{}',
        starts_at: 0,
        ends_at: 1,
        created_at: 0,
      })
      .execute()
    for (const [kind, ref] of [
      ['event_attended', 'e1'],
      ['shift_worked', 's1'],
    ] as const)
      await store.db
        .insertInto('interactions')
        .values({
          id: kind,
          member_id: memberId(0),
          kind,
          ref,
          detail: JSON.stringify({ title: '春の試食会' }),
          at: NOON,
        })
        .execute()
    const after = await get('/admin/segments/new')
    for (const kind of ['coupon', 'event_attended', 'worked_since']) expect(after).toContain(`add:${kind}"`)
    const fields = {
      'c0.kind': 'event_attended',
      'c0.in': 'e1',
      'c1.kind': 'coupon',
      'c1.in': 'k',
      'c1.did': 'used',
      'c1.not': 'yes',
    }
    expect(await said('/admin/segments/counts', fields)).toContain(
      '「春の試食会」に参加し、「最初の一杯」のクーポンを使っていない人',
    )
  })

  it('counts without JavaScript as well', async () => {
    const html = await said('/admin/segments/previews', { name: 'みんな' })
    expect(html).toContain('24人')
    expect(html).toContain('value="みんな"')
    expect(html).toContain('すべての卒業生')
  })

  it("ends at a manager's store, and says so", async () => {
    const mori = { role: 'manager', storeId: 'shibuya', id: 'mori' } as const
    await addOperator(store, 'mori', { role: 'manager', storeId: 'shibuya' })
    const html = await said('/admin/segments/counts', { 'c0.kind': 'tag', 'c0.anyOf': '夜', 'c0.not': 'yes' }, mori)
    expect(html).toContain('shibuyaの卒業生（ただし「夜」のタグが付いた人を除く）')
  })
})

describe('a saved segment', () => {
  const save = (name: string, rule = { match: 'all' as const, conditions: [] }) =>
    createSegment(store, { name, rule, createdBy: OWNER, now })

  it('is shown again filled, and used in a broadcast', async () => {
    const saved = await post('/admin/segments', {
      name: '渋谷の人',
      ...SHIBUYA,
      'c0.not': 'yes',
      'c1.kind': 'left_within',
      'c1.months': '6',
    })
    expect(saved.status).toBe(303)
    const path = (saved.headers.get('location') ?? '').replace(/\?.*/, '')
    const html = await get(path)
    expect(html).toMatch(/value="shibuya" checked/)
    expect(html).toMatch(/name="c0.not" value="yes" checked/)
    expect(html).toMatch(/value="6" selected/)
    expect(await get('/admin/segments')).toContain('渋谷の人')
    expect(await get(`/admin/broadcasts/new?kind=text&segment=${path.split('/').at(-1)}`)).toMatch(
      /selected[^>]*>渋谷の人/,
    )

    const again = await post('/admin/segments', { name: '渋谷の人' })
    expect(again.status).toBe(422)
    expect(await again.text()).toContain('同じ名前のセグメントがあります。')
    await post(`${path}/deletions`, {})
    expect(await get('/admin/segments')).not.toContain('渋谷の人')
  })

  it('that a draft goes to is not deleted, and says where it is used', async () => {
    const segmentId = await save('みんな')
    const id = await createDraft(store, { draft: { ...TEXT, segmentId }, createdBy: OWNER, now })
    const html = await get(`/admin/segments/${segmentId}/deletion`)
    expect(html).toContain(`href="/admin/broadcasts/${id}"`)
    expect(html).toContain('このセグメントは使われています')
    expect(html).not.toContain('deletions"')
    const refused = await post(`/admin/segments/${segmentId}/deletions`, {})
    expect(refused.status).toBe(422)
    expect(await refused.text()).toContain(TEXT.title)
    await deleteDraft(store, id)
    expect((await post(`/admin/segments/${segmentId}/deletions`, {})).status).toBe(303)
  })

  it('whose rule is not understood does not hide the others', async () => {
    await save('みんな')
    await store.db
      .insertInto('segments')
      .values({ id: 's', name: '謎', rule: '{}', created_at: 0, updated_at: 0 })
      .execute()
    const html = await get('/admin/segments')
    expect(html).toContain('24人')
    expect(html).toContain('（条件を読み取れません。作り直してください）')
    expect(await get('/admin/broadcasts/new?kind=text')).toContain('謎')
  })

  it('is left uncounted in the list when counting the others has taken too long', async () => {
    for (const name of ['A', 'B', 'C']) await save(name)
    step = 400
    const html = await get('/admin/segments')
    expect(html).toContain('24人')
    expect(html).toContain('開くと数えます')
  })

  it('of somebody else is not changed by a manager', async () => {
    const id = await save('みんな')
    const mori = { role: 'manager', storeId: 'shibuya', id: 'mori' } as const
    expect((await post(`/admin/segments/${id}/versions`, { name: 'x' }, mori)).status).toBe(403)
    expect((await post(`/admin/segments/${id}/deletions`, {}, mori)).status).toBe(403)
    expect(await get('/admin/segments', { role: 'staff' })).toBe('not_allowed')
  })
})
