import { Hono } from 'hono'
import { beforeEach, describe, expect, it } from 'vitest'
import { broadcastAdmin } from '../../src/broadcasts/admin.tsx'
import { BroadcastContent } from '../../src/broadcasts/content.ts'
import { ruleForAnswers } from '../../src/broadcasts/event-audience.ts'
import type { OperatorRole } from '../../src/db/schema.ts'
import type { Store } from '../../src/db/store.ts'
import { toldOf } from '../../src/events/guest-counts.ts'
import { Refusal } from '../../src/refusal.ts'
import { EVERYONE } from '../../src/segments/rule.ts'
import type { WebEnv } from '../../src/web/env.ts'
import { newDeps } from '../deps.ts'
import { addMember, addStore, DAY, NOON, newStore } from '../support.ts'
import { addOwner, addTasting, OWNER, openFakeLine } from './support.ts'

let store: Store
let now: number
beforeEach(async () => {
  store = newStore()
  now = NOON
  await addOwner(store)
  await addStore(store)
  for (const id of ['hana', 'ken']) await addMember(store, id, { consents: ['news', 'coupons', 'events'] })
  await addMember(store, 'mori-member', { storeId: 'ueno' })
  await store.db
    .insertInto('operators')
    .values({ id: 'mori', name: '森', role: 'manager', store_id: 'ueno', created_at: NOON })
    .execute()
  await addTasting(store)
})

type Who = { role: OperatorRole; storeId: string | null; id: string; name: string }
const TANAKA: Who = { role: 'owner', storeId: null, id: OWNER, name: '田中' }
const MORI: Who = { role: 'manager', storeId: 'ueno', id: 'mori', name: '森' }
const app = (operator: Who) =>
  new Hono<WebEnv>()
    .use(async (c, next) => {
      c.set('deps', newDeps(store, { line: openFakeLine().line, now: () => now }))
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

/** What a browser would send of the form as it came. */
function filled(html: string): Record<string, string> {
  const from = html.indexOf('data-live-form')
  const form = html.slice(from, html.indexOf('</form>', from))
  const fields: Record<string, string> = {}
  for (const [tag] of form.matchAll(/<input[^>]*>/g)) {
    const [, name] = / name="([^"]+)"/.exec(tag) ?? []
    const [, value = ''] = / value="([^"]*)"/.exec(tag) ?? []
    const isChosen = !/type="(radio|checkbox)"/.test(tag) || / checked/.test(tag)
    if (name && isChosen) fields[name] = value
  }
  for (const [, name = '', value = ''] of form.matchAll(/<textarea[^>]* name="([^"]+)"[^>]*>([^<]*)<\/textarea>/g))
    fields[name] = value
  const [, select = '', options = ''] = /<select[^>]* name="([^"]+)"[^>]*>([\s\S]*?)<\/select>/.exec(form) ?? []
  const [, selected = ''] = /<option value="([^"]*)"[^>]* selected/.exec(options) ?? []
  if (select) fields[select] = selected
  return fields
}
const draftOf = async (id: string) => {
  const row = await store.db.selectFrom('broadcasts').selectAll().where('id', '=', id).executeTakeFirstOrThrow()
  return { ...row, content: BroadcastContent.parse(JSON.parse(row.content)), audience: JSON.parse(row.audience) }
}
async function kept(answer: Response) {
  expect(answer.status).toBe(303)
  return draftOf(answer.headers.get('location')?.split('/').at(-1) ?? '')
}
const comes = (memberId: string) =>
  store.db
    .insertInto('check_ins')
    .values({ id: memberId, event_id: 'tasting', member_id: memberId, people: 1, checked_in_at: NOON })
    .execute()

