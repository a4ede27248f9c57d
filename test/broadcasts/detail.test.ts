import { Hono } from 'hono'
import { beforeEach, describe, expect, it } from 'vitest'
import { broadcastAdmin } from '../../src/broadcasts/admin.tsx'
import { BROADCASTS_PAGE, createDraft } from '../../src/broadcasts/drafts.ts'
import { RECIPIENTS_PAGE } from '../../src/broadcasts/recipients.ts'
import { cancelBroadcast } from '../../src/broadcasts/running.ts'
import { workBroadcasts } from '../../src/broadcasts/sending.ts'
import type { BroadcastState, OperatorRole } from '../../src/db/schema.ts'
import type { Store } from '../../src/db/store.ts'
import type { Work } from '../../src/deps.ts'
import { Refusal } from '../../src/refusal.ts'
import type { Language } from '../../src/texts/language.ts'
import type { WebEnv } from '../../src/web/env.ts'
import { newDeps } from '../deps.ts'
import { addMember, addStore, DAY, HOUR, MINUTE, NOON, newStore } from '../support.ts'
import {
  addMembers,
  addOwner,
  type Clock,
  confirmed,
  type FakeLine,
  type Fault,
  ledger,
  memberId,
  OWNER,
  openClock,
  openFakeLine,
  senderOf,
  TEXT,
  withdraw,
} from './support.ts'

let store: Store
let fake: FakeLine
let clock: Clock
let woken: Work[]
let faults: (request: number) => Fault
beforeEach(async () => {
  store = newStore()
  faults = () => 'ok'
  fake = openFakeLine({ faults: (request) => faults(request) })
  clock = openClock()
  woken = []
  await addOwner(store)
  await addMembers(store, 4)
  await store.db
    .updateTable('members')
    .set({ name: '花子', name_folded: '花子' })
    .where('id', '=', memberId(1))
    .execute()
})

type Who = { role?: OperatorRole; storeId?: string | null; language?: Language }
function app({ role = 'owner', storeId = null, language = 'ja' }: Who = {}) {
  const deps = newDeps(store, { line: fake.line, now: clock.now, wake: (work) => void woken.push(work) })
  return new Hono<WebEnv>()
    .use(async (c, next) => {
      c.set('deps', deps)
      c.set('language', language)
      c.set('operator', { id: OWNER, name: '田中', role, storeId, sessionId: 's' })
      await next()
    })
    .route('/admin/broadcasts', broadcastAdmin)
    .onError((error, c) => {
      if (error instanceof Refusal) return c.text(error.code, error.code === 'not_found' ? 404 : 422)
      throw error
    })
}
const get = async (path: string, who?: Who) => (await app(who).request(path)).text()
const post = (path: string, fields: Record<string, string> = {}, who?: Who) =>
  app(who).request(path, { method: 'POST', body: new URLSearchParams(fields) })

/** Confirmed to all four, to leave so much later; `work` plans it. */
async function send({ after = 0, work = true } = {}) {
  const id = await confirmed(store, fake, { people: 4, now: clock.at })
  await set(id, { send_at: clock.at + after })
  if (work) await workBroadcasts(senderOf(store, fake, clock))
  return { id, path: `/admin/broadcasts/${id}` }
}
const set = (
  id: string,
  values: { state?: BroadcastState; send_at?: number; failure?: string; occasion?: 'left_30'; content?: string },
) => store.db.updateTable('broadcasts').set(values).where('id', '=', id).execute()
const stateOf = async (id: string) => (await ledger(store, id)).broadcast.state
const accesses = () => store.db.selectFrom('access_log').select(['action', 'member_id', 'detail']).execute()

