import { beforeEach, describe, expect, it } from 'vitest'
import { createApp } from '../../src/app.tsx'
import type { Store } from '../../src/db/store.ts'
import type { Deps, Work } from '../../src/deps.ts'
import { findEvent, type ShopEvent } from '../../src/events/events.ts'
import { EVERYONE } from '../../src/segments/rule.ts'
import { createSegment } from '../../src/segments/segments.ts'
import { openFakeLine } from '../broadcasts/support.ts'
import { newDeps } from '../deps.ts'
import { addMember, addStore, DAY, NOON, newStore } from '../support.ts'
import { addOperator, get, post, signIn } from '../web/doors.ts'
import { going, openEventFor, planEvent, TASTING } from './support.ts'

let store: Store
let app: ReturnType<typeof createApp>
let deps: Deps
let now: number
let woken: Work[]
let owner: string
let manager: string
beforeEach(async () => {
  store = newStore()
  now = NOON
  woken = []
  const { line, quota } = openFakeLine()
  Object.assign(quota, { limit: 200, used: 58 })
  deps = newDeps(store, { line, now: () => now, wake: (work) => void woken.push(work) })
  app = createApp(deps)
  await addStore(store)
  await addStore(store, 'ueno', '上野店', 2)
  await addOperator(store, 'owner')
  await addOperator(store, 'manager', { role: 'manager', storeId: 'shibuya' })
  owner = await signIn(store, 'owner')
  manager = await signIn(store, 'manager')
})

const TYPED = {
  title: '秋の新メニュー試食会',
  words: 'ひと足早く、どうぞ。',
  store: 'shibuya',
  place: '',
  mapUrl: 'https://maps.app.goo.gl/abc',
  day: '2026-04-08',
  from: '18:00',
  until: '20:00',
  closesDay: '2026-04-07',
  closesTime: '21:00',
  capacity: '１２',
  guestsMax: '1',
  feeYen: '1,500',
  alcohol: 'yes',
  question1: '送迎バスを使いますか',
  dishes: '鯛の昆布締め\r\n秋刀魚の炙り',
  segment: '',
  remind: 'day',
}
const send = (path: string, fields: Record<string, string> = {}, cookie = owner) => post(app, path, fields, { cookie })
const read = async (path: string, cookie = owner) => (await get(app, path, cookie)).text()
const where = (answer: Response) => answer.headers.get('location') ?? ''
const idIn = (answer: Response) => /events\/([0-9a-f-]+)/.exec(where(answer))?.[1] ?? ''
/** Sessions do not last until then. */
async function pass(at: number) {
  now = at
  owner = await signIn(store, 'owner', at)
}
async function found(eventId: string): Promise<ShopEvent> {
  const event = await findEvent(store, { eventId })
  if (!event) throw new Error('there is no such event')
  return event
}

describe('planning an event', () => {
  it('keeps what was typed, as people type it, and shows it again in the form', async () => {
    const made = await send('/admin/events', TYPED)
    expect([made.status, where(made)]).toEqual([303, `/admin/events/${idIn(made)}?done=created`])
    expect(await found(idIn(made))).toMatchObject({
      state: 'draft',
      title: TYPED.title,
      storeId: 'shibuya',
      place: '渋谷店',
      startsAt: Date.parse('2026-04-08T18:00+09:00'),
      endsAt: Date.parse('2026-04-08T20:00+09:00'),
      closesAt: Date.parse('2026-04-07T21:00+09:00'),
      capacity: 12,
      feeYen: 1500,
      alcohol: true,
      asksAllergies: false,
      questions: ['送迎バスを使いますか'],
      rule: EVERYONE,
      remindDay: true,
      remindHours: false,
    })
    const form = await read(`/admin/events/${idIn(made)}/edit`)
    for (const shown of ['value="2026-04-08"', 'value="18:00"', 'value="12"', '鯛の昆布締め\n秋刀魚の炙り'])
      expect(form).toContain(shown)
  })

  it('takes an end before the start as the next day', async () => {
    const made = await send('/admin/events', { ...TYPED, from: '21:30', until: '01:00' })
    const { startsAt, endsAt } = await found(idIn(made))
    expect(endsAt - startsAt).toBe(3.5 * 3_600_000)
  })

  it.each([
    ['no name', { title: ' ' }, 'title'],
    ['a day that is over', { day: '2026-03-31', closesDay: '2026-03-30' }, 'day'],
    ['a deadline after the start', { closesDay: '2026-04-08', closesTime: '18:01' }, 'closesDay'],
    ['a deadline that is over', { closesDay: '2026-04-01', closesTime: '11:59' }, 'closesDay'],
    ['a map that is not https', { mapUrl: 'http://maps.example/x' }, 'mapUrl'],
    ['a map that is a script', { mapUrl: 'javascript:alert(1)' }, 'mapUrl'],
    ['no seats', { capacity: '0' }, 'capacity'],
    ['more seats than there can be', { capacity: '1001' }, 'capacity'],
    ['six guests', { guestsMax: '6' }, 'guestsMax'],
    ['no place at all', { store: '', place: '' }, 'place'],
    ['a store that there is not', { store: 'ginza' }, 'store'],
    ['a dish twice', { dishes: '刺身\n刺身' }, 'dishes'],
    ['eleven dishes', { dishes: Array.from({ length: 11 }, (_, n) => `料理${n}`).join('\n') }, 'dishes'],
    ['a segment that is gone', { segment: 'gone' }, 'segment'],
    ['a photo that is not theirs', { imageId: 'f'.repeat(32) }, 'imageId'],
  ])('says at its field what is wrong with %s, and keeps what was typed', async (_, wrong, field) => {
    const answer = await send('/admin/events', { ...TYPED, ...wrong })
    const page = await answer.text()
    expect(answer.status).toBe(422)
    expect(page).toContain(`id="f-${field}-error"`)
    expect(page).toContain('ひと足早く、どうぞ。')
    expect(await store.db.selectFrom('events').select('id').execute()).toEqual([])
  })

  it('shows whom an invitation would reach and what it costs, while it is being planned', async () => {
    await addMember(store, 'hanako', { consents: ['events'] })
    await addMember(store, 'taro', { consents: [] })
    const form = await read('/admin/events/new')
    for (const shown of ['1人', '1通', '142 → 141', 'イベントの案内を受け取らない方 1人']) expect(form).toContain(shown)
    const rule = { match: 'all' as const, conditions: [{ kind: 'store' as const, in: ['ueno'] }] }
    const segment = await createSegment(store, { name: '上野', rule, createdBy: null, now })
    const counts = await (await send('/admin/events/counts', { ...TYPED, segment })).text()
    expect(counts).toContain('0人')
    expect(counts).toContain('満席でも最大12通')
  })

  it('teaches what it is for when there is none', async () => {
    expect(await read('/admin/events')).toContain('まだイベントはありません')
  })
})

