import { beforeEach, describe, expect, it } from 'vitest'
import { createApp } from '../../src/app.tsx'
import { createDraft } from '../../src/broadcasts/drafts.ts'
import type { Store } from '../../src/db/store.ts'
import type { Work } from '../../src/deps.ts'
import { storeImage } from '../../src/images/images.ts'
import { memberToken } from '../../src/members/links.ts'
import { EVERYONE } from '../../src/segments/rule.ts'
import { storyFor } from '../../src/stories/stories.ts'
import { BASE_URL, configFor, newDeps } from '../deps.ts'
import { jpeg } from '../images/pictures.ts'
import { owedTo } from '../members/support.ts'
import { addStore, HOUR, NOON } from '../support.ts'
import { addOperator, get, post, signIn } from '../web/doors.ts'
import { aShop, ask, CONTENT, stateOf, tapped, write } from './support.ts'

let store: Store
let app: ReturnType<typeof createApp>
let now: number
let woken: Work[]
let cookie: string
beforeEach(async () => {
  store = await aShop()
  now = NOON
  woken = []
  app = createApp(newDeps(store, { now: () => now, wake: (work) => void woken.push(work) }))
  cookie = await signIn(store, 'owner')
})
const read = async (path: string, as = cookie) => (await get(app, path, as)).text()
const send = (path: string, fields: Record<string, string> = {}, as = cookie) => post(app, path, fields, { cookie: as })
const shaOf = async () =>
  (await store.db.selectFrom('stories').select('content_sha').executeTakeFirstOrThrow()).content_sha