describe('the minute after confirming', () => {
  it('has the way back as the large button, with the seconds that are left', async () => {
    const { id, path } = await send({ after: MINUTE })
    clock.pass(18_000)
    const html = await get(path)
    expect(html).toContain('取り消して下書きに戻す')
    expect(html).toContain('data-countdown="42"')
    expect(html).toContain('（あと42秒）')
    expect(html).toContain('待たずに送る')
    expect(html.match(/class="primary"/g)).toHaveLength(1)

    expect((await post(`${path}/undos`)).headers.get('location')).toBe(`${path}?done=undone`)
    expect(await stateOf(id)).toBe('draft')
    expect(fake.delivered).toEqual([])
  })

  it('leads whoever is a second too late to what is so instead', async () => {
    const { path } = await send()
    expect((await post(`${path}/undos`)).headers.get('location')).toBe(`${path}?done=not_undoable`)
    expect(await get(`${path}?done=not_undoable`)).toContain('すでに送り始めていたため')
  })

  it('sends without waiting when asked to', async () => {
    const { path } = await send({ after: MINUTE })
    await post(`${path}/releases`)
    expect(woken).toEqual(['broadcasts'])
    await workBroadcasts(senderOf(store, fake, clock))
    expect(fake.delivered).toHaveLength(4)
  })

  it('asks once more before a planned time is not waited for', async () => {
    const { path } = await send({ after: 3 * HOUR })
    const html = await get(path)
    expect(html).toContain('4月1日（水） 15:00に送り始めます')
    expect(html).toContain(`href="${path}/release"`)
    expect(html).not.toContain('data-stream')
    expect(await get(`${path}/release`)).toContain('4人に、待たずに送りますか')
  })

  it('offers no way back into a draft for what goes by itself', async () => {
    const { id, path } = await send({ after: MINUTE })
    await set(id, { occasion: 'left_30' })
    const html = await get(path)
    expect(html).not.toContain('下書きに戻す')
    expect(html).toContain(`${path}/cancellation`)
    expect(html).toContain('自動')
  })
})

describe('what there is to do', () => {
  it('of a missed one: send it now, or not at all; nobody got it', async () => {
    const { id, path } = await send({ after: MINUTE })
    await set(id, { state: 'missed' })
    const html = await get(path)
    expect(html).toContain('予定の時刻に送れませんでした。だれにも届いていません。')
    expect(html).toContain('4人にいま送る')
    expect(html).toContain('取り消す')
    await post(`${path}/releases`)
    await workBroadcasts(senderOf(store, fake, clock))
    expect(fake.delivered).toHaveLength(4)
  })

  it.each([
    ['paused_owner', '止めています'],
    ['paused_quota', '今月の通数を使い切ったため'],
    ['paused_auth', 'チャネルアクセストークンが使えないため'],
    ['paused_error', 'エラーのため'],
  ] as const)('of one that is %s: why, and one button that goes on with exactly the rest', async (state, words) => {
    const { id, path } = await send({ after: MINUTE })
    await set(id, { state })
    const html = await get(path)
    expect(html).toContain(words)
    expect(html).toContain('残りの4人への配信を再開する')
    expect(html.match(/class="primary"/g)).toHaveLength(1)
  })

  it('names a wrong clock as such', async () => {
    const { id, path } = await send({ after: MINUTE })
    await set(id, { state: 'paused_error', failure: 'clock' })
    expect(await get(path)).toContain('時計がずれているため')
  })

  it('cancels with the numbers in the question', async () => {
    const { path } = await send({ after: MINUTE })
    expect(await get(`${path}/cancellation`)).toContain('4人への配信を取り消しますか')
    await post(`${path}/cancellations`)
    expect(await get(path)).toContain('取り消しました。これからは、だれにも届きません。')
  })
})

