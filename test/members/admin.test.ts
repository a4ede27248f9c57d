import { Hono } from 'hono'
import { sql } from 'kysely'
import { beforeEach, describe, expect, it } from 'vitest'
import { CONSENT_VERSION } from '../../src/consent/consent.ts'
import { consentPages } from '../../src/consent/pages.tsx'
import type { InteractionKind, OperatorRole } from '../../src/db/schema.ts'
import type { Store } from '../../src/db/store.ts'
import { record, TIMELINE_PAGE_MAX } from '../../src/interactions/interactions.ts'
import { memberAdmin } from '../../src/members/admin.tsx'
import { LIST_PAGE_MAX } from '../../src/members/directory.ts'
import { NOTE_MAX } from '../../src/members/notes.ts'
import { TAG_MAX } from '../../src/members/tags.ts'
import { Refusal } from '../../src/refusal.ts'
import type { Language } from '../../src/texts/language.ts'
import { memberTexts } from '../../src/texts/members.ts'
import type { WebEnv } from '../../src/web/env.ts'
import { newDeps } from '../deps.ts'
import { addEntry } from '../roster/support.ts'
import { addRole, addStore, NOON, newStore } from '../support.ts'
import { openPhone, register } from './phone.ts'
import { addManager, addOwner, addPerson, memberRow, owedTo } from './support.ts'

let store: Store
let hana: string
let woken: string[]
beforeEach(async () => {
  store = newStore()
  woken = []
  await addStore(store)
  await addStore(store, 'ebisu', '恵比寿店', 2)
  await addOwner(store)
  await addManager(store, 'ebisu')
  await addManager(store, 'shibuya')
  hana = await addPerson(store, 'hana', { name: '佐藤 花' })
})

type As = { role?: OperatorRole; storeId?: string | null; language?: Language }

const app = ({ role = 'owner', storeId = null, language = 'ja' }: As = {}) =>
  new Hono<WebEnv>()
    .use(async (c, next) => {
      c.set('deps', newDeps(store, { wake: (work) => void woken.push(work) }))
      c.set('language', language)
      const id = role === 'owner' ? 'tanaka' : `manager-${storeId}`
      c.set('operator', { id, name: '田中', role, storeId, sessionId: 's' })
      await next()
    })
    .route('/privacy', consentPages)
    .route('/admin/members', memberAdmin)
    .onError((error, c) => {
      if (!(error instanceof Refusal)) return c.text('a fault', 500)
      return c.text(error.code, error.code === 'not_found' ? 404 : error.code === 'not_allowed' ? 403 : 422)
    })

const get = async (path: string, as?: As) => (await app(as).request(path)).text()
const post = (path: string, fields: Record<string, string>, as?: As) =>
  app(as).request(path, { method: 'POST', body: new URLSearchParams(fields) })
const page = (id: string) => `/admin/members/${id}`

describe('the list of alumni', () => {
  it('opens with those who wait, when somebody does', async () => {
    const html = await get('/admin/members')
    expect(html).toContain('承認待ち（1）')
    expect(html).toContain('佐藤 花')
  })

  it('teaches when it is empty', async () => {
    expect(await get('/admin/members?tab=alumni')).toContain('まだ卒業生がいません')
    expect(await get('/admin/members?tab=all&q=nobody')).toContain('見つかりませんでした')
  })

  it('finds by name', async () => {
    await addPerson(store, 'kenji', { name: '田中 健' })
    const html = await get(`/admin/members?tab=all&q=${encodeURIComponent('佐藤花')}`)
    expect(html).toContain('佐藤 花')
    expect(html).not.toContain('田中 健')
  })

  it('goes on to the next page, and nobody is on both', async () => {
    for (let i = 0; i < 31; i++) await addPerson(store, `p${i}`, { state: 'verified', name: `人${i}号` })
    const first = await get('/admin/members?tab=alumni')
    const next = /href="([^"]*after=[^"]*)"/.exec(first)?.[1]?.replaceAll('&amp;', '&') ?? ''
    const second = await get(next)
    const people = (html: string) => [...html.matchAll(/人\d+号/g)].map(([name]) => name)
    expect(people(first)).toHaveLength(30)
    expect(people(second)).toHaveLength(1)
    expect(people(first)).not.toContain(people(second)[0])
  })

  it('leads nowhere from a page that is exactly full', async () => {
    for (let i = 0; i < LIST_PAGE_MAX; i++) await addPerson(store, `p${i}`, { state: 'verified', name: `人${i}号` })
    const html = await get('/admin/members?tab=alumni')
    expect(html.match(/人\d+号/g)).toHaveLength(LIST_PAGE_MAX)
    expect(html).not.toContain('after=')
    for (const said of ['1', '1.x.y', '2.1.x', `1.2.${'a'.repeat(99)}`])
      expect((await get(`/admin/members?tab=alumni&after=${said}`)).match(/人\d+号/g)).toHaveLength(LIST_PAGE_MAX)
  })

  it.each([
    'tab=nothing',
    'after=1',
    'after=1.x.y',
    `after=1.2.${'a'.repeat(99)}`,
    `q=${'あ'.repeat(200)}`,
  ])('does not stumble over %s', async (query) =>
    expect((await app().request(`/admin/members?${query}`)).status).toBe(200))

  it('shows names harmlessly', async () => {
    await addPerson(store, 'x', { name: '<script>alert(1)</script>' })
    expect(await get('/admin/members?tab=all')).not.toContain('<script>alert')
  })
})

