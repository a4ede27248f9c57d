import { beforeEach, describe, expect, it } from 'vitest'
import type { Store } from '../../src/db/store.ts'
import type { Work } from '../../src/deps.ts'
import { cancelEvent } from '../../src/events/states.ts'
import { addOwner, OWNER, openFakeLine } from '../broadcasts/support.ts'
import { addMember, addStore, DAY, HOUR, NOON, newStore } from '../support.ts'
import { addAnswer, addCheckIn, openPages } from './guests-support.ts'
import { block } from './seats-support.ts'
import { openEventFor, TASTING } from './support.ts'

const PEOPLE = ['aoi', 'ben', 'chie', 'dai', 'emi']
let store: Store
let now: number
let woken: Work[]
let pages: ReturnType<typeof openPages>
beforeEach(async () => {
  store = newStore()
  now = NOON
  woken = []
  await addOwner(store)
  for (const id of PEOPLE) await addMember(store, id, { consents: ['events'] })
  pages = openPages({ store, line: openFakeLine().line, now: () => now, woken })
})
const rsvp = (memberId: string) =>
  store.db.selectFrom('rsvps').selectAll().where('member_id', '=', memberId).executeTakeFirst()
const accesses = () => store.db.selectFrom('access_log').select(['action', 'member_id', 'detail']).execute()
const set = (id: string, values: { state?: 'done' | 'cancelled' | 'closed'; starts_at?: number; ends_at?: number }) =>
  store.db.updateTable('events').set(values).where('id', '=', id).execute()
const words = (html: string) => html.replace(/<[^>]*>/g, ' ').replace(/\s+/g, ' ')

