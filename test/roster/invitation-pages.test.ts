import { sql } from 'kysely'
import { beforeEach, describe, expect, it } from 'vitest'
import { createApp } from '../../src/app.tsx'
import type { Store } from '../../src/db/store.ts'
import { codeOf } from '../../src/roster/invitations.ts'
import { LEAVING_PAGE_MAX } from '../../src/roster/retention.ts'
import { cardTexts } from '../../src/texts/invitation-cards.ts'
import { BASE_URL, configFor, newDeps } from '../deps.ts'
import { lineThatAnswers } from '../line/support.ts'
import { addPerson } from '../members/support.ts'
import { addStore, DAY, EARLIER, HOUR, NOON, newStore } from '../support.ts'
import { addOperator, signIn } from '../web/doors.ts'
import { addEntry } from './support.ts'

const PATH = '/admin/invitations'
const config = configFor({ LINE_BASIC_ID: '@123abcde', LINE_API_BASE_URL: 'http://127.0.0.1:9' })

describe('inviting from the roster', () => {
  let store: Store
  let now: number
  let owner: string
  let manager: string
  let app: ReturnType<typeof createApp>
  beforeEach(async () => {
    store = newStore()
    now = NOON
    await addStore(store)
    await addStore(store, 'ueno', '上野店', 2)
    await addOperator(store, 'owner')
    await addOperator(store, 'manager', { role: 'manager', storeId: 'shibuya' })
    await addOperator(store, 'staff', { role: 'staff', storeId: 'shibuya' })
    owner = await signIn(store, 'owner')
    manager = await signIn(store, 'manager')
    const line = { ...lineThatAnswers(), quota: async () => ({ limit: 200, used: 0 }) }
    app = createApp(newDeps(store, { config, line, now: () => now }))
    for (const [id, name, storeId] of [
      ['hana', '佐藤花', 'shibuya'],
      ['aoi', '鈴木葵', 'shibuya'],
      ['ken', '田中健', 'ueno'],
    ] as const)
      await addEntry(store, { id, name, storeId, leftOn: '2023-03-31' })
  })

  const get = async (path: string, cookie = owner) => {
    const response = await app.request(path, { headers: { cookie } })
    return { status: response.status, html: await response.text() }
  }
  const post = (path: string, body: Record<string, string> | [string, string][], cookie = owner) =>
    app.request(path, { method: 'POST', body: new URLSearchParams(body), headers: { cookie, origin: BASE_URL } })
  const invite = async (body: Record<string, string> | [string, string][], cookie = owner) => {
    const response = await post(PATH, body, cookie)
    return { status: response.status, to: response.headers.get('location') ?? '', html: await response.text() }
  }
  const codesOf = async () =>
    Promise.all(
      (await store.db.selectFrom('roster_invitations').select('id').where('revoked_at', 'is', null).execute()).map(
        ({ id }) => codeOf(config.sessionSecret, id),
      ),
    )
  const accesses = async () =>
    (await store.db.selectFrom('access_log').select(['operator_id', 'action', 'detail']).execute()).map(
      ({ operator_id, action, detail }) => `${operator_id} ${action} ${detail}`,
    )

  it('makes a batch of everybody of a store who is not invited yet, and prints it', async () => {
    expect((await get(PATH)).html).toContain('2人')
    const { status, to } = await invite({ store: 'shibuya' })
    expect([status, to]).toEqual([303, `${PATH}/batches/${NOON}.owner?done=made&excluded=0&taken=0`])
    const batch = await get(to)
    expect(batch.html).toContain('2人の招待状ができました')
    const codes = await codesOf()
    for (const code of codes) expect(batch.html).not.toContain(code)

    const sheet = await get(`${PATH}/batches/${NOON}.owner/sheet`)
    for (const words of [...codes, '佐藤花', '鈴木葵', cardTexts.greeting, 'おかえり', '2026年5月30日まで'])
      expect(sheet.html).toContain(words)
    expect(sheet.html.match(/class="paper sheet"/g)).toHaveLength(1)
    expect(sheet.html.match(/<svg/g)?.length).toBeGreaterThanOrEqual(2)
    const cards = await get(`${PATH}/batches/${NOON}.owner/graduation-cards`)
    for (const words of [...codes, '卒業カード', '2023年3月31日 まで']) expect(cards.html).toContain(words)
    expect(await accesses()).toEqual([
      'owner roster_listed {}',
      'owner invitations_printed {"what":"sheet","people":2}',
      'owner invitations_printed {"what":"graduation-cards","people":2}',
    ])
    expect((await get(PATH)).html).toContain('4月1日')
  })

  it('makes one for whoever was chosen, and says whom it left out', async () => {
    await store.db.updateTable('roster_entries').set({ excluded_at: NOON }).where('id', '=', 'aoi').execute()
    const member = await addPerson(store, 'ken', { state: 'verified' })
    await store.db.updateTable('members').set({ roster_entry_id: 'ken' }).where('id', '=', member).execute()
    const { to } = await invite([
      ['entry', 'hana'],
      ['entry', 'aoi'],
      ['entry', 'ken'],
    ])
    expect((await get(to)).html).toContain('登録済みの1人と「招待しない」の1人には作っていません。')
  })

  it('tells a manager nothing of whom the owner left out, invited before or chosen now', async () => {
    const { to } = await invite([
      ['entry', 'hana'],
      ['entry', 'aoi'],
    ])
    const batch = to.replace(/\?.*/, '')
    expect((await get(batch, manager)).html).toContain('鈴木葵')
    await post(`${PATH}/entries/aoi/exclusions`, {})
    expect((await get(batch)).html).toContain('鈴木葵')
    const theirs = await get(batch, manager)
    expect(theirs.html).toContain('佐藤花')
    expect(theirs.html).not.toContain('鈴木葵')
    const chosen = await invite(
      [
        ['entry', 'hana'],
        ['entry', 'aoi'],
      ],
      manager,
    )
    expect(chosen.to).toContain('excluded=0')
  })

  it('says so when nobody was chosen, or nobody can be', async () => {
    for (const body of [{}, { store: 'nowhere' }, { entry: 'nobody', from: 'leaving' }]) {
      const { status, html } = await invite(body)
      expect(status).toBe(422)
      expect(html).toContain('招待する方を1人以上選んでください。')
    }
    expect(await codesOf()).toEqual([])
  })

  it('keeps managers to their store, where no other exists', async () => {
    expect((await get(PATH, manager)).html).not.toContain('上野店')
    for (const body of [{ store: 'ueno' }, { entry: 'ken' }]) expect((await invite(body, manager)).status).toBe(422)
    await invite([
      ['entry', 'hana'],
      ['entry', 'ken'],
    ])
    const printed = await get(`${PATH}/batches/${NOON}.owner/sheet`, manager)
    expect(printed.html).toContain('佐藤花')
    expect(printed.html).not.toContain('田中健')
    for (const path of ['', '/sheet', '/graduation-card', '/revocations/x'])
      expect((await get(`${PATH}/entries/ken${path}`, manager)).status).toBe(404)
    for (const action of ['exclusions', 'exclusion-removals', 'revocations/x'])
      expect((await post(`${PATH}/entries/ken/${action}`, {}, manager)).status).toBe(404)
    expect(await codesOf()).toHaveLength(2)
  })

  it('is for owners and managers; its settings for the owner', async () => {
    const staff = await signIn(store, 'staff')
    for (const path of ['', '/leaving', '/batches/1.x', '/batches/1.x/sheet', '/entries/hana', '/settings'])
      expect((await get(PATH + path, staff)).status, path).toBe(403)
    expect((await invite({ entry: 'hana' }, staff)).status).toBe(403)
    expect((await get(`${PATH}/settings`, manager)).status).toBe(403)
    expect((await post(`${PATH}/settings`, { days: '10', retention: '30' }, manager)).status).toBe(403)
  })

  it('shows one person’s invitation through all it can become', async () => {
    expect((await get(`${PATH}/entries/hana`)).html).toContain('まだ招待していません')
    await invite({ entry: 'hana', from: 'entry' })
    const { id } = await store.db.selectFrom('roster_invitations').select('id').executeTakeFirstOrThrow()
    const page = await get(`${PATH}/entries/hana`)
    expect(page.html).toContain('招待中')
    expect((await get(`${PATH}/entries/hana/sheet`)).html).toContain(await codeOf(config.sessionSecret, id))
    expect((await get(`${PATH}/entries/hana/graduation-card`)).html).toContain('卒業カード')
    expect((await get(`${PATH}/entries/hana/revocations/${id}`)).html).toContain('佐藤花さんの招待を取り消す')
    const revoked = await post(`${PATH}/entries/hana/revocations/${id}`, {})
    expect((await get(revoked.headers.get('location') ?? '')).html).toContain('招待を取り消しました。')
    expect((await get(`${PATH}/entries/hana/sheet`)).html).toContain('印刷できる招待状はありません')

    now += HOUR
    await invite({ entry: 'hana' })
    await store.db.updateTable('roster_invitations').set({ used_at: now }).where('revoked_at', 'is', null).execute()
    expect((await get(`${PATH}/entries/hana`)).html).toContain('登録済み')
    now += HOUR
    await invite({ entry: 'hana' })
    now += 60 * DAY
    await store.db
      .updateTable('sessions')
      .set({ expires_at: now + DAY, last_seen_at: now })
      .execute()
    expect((await get(`${PATH}/entries/hana`)).html).toContain('期限切れ')
  })

  it('leaves a person out with who and when, and takes that back', async () => {
    await invite({ entry: 'hana' })
    await post(`${PATH}/entries/hana/exclusions`, {})
    const page = await get(`${PATH}/entries/hana`)
    expect(page.html).toContain('ownerが4月1日（水） 12:00に「招待しない」にしました。')
    expect(page.html).toContain('取り消し済み')
    expect((await invite({ entry: 'hana', from: 'entry' })).to).toBe(`${PATH}/entries/hana`)
    expect((await get(`${PATH}/entries/hana`, manager)).status).toBe(404)
    await post(`${PATH}/entries/hana/exclusion-removals`, {})
    expect((await get(`${PATH}/entries/hana`, manager)).status).toBe(200)
  })

  it('tells the owner alone that an applicant fits somebody left out', async () => {
    const member = await addPerson(store, 'applicant', { name: '佐藤 花', storeId: 'shibuya' })
    const says = async (cookie: string) =>
      (await get(`/admin/members/${member}`, cookie)).html.includes('「招待しない」にした方')
    expect(await says(owner)).toBe(false)
    await post(`${PATH}/entries/hana/exclusions`, {})
    expect([await says(owner), await says(manager)]).toEqual([true, false])
  })

  it('announces a week before who leaves the roster, on every page that leads there', async () => {
    const words = '3人が7日以内に名簿から消えます。'
    const pages = ['/admin', '/admin/roster', PATH]
    for (const path of pages) expect((await get(path)).html).not.toContain('名簿から消えます')
    now = EARLIER + 83 * DAY
    await store.db
      .updateTable('sessions')
      .set({ expires_at: now + DAY, last_seen_at: now })
      .execute()
    for (const path of pages) expect((await get(path)).html, path).toContain(words)
    expect((await get('/admin', manager)).html).toContain('2人が7日以内に')
    const page = await get(`${PATH}/leaving`)
    expect(page.html).toContain('佐藤花')
    expect((await get(`${PATH}/leaving`, manager)).html).not.toContain('田中健')
    const { to } = await invite([
      ['entry', 'hana'],
      ['from', 'leaving'],
    ])
    expect((await get(to)).html).toContain('佐藤花')
  })

  it('goes by pages over who leaves the roster, and leads on only where there is one more', async () => {
    now = EARLIER + 83 * DAY
    await store.db
      .updateTable('sessions')
      .set({ expires_at: now + DAY, last_seen_at: now })
      .execute()
    const add = async (from: number, until: number) => {
      for (let i = from; i < until; i++) await addEntry(store, { id: `e-${i}`, name: '名', leftOn: '2023-03-31' })
      const at = sql<number>`${EARLIER} - length(id) % 2`
      await store.db.updateTable('roster_entries').set({ created_at: at }).execute()
    }
    const read = async (path: string) => {
      const { html } = await get(path)
      const shown = [...html.matchAll(/name="entry" value="([^"]*)"/g)].map(([, id]) => id)
      return { shown, next: /href="([^"]*after=[^"]*)"/.exec(html)?.[1] }
    }
    const path = `${PATH}/leaving`
    await add(3, LEAVING_PAGE_MAX)
    const full = await read(path)
    expect([full.shown.length, full.next]).toEqual([LEAVING_PAGE_MAX, undefined])
    await add(LEAVING_PAGE_MAX, LEAVING_PAGE_MAX + 1)
    const first = await read(path)
    const second = await read(first.next ?? '')
    expect([first.shown.length, second.shown.length, second.next]).toEqual([LEAVING_PAGE_MAX, 1, undefined])
    expect(new Set([...first.shown, ...second.shown]).size).toBe(LEAVING_PAGE_MAX + 1)
    for (const said of ['', 'x', '1', '1.', '1.a.b', "1.'", `${'9'.repeat(16)}.a`])
      expect(await read(`${path}?after=${encodeURIComponent(said)}`)).toEqual(first)
  })

  it('prints the owner’s own words, cleaned, for as many days as they set', async () => {
    const settings = {
      greeting: '店長の田中です。\u202e会いに来て！',
      thanks: 'ありがとう。\r\n\r\nまた！',
      days: '１４',
      retention: '30',
    }
    expect((await post(`${PATH}/settings`, settings)).status).toBe(303)
    await store.db.updateTable('roster_entries').set({ created_at: NOON }).execute()
    const { to } = await invite({ entry: 'hana' })
    const sheet = await get(`${to.split('?')[0]}/sheet`)
    expect(sheet.html).toContain('店長の田中です。会いに来て！')
    expect(sheet.html).toContain('2026年4月14日まで')
    expect((await get(`${to.split('?')[0]}/graduation-cards`)).html).toContain('ありがとう。\nまた！')

    const wrong = { greeting: 'あ'.repeat(81), thanks: 'い\n'.repeat(7), days: '6', retention: '366' }
    const answer = await post(`${PATH}/settings`, wrong)
    const html = await answer.text()
    expect(answer.status).toBe(422)
    for (const message of ['80文字以内', '5行以内', '7から180まで', '30から365まで', 'あ'.repeat(81)])
      expect(html).toContain(message)
    await post(`${PATH}/settings`, { greeting: '', thanks: '', days: '60', retention: '90' })
    expect((await get(`${to.split('?')[0]}/sheet`)).html).toContain(cardTexts.greeting)
  })

  it('shows a name harmlessly, whatever it is', async () => {
    const name = '<b>花</b>"\u{1F338}'
    await addEntry(store, { id: 'odd', name, leftOn: '2023-03-31' })
    const { to } = await invite({ entry: 'odd' })
    for (const path of [to, `${to.split('?')[0]}/sheet`, `${to.split('?')[0]}/graduation-cards`]) {
      const { html } = await get(path)
      expect(html).not.toContain('<b>花')
      expect(html).toContain('&lt;b&gt;花')
    }
  })

  it('knows no batch that is none', async () => {
    for (const batch of ['1.nobody', 'x', '1', `${NOON}.owner`, '1.a%2Fb'])
      expect((await get(`${PATH}/batches/${batch}`)).status, batch).toBe(404)
    expect((await get(`${PATH}/batches/x/sheet`)).status).toBe(404)
  })
})
