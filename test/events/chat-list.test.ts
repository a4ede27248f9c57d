import { beforeEach, describe, expect, it } from 'vitest'
import type { Store } from '../../src/db/store.ts'
import type { LineMessage } from '../../src/line/messages.ts'
import { addMember, DAY, MINUTE, NOON, newStore } from '../support.ts'
import { openPhones, type Phones, rsvpOf } from './chat-support.ts'
import { inviteTo, openEventFor, TASTING } from './support.ts'

const PHOTO = '6f2d2c528d1f4a7e9a550d6a3c1b2e4f'

let store: Store
let phones: Phones
beforeEach(async () => {
  store = newStore()
  for (const name of ['hana', 'ken']) await addMember(store, name)
  phones = openPhones(store)
})

describe('イベント', () => {
  it.each(['イベント', ' イベント ', 'Events', 'event', 'ｲﾍﾞﾝﾄ'])('is asked for by 「%s」', async (words) => {
    expect(await phones.say('hana', words)).toContain('いま、ご案内できるイベントはありません')
  })

  it.each(['イベントはいつ', 'eventually'])('leaves 「%s」 to others', async (words) => {
    expect(await phones.say('hana', words)).toBe('')
  })

  it('is for the registered; others are shown the way', async () => {
    await openEventFor(store, { listed: true })
    await store.db.updateTable('members').set({ state: 'guest' }).where('id', '=', 'hana').execute()
    expect(await phones.post('hana', 'events')).toContain('登録が済むと')
  })

  it('shows what is open to this person, soonest first, and nothing that is not', async () => {
    await openEventFor(store, { ...later(3), title: '交流会', listed: true })
    await openEventFor(store, { title: '試食会', invited: ['hana'] })
    await openEventFor(store, { ...later(1), title: '勉強会', invited: ['ken'] })
    expect(titles(await list('hana'))).toEqual(['試食会', '交流会'])
    expect(titles(await list('ken'))).toEqual(['勉強会', '交流会'])
  })

  it('shows a single one as one card, with 参加する and くわしく', async () => {
    const id = await openEventFor(store, { listed: true })
    const [message] = await list('hana')
    expect(message).toMatchObject({ contents: { type: 'bubble' } })
    expect(phones.labels('hana')).toEqual(['参加する', 'くわしく'])
    expect(phones.phoneOf('hana').dataOf('くわしく')).toBe(`event:${id}:show`)
  })

  it('shows the own answer, with the way back', async () => {
    const id = await openEventFor(store, { listed: true, capacity: 1 })
    await phones.post('hana', `event:${id}:join`)
    await phones.post('ken', `event:${id}:join`)
    expect(await phones.post('hana', 'events')).toContain('○ 参加（1名）')
    expect(phones.labels('hana')).toEqual(['くわしく', '行けなくなった'])
    expect(await phones.post('ken', 'events')).toContain('△ キャンセル待ち 1番目')
    expect(phones.labels('ken')).toEqual(['くわしく', '待つのをやめる'])
  })

  it('shows five side by side, and says how many more there are', async () => {
    for (let day = 0; day < 7; day++) await openEventFor(store, { ...later(day), title: `会${day}`, listed: true })
    const messages = await list('hana')
    expect(messages[0]).toMatchObject({ contents: { type: 'carousel' } })
    expect(titles(messages)).toEqual(['会0', '会1', '会2', '会3', '会4'])
    expect(phones.phoneOf('hana').read()).toContain('ほかに2件あります')
  })

  it('keeps a closed one for who is coming, and one that was called off for who counted on it', async () => {
    const id = await openEventFor(store, { listed: true, capacity: 1 })
    await phones.post('hana', `event:${id}:join`)
    await phones.post('ken', `event:${id}:join`)
    phones.clock.now = TASTING.closesAt
    expect(titles(await list('hana'))).toEqual([TASTING.title])
    expect(titles(await list('ken'))).toEqual([])
    await store.db.updateTable('events').set({ state: 'cancelled' }).execute()
    expect(await phones.post('ken', 'events')).toContain('× 中止になりました')
    phones.clock.now = TASTING.endsAt
    expect(titles(await list('hana'))).toEqual([])
  })

  it('shows the photo in its own shape', async () => {
    const image = { width: 1200, height: 1200, media_type: 'image/jpeg' as const, bytes: 1, created_at: NOON }
    await store.db
      .insertInto('images')
      .values({ id: PHOTO, use: 'card', sha256: 'x', ...image })
      .execute()
    const id = await openEventFor(store, { listed: true, imageId: PHOTO })
    await list('hana')
    const shown = JSON.stringify(phones.phoneOf('hana').messages())
    expect(shown).toContain(`/images/${PHOTO}`)
    expect(shown).toContain('"aspectRatio":"1:1"')
    await phones.post('hana', `event:${id}:show`)
    expect(JSON.stringify(phones.phoneOf('hana').messages())).toContain(`/images/${PHOTO}`)
  })

  it('tells of an offer that they had not been told of', async () => {
    const id = await openEventFor(store, { listed: true, capacity: 1 })
    await phones.post('hana', `event:${id}:join`)
    await phones.post('ken', `event:${id}:join`)
    await phones.tap('hana', '行けなくなった')
    const said = await phones.post('ken', 'events')
    expect(said).toContain('◎ お席が空きました')
    expect(said).toMatch(/お返事\s*4月2日（木） 12:04まで/)
    expect(await rsvpOf(store, 'ken')).toMatchObject({ offer_ends_at: phones.clock.now + DAY })
    expect(phones.labels('ken')).toEqual(['参加する', 'くわしく'])
  })

  it('asks who was there what the food was like, until they said', async () => {
    const id = await openEventFor(store, { listed: true, dishes: ['スープ'] })
    await phones.post('hana', `event:${id}:join`)
    await phones.post('ken', `event:${id}:decline`)
    phones.clock.now = TASTING.endsAt + DAY
    expect(await phones.post('hana', 'events')).toContain('「新メニューの試食会」へのご参加、ありがとうございました')
    expect(await phones.tap('hana', '感想を伝える')).toContain('お料理はいかがでしたか')
    expect(await phones.post('ken', 'events')).not.toContain('ありがとうございました')
    const dish = await store.db.selectFrom('event_dishes').select('id').executeTakeFirstOrThrow()
    await store.db
      .insertInto('dish_feedback')
      .values({ dish_id: dish.id, member_id: 'hana', score: 5, said_at: 1 })
      .execute()
    expect(await phones.post('hana', 'events')).not.toContain('ありがとうございました')
  })

  it('shows one event once to who was invited in several ways', async () => {
    const id = await openEventFor(store, { listed: true, invited: ['hana'] })
    await inviteTo(store, { eventId: id, invited: ['hana'] })
    expect(titles(await list('hana'))).toHaveLength(1)
  })
})