describe('the page of a person', () => {
  it('shows data, consents with their dates, and the timeline in words', async () => {
    await addRole(store)
    const phone = openPhone(store, 'mei')
    await register(phone, { name: '鈴木 芽衣' })
    const html = await get(page(await phone.memberId()))
    for (const words of [
      '鈴木 芽衣',
      '渋谷店',
      '2023年3月31日',
      '同意あり',
      '同意なし',
      `2026年4月1日・第${CONSENT_VERSION}版`,
      '登録を申し込みました',
      '「クーポン」に同意しました',
    ])
      expect(html).toContain(words)
  })

  it('has words for every kind of interaction, in both languages, with who and where', async () => {
    const kinds = Object.keys(memberTexts.ja.timeline.told)
    for (const language of ['ja', 'en'] as const)
      for (const [kind, tell] of Object.entries(memberTexts[language].timeline.told)) {
        const words = tell({ purpose: 'P', tag: 'T', title: 'X', operator: undefined, store: '渋谷店' })
        expect(words, kind).not.toMatch(/undefined|「」|“”/)
      }
    const isKind = (kind: string): kind is InteractionKind => kinds.includes(kind)
    for (const [i, kind] of kinds.filter(isKind).entries())
      await store.batch([
        record(store.db, { memberId: hana, kind, at: NOON - i, operatorId: 'tanaka', storeId: 'shibuya' }),
      ])
    const first = await get(page(hana))
    const [, older] = /href="([^"]*before=[^"]*)"/.exec(first) ?? []
    const html = first + (await get(older?.replaceAll('&amp;', '&') ?? ''))
    expect(html).toContain('担当：田中')
    expect(html).toContain('渋谷店でクーポンを使いました')
    expect((html.match(/<li class="(plain|done|wait|stop)"><time/g) ?? []).length).toBe(kinds.length)
  })

  it('turns the pages of a long timeline, and leads on only where there is one more', async () => {
    const add = (count: number) =>
      store.batch(
        Array.from({ length: count }, (_, i) =>
          record(store.db, { memberId: hana, kind: 'message_received', at: NOON + (i % 3) }),
        ),
      )
    const told = (html: string) => (html.match(/<time/g) ?? []).length
    const olderOf = (html: string) => /href="([^"]*before=[^"#]*)/.exec(html)?.[1]
    await add(TIMELINE_PAGE_MAX)
    const full = await get(page(hana))
    expect([told(full), olderOf(full)]).toEqual([TIMELINE_PAGE_MAX, undefined])
    await add(1)
    const first = await get(page(hana))
    const second = await get(olderOf(first) ?? '')
    expect([told(first), told(second), olderOf(second)]).toEqual([TIMELINE_PAGE_MAX, 1, undefined])
    expect([first.includes('最新の記録へ'), second.includes('最新の記録へ')]).toEqual([false, true])
    for (const said of ['', 'x', '1', '1.', '1.a.b', "1.'", `${'9'.repeat(16)}.a`]) {
      const html = await get(`${page(hana)}?before=${encodeURIComponent(said)}`)
      expect([told(html), olderOf(html), html.includes('最新の記録へ')]).toEqual([told(first), olderOf(first), false])
    }
  })

  it('reads in English too', async () => {
    const html = await get(page(hana), { language: 'en' })
    expect(html).toContain('Waiting for your decision')
    expect(html).not.toMatch(/承認待ち|見送る/)
  })
})