describe('requests without an answer', () => {
  const open = async () => {
    faults = () => 'before'
    const { id, path } = await send()
    clock.pass(DAY)
    await workBroadcasts(senderOf(store, fake, clock))
    expect(await stateOf(id)).toBe('needs_decision')
    return { id, path }
  }

  it('are shown with when they were tried, what LINE said and what it counted', async () => {
    const { path } = await open()
    fake.line.delivered = async (kind, day) => (kind === 'multicast' && day === '2026-04-01' ? 4 : 0)
    expect(await get(path)).toContain('4人をどうするか決める')
    const html = await get(`${path}/decision`)
    expect(html).toContain('4人に届いたかどうか分かりません')
    expect(html).toContain('4月1日（水） 12:00')
    expect(html).toContain('エラー（500）')
    expect(html).toContain('届いている可能性が高いです')
    fake.line.delivered = async () => undefined
    expect(await get(`${path}/decision`)).toContain('次の日から見られます')
    fake.line.delivered = async () => 0
    expect(await get(`${path}/decision`)).toContain('届いていない可能性が高いです')
  })

  it('are taken as sent with one tap, and nobody is sent anything', async () => {
    const { id, path } = await open()
    const answer = await post(`${path}/decisions`, { decision: 'treated_as_sent', people: '4' })
    expect(answer.headers.get('location')).toBe(`${path}?done=decided`)
    expect(await stateOf(id)).toBe('done')
    const html = await get(path)
    expect(html).toContain('送ったものとした')
    expect(fake.delivered).toEqual([])
  })

  it('are sent again only after a second, named question, to as many as were shown', async () => {
    const { path } = await open()
    const question = await get(`${path}/decision/resend`)
    expect(question).toContain('4人に送り直しますか')
    expect(question).toContain('もう1通届きます')
    expect((await post(`${path}/decisions`, { decision: 'resend', people: '3' })).headers.get('location')).toBe(
      `${path}/decision`,
    )
    expect(fake.delivered).toEqual([])
    faults = () => 'ok'
    await post(`${path}/decisions`, { decision: 'resend', people: '4' })
    await workBroadcasts(senderOf(store, fake, clock))
    expect(fake.delivered).toHaveLength(4)
    expect(await get(path)).toContain('配信は終わりました')
  })

  it('of a cancelled one can only be taken as sent', async () => {
    faults = () => 'before'
    const { id, path } = await send()
    await cancelBroadcast(store, { broadcastId: id, now: clock.at })
    clock.pass(DAY)
    await workBroadcasts(senderOf(store, fake, clock))
    const html = await get(`${path}/decision`)
    expect(html).toContain('4人に送ったものとする')
    expect(html).not.toContain('decision/resend')
  })
})