describe('the page of an event', () => {
  it('tells at a glance who comes, what is free, who drinks and what the kitchen must know', async () => {
    const id = await openEventFor(store, {
      capacity: 4,
      guestsMax: 2,
      alcohol: true,
      asksAllergies: true,
      invited: PEOPLE,
    })
    await addAnswer(store, [id, 'aoi', 'going'], { party: 2, drinkers: 1, allergies: 'えび' })
    await addAnswer(store, [id, 'ben', 'going'])
    await addAnswer(store, [id, 'chie', 'declined'])
    const html = words(await pages.get(`/admin/events/${id}`))
    expect(html).toContain('参加 3 名 2組')
    expect(html).toContain('空席 1 席 定員4名')
    expect(html).toContain('お酒を飲む 1 名 飲まない1名 まだ聞いていない1名')
    expect(html).toContain('アレルギー 1 件')
    expect(html).toContain('えび aoi 2名')
    expect(html).toContain('返事なし 2 人 不参加1人')
    expect(html).toContain('返事がまだの方に声をかける')
  })

  it('has the line in its order, with what is offered until when', async () => {
    const id = await openEventFor(store, { capacity: 2, guestsMax: 2, invited: PEOPLE })
    await addAnswer(store, [id, 'aoi', 'going'])
    await addAnswer(store, [id, 'ben', 'waiting'], { place: 8, party: 2, refused: 1 })
    await addAnswer(store, [id, 'chie', 'offered'], { place: 7, party: 3, seats: 1 })
    await store.db
      .updateTable('rsvps')
      .set({ offer_ends_at: NOON + 9 * HOUR })
      .where('member_id', '=', 'chie')
      .execute()
    const html = words(await pages.get(`/admin/events/${id}`))
    expect(html).toContain('1番目 chie ● 1席をご案内中（4月1日（水） 21:00まで） 3名')
    expect(html).toContain('2番目 ben 1席では待つとの返事 2名')
    expect(html).toContain('満席')
    expect(html).toContain('参加1名・ご案内中1席／定員2名')
  })

  it('says so when more come than there are seats, and drops nobody', async () => {
    const id = await openEventFor(store, { capacity: 1, guestsMax: 2, invited: PEOPLE })
    await addAnswer(store, [id, 'aoi', 'going'], { party: 3 })
    expect(words(await pages.get(`/admin/events/${id}`))).toContain('定員より2席多い')
    expect((await rsvp('aoi'))?.state).toBe('going')
  })

  it('says what will be told by itself, what that costs, and that reminders may stay away', async () => {
    const id = await openEventFor(store, { invited: PEOPLE })
    for (const memberId of ['aoi', 'ben']) await addAnswer(store, [id, memberId, 'going'])
    const fake = openFakeLine()
    fake.quota.limit = 200
    fake.quota.used = 198
    const small = openPages({ store, line: fake.line, now: () => now })
    const html = words(await small.get(`/admin/events/${id}`))
    expect(html).toContain('前日のお知らせ 4月7日（火） 18:00 2通')
    expect(html).toContain('あわせて4通。今月は残り2通です。')
    expect(html).toContain('前日・2時間前のお知らせは送らないことがあります')
  })

  it('names whom LINE could not tell that it is called off, for the shop to phone, and notes that they were shown', async () => {
    const id = await openEventFor(store, { invited: PEOPLE })
    for (const memberId of ['aoi', 'ben']) await addAnswer(store, [id, memberId, 'going'])
    await block(store, 'ben')
    expect(await pages.get(`/admin/events/${id}`)).not.toContain('id="untold"')
    await cancelEvent(store, { eventId: id, operatorId: OWNER, words: '台風のためです。', now })
    const before = (await accesses()).length
    const html = words(await pages.get(`/admin/events/${id}`))
    expect(html).toContain('LINEのお知らせが届かない方 1人 中止したことを、LINEでお伝えできていません')
    expect((await accesses()).slice(before)).toMatchObject([{ detail: '{"page":"event","count":3}' }])
    expect(words(await pages.get(`/admin/events/${id}/guests?show=untold`))).toMatch(/ben LINEで連絡できません/)
    now = TASTING.endsAt
    expect(await pages.get(`/admin/events/${id}`)).not.toContain('id="untold"')
  })

  it('notes whose names were shown, and nobody’s where only counts are', async () => {
    const id = await openEventFor(store, { invited: PEOPLE })
    expect(await pages.get(`/admin/events/${id}`)).toContain('まだ参加の返事はありません')
    await addAnswer(store, [id, 'aoi', 'going'])
    const counts = await pages.get(`/admin/events/${id}/seats`)
    expect(counts).toContain('参加1名')
    expect(counts).not.toContain('aoi')
    expect(await accesses()).toEqual([])
    await pages.get(`/admin/events/${id}`)
    expect(await accesses()).toMatchObject([{ action: 'members_listed', detail: '{"page":"event","count":1}' }])
  })

  it('goes on counting by itself while anything moves, and is read anew when it is over', async () => {
    const id = await openEventFor(store, { invited: PEOPLE })
    expect(await pages.get(`/admin/events/${id}`)).toContain(`data-refresh="/admin/events/${id}/seats"`)
    expect((await pages.ask(`/admin/events/${id}/seats`)).headers.get('x-refresh')).toBeNull()
    await set(id, { state: 'done' })
    expect((await pages.ask(`/admin/events/${id}/seats`)).headers.get('x-refresh')).toBe('reload')
    expect(await pages.get(`/admin/events/${id}`)).not.toContain('data-refresh=')
  })

  it('names who did not come to operators alone, once it is over and only when a door was kept', async () => {
    const id = await openEventFor(store, { invited: PEOPLE })
    for (const memberId of ['aoi', 'ben']) await addAnswer(store, [id, memberId, 'going'])
    now = TASTING.endsAt
    expect(await pages.get(`/admin/events/${id}`)).not.toContain('来なかった方')
    await addCheckIn(store, id, 'aoi')
    expect(words(await pages.get(`/admin/events/${id}`))).toContain('来なかった方（1組）')
    now = TASTING.endsAt - 1
    expect(await pages.get(`/admin/events/${id}`)).not.toContain('来なかった方')
  })

  it('is a manager’s for events of the own store alone', async () => {
    await addStore(store, 'ueno', '上野店', 2)
    const id = await openEventFor(store, { storeId: 'ueno' })
    const manager = { role: 'manager', storeId: 'shibuya' } as const
    for (const path of ['', '/seats', '/guests', '/guests.csv', '/guests/aoi', '/guests/aoi/leaving'])
      expect((await pages.ask(`/admin/events/${id}${path}`, manager)).status).toBe(404)
    const answer = { member: 'aoi', answer: 'coming', party: '1' }
    expect((await pages.post(`/admin/events/${id}/answers`, answer, manager)).status).toBe(404)
    expect((await pages.ask(`/admin/events/${id}`, { ...manager, storeId: 'ueno' })).status).toBe(200)
  })

  it('is there in English', async () => {
    const id = await openEventFor(store, { invited: PEOPLE })
    const html = words(await pages.get(`/admin/events/${id}`, { language: 'en' }))
    expect(html).toContain('What to do next')
    expect(html).toContain('No answer yet 5')
  })
})