describe('approving and declining', () => {
  it('shows what was said beside the candidates, and what it costs', async () => {
    await addEntry(store, { id: 'near', name: '佐藤花', kana: 'サトウハナ', leftOn: '2023-01-31' })
    await addEntry(store, { id: 'quiet', name: '佐藤花', leftOn: '2023-03-01', excluded: true })
    const html = await get(page(hana))
    for (const words of ['名前が同じ', '店舗が同じ', '退職月がちがう', 'サトウハナ', '1通', 'value="near"'])
      expect(html).toContain(words)
    expect(html).not.toContain('退職月が同じ')
    expect(html).not.toContain('下4桁')
    expect(html).not.toContain('value="quiet"')
  })

  it('approves with one tap, and tells the person', async () => {
    await addEntry(store, { id: 'near', name: '佐藤花', leftOn: '2023-01-31' })
    const answer = await post(`${page(hana)}/approvals`, { entry: 'near' })
    expect(answer.status).toBe(303)
    expect(await get(answer.headers.get('location') ?? '')).toContain('承認しました')
    expect(await memberRow(store, hana)).toMatchObject({ state: 'verified', roster_entry_id: 'near' })
    expect(await owedTo(store, hana)).toEqual(['push', 'member'])
    expect(woken).toEqual(['outbox'])
    expect(await get(page(hana))).toContain('名簿のこの方と結び付いています')
  })

  it('goes on with the next who waits after a decision, and offers to come back to somebody later', async () => {
    const ken = await addPerson(store, 'ken', { name: '田中 健', at: NOON })
    expect(await get(page(hana))).toContain(`href="${page(ken)}"`)
    const first = await post(`${page(hana)}/approvals`, { entry: '' })
    expect(first.headers.get('location')).toBe(`${page(ken)}?done=approvedNext`)
    const html = await get(first.headers.get('location') ?? '')
    expect(html).toContain('次にお待ちの方です')
    expect(html).not.toContain('あとで決める')
    const last = await post(`${page(ken)}/declines`, {})
    expect(last.headers.get('location')).toBe(`${page(ken)}?done=declined`)
  })

  it('leads a manager on to people of their own store only', async () => {
    const here: As = { role: 'manager', storeId: 'shibuya' }
    await addPerson(store, 'ken', { name: '田中 健', at: NOON, storeId: 'ebisu' })
    expect(await get(page(hana), here)).not.toContain('あとで決める')
    const answer = await post(`${page(hana)}/approvals`, { entry: '' }, here)
    expect(answer.headers.get('location')).toBe(`${page(hana)}?done=approved`)
  })

  it('marks last four digits that are the same, and those that are not', async () => {
    const digits = async (table: 'members' | 'roster_entries', id: string, digits_hmac: string) =>
      store.db.updateTable(table).set({ digits_hmac }).where('id', '=', id).execute()
    await digits('members', hana, 'h1')
    await digits('roster_entries', await addEntry(store, { name: '佐藤花', leftOn: '2023-03-31' }), 'h1')
    await digits('roster_entries', await addEntry(store, { name: '佐藤花', leftOn: '2023-03-30' }), 'h2')
    const html = await get(page(hana))
    expect(html).toContain('電話の下4桁が同じ')
    expect(html).toContain('電話の下4桁がちがう')
  })

  it('approves without the roster', async () => {
    await post(`${page(hana)}/approvals`, { entry: '' })
    expect(await memberRow(store, hana)).toMatchObject({ state: 'verified', roster_entry_id: null })
  })

  it('asks again before a no, with the message as it will be read', async () => {
    const html = await get(`${page(hana)}/decline`)
    expect(html).toContain('佐藤 花さんの登録を見送る')
    expect(html).toContain('お店の記録で確認できなかった')
    expect((await memberRow(store, hana)).state).toBe('applied')
    expect((await post(`${page(hana)}/declines`, {})).status).toBe(303)
    expect((await memberRow(store, hana)).state).toBe('declined')
  })

  it('shows the page as it is now to the second of two who decide', async () => {
    await post(`${page(hana)}/approvals`, { entry: '' })
    const second = await post(`${page(hana)}/declines`, {})
    expect(second.status).toBe(422)
    expect(await second.text()).toContain('すでに承認または見送り')
    expect(await owedTo(store, hana)).toHaveLength(2)
    expect((await app().request(`${page(hana)}/decline`)).status).toBe(303)
  })

  it('says so when the line of the roster was taken meanwhile', async () => {
    await addEntry(store, { id: 'near', name: '佐藤花', leftOn: '2023-01-31' })
    const other = await addPerson(store, 'other')
    await post(`${page(other)}/approvals`, { entry: 'near' })
    const late = await post(`${page(hana)}/approvals`, { entry: 'near' })
    expect(late.status).toBe(422)
    const html = await late.text()
    expect(html).toContain('すでに別の卒業生と結び付いています')
    expect(html).toContain('ほかの方と結び付いています')
    expect(html).not.toContain('value="near"')
  })
})