describe('お酒', () => {
  const open = (more: Parameters<typeof openEventFor>[1] = {}) =>
    openEventFor(store, { listed: true, alcohol: true, ...more })

  it('is asked of who comes, as a declaration of being 20 or older, and kept', async () => {
    const id = await open()
    expect(await phones.post('hana', `event:${id}:join`)).toContain('お酒は飲まれますか（20歳以上の方だけ）')
    expect(phones.labels('hana').slice(-2)).toEqual(['飲む（20歳以上です）', '飲まない'])
    expect(await phones.tap('hana', '飲む（20歳以上です）')).toContain('みなさん20歳以上と承りました')
    expect(await rsvpOf(store, 'hana')).toMatchObject({ drinkers: 1 })
    expect(await phones.tap('hana', 'くわしく')).toContain('1名（20歳以上）')
  })

  it('is asked by number of a party, and not again once it was said', async () => {
    const id = await open({ guestsMax: 2 })
    expect(await phones.post('hana', `event:${id}:join:3`)).toContain('3名のうち、お酒を飲む方は何名ですか')
    expect(phones.labels('hana').slice(-4)).toEqual([
      'だれも飲まない',
      '1名（20歳以上）',
      '2名（20歳以上）',
      '3名（20歳以上）',
    ])
    expect(await phones.tap('hana', 'だれも飲まない')).toContain('お酒なしで承りました')
    expect(await phones.post('hana', `event:${id}:join:2`)).not.toContain('お酒を飲む')
  })

  it('is asked once there is a seat, not of who waits or is to decide on an offer', async () => {
    const id = await open({ guestsMax: 1, capacity: 3 })
    await phones.post('ken', `event:${id}:join:2`)
    expect(await phones.post('hana', `event:${id}:join:2`)).not.toContain('お酒')
    expect(await phones.tap('hana', '2名分を待つ')).not.toContain('お酒')
    await phones.post('ken', `event:${id}:join:1`)
    expect(await phones.post('hana', `event:${id}:join`)).toContain('お酒を飲む方は何名ですか')
  })

  it('is not poured to who is known to be under 20 that day: they can count their company only', async () => {
    await born('hana', 2007)
    const id = await open({ guestsMax: 2 })
    expect(await phones.post('hana', `event:${id}:join:2`)).toContain('お連れの方のうち')
    expect(phones.labels('hana').slice(-2)).toEqual(['だれも飲まない', '1名（20歳以上）'])
    expect(await phones.post('hana', `event:${id}:drinkers:2`)).toContain('お連れの方のうち')
    expect(await rsvpOf(store, 'hana')).toMatchObject({ drinkers: null })
  })

  it('is not asked of who is known to be under 20 and comes alone', async () => {
    await born('hana', 2007)
    const id = await open()
    expect(await phones.post('hana', `event:${id}:join`)).not.toContain('お酒')
    expect(await phones.post('hana', `event:${id}:drinkers:1`)).toContain('○ 参加（1名）')
    expect(await rsvpOf(store, 'hana')).toMatchObject({ drinkers: null })
  })

  it('is asked of who may turn 20 before that day', async () => {
    await born('hana', 2006)
    const id = await open()
    expect(await phones.post('hana', `event:${id}:join`)).toContain('お酒は飲まれますか')
  })

  it('is no question where none is served, nor of who does not come', async () => {
    const dry = await open({ alcohol: false })
    expect(await phones.post('hana', `event:${dry}:join`)).not.toContain('お酒')
    expect(await phones.post('hana', `event:${dry}:drinkers:1`)).not.toContain('承りました。当日')
    expect(await rsvpOf(store, 'hana')).toMatchObject({ drinkers: null })
    const wet = await open()
    expect(await phones.post('ken', `event:${wet}:drinkers:1`)).toContain('ご都合はいかがですか')
  })
})

const later = (days: number) => ({
  startsAt: TASTING.startsAt + days * DAY,
  endsAt: TASTING.endsAt + days * DAY,
  closesAt: TASTING.closesAt + days * DAY,
})

const born = (id: string, birth_year: number) =>
  store.db.updateTable('members').set({ birth_year }).where('id', '=', id).execute()

async function list(name: string) {
  phones.clock.now -= MINUTE
  await phones.post(name, 'events')
  return phones.phoneOf(name).messages()
}

/** The titles of the cards, in order. */
const titles = (messages: readonly LineMessage[]) =>
  [...JSON.stringify(messages).matchAll(/"text":"([^"]+)","size":"xl"/g)].map(([, title]) => title)