describe('an answer taken by hand', () => {
  const answer = (id: string, memberId: string, more: Record<string, string> = {}, who = {}) =>
    pages.post(`/admin/events/${id}/answers`, { member: memberId, answer: 'coming', party: '1', ...more }, who)

  it('seats somebody, also who was not invited, with what they said for the kitchen', async () => {
    const id = await openEventFor(store, { alcohol: true, asksAllergies: true, guestsMax: 2 })
    const taken = await answer(id, 'aoi', { party: '2', drinkers: '1', allergies: ' 卵 ' })
    expect(taken.headers.get('location')).toBe(`/admin/events/${id}/guests/aoi?done=going`)
    expect(await rsvp('aoi')).toMatchObject({ state: 'going', party: 2, drinkers: 1, allergies: '卵' })
    expect(woken).toEqual(['events'])
    expect(words(await pages.get(`/admin/events/${id}/guests/aoi?done=going`))).toContain('参加にしました。')
  })

  it('lines up whom there is no seat for, and says so', async () => {
    const id = await openEventFor(store, { capacity: 1, invited: PEOPLE })
    await answer(id, 'aoi')
    expect((await answer(id, 'ben')).headers.get('location')).toContain('done=waiting')
    expect(await rsvp('ben')).toMatchObject({ state: 'waiting' })
  })

  it('is refused above capacity once answers are closed, with what was typed still there', async () => {
    const id = await openEventFor(store, { capacity: 1, asksAllergies: true, invited: PEOPLE })
    await answer(id, 'aoi')
    await set(id, { state: 'closed' })
    const refused = await answer(id, 'ben', { allergies: 'そば' })
    expect(refused.status).toBe(422)
    const html = await refused.text()
    expect(html).toContain('空席が足りません')
    expect(html).toContain('そば')
    expect(await rsvp('ben')).toBeUndefined()
  })

  it('counts as an answer though nobody under 20 is among those who drink', async () => {
    const id = await openEventFor(store, { alcohol: true })
    await store.db.updateTable('members').set({ birth_year: 2010 }).where('id', '=', 'aoi').execute()
    expect((await answer(id, 'aoi', { drinkers: '1' })).headers.get('location')).toContain('done=drinkers')
    expect(await rsvp('aoi')).toMatchObject({ state: 'going', drinkers: null })
  })

  it('frees seats only after a second, named question', async () => {
    const id = await openEventFor(store, { capacity: 2, guestsMax: 1, invited: PEOPLE })
    await answer(id, 'aoi', { party: '2' })
    const question = words(await pages.get(`/admin/events/${id}/guests/aoi/leaving`))
    expect(question).toContain('aoiさんを不参加にしますか')
    expect(question).toContain('2席が空きます')
    expect((await rsvp('aoi'))?.state).toBe('going')
    now += HOUR
    const left = await pages.post(`/admin/events/${id}/answers`, { member: 'aoi', answer: 'not_coming' })
    expect(left.headers.get('location')).toContain('done=left')
    expect((await rsvp('aoi'))?.state).toBe('cancelled')
  })

  it('is not for a manager of people of another store, unless they answered themselves', async () => {
    await addStore(store, 'ueno', '上野店', 2)
    await addMember(store, 'zoe', { storeId: 'ueno' })
    await addMember(store, 'yui', { storeId: 'ueno' })
    const id = await openEventFor(store, { storeId: 'shibuya' })
    await addAnswer(store, [id, 'yui', 'declined'])
    const manager = { role: 'manager', storeId: 'shibuya' } as const
    expect((await answer(id, 'zoe', {}, manager)).status).toBe(404)
    expect(await rsvp('zoe')).toBeUndefined()
    expect((await answer(id, 'yui', {}, manager)).status).toBe(303)
    expect(await pages.get(`/admin/events/${id}/guests/yui`, manager)).not.toContain('/admin/members/yui')
    expect((await accesses()).at(-1)).toMatchObject({ action: 'member_viewed', member_id: 'yui' })
  })

  it('is not offered for what is over, cancelled or a draft', async () => {
    const id = await openEventFor(store, { invited: PEOPLE })
    await set(id, { state: 'cancelled' })
    const html = await pages.get(`/admin/events/${id}/guests/aoi`)
    expect(html).toContain('中止したため')
    expect(html).not.toContain('<form method="post" action="/admin/events')
  })
})