describe('a manager', () => {
  it('plans at the own store, for its own people', async () => {
    const made = await send('/admin/events', { ...TYPED, store: 'ueno', listed: 'yes' }, manager)
    const event = await found(idIn(made))
    expect([event.storeId, event.place]).toEqual(['shibuya', '渋谷店'])
    const { audience } = await store.db.selectFrom('events').select('audience').executeTakeFirstOrThrow()
    expect(JSON.parse(audience)).toEqual({ rule: EVERYONE, storeId: 'shibuya' })
  })

  it('neither sees nor touches those of other stores, nor those of the company', async () => {
    for (const storeId of ['ueno', null]) {
      const eventId = await planEvent(store, { title: 'よその会', storeId })
      expect(await read('/admin/events', manager)).not.toContain('よその会')
      for (const page of ['edit', 'open', 'cancel', 'discard'])
        expect((await get(app, `/admin/events/${eventId}/${page}`, manager)).status).toBe(404)
      for (const noun of [
        'versions',
        'openings',
        'closings',
        'reopenings',
        'cancellations',
        'discards',
        'copies',
        'pictures',
        'counts',
      ])
        expect(
          (await send(`/admin/events/${eventId}/${noun}`, { ...TYPED, version: String(NOON) }, manager)).status,
        ).toBe(404)
      expect(await found(eventId)).toMatchObject({ state: 'draft', updatedAt: NOON })
    }
  })

  it('is all that may plan: staff may not', async () => {
    await addOperator(store, 'staff', { role: 'staff', storeId: 'shibuya' })
    const staff = await signIn(store, 'staff')
    expect((await get(app, '/admin/events', staff)).status).toBe(403)
    expect((await send('/admin/events', TYPED, staff)).status).toBe(403)
  })
})