describe('person by person', () => {
  it('lists everybody with what became of them, and notes that names were shown', async () => {
    await withdraw(store, memberId(2), 'news', NOON - DAY)
    const id = await confirmed(store, fake, { people: 3 })
    await workBroadcasts(senderOf(store, fake, clock))
    const html = await get(`/admin/broadcasts/${id}/recipients`)
    expect(html.match(/受け付け済み<\/span>/g)).toHaveLength(3)
    expect(html).toContain('この種類の配信に同意していない')
    expect(await accesses()).toMatchObject([{ action: 'members_listed', detail: '{"page":"broadcast","count":4}' }])
    const left = await get(`/admin/broadcasts/${id}/recipients?show=left_out`)
    expect(left).toContain(memberId(2))
    expect(left).not.toContain('花子')
  })

  it('finds a person by a part of the name, and says of whomever it was not for why', async () => {
    const { path } = await send()
    await addMember(store, '花田')
    await store.db
      .updateTable('members')
      .set({ decided_at: NOON + HOUR })
      .where('id', '=', '花田')
      .execute()
    const html = await get(`${path}/recipients?q=${encodeURIComponent('花')}`)
    expect(html).toContain('花子')
    expect(html).not.toContain(memberId(2))
    expect(html).toContain('花田さんは、配信のあとの4月1日に卒業生として登録されたため、対象に入っていません。')
  })

  it('answers for one person on a page, and notes who asked about whom', async () => {
    const { path } = await send()
    expect(await get(`${path}/recipients/${memberId(1)}`)).toContain('花子さんには届いているはずです')
    expect(await accesses()).toMatchObject([{ action: 'member_viewed', member_id: memberId(1) }])
    expect((await app().request(`${path}/recipients/nobody`)).status).toBe(404)
  })

  it('tells a manager of people of the own store only', async () => {
    await addStore(store, 'ueno', '上野店', 2)
    await store.db.updateTable('members').set({ store_id: 'ueno' }).where('id', '=', memberId(2)).execute()
    const { id, path } = await send()
    await store.db.updateTable('operators').set({ role: 'manager', store_id: 'ueno' }).where('id', '=', OWNER).execute()
    const manager = { role: 'manager', storeId: 'ueno' } as const
    const html = await get(`${path}/recipients`, manager)
    expect(html).toContain(memberId(2))
    expect(html).not.toContain('花子')
    expect(await get(`${path}/recipients?q=${encodeURIComponent('花子')}`, manager)).not.toContain('花子さん')
    expect((await app(manager).request(`${path}/recipients/${memberId(1)}`)).status).toBe(404)
    expect(await get(`${path}/recipients.csv`, manager)).not.toContain('花子')
    await store.db.updateTable('operators').set({ store_id: 'shibuya' }).where('id', '=', OWNER).execute()
    expect((await app(manager).request(`/admin/broadcasts/${id}/recipients`)).status).toBe(404)
  })

  it('is a file for Excel, as it was searched, with a note of how many were taken along', async () => {
    const { path } = await send()
    const answer = await app().request(`${path}/recipients.csv`)
    expect(answer.headers.get('content-type')).toContain('text/csv')
    const lines = (await answer.text()).trim().split('\r\n')
    expect(lines).toHaveLength(5)
    expect(lines[2]).toBe('"花子","shibuya","受け付け済み","4月1日（水） 12:00"')
    expect(await accesses()).toMatchObject([{ action: 'members_exported', detail: '{"page":"broadcast","count":4}' }])
    expect((await get(`${path}/recipients.csv?q=${encodeURIComponent('花子')}`)).trim().split('\r\n')).toHaveLength(2)
  })

  it('pages through more than fit, in the same order', async () => {
    await addMembers(store, 60, { from: 4 })
    const id = await confirmed(store, fake, { people: 64 })
    await workBroadcasts(senderOf(store, fake, clock))
    const path = `/admin/broadcasts/${id}/recipients`
    const first = await get(path)
    const next = /href="([^"]*after=[^"]*)"/.exec(first)?.[1] ?? ''
    const second = await get(next.replaceAll('&amp;', '&'))
    expect(first).toContain(memberId(49))
    expect(first).not.toContain(memberId(50))
    expect(second).toContain(memberId(50))
    expect(second).toContain(memberId(63))
    for (const said of ['あ', "'", 'm'.repeat(101)])
      expect(await get(`${path}?after=${encodeURIComponent(said)}`)).toContain(memberId(0))
  })

  it.each([
    [RECIPIENTS_PAGE, 0],
    [RECIPIENTS_PAGE + 1, 1],
  ])('of %i leads on to %i more', async (people, more) => {
    await addMembers(store, people - 4, { from: 4 })
    const id = await confirmed(store, fake, { people })
    await workBroadcasts(senderOf(store, fake, clock))
    const path = `/admin/broadcasts/${id}/recipients`
    const next = /href="([^"]*after=[^"]*)"/.exec(await get(path))?.[1]
    const shown = next === undefined ? [] : (await get(next)).match(new RegExp(`href="${path}/`, 'g'))
    expect(shown).toHaveLength(more)
  })
})

