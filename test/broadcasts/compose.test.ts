import { Hono } from 'hono'
import { beforeEach, describe, expect, it } from 'vitest'
import { broadcastAdmin } from '../../src/broadcasts/admin.tsx'
import { BroadcastContent } from '../../src/broadcasts/content.ts'
import { KINDS } from '../../src/broadcasts/kinds.ts'
import type { OperatorRole } from '../../src/db/schema.ts'
import type { Store } from '../../src/db/store.ts'
import { Refusal } from '../../src/refusal.ts'
import { contentSha } from '../../src/stories/stories.ts'
import type { WebEnv } from '../../src/web/env.ts'
import { newDeps } from '../deps.ts'
import { addMember, EARLIER, NOON, newStore } from '../support.ts'
import { addOwner, addTasting, OWNER, openFakeLine } from './support.ts'

const IMAGE = 'a'.repeat(32)
let store: Store
beforeEach(async () => {
  store = newStore()
  await addOwner(store)
  await addTasting(store)
  await addMember(store, 'hanako')
  await addMember(store, 'mori-member', { storeId: 'ueno' })
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
})

type Who = { role: OperatorRole; storeId: string | null; id: string; name: string }
const TANAKA: Who = { role: 'owner', storeId: null, id: OWNER, name: '田中' }
const MORI: Who = { role: 'manager', storeId: 'ueno', id: 'mori', name: '森' }

const app = (operator: Who) =>
  new Hono<WebEnv>()
    .use(async (c, next) => {
      c.set('deps', newDeps(store, { line: openFakeLine().line }))
      c.set('language', 'ja')
      c.set('operator', { ...operator, sessionId: 's' })
      await next()
    })
    .route('/admin/broadcasts', broadcastAdmin)
    .onError((error, c) => {
      if (error instanceof Refusal) return c.text(error.code, error.code === 'not_found' ? 404 : 403)
      throw error
    })
const get = async (path: string, who = TANAKA) => (await app(who).request(`/admin/broadcasts${path}`)).text()
const post = (path: string, fields: Record<string, string>, who = TANAKA) =>
  app(who).request(`/admin/broadcasts${path}`, { method: 'POST', body: new URLSearchParams(fields) })

async function tellable(id = 's1', memberId = 'hanako') {
  const told = { title: '厨房から', words: '元気にしています。', imageId: null }
  const sha = await contentSha(told)
  await store.db
    .insertInto('stories')
    .values({
      id,
      member_id: memberId,
      title: told.title,
      words: told.words,
      content_sha: sha,
      agreed_sha: sha,
      agreed_at: NOON,
      created_at: EARLIER,
      updated_at: EARLIER,
    })
    .execute()
}

const COMMON = { title: '件名', from: '店長の田中', segment: '', senderId: OWNER }
const TYPED: Record<(typeof KINDS)[number], Record<string, string>> = {
  text: { ...COMMON, text: '{名前}さん、\r\nお元気ですか。', nameFallback: '卒業生' },
  news: { ...COMMON, heading: '秋のメニュー', text: 'どうぞ。', linkLabel: '見る', linkUrl: 'https://例え.jp/秋' },
  story: { ...COMMON, storyId: 's1', text: '話を聞きました。' },
  coupon: {
    ...COMMON,
    greeting: 'どうぞ。',
    offer: 'yen',
    value: '500',
    minimumSpendYen: '0',
    stores: 'shibuya',
    startsOn: '2026-04-01',
    endsOn: '2026-04-30',
  },
  poll: { ...COMMON, text: 'いつがいいですか。', answer1: '4月', answer2: '', answer3: '👨‍👩‍👧'.repeat(20) },
  check_in: { ...COMMON, text: '最近どうですか。' },
  event: { ...COMMON, eventId: 'tasting', moment: 'invite', text: '食べに来てください。' },
}
const drafts = async () =>
  (await store.db.selectFrom('broadcasts').selectAll().execute()).map(({ content, ...row }) => ({
    ...row,
    content: BroadcastContent.parse(JSON.parse(content)),
  }))