describe('the list of answers', () => {
  it('finds by a name also who has not answered, to answer for them', async () => {
    const id = await openEventFor(store, { invited: PEOPLE })
    await addAnswer(store, [id, 'aoi', 'going'])
    const html = await pages.get(`/admin/events/${id}/guests?show=answered&q=ben`)
    expect(html).toContain('まだ返事のない卒業生')
    expect(html).toContain(`/admin/events/${id}/guests/ben`)
    expect(await pages.get(`/admin/events/${id}/guests?show=answered&q=aoi`)).not.toContain('まだ返事のない卒業生')
  })

  it('is a file for Excel with everybody who answered and who walked in, with a note of how many were taken along', async () => {
    const id = await openEventFor(store, { questions: ['交通手段は'], invited: PEOPLE })
    await addAnswer(store, [id, 'aoi', 'going'], {
      allergies: '=えび',
      answers: [
        ['前の質問', 'バス'],
        ['交通手段は', '電車'],
      ],
      drinkers: 0,
    })
    await addAnswer(store, [id, 'ben', 'waiting'], { place: 1, party: 1 })
    await addCheckIn(store, id, 'aoi')
    await addCheckIn(store, id, null, { name: '隣の方', people: 2 })
    const file = await pages.ask(`/admin/events/${id}/guests.csv`)
    expect(file.headers.get('content-type')).toContain('text/csv')
    const lines = (await file.text()).trim().split('\r\n')
    expect(lines[0]).toContain('"交通手段は"')
    expect(lines.find((line) => line.includes('aoi'))).toBe(
      `"aoi","shibuya","","参加","1","","0","'=えび","電車","3月31日（火） 12:00","4月1日（水） 12:00","1"`,
    )
    expect(lines.find((line) => line.includes('ben'))).toContain('"キャンセル待ち","1","1"')
    expect(lines.at(-1)).toContain('"隣の方","","","飛び入り"')
    expect(await accesses()).toMatchObject([{ action: 'members_exported', detail: '{"page":"event","count":3}' }])
    const silent = await pages.get(`/admin/events/${id}/guests.csv?show=silent`)
    expect(silent.trim().split('\r\n')).toHaveLength(4)
  })

  it('comes by pages of fifty, each led to by the one before', async () => {
    const id = await openEventFor(store, { capacity: 100 })
    for (let i = 0; i < 53; i += 1) {
      await addMember(store, `guest-${String(i).padStart(2, '0')}`)
      await addAnswer(store, [id, `guest-${String(i).padStart(2, '0')}`, 'going'])
    }
    const first = await pages.get(`/admin/events/${id}/guests`)
    expect(first.match(/class="who-comes"/g)).toHaveLength(50)
    const next = /href="([^"]*after=[^"]*)"/.exec(first)?.[1]?.replaceAll('&amp;', '&') ?? ''
    const second = await pages.get(next)
    expect(second.match(/class="who-comes"/g)).toHaveLength(3)
    expect(second).toContain('guest-52')
    expect((await pages.get(`/admin/events/${id}`)).match(/class="who-comes"/g)).toHaveLength(12)
  })
})

describe('the chart over events', () => {
  it('teaches while there is none, and then shows told, answered and came with the figures behind it', async () => {
    expect(await pages.get('/admin/events/history')).toContain('まだ終わったイベントはありません')
    const id = await openEventFor(store, { invited: PEOPLE })
    for (const memberId of ['aoi', 'ben']) await addAnswer(store, [id, memberId, 'going'])
    await addCheckIn(store, id, 'aoi', { people: 2 })
    now = NOON + 30 * DAY
    const html = await pages.get('/admin/events/history')
    expect(words(html)).toContain('案内5人 → 返事2人 → 来場1人')
    expect(html).toContain('<rect class="of-invited" x="0" y="0" width="1000"')
    expect(html).toContain('<rect class="of-came" x="0" y="10" width="200"')
    expect(words(html)).toContain('2人（40%）')
    expect(await accesses()).toEqual([])
  })
})