describe('the progress as it goes', () => {
  const listen = async (path: string) => {
    const answer = await app().request(path)
    const reader = answer.body?.getReader()
    const decoder = new TextDecoder()
    return {
      answer,
      next: async () => decoder.decode((await reader?.read())?.value),
      stop: () => reader?.cancel(),
    }
  }

  it('is told by the server: what changed, then that the page is another one', async () => {
    const { path } = await send({ after: MINUTE })
    const html = await get(path)
    const url = /data-stream="([^"]+)"/.exec(html)?.[1] ?? ''
    expect(html).toContain('data-refresh=')
    expect(html).toContain('最新の状態を見る')
    const events = await listen(url)
    expect(events.answer.headers.get('content-type')).toBe('text/event-stream')
    expect(events.answer.headers.get('cache-control')).toBe('no-store')
    expect(await events.next()).toMatch(/^data: <p>.*準備済み/)
    clock.pass(MINUTE)
    await workBroadcasts(senderOf(store, fake, clock))
    expect(await events.next()).toBe('event: reload\ndata: \n\n')
    expect(await events.next()).toBe('')
  })

  it('goes on counting the votes of a poll after the last message left, without a name', async () => {
    const { id, path } = await send()
    await set(id, { content: JSON.stringify({ kind: 'poll', text: '次は？', answers: ['夜', '昼'], from: '田中' }) })
    expect(await get(path)).toContain(`data-refresh="${path}/answers"`)
    expect(await get(`${path}/answers`)).toContain('まだ回答はありません')
    await store.db
      .insertInto('poll_votes')
      .values({ broadcast_id: id, member_id: memberId(1), answer: 1, voted_at: NOON })
      .execute()
    const seen = (await accesses()).length
    expect(await get(`${path}/answers`)).toContain('1人が回答')
    expect(await accesses()).toHaveLength(seen)
  })

  it('ends at once when nothing moves', async () => {
    const { path } = await send()
    const events = await listen(`${path}/progress/stream?seen=done`)
    expect(await events.next()).toContain('data: <p>')
    expect(await events.next()).toBe('event: stop\ndata: \n\n')
    expect(await events.next()).toBe('')
  })

  it('is asked for each second where nobody can listen, and tells when the page is another one', async () => {
    const { path } = await send({ after: MINUTE })
    const asked = (seen: string) => app().request(`${path}/progress?seen=${seen}`)
    expect((await asked('undo-undoable')).headers.get('x-refresh')).toBeNull()
    expect((await asked('sending')).headers.get('x-refresh')).toBe('reload')
    clock.pass(MINUTE)
    await workBroadcasts(senderOf(store, fake, clock))
    expect((await asked('undo-undoable')).headers.get('x-refresh')).toBe('reload')
    expect((await asked('done')).headers.get('x-refresh')).toBe('stop')
  })

  it('is nobody else’s: of another store there is none, of a draft neither', async () => {
    const { path } = await send()
    const manager = { role: 'manager', storeId: 'ueno' } as const
    expect((await app(manager).request(`${path}/progress/stream`)).status).toBe(404)
    await set(path.split('/').at(-1) ?? '', { state: 'draft' })
    expect((await app().request(`${path}/progress/stream`)).status).toBe(404)
  })
})

describe('the list of broadcasts', () => {
  it('has above everything what goes on only when somebody says how, and how far the running ones are', async () => {
    const missed = await send({ after: MINUTE })
    await set(missed.id, { state: 'missed' })
    const running = await send({ after: MINUTE })
    await set(running.id, { state: 'paused_quota' })
    const html = await get('/admin/broadcasts')
    expect(html).toContain('対応が必要な配信があります')
    expect(html.indexOf('予定の時刻に送れませんでした')).toBeLessThan(
      html.indexOf('今月の通数が足りず、止まっています'),
    )
    expect(html).toContain('0／4人')
  })

  it('goes by pages, and leads on only where there is one more', async () => {
    const add = async (count: number) => {
      for (let i = 0; i < count; i++) await createDraft(store, { draft: TEXT, createdBy: OWNER, now: NOON + (i % 3) })
    }
    const path = '/admin/broadcasts'
    const shown = (html: string) =>
      [...html.matchAll(/href="\/admin\/broadcasts\/([0-9a-f-]{36})"/g)].map(([, id]) => id)
    const nextOf = (html: string) => /href="([^"]*before=[^"]*)"/.exec(html)?.[1]
    await add(BROADCASTS_PAGE)
    const full = await get(path)
    expect([shown(full).length, nextOf(full)]).toEqual([BROADCASTS_PAGE, undefined])
    await add(1)
    const first = await get(path)
    const second = await get(nextOf(first) ?? '')
    expect([shown(first).length, shown(second).length, nextOf(second)]).toEqual([BROADCASTS_PAGE, 1, undefined])
    expect(new Set([...shown(first), ...shown(second)]).size).toBe(BROADCASTS_PAGE + 1)
    for (const said of ['', 'x', '1', '1.', '1.a.b', "1.'", `${'9'.repeat(16)}.a`])
      expect(shown(await get(`${path}?before=${encodeURIComponent(said)}`))).toEqual(shown(first))
  })

  it('says when a planned one leaves, and which went by themselves', async () => {
    const { id } = await send({ after: 3 * HOUR })
    await set(id, { occasion: 'left_30' })
    const html = await get('/admin/broadcasts')
    expect(html).toContain('4月1日（水） 15:00の予定')
    expect(html).toContain('自動')
    expect(html).not.toContain('対応が必要')
  })
})