describe('tags', () => {
  it('are put on and taken off', async () => {
    await post(`${page(hana)}/tags`, { tag: ' リーダー ' })
    expect(await get(page(hana))).toContain('value="リーダー"')
    await post(`${page(hana)}/tag-removals`, { tag: 'リーダー' })
    const html = await get(page(hana))
    expect(html).not.toContain('value="リーダー"')
    expect(html).toContain('タグ「リーダー」を外しました')
  })

  it.each([
    ['nothing', '  ', '入力してください'],
    ['too much', 'あ'.repeat(TAG_MAX + 1), '30文字まで'],
  ])('come back with the form filled when there is %s', async (_, tag, words) => {
    const answer = await post(`${page(hana)}/tags`, { tag })
    expect(answer.status).toBe(422)
    const html = await answer.text()
    expect(html).toContain(words)
    expect(html).toContain(`value="${tag}"`)
  })

  it('are not put on twice', async () => {
    await post(`${page(hana)}/tags`, { tag: 'リーダー' })
    expect((await post(`${page(hana)}/tags`, { tag: 'リーダー' })).status).toBe(422)
  })
})

describe('notes', () => {
  it('are written, shown with their lines and in the timeline, and removed', async () => {
    expect((await post(`${page(hana)}/notes`, { note: '春から\r\n土曜だけ' })).status).toBe(303)
    const html = await get(page(hana))
    expect(html.match(/<bdi>春から\n土曜だけ<\/bdi>/g)).toHaveLength(2)
    const [, note = ''] = /name="note" value="([^"]+)"/.exec(html) ?? []
    await post(`${page(hana)}/note-removals`, { note })
    const after = await get(page(hana))
    expect(after).not.toContain('土曜だけ')
    expect(after).toContain('メモを消しました')
  })

  it('warn against what must not be written', async () => {
    expect(await get(page(hana))).toMatch(/健康[^<]*書かないでください/)
    expect(await get(page(hana), { language: 'en' })).toMatch(/nothing private, such as health/)
  })

  it.each([
    ['nothing', ' \n ', '入力してください'],
    ['too much', 'あ'.repeat(NOTE_MAX + 1), '200文字まで'],
  ])('come back with the form filled when there is %s', async (_, note, words) => {
    const answer = await post(`${page(hana)}/notes`, { note })
    expect(answer.status).toBe(422)
    const html = await answer.text()
    expect(html).toContain(words)
    expect(html).toContain(note)
  })

  it('are not written twice', async () => {
    await post(`${page(hana)}/notes`, { note: '同じ' })
    expect((await post(`${page(hana)}/notes`, { note: ' 同じ ' })).status).toBe(422)
  })
})

describe('the timeline', () => {
  it('is narrowed to a kind of thing with one tap, and its pages stay so', async () => {
    for (let i = 0; i < 60; i++)
      await store.batch([
        record(store.db, { memberId: hana, kind: 'coupon_opened', at: NOON + i }),
        record(store.db, { memberId: hana, kind: 'message_received', at: NOON + i }),
      ])
    const html = await get(`${page(hana)}?show=coupons`)
    expect(html).toContain('aria-current="true">クーポン</a>')
    expect((html.match(/<time/g) ?? []).length).toBe(50)
    const older = /href="([^"]*before=[^"#]*)/.exec(html)?.[1]?.replaceAll('&amp;', '&') ?? ''
    expect(older).toContain('show=coupons')
    const second = await get(older)
    expect((second.match(/<time/g) ?? []).length).toBe(10)
    expect(second).not.toContain('トークにメッセージ')
    expect(await get(`${page(hana)}?show=events`)).toContain('この種類の記録はまだありません')
    expect((await app().request(`${page(hana)}?show=nothing`)).status).toBe(200)
  })
})