describe('changing an event', () => {
  it('tells who answered of another time, and shows before how many that are', async () => {
    const eventId = await openEventFor(store, { storeId: 'shibuya', title: TYPED.title })
    await going(store, { eventId, memberId: await addMember(store, 'hanako') })
    const { updatedAt } = await found(eventId)
    const form = await read(`/admin/events/${eventId}/edit`)
    for (const shown of ['返事をくれた方へ、LINEで自動でお知らせします', '142 → 141']) expect(form).toContain(shown)
    const fields = { ...TYPED, version: String(updatedAt), from: '19:00', until: '21:00', told: '1時間遅くします' }
    const saved = await send(`/admin/events/${eventId}/versions`, fields)
    expect(where(saved)).toBe(`/admin/events/${eventId}?done=savedTelling`)
    expect(woken).toEqual(['events'])
    expect(await store.db.selectFrom('event_tellings').select(['kind', 'words', 'created_by']).execute()).toEqual([
      { kind: 'changed', words: '1時間遅くします', created_by: 'owner' },
    ])
  })

  it('never silently replaces what a colleague changed: the form comes back, as it was typed', async () => {
    const eventId = await openEventFor(store, { storeId: 'shibuya' })
    const answer = await send(`/admin/events/${eventId}/versions`, { ...TYPED, version: String(NOON - 1) })
    const page = await answer.text()
    expect(answer.status).toBe(422)
    expect(page).toContain('ほかの画面で変更されました')
    expect(page).toContain(TYPED.title)
    const { title, updatedAt } = await found(eventId)
    expect(title).toBe(TASTING.title)
    expect((await send(`/admin/events/${eventId}/versions`, { ...TYPED, version: String(updatedAt) })).status).toBe(303)
  })

  it('may be put right after its deadline, but not once it is over', async () => {
    const eventId = await openEventFor(store, { storeId: 'shibuya' })
    const { updatedAt } = await found(eventId)
    await pass(TASTING.closesAt + DAY / 2)
    const late = { ...TYPED, version: String(updatedAt), capacity: '4' }
    expect((await send(`/admin/events/${eventId}/versions`, late)).status).toBe(303)
    await store.db.updateTable('events').set({ state: 'done' }).execute()
    expect((await get(app, `/admin/events/${eventId}/edit`, owner)).status).toBe(422)
    expect((await send(`/admin/events/${eventId}/versions`, late)).status).toBe(422)
  })

  it('keeps people who were chosen by a rule that is no segment any more', async () => {
    const rule = { match: 'all' as const, conditions: [{ kind: 'store' as const, in: ['shibuya'] }] }
    const eventId = await planEvent(store, { rule, storeId: 'shibuya' })
    expect(await read(`/admin/events/${eventId}/edit`)).toMatch(/<option value="kept" selected/)
    await send(`/admin/events/${eventId}/versions`, { ...TYPED, version: String(NOON), segment: 'kept' })
    expect((await found(eventId)).rule).toEqual(rule)
  })
})

describe('from state to state', () => {
  const draft = () => planEvent(store, { storeId: 'shibuya' })

  it('opens as it was shown, closes, opens again and is called off, each confirmed on a page of its own', async () => {
    const eventId = await draft()
    const path = `/admin/events/${eventId}`
    expect(await read(`${path}/open`)).toContain('まだだれにも届きません')
    expect(where(await send(`${path}/openings`, { version: String(NOON) }))).toBe(`${path}?done=opened`)
    expect(await read(`${path}/close`)).toContain('新しい返事を受け付けなくなります')
    expect(where(await send(`${path}/closings`))).toBe(`${path}?done=closed`)
    expect(await read(`${path}/reopen`)).toContain('もう一度、締切まで')
    expect(where(await send(`${path}/reopenings`))).toBe(`${path}?done=reopened`)
    expect(await read(`${path}/cancel`)).toContain('だれにも送りません')
    const cancelled = await send(`${path}/cancellations`, { words: '台風のため' })
    expect(where(cancelled)).toBe(`${path}?done=cancelled`)
    expect(await found(eventId)).toMatchObject({ state: 'cancelled', cancelWords: '台風のため' })
    for (const page of ['open', 'close', 'reopen', 'cancel', 'discard', 'edit'])
      expect((await get(app, `${path}/${page}`, owner)).status).toBe(422)
  })

  it('shows how many are told of a cancellation, and asks for the words', async () => {
    const eventId = await openEventFor(store, { storeId: 'shibuya' })
    await going(store, { eventId, memberId: await addMember(store, 'hanako') })
    const page = await read(`/admin/events/${eventId}/cancel`)
    for (const shown of ['を中止して、1人に知らせる', '142 → 141']) expect(page).toContain(shown)
    const wordless = await send(`/admin/events/${eventId}/cancellations`, { words: ' ' })
    expect([wordless.status, (await found(eventId)).state]).toEqual([422, 'open'])
    const said = await send(`/admin/events/${eventId}/cancellations`, { words: '工事のため' })
    expect(where(said)).toContain('?done=cancelledTelling')
  })

  it('leads to the dates when they are over', async () => {
    const eventId = await draft()
    await pass(TASTING.closesAt)
    expect(await read(`/admin/events/${eventId}/open`)).toContain('先に日時を直してください')
    expect((await send(`/admin/events/${eventId}/openings`, { version: String(NOON) })).status).toBe(422)
  })

  it('deletes a draft after a confirmation', async () => {
    const eventId = await draft()
    expect(await read(`/admin/events/${eventId}/discard`)).toContain('を削除する')
    expect(where(await send(`/admin/events/${eventId}/discards`))).toBe('/admin/events?done=discarded')
    expect(await findEvent(store, { eventId })).toBeUndefined()
  })

  it('copies an event into a draft in the weeks ahead, to be looked over', async () => {
    const eventId = await openEventFor(store, { storeId: 'shibuya', dishes: ['鯛'] })
    const copied = await send(`/admin/events/${eventId}/copies`)
    expect(where(copied)).toBe(`/admin/events/${idIn(copied)}/edit?done=copied`)
    expect(await read(where(copied))).toContain('複製しました')
  })
})