describe('from the page of an event', () => {
  it('an invitation is written already: whom it is for, the subject and the words of the event', async () => {
    const html = await get('/new?kind=event&event=tasting')
    expect(html).toContain('「秋の試食会」の対象：')
    expect(html).toContain('参加しない')
    const draft = await kept(await post('?kind=event', filled(html)))
    expect(draft).toMatchObject({
      title: 'ご案内：秋の試食会',
      purpose: 'events',
      event_id: 'tasting',
      method: 'multicast',
      content: { kind: 'event', moment: 'invite', text: '新しいメニューを、ひと足早くどうぞ。' },
      audience: { rule: EVERYONE },
    })
    const page = await get(`/${draft.id}`)
    expect(page).toContain('name="people" value="2"')
  })

  it('it goes to the segment of the event, and follows that', async () => {
    await store.db
      .insertInto('segments')
      .values({ id: 's', name: 'みんな', rule: JSON.stringify(EVERYONE), created_at: NOON, updated_at: NOON })
      .execute()
    await store.db.updateTable('events').set({ segment_id: 's' }).execute()
    const draft = await kept(await post('?kind=event', filled(await get('/new?kind=event&event=tasting'))))
    expect(draft.segment_id).toBe('s')
  })

  it('it ends at the store whose manager planned the event, also when an owner writes', async () => {
    const audience = JSON.stringify({ rule: EVERYONE, storeId: 'ueno' })
    await store.db.updateTable('events').set({ audience }).execute()
    const draft = await kept(await post('?kind=event', filled(await get('/new?kind=event&event=tasting'))))
    expect(draft.audience).toEqual({ rule: EVERYONE, storeId: 'ueno' })
  })

  it('who has not answered is reminded, best on the board, and who answers meanwhile is not', async () => {
    const draft = await kept(
      await post('?kind=event', filled(await get('/new?kind=event&event=tasting&to=silent&moment=invite'))),
    )
    expect(draft).toMatchObject({
      title: 'お返事のお願い：秋の試食会',
      audience: { rule: ruleForAnswers('tasting', 'silent') },
    })
    await store.db
      .insertInto('broadcasts')
      .values({
        ...{ id: 'first', title: 'x', purpose: 'events', kind: 'event', state: 'done', channel: 'board' },
        ...{ method: 'multicast', content: '{}', audience: '{}', event_id: 'tasting', created_at: 1, updated_at: 1 },
      })
      .execute()
    for (const member_id of ['hana', 'ken'])
      await store.db.insertInto('board_notices').values({ broadcast_id: 'first', member_id, posted_at: 1 }).execute()
    const page = await get(`/${draft.id}`)
    expect(page).toContain('「秋の試食会」の案内にまだ返事のない人')
    expect(page).toContain('name="people" value="2"')
    expect(page).toMatch(/way recommended[\s\S]*二度目のお知らせは、まず無料で/)
    expect(await get(`/${draft.id}/edit`)).toMatch(/value="event:tasting:silent" selected/)
  })

  it('thanks go to who came, by name of the event', async () => {
    await comes('ken')
    await store.db.updateTable('events').set({ state: 'done' }).execute()
    const html = await get('/new?kind=event&event=tasting&moment=thanks')
    expect(html).toContain('「秋の試食会」に来てくださった人（1人）')
    const draft = await kept(await post('?kind=event', filled(html)))
    expect(draft).toMatchObject({
      content: { moment: 'thanks' },
      audience: { rule: ruleForAnswers('tasting', 'came') },
    })
    expect(await get(`/${draft.id}`)).toContain('name="people" value="1"')
  })

  it('thanks with a coupon keep the event, and what is told back is news of events', async () => {
    await comes('ken')
    const html = await get('/new?kind=coupon&event=tasting')
    expect(html).toContain('感想を伝える')
    const typed = { ...filled(html), value: '10', offer: 'percent', stores: 'shibuya', title: 'お礼の一杯' }
    const coupon = await kept(await post('?kind=coupon', typed))
    expect(coupon).toMatchObject({ event_id: 'tasting', purpose: 'coupons', content: { eventId: 'tasting' } })
    expect(filled(await get(`/${coupon.id}/edit`)).eventId).toBe('tasting')
    const told = await get('/new?kind=text&event=tasting&moment=results')
    const text = await kept(await post('?kind=text', { ...filled(told), text: '皆さんの声で、塩味を少し控えました。' }))
    expect(text).toMatchObject({
      purpose: 'events',
      event_id: null,
      audience: { rule: ruleForAnswers('tasting', 'came') },
    })
    expect(await get(`/${text.id}`)).toContain('name="people" value="1"')
    const listed = await toldOf(store, 'tasting')
    expect(listed.map(({ id }) => id).sort()).toEqual([coupon.id, text.id].sort())
  })
})