describe('a story', () => {
  it('is written from the person’s page, looked at, asked for with one push, and used once they agreed', async () => {
    expect(await read('/admin/members/hana')).toContain('/admin/stories/new?member=hana')
    expect(await read('/admin/stories/new?member=hana')).toContain('佐藤 花さんの話')
    const made = await send('/admin/stories', {
      member: 'hana',
      title: CONTENT.title,
      words: CONTENT.words,
      imageId: '',
    })
    const path = made.headers.get('location')?.replace(/\?.*/, '') ?? ''
    const page = await read(path)
    for (const shown of [CONTENT.title, CONTENT.words, '同意のお願い前', '1通使います', '今回は見送る'])
      expect(page).toContain(shown)
    expect(page).not.toContain('この話で配信をつくる')

    const asked = await send(`${path}/requests`, { sha: await shaOf() })
    expect([asked.status, await owedTo(store, 'hana'), woken]).toEqual([303, ['push'], ['outbox']])
    const { body } = await store.db.selectFrom('outbox_messages').select('body').executeTakeFirstOrThrow()
    const data = /story:[^"]+:agree:[0-9a-f]{16}/.exec(body ?? '')?.[0] ?? ''
    await tapped(store, data, { at: NOON + HOUR })
    expect(await read(path)).toContain(`/admin/broadcasts/new?kind=story&amp;story=${path.split('/').at(-1)}`)
    expect(await read('/admin/stories')).toContain('同意あり')
  })

  it('is not asked for in words that the page did not show, at night, or a second time', async () => {
    const id = await write(store)
    const path = `/admin/stories/${id}`
    expect((await send(`${path}/requests`, { sha: 'another' })).status).toBe(422)
    now = NOON + 10 * HOUR
    expect(await read(path)).toContain('夜間のため')
    expect((await send(`${path}/requests`, { sha: await shaOf() })).status).toBe(422)
    now = NOON
    await send(`${path}/requests`, { sha: await shaOf() })
    expect((await send(`${path}/requests`, { sha: await shaOf() })).status).toBe(422)
    expect(await owedTo(store, 'hana')).toEqual(['push'])
  })

  it.each([
    [{ title: '' }, '題名を入力してください'],
    [{ title: 'あ'.repeat(41) }, '題名を入力してください'],
    [{ words: ' ' }, '本文を入力してください'],
    [{ imageId: 'f'.repeat(32) }, 'この写真は、もうありません'],
  ])('comes back filled when it cannot be kept: %j', async (fields, words) => {
    const answer = await send('/admin/stories', {
      member: 'hana',
      title: '題',
      words: '残る言葉',
      imageId: '',
      ...fields,
    })
    const html = await answer.text()
    expect([answer.status, await store.db.selectFrom('stories').select('id').execute()]).toEqual([422, []])
    expect(html).toContain(words)
    if (!('words' in fields)) expect(html).toContain('残る言葉')
  })

  it('takes a picture without JavaScript and loses nothing that was typed', async () => {
    const body = new FormData()
    for (const [name, value] of Object.entries({ member: 'hana', title: '途中の題', words: '途中の言葉' }))
      body.append(name, value)
    body.append('picture', new File([jpeg()], 'x.jpg'))
    const headers = { origin: BASE_URL, cookie }
    const answer = await app.request('/admin/stories/pictures', { method: 'POST', body, headers })
    const html = await answer.text()
    const image = await store.db.selectFrom('images').select('id').executeTakeFirstOrThrow()
    expect(answer.status).toBe(200)
    for (const shown of ['途中の題', '途中の言葉']) expect(html).toContain(shown)
    expect(html).toMatch(new RegExp(`value="${image.id}" checked`))
    body.set('picture', new File(['GIF89a'], 'x.gif'))
    const refused = await app.request('/admin/stories/pictures', { method: 'POST', body, headers })
    expect([refused.status, await refused.text()]).toEqual([422, expect.stringContaining('途中の言葉')])
  })

  it('that is told in a broadcast is not deleted; another is', async () => {
    const id = await write(store)
    const content = { kind: 'story' as const, storyId: id, text: '紹介します', from: '店長' }
    const draft = { title: 'b', purpose: 'news' as const, content, rule: EVERYONE, segmentId: null, storeId: null }
    await createDraft(store, { draft, createdBy: 'owner', now })
    expect(await (await send(`/admin/stories/${id}/removals`)).text()).toContain('配信で使われている')
    await store.db.deleteFrom('broadcasts').execute()
    expect((await send(`/admin/stories/${id}/removals`)).headers.get('location')).toBe('/admin/stories?done=removed')
  })

  it('is found by managers only when it is of the own store’s people, and by staff never', async () => {
    await addStore(store, 'ueno', '上野店', 2)
    await addOperator(store, 'there', { role: 'manager', storeId: 'ueno' })
    await addOperator(store, 'staff', { role: 'staff', storeId: 'shibuya' })
    const id = await write(store)
    const there = await signIn(store, 'there')
    for (const path of [`/${id}`, `/${id}/edit`, '/new?member=hana'])
      expect((await get(app, `/admin/stories${path}`, there)).status).toBe(404)
    for (const path of [`/${id}/versions`, `/${id}/requests`, `/${id}/removals`])
      expect((await send(`/admin/stories${path}`, { title: 'x', words: 'x' }, there)).status).toBe(404)
    expect(await read('/admin/stories', there)).not.toContain('佐藤')
    expect(await read('/admin/stories/new', there)).not.toContain('佐藤')
    expect((await get(app, '/admin/stories', await signIn(store, 'staff'))).status).toBe(403)
    expect([await stateOf(store, id), await owedTo(store, 'hana')]).toEqual(['draft', []])
  })

  it('is seen by an operator only with a line in the access log', async () => {
    const id = await write(store)
    for (const path of ['', '/new', '/new?member=hana', `/${id}`, `/${id}/edit`]) {
      const count = async () => (await store.db.selectFrom('access_log').select('id').execute()).length
      const before = await count()
      await get(app, `/admin/stories${path}`, cookie)
      expect([path, await count()]).toEqual([path, before + 1])
    }
  })
})

describe('the person’s own page', () => {
  it('shows the story with its picture, and takes a yes back; a story of somebody else is nothing to it', async () => {
    const { id: imageId } = await storeImage(newDeps(store), { bytes: jpeg(), use: 'card', operatorId: 'owner', now })
    const id = await write(store, { imageId })
    const me = `/me/${await memberToken(configFor().sessionSecret, { page: 'me', memberId: 'hana', now })}`
    expect(await read(me)).not.toContain('あなたのお話')
    await tapped(store, await ask(store, id))
    const page = await read(me)
    for (const shown of [CONTENT.title, CONTENT.words, `/images/${imageId}`, '同意いただいています'])
      expect(page).toContain(shown)
    expect((await send(`${me}/story-revocations`, { story: 'nobody’s' })).status).toBe(422)
    now = NOON + 5
    const taken = await send(`${me}/story-revocations`, { story: id })
    expect(taken.headers.get('location')).toBe(`${me}?done=stories#stories`)
    expect([(await storyFor(store, id))?.usable, await stateOf(store, id)]).toEqual([false, 'revoked'])
    expect(await read(`${me}?done=stories`)).toContain('紹介を取りやめました。')
  })
})
