import { beforeEach, describe, expect, it } from 'vitest'
import { createApp } from '../../src/app.tsx'
import type { Store } from '../../src/db/store.ts'
import type { Work } from '../../src/deps.ts'
import { returnToken } from '../../src/returns/links.ts'
import { ENDED_PAGE_MAX } from '../../src/returns/pipeline.ts'
import { wishOf } from '../../src/returns/wishes.ts'
import { configFor, newDeps } from '../deps.ts'
import { lineThatAnswers } from '../line/support.ts'
import { addMember, addStore, HOUR, NOON, newStore } from '../support.ts'
import { addOperator, get, post, signIn } from '../web/doors.ts'
import { addWish } from './support.ts'

const RULES = { wage: '1,300円から', position: '前の役割から', tenure: '通算します', words: 'お待ちしています。' }

let store: Store
let now: number
let woken: Work[]
let app: ReturnType<typeof createApp>
let owner: string
let mine: string
beforeEach(async () => {
  store = newStore()
  now = NOON
  woken = []
  app = createApp(newDeps(store, { now: () => now, wake: (work) => woken.push(work), line: lineThatAnswers() }))
  await addStore(store)
  await addStore(store, 'ueno', '上野店', 2)
  await addMember(store, 'hana')
  await addOperator(store, 'tanaka')
  owner = await signIn(store, 'tanaka')
  mine = `/return/${await returnToken(configFor().sessionSecret, 'hana')}`
})
const read = async (path: string, cookie = '') => (await get(app, path, cookie)).text()
const publish = (fields: Record<string, string> = {}, cookie = owner) =>
  post(app, '/admin/returns/rules/versions', { ...RULES, seen: '0', ...fields }, { cookie })
const pushes = () => store.db.selectFrom('outbox_messages').select('body').where('kind', '=', 'push').execute()

describe('a person’s page of また働きたい', () => {
  it('shows the rules before the questions, and keeps what is said', async () => {
    await publish()
    const html = await read(mine)
    expect(html.indexOf('1,300円から')).toBeLessThan(html.indexOf('働き方'))
    expect(html).toContain('name="rules" value="1"')
    const said = { rules: '1', kind: 'adviser', since: '来年の4月ごろ', store: 'ueno', note: '週末だけ' }
    const response = await post(app, `${mine}/wishes`, said)
    expect([response.status, response.headers.get('location')]).toEqual([303, `${mine}?done=sent`])
    expect(await wishOf(store, 'hana')).toMatchObject({ kind: 'adviser', storeId: 'ueno', ruleVersion: 1 })
    const after = await read(mine)
    for (const words of ['お店に届いています', '講師・相談役', '週末だけ', '相談を取り下げる'])
      expect(after).toContain(words)
    await post(app, `${mine}/take-backs`)
    expect(await read(mine)).toContain('ご相談を取り下げました')
  })

  it('comes back filled: with what is missing, and under rules that are newer', async () => {
    const missing = await post(app, `${mine}/wishes`, { rules: '0', note: '週末だけ' })
    expect(missing.status).toBe(422)
    const html = await missing.text()
    for (const words of ['働き方を選んでください', '週末だけ']) expect(html).toContain(words)
    await publish()
    const older = await post(app, `${mine}/wishes`, { rules: '0', kind: 'project', note: '週末だけ' })
    expect(older.status).toBe(422)
    const again = await older.text()
    for (const words of ['再入社ルールが新しくなりました', '1,300円から', '週末だけ', 'name="rules" value="1"'])
      expect(again).toContain(words)
    expect(await wishOf(store, 'hana')).toBeUndefined()
  })

  it('says of a second wish that there is one, and of a change after the end that it is over', async () => {
    await addWish(store, 'hana')
    expect(await (await post(app, `${mine}/wishes`, { rules: '0', kind: 'project' })).text()).toContain(
      'すでにお知らせ',
    )
    await post(app, `${mine}/take-backs`)
    const late = await post(app, `${mine}/changes`, { rules: '0', kind: 'project', note: '週末だけ' })
    expect(late.status).toBe(422)
    const html = await late.text()
    for (const words of ['状況が変わりました', '週末だけ']) expect(html).toContain(words)
  })

  it('is closed to a forged link, and to who has left', async () => {
    expect((await get(app, mine.replace('hana', 'kenji'))).status).toBe(404)
    await store.db.updateTable('members').set({ state: 'left' }).execute()
    const response = await get(app, mine)
    expect(response.status).toBe(404)
    expect(await response.text()).toContain('このページは開けません')
  })

  it.each(['plain-ja', 'en'] as const)('speaks %s', async (language) => {
    await store.db.updateTable('members').set({ language }).execute()
    await addWish(store, 'hana')
    expect(await read(mine)).toContain({ 'plain-ja': '店に とどきました', en: 'The shop has your message' }[language])
  })
})