describe('who looked', () => {
  const noted = () => store.db.selectFrom('access_log').select(['operator_id', 'action', 'member_id']).execute()

  it('is noted for a person’s page, the confirmation of a no and the list, before anything is shown', async () => {
    await get(page(hana))
    await get(`${page(hana)}/decline`, { role: 'manager', storeId: 'shibuya' })
    await get('/admin/members')
    expect(await noted()).toEqual([
      { operator_id: 'tanaka', action: 'member_viewed', member_id: hana },
      { operator_id: 'manager-shibuya', action: 'member_viewed', member_id: hana },
      { operator_id: 'tanaka', action: 'members_listed', member_id: null },
    ])
  })

  it('is noted for the answer to a form that shows the person again', async () => {
    await post(`${page(hana)}/notes`, { note: '' })
    expect(await noted()).toHaveLength(1)
  })

  it('is told to owners only', async () => {
    expect(await get(page(hana))).toContain('この方の情報を見た人')
    expect(await get(page(hana), { role: 'manager', storeId: 'shibuya' })).not.toContain('この方の情報を見た人')
  })

  it('leaves no page when it cannot be noted', async () => {
    await sql`drop table access_log`.execute(store.db)
    for (const path of [page(hana), `${page(hana)}/decline`, '/admin/members'])
      await expect(app().request(path)).resolves.toMatchObject({ status: 500 })
  })
})

describe('rights', () => {
  it.each(['left', 'erased'] as const)('show nobody who %s any more', async (state) => {
    await store.db.updateTable('members').set({ state }).where('id', '=', hana).execute()
    for (const path of ['', '/decline']) expect((await app().request(page(hana) + path)).status).toBe(404)
    for (const what of ['notes', 'tags', 'approvals'])
      expect((await post(`${page(hana)}/${what}`, {})).status).toBe(404)
  })

  const foreign: As = { role: 'manager', storeId: 'ebisu' }
  const own: As = { role: 'manager', storeId: 'shibuya' }

  it.each(['', '/decline'])('hide people of another store from a manager (%s)', async (path) => {
    expect((await app(foreign).request(page(hana) + path)).status).toBe(404)
    expect((await app(own).request(page(hana) + path)).status).toBe(200)
    expect((await app().request(page('nobody') + path)).status).toBe(404)
  })

  it.each([
    'approvals',
    'declines',
    'tags',
    'tag-removals',
    'notes',
    'note-removals',
  ])('let a manager change nothing of another store (%s)', async (what) => {
    expect((await post(`${page(hana)}/${what}`, { tag: 'x', entry: '' }, foreign)).status).toBe(404)
    expect((await memberRow(store, hana)).state).toBe('applied')
    expect(await owedTo(store, hana)).toEqual([])
  })

  it('list to a manager only their own people', async () => {
    expect(await get('/admin/members?tab=all', foreign)).not.toContain('佐藤 花')
    expect(await get('/admin/members?tab=all', own)).toContain('佐藤 花')
  })

  it('show a manager no candidates of another store', async () => {
    await addEntry(store, { id: 'elsewhere', name: '佐藤花', storeId: 'ebisu', leftOn: '2023-03-31' })
    expect(await get(page(hana), own)).not.toContain('elsewhere')
    expect(await get(page(hana))).toContain('elsewhere')
  })

  it.each(['', `/x`, '/x/decline'])('keep staff out (%s)', async (path) => {
    expect((await app({ role: 'staff', storeId: 'shibuya' }).request(`/admin/members${path}`)).status).toBe(403)
  })
})

describe('the privacy page', () => {
  it('tells everybody what is kept, what for, and how to stop it', async () => {
    const html = await get('/privacy')
    for (const words of [
      'お預かりする情報',
      '使いみち',
      '止める・見る',
      'お問い合わせ',
      'シフト募集',
      `第${CONSENT_VERSION}版`,
    ])
      expect(html).toContain(words)
  })

  it('does so in English', async () => {
    const html = await get('/privacy', { language: 'en' })
    expect(html).toContain('What we keep')
    expect(html).not.toContain('お預かり')
  })
})