describe('an invitation without an event', () => {
  it('asks for which one, the next one first; and teaches where there is none', async () => {
    await addTasting(store, { id: 'anniversary', title: '10周年の会', starts_at: NOON + 6 * DAY })
    await addTasting(store, { id: 'over', title: '終わった会', closes_at: NOON })
    await addTasting(store, { id: 'planned', title: '下書きの会', state: 'draft' })
    const html = await get('/new?kind=event&segment=s')
    expect(html.indexOf('10周年の会')).toBeLessThan(html.indexOf('秋の試食会'))
    expect(html).toContain('kind=event&amp;segment=s&amp;moment=invite&amp;event=tasting')
    expect(html).not.toMatch(/終わった会|下書きの会/)
    await store.db.updateTable('events').set({ state: 'draft' }).execute()
    expect(await get('/new?kind=event')).toContain('href="/admin/events/new"')
  })

  it('is written from kept words, for the event that is chosen then', async () => {
    const typed = filled(await get('/new?kind=event&event=tasting'))
    expect((await post('/templates?kind=event', { ...typed, title: 'いつもの招待' })).status).toBe(200)
    const { id } = await store.db.selectFrom('message_templates').select('id').executeTakeFirstOrThrow()
    expect(await get(`/templates/${id}`)).toContain('イベントの名前')
    await addTasting(store, { id: 'anniversary', title: '10周年の会' })
    const chosen = await get(`/new?template=${id}&event=anniversary&kind=event`)
    const draft = await kept(await post('?kind=event', filled(chosen)))
    expect(draft).toMatchObject({ title: 'いつもの招待', event_id: 'anniversary' })
  })

  it('is told what is wrong, with all that was typed', async () => {
    const typed = filled(await get('/new?kind=event&event=tasting'))
    const answer = await post('?kind=event', { ...typed, eventId: 'gone' })
    expect(answer.status).toBe(422)
    expect(await answer.text()).toContain('このイベントは見つかりません')
    const empty = await post('?kind=event', { ...typed, text: '' })
    expect(empty.status).toBe(422)
    expect(filled(await empty.text())).toMatchObject({ eventId: 'tasting', title: 'ご案内：秋の試食会' })
  })

  it('cannot leave before the event is open: the page says what to do', async () => {
    await store.db.updateTable('events').set({ state: 'draft' }).execute()
    const draft = await kept(await post('?kind=event', filled(await get('/new?kind=event&event=tasting'))))
    expect(await get(`/${draft.id}`)).toContain('いま出欠を受け付けていません')
    await store.db.updateTable('events').set({ state: 'cancelled' }).execute()
    expect(await get(`/${draft.id}`)).toContain('中止になりました')
  })
})

describe('a manager', () => {
  it('writes of the own store’s events only, and reads of no other', async () => {
    expect(await get('/new?kind=event&event=tasting', MORI)).not.toContain('ひと足早く')
    expect(await get('/new?kind=event', MORI)).not.toContain('秋の試食会')
    const typed = filled(await get('/new?kind=event&event=tasting'))
    expect((await post('?kind=event', { ...typed, senderId: 'mori' }, MORI)).status).toBe(422)
    expect(await (await post('/previews?kind=event', typed, MORI)).text()).not.toContain('秋の試食会')
    const toOthers = { title: 'x', from: '森', senderId: 'mori', text: 'x', segment: 'event:tasting:came' }
    expect((await post('?kind=text', toOthers, MORI)).status).toBe(422)
    await store.db.updateTable('events').set({ store_id: 'ueno' }).execute()
    const own = await kept(await post('?kind=event', { ...typed, senderId: 'mori' }, MORI))
    expect(own.audience).toMatchObject({ storeId: 'ueno' })
  })
})