describe('composing', () => {
  it('begins with what each kind is for', async () => {
    const html = await get('/new?segment=s')
    for (const kind of KINDS) expect(html).toContain(`href="/admin/broadcasts/new?kind=${kind}&amp;segment=s"`)
    expect(html).toContain('例：おかげさまで')
  })

  it.each(KINDS)('keeps a draft, and shows it again as it was typed: %s', async (kind) => {
    await tellable()
    const answer = await post(`?kind=${kind}`, TYPED[kind])
    expect(answer.status).toBe(303)
    const [draft] = await drafts()
    expect(draft).toMatchObject({ kind, title: '件名', content: { kind, from: '店長の田中', senderId: OWNER } })
    const html = await get(`/${draft?.id}/edit`)
    for (const value of Object.values(TYPED[kind]).filter((typed) => !/[{例\r]|^news$/.test(typed)))
      expect(html).toContain(value)
    const again = await post(`/${draft?.id}/versions?kind=${kind}`, { ...TYPED[kind], title: '別の件名' })
    expect(again.status).toBe(303)
    expect(await drafts()).toMatchObject([{ title: '別の件名', kind }])
  })

  it('keeps a line’s end as one character, an address as LINE takes it, the fallback, and the story’s own column', async () => {
    await tellable()
    for (const kind of ['text', 'news', 'story'] as const) await post(`?kind=${kind}`, TYPED[kind])
    const kept = await drafts()
    const contentOf = (kind: string) => kept.find((draft) => draft.kind === kind)?.content
    expect(contentOf('text')).toMatchObject({ text: '{名前}さん、\nお元気ですか。', fallbacks: { name: '卒業生' } })
    expect(contentOf('news')).toMatchObject({ link: { url: 'https://xn--r8jz45g.jp/%E7%A7%8B' } })
    expect(kept.find(({ kind }) => kind === 'story')?.story_id).toBe('s1')
    const long = { ...TYPED.text, text: `${'あ'.repeat(499)}\r\n${'い'.repeat(500)}` }
    expect((await post('?kind=text', long)).status).toBe(303)
  })

  it.each<[string, (typeof KINDS)[number], Record<string, string>, string]>([
    ['words that are too long', 'text', { text: 'あ'.repeat(1_001) }, '1文字以上1,000文字以内'],
    ['a variable that there is not', 'text', { text: '{お名前}さん' }, '{お名前}は使えません'],
    ['a variable in wide braces', 'news', { heading: '｛名前｝さん' }, '｛名前｝は使えません'],
    ['too many variables', 'text', { text: '{名前}'.repeat(11) }, '合わせて10回までです'],
    ['a link without https', 'news', { linkUrl: 'http://shop.example' }, 'https:// で始まる'],
    ['a link of a script', 'news', { linkUrl: 'javascript:alert(1)' }, 'https:// で始まる'],
    ['half a link', 'news', { linkLabel: '' }, 'ボタンの言葉を20文字以内'],
    ['an image that is not ours', 'news', { imageId: IMAGE }, 'この写真は使えません'],
    ['one answer', 'poll', { answer3: '' }, '答えを2つ以上'],
    ['an answer that is too long', 'poll', { answer2: 'あ'.repeat(21) }, '答えを20文字以内'],
    ['the same answer twice', 'poll', { answer2: '4月' }, '同じ答えが2つあります'],
    ['no story', 'story', { storyId: '' }, '紹介する話を選んでください'],
    ['a story that nobody agreed to', 'story', { storyId: 's2' }, '紹介する話を選んでください'],
    ['a signer who is none', 'text', { senderId: 'nobody' }, 'この人は選べません'],
  ])('comes back filled, with the message at the field, for %s', async (_, kind, wrong, message) => {
    await tellable()
    const answer = await post(`?kind=${kind}`, { ...TYPED[kind], ...wrong })
    expect(answer.status).toBe(422)
    const html = await answer.text()
    expect(html).toContain(message)
    expect(html).toContain('value="件名"')
    expect(await drafts()).toEqual([])
  })

  it('takes no picture of another store, however its name became known', async () => {
    const picture = { media_type: 'image/jpeg', use: 'card', width: 1, height: 1, bytes: 1, sha256: '' } as const
    await store.db
      .insertInto('operators')
      .values({ id: 'ito', name: '伊藤', role: 'manager', store_id: 'shibuya', created_at: NOON })
      .execute()
    await store.db
      .insertInto('images')
      .values({ ...picture, id: IMAGE, created_by: 'ito', created_at: NOON })
      .execute()
    const typed = { ...TYPED.news, imageId: IMAGE, senderId: '' }
    const refused = await post('?kind=news', typed, MORI)
    expect([refused.status, (await refused.text()).includes('この写真は使えません')]).toEqual([422, true])
    expect((await post('?kind=news', typed)).status).toBe(303)
  })

  it('offers only stories that may be told now, and a manager those of the own store', async () => {
    await tellable()
    await tellable('s2', 'mori-member')
    expect(await get('/new?kind=story')).toContain('厨房から（hanako）')
    const morisForm = await get('/new?kind=story', MORI)
    expect(morisForm).toContain('厨房から（mori-member）')
    expect(morisForm).not.toContain('hanako')
    expect((await post('?kind=story', { ...TYPED.story, senderId: 'mori' }, MORI)).status).toBe(422)
    const preview = await (await post('/previews?kind=story', TYPED.story, MORI)).text()
    expect(preview).not.toContain('元気にしています')

    await store.db.updateTable('stories').set({ revoked_at: NOON }).execute()
    expect(await get('/new?kind=story')).toContain('同意のある話が、まだありません')
  })

  it('is signed by who writes, or by somebody of the shop; a manager’s own store only', async () => {
    const form = await get('/new?kind=text', MORI)
    expect(form).toMatch(/name="senderId" value="mori" checked/)
    expect(form).not.toContain(`value="${OWNER}"`)
    expect((await post('?kind=text', TYPED.text, MORI)).status).toBe(422)
    expect((await post('?kind=text', { ...TYPED.text, senderId: '' }, MORI)).status).toBe(303)
  })

  it('is about what its kind is about, whatever is posted, and never a job ad in free words', async () => {
    await post('?kind=check_in', { ...TYPED.check_in, purpose: 'shifts', urgent: 'yes' })
    await post('?kind=text', { ...TYPED.text, purpose: 'shifts', urgent: 'yes' })
    await post('?kind=text', { ...TYPED.text, purpose: 'events' })
    const kept = (await drafts()).map(({ purpose, urgent }) => [purpose, urgent])
    expect(kept.filter(([purpose]) => purpose === 'shifts')).toEqual([])
    expect(kept).toContainEqual(['events', 0])
  })

  it('keeps a template from the form, goes on with the form, and starts another from it', async () => {
    const kept = await post('/templates?kind=coupon', { ...TYPED.coupon, title: '最初の一杯' })
    expect(kept.status).toBe(200)
    const html = await kept.text()
    expect(html).toContain('ひな形「最初の一杯」を保存しました')
    expect(html).toContain('value="500"')
    expect(await drafts()).toEqual([])

    const id = /\/templates\/([^"]+)"/.exec(await get('/templates'))?.[1]
    const again = await get(`/new?template=${id}`)
    expect(again).toContain('value="500"')
    expect(again).toContain('value="2026-04-01"')
    expect(await get(`/templates/${id}`, MORI)).not.toContain('/removals')
    expect((await post(`/templates/${id}/removals`, {}, MORI)).status).toBe(404)
    expect((await post(`/templates/${id}/names`, { name: ' ' })).status).toBe(422)
    expect((await post(`/templates/${id}/names`, { name: '一杯目' })).status).toBe(303)
    expect((await post(`/templates/${id}/removals`, {})).status).toBe(303)
    expect(await get('/templates')).not.toContain('一杯目')
  })

  it('takes a picture without JavaScript: the form comes back with what was typed, also when the picture is none', async () => {
    const body = new FormData()
    for (const [name, value] of Object.entries(TYPED.news)) body.set(name, value)
    body.set('picture', new File(['no picture'], 'a.jpg', { type: 'image/jpeg' }))
    const answer = await app(TANAKA).request('/admin/broadcasts/pictures?kind=news', { method: 'POST', body })
    expect(answer.status).toBe(422)
    const html = await answer.text()
    expect(html).toContain('id="f-imageId-error"')
    expect(html).toContain('value="秋のメニュー"')
  })
})