describe('the shop’s pages of who would come back', () => {
  it('moves somebody on by one tap, without a message; who looked is noted', async () => {
    const id = await addWish(store, 'hana')
    const board = await read('/admin/returns', owner)
    for (const words of ['hana', 'パート・アルバイト', '来年の4月ごろ', '「話し中」へ']) expect(board).toContain(words)
    const moved = await post(app, `/admin/returns/${id}/moves`, { from: 'wished', to: 'talking' }, { cookie: owner })
    expect([moved.status, moved.headers.get('location')]).toEqual([303, '/admin/returns?done=moved'])
    expect(await pushes()).toEqual([])
    const again = await post(app, `/admin/returns/${id}/moves`, { from: 'wished', to: 'talking' }, { cookie: owner })
    expect(again.status).toBe(422)
    expect(await again.text()).toContain('何も変わっていません')
    const looked = await store.db.selectFrom('access_log').select(['action', 'member_id']).execute()
    expect(looked).toContainEqual({ action: 'members_listed', member_id: null })
    expect(looked).toContainEqual({ action: 'member_viewed', member_id: 'hana' })
  })

  it('tells the person only when that was ticked, in their language, and not in the quiet hours', async () => {
    const id = await addWish(store, 'hana')
    expect(await read(`/admin/returns/${id}`, owner)).toContain('1通使います')
    const step = { from: 'wished', to: 'meeting', words: '土曜の15時はいかがですか', tell: 'yes', full: 'yes' }
    const move = () => post(app, `/admin/returns/${id}/moves`, step, { cookie: owner })
    now = NOON + 10 * HOUR
    const quiet = await move()
    expect(quiet.status).toBe(422)
    const html = await quiet.text()
    for (const words of ['送らない時間帯', '土曜の15時はいかがですか']) expect(html).toContain(words)
    expect(await pushes()).toEqual([])
    now = NOON + HOUR
    expect((await move()).headers.get('location')).toBe(`/admin/returns/${id}?done=told`)
    const [push] = await pushes()
    for (const words of ['面談の段階です', '土曜の15時', mine]) expect(push?.body).toContain(words)
    expect(woken).toContain('outbox')
    expect(await read(mine)).toContain('土曜の15時')
  })

  it('says no with words, asked for on a page of its own', async () => {
    const id = await addWish(store, 'hana')
    expect(await read(`/admin/returns/${id}/close`, owner)).toContain('hanaさんに、この言葉で返事をする')
    const close = (words: string) =>
      post(app, `/admin/returns/${id}/closings`, { from: 'wished', words }, { cookie: owner })
    expect((await close(' ')).status).toBe(422)
    expect((await close('またお願いします')).status).toBe(303)
    expect(await read(mine)).toContain('またお願いします')
    expect(await read('/admin/returns/ended', owner)).toContain('見送り')
  })

  it('goes by pages over what is over, and leads on only where there is one more', async () => {
    const end = (from: number, until: number) =>
      store.db
        .insertInto('return_wishes')
        .values(
          Array.from({ length: until - from }, (_, i) => ({
            id: `wish-${from + i}`,
            member_id: 'hana',
            kind: 'project' as const,
            stage: 'returned' as const,
            created_at: NOON,
            stage_at: NOON - ((from + i) % 3),
            updated_at: NOON,
          })),
        )
        .execute()
    const shown = (html: string) => [...html.matchAll(/href="\/admin\/returns\/(wish-\d+)"/g)].map(([, id]) => id)
    const nextOf = (html: string) => /href="([^"]*before=[^"]*)"/.exec(html)?.[1]
    await end(0, ENDED_PAGE_MAX)
    const full = await read('/admin/returns/ended', owner)
    expect([shown(full).length, nextOf(full)]).toEqual([ENDED_PAGE_MAX, undefined])
    await end(ENDED_PAGE_MAX, ENDED_PAGE_MAX + 1)
    const first = await read('/admin/returns/ended', owner)
    const second = await read(nextOf(first) ?? '', owner)
    expect([shown(first).length, shown(second).length, nextOf(second)]).toEqual([ENDED_PAGE_MAX, 1, undefined])
    expect(new Set([...shown(first), ...shown(second)]).size).toBe(ENDED_PAGE_MAX + 1)
    for (const said of ['', 'x', '1', '1.', '1.a.b', "1.'", `${'9'.repeat(16)}.a`])
      expect(shown(await read(`/admin/returns/ended?before=${encodeURIComponent(said)}`, owner))).toEqual(shown(first))
  })

  it('keeps rules in versions: an owner publishes, a manager reads, and nobody overwrites what they have not seen', async () => {
    await addOperator(store, 'suzuki', { role: 'manager', storeId: 'shibuya' })
    const manager = await signIn(store, 'suzuki')
    expect((await publish({}, manager)).status).toBe(403)
    expect((await publish({ wage: '' })).status).toBe(422)
    expect((await publish()).status).toBe(303)
    const stale = await publish({ wage: '1,400円から' })
    expect(stale.status).toBe(422)
    const html = await stale.text()
    for (const words of ['先に新しい版を公開', '1,400円から', 'name="seen" value="1"']) expect(html).toContain(words)
    expect((await publish({ wage: '1,400円から', seen: '1' })).status).toBe(303)
    const shown = await read('/admin/returns/rules', manager)
    for (const words of ['第2版（公開中）', '第1版', 'オーナーだけ']) expect(shown).toContain(words)
  })

  it('is a manager’s of the own store, and no staff’s', async () => {
    const id = await addWish(store, 'hana')
    await addOperator(store, 'suzuki', { role: 'manager', storeId: 'ueno' })
    await addOperator(store, 'sato', { role: 'staff', storeId: 'shibuya' })
    const [elsewhere, staff] = [await signIn(store, 'suzuki'), await signIn(store, 'sato')]
    expect(await read('/admin/returns', elsewhere)).not.toContain('hana')
    for (const path of [`/admin/returns/${id}`, `/admin/returns/${id}/close`])
      expect((await get(app, path, elsewhere)).status).toBe(404)
    for (const action of ['moves', 'closings'])
      expect(
        (await post(app, `/admin/returns/${id}/${action}`, { from: 'wished' }, { cookie: elsewhere })).status,
      ).toBe(404)
    expect((await get(app, '/admin/returns', staff)).status).toBe(403)
    expect((await get(app, '/admin/returns', '')).status).toBe(303)
  })
})
