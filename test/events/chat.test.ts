import { beforeEach, describe, expect, it } from 'vitest'
import type { Store } from '../../src/db/store.ts'
import { addMember, DAY, HOUR, MINUTE, NOON, newStore } from '../support.ts'
import { openPhones, type Phones, repliesOf, rsvpOf } from './chat-support.ts'
import { openEventFor, TASTING } from './support.ts'

const PEOPLE = ['hana', 'ken', 'maria', 'li']

let store: Store
let phones: Phones
beforeEach(async () => {
  store = newStore()
  for (const name of PEOPLE) await addMember(store, name)
  phones = openPhones(store)
})

const open = (more: Parameters<typeof openEventFor>[1] = {}) => openEventFor(store, { invited: PEOPLE, ...more })

describe('参加する', () => {
  it('is one tap when nobody may be brought along, and says the state, when, where and every way out', async () => {
    const id = await open()
    const said = await phones.post('hana', `event:${id}:join`)
    expect(said).toContain('○ 参加（1名）')
    expect(said).toContain('参加で承りました')
    expect(said).toContain('2026年4月8日（水） 18:00〜20:00')
    expect(said).toContain('渋谷店')
    expect(phones.labels('hana')).toEqual(['くわしく・QRコード', '行けなくなった'])
    expect(await rsvpOf(store, 'hana')).toMatchObject({ state: 'going', party: 1, answered_at: phones.clock.now })
  })

  it('asks first how many, when people may be brought along, and takes no seat before', async () => {
    const id = await open({ guestsMax: 2 })
    expect(await phones.post('hana', `event:${id}:join`)).toContain('何名でいらっしゃいますか')
    expect(phones.labels('hana')).toEqual(['1名（自分だけ）', '2名', '3名'])
    expect(await rsvpOf(store, 'hana')).toBeUndefined()
    expect(await phones.tap('hana', '2名')).toContain('○ 参加（2名）')
    expect(phones.labels('hana')).toEqual(['くわしく・QRコード', '人数を変える', '行けなくなった'])
  })

  it('offers no more people than there are seats at all', async () => {
    const id = await open({ guestsMax: 5, capacity: 2 })
    await phones.post('hana', `event:${id}:join`)
    expect(phones.labels('hana')).toEqual(['1名（自分だけ）', '2名'])
  })

  it('says the place in the line when it is full, and what comes next', async () => {
    const id = await open({ capacity: 1 })
    await phones.post('hana', `event:${id}:join`)
    await phones.post('ken', `event:${id}:join`)
    const said = await phones.post('maria', `event:${id}:join`)
    expect(said).toContain('△ キャンセル待ち 2番目')
    expect(said).toContain('お席が空きましたら、このトークでお知らせします')
    expect(phones.labels('maria')).toEqual(['くわしく', '待つのをやめる'])
  })

  it('tapped again says how they stand, and changes nothing', async () => {
    const id = await open({ guestsMax: 2 })
    await phones.post('hana', `event:${id}:join:2`)
    const before = await rsvpOf(store, 'hana')
    expect(await phones.post('hana', `event:${id}:join`)).toContain('参加で承っています')
    expect(await rsvpOf(store, 'hana')).toEqual(before)
  })

  it('is heard once when LINE delivers the tap twice', async () => {
    const id = await open()
    const phone = phones.phoneOf('hana')
    const tap = phone.event({ type: 'postback', postback: { data: `event:${id}:join` } })
    await phone.arrive(tap, tap)
    await phone.arrive(tap)
    const joined = await store.db.selectFrom('interactions').select('id').where('kind', '=', 'event_joined').execute()
    expect(joined).toHaveLength(1)
  })

  it('refuses a party above what may be brought along, and asks again', async () => {
    const id = await open({ guestsMax: 1 })
    expect(await phones.post('hana', `event:${id}:join:3`)).toContain('2名まで')
    expect(phones.labels('hana')).toEqual(['1名（自分だけ）', '2名'])
    expect(await phones.post('hana', `event:${id}:join:0`)).toContain('2名まで')
    expect(await rsvpOf(store, 'hana')).toBeUndefined()
  })

  it('is an answer that must arrive, and leaves work behind only when somebody is to be told of a seat', async () => {
    const id = await open({ capacity: 1 })
    await phones.post('hana', `event:${id}:join`)
    expect(await repliesOf(store)).toMatchObject([{ kind: 'reply', important: 1 }])
    await phones.post('ken', `event:${id}:join`)
    expect(phones.woken).not.toContain('events')
    await phones.post('hana', `event:${id}:decline`)
    expect(phones.woken).toContain('events')
    phones.woken.length = 0
    await phones.post('hana', `event:${id}:show`)
    expect((await repliesOf(store)).filter(({ important }) => important === 0)).toHaveLength(1)
    expect(phones.woken).not.toContain('events')
  })
})

describe('changing one’s mind', () => {
  it('is one tap: 行けなくなった cancels, gives the seat back, and says how to come after all', async () => {
    const id = await open()
    await phones.post('hana', `event:${id}:join`)
    const said = await phones.tap('hana', '行けなくなった')
    expect(said).toContain('－ 取り消しました')
    expect(said).toContain('4月7日（火） 21:00まで')
    expect(await rsvpOf(store, 'hana')).toMatchObject({ state: 'cancelled', seats: 0 })
    expect(await phones.tap('hana', '参加する')).toContain('○ 参加（1名）')
  })

  it('is one tap for who declined at once', async () => {
    const id = await open()
    expect(await phones.post('hana', `event:${id}:decline`)).toContain('今回は参加しない')
    expect(await rsvpOf(store, 'hana')).toMatchObject({ state: 'declined' })
    expect(await phones.tap('hana', '参加する')).toContain('○ 参加（1名）')
  })

  it('leaves the line with one tap', async () => {
    const id = await open({ capacity: 1 })
    await phones.post('hana', `event:${id}:join`)
    await phones.post('ken', `event:${id}:join`)
    expect(await phones.tap('ken', '待つのをやめる')).toContain('－ 取り消しました')
    expect(await rsvpOf(store, 'ken')).toMatchObject({ state: 'cancelled', place: null })
  })

  it('changes the number, among the others than today’s', async () => {
    const id = await open({ guestsMax: 2 })
    await phones.post('hana', `event:${id}:join:2`)
    expect(await phones.tap('hana', '人数を変える')).toContain('いまは2名で承っています')
    expect(phones.labels('hana')).toEqual(['1名（自分だけ）', '3名'])
    expect(await phones.tap('hana', '3名')).toContain('○ 参加（3名）')
  })

  it('says when there is no room for more, and keeps what they have', async () => {
    const id = await open({ guestsMax: 2, capacity: 3 })
    await phones.post('ken', `event:${id}:join:1`)
    await phones.post('hana', `event:${id}:join:2`)
    const said = await phones.post('hana', `event:${id}:join:3`)
    expect(said).toContain('2名のままにしています')
    expect(said).toContain('○ 参加（2名）')
    expect(await rsvpOf(store, 'hana')).toMatchObject({ state: 'going', party: 2 })
  })

  it('takes no older tap that arrives late', async () => {
    const id = await open()
    await phones.post('hana', `event:${id}:decline`)
    const late = { type: 'postback', timestamp: NOON, postback: { data: `event:${id}:join` } }
    expect(await phones.act('hana', (phone) => phone.happen(late))).toContain('今回は参加しない')
    expect(await rsvpOf(store, 'hana')).toMatchObject({ state: 'declined' })
  })
})

describe('an offer', () => {
  it('is told by the answer that led to it, with the hour until when, and its window runs from then', async () => {
    const id = await open({ guestsMax: 3, capacity: 3 })
    await phones.post('ken', `event:${id}:join:1`)
    const offered = await phones.post('hana', `event:${id}:join:3`)
    expect(offered).toContain('◎ 2名分のお席があります')
    expect(offered).toContain('2名でもよろしければ、4月2日（木） 12:02までに')
    expect(await rsvpOf(store, 'hana')).toMatchObject({
      state: 'offered',
      seats: 2,
      offer_ends_at: phones.clock.now + DAY,
    })
    expect(phones.labels('hana')).toEqual(['2名で参加する', '3名分を待つ', '今回は見送る', 'くわしく'])
  })

  it('of fewer is taken as it is', async () => {
    await fewerOffered()
    expect(await phones.tap('hana', '2名で参加する')).toContain('○ 参加（2名）')
    expect(await rsvpOf(store, 'hana')).toMatchObject({ state: 'going', party: 2, seats: 2 })
  })

  it('of fewer is left to the next, in the same place', async () => {
    await fewerOffered()
    const said = await phones.tap('hana', '3名分を待つ')
    expect(said).toContain('△ キャンセル待ち 1番目')
    expect(said).toContain('2名分のお席は、次の方へご案内しました')
    expect(await rsvpOf(store, 'hana')).toMatchObject({ state: 'waiting', refused_seats: 2 })
  })

  it('is passed on with one tap', async () => {
    await fewerOffered()
    expect(await phones.tap('hana', '今回は見送る')).toContain('－ 取り消しました')
  })

  it('of a freed seat is shown to who looks before they were told, and told by that', async () => {
    const id = await open({ capacity: 1 })
    await phones.post('hana', `event:${id}:join`)
    await phones.post('ken', `event:${id}:join`)
    await phones.tap('hana', '行けなくなった')
    expect(await rsvpOf(store, 'ken')).toMatchObject({ state: 'offered', offer_ends_at: null })
    const said = await phones.post('ken', `event:${id}:show`)
    expect(said).toContain('◎ お席が空きました')
    expect(await rsvpOf(store, 'ken')).toMatchObject({ offer_ends_at: phones.clock.now + DAY })
    expect(await phones.tap('ken', '参加する')).toContain('○ 参加（1名）')
  })

  it('is not told by an answer that nobody reads', async () => {
    const id = await open({ capacity: 1 })
    await phones.post('hana', `event:${id}:join`)
    await phones.post('ken', `event:${id}:join`)
    await phones.tap('hana', '行けなくなった')
    const show = { type: 'postback', postback: { data: `event:${id}:show` } }
    await phones.act('ken', (phone) => phone.happen({ ...show, replyToken: undefined }))
    await phones.act('ken', (phone) => phone.happen({ ...show, timestamp: phones.clock.now - HOUR }))
    expect(await rsvpOf(store, 'ken')).toMatchObject({ state: 'offered', offer_ends_at: null })
  })

  it('that is over says so, with how they stand now', async () => {
    const id = await fewerOffered()
    await phones.post('hana', `event:${id}:keep:1`)
    const said = await phones.post('hana', `event:${id}:accept:1`)
    expect(said).toContain('期限が過ぎたか、新しいものに変わっています')
    expect(said).toContain('△ キャンセル待ち 1番目')
  })

  it('whose hour is over is none, even before the clock has ended it', async () => {
    const id = await open({ capacity: 1 })
    for (const name of ['hana', 'ken', 'maria']) await phones.post(name, `event:${id}:join`)
    await phones.tap('hana', '行けなくなった')
    await phones.post('ken', `event:${id}:show`)
    phones.clock.now += DAY
    expect(await phones.tap('ken', '参加する')).toContain('－ お席は次の方へ')
    expect(await rsvpOf(store, 'ken')).toMatchObject({ state: 'lapsed' })
    expect(await rsvpOf(store, 'maria')).toMatchObject({ state: 'offered' })
    expect(await phones.tap('ken', 'もう一度申し込む')).toContain('△ キャンセル待ち')
  })

  it('of all they want is taken by 参加する on the invitation too', async () => {
    const id = await open({ capacity: 1 })
    await phones.post('hana', `event:${id}:join`)
    await phones.post('ken', `event:${id}:join`)
    await phones.tap('hana', '行けなくなった')
    expect(await phones.post('ken', `event:${id}:join`)).toContain('○ 参加（1名）')
  })

  async function fewerOffered() {
    const id = await open({ guestsMax: 2, capacity: 3 })
    await phones.post('ken', `event:${id}:join:1`)
    await phones.post('hana', `event:${id}:join:3`)
    return id
  }
})

describe('an event that takes no answers any more', () => {
  it('says so kindly after the deadline; who is coming can still give the seat back', async () => {
    const id = await open({ guestsMax: 1 })
    await phones.post('hana', `event:${id}:join:2`)
    phones.clock.now = TASTING.closesAt
    expect(await phones.post('ken', `event:${id}:join`)).toContain('出欠は締め切りました')
    expect(await phones.post('ken', `event:${id}:join:1`)).toContain('出欠は締め切りました')
    expect(await rsvpOf(store, 'ken')).toBeUndefined()
    expect(await phones.post('hana', `event:${id}:party`)).toContain('お店へ直接ご連絡ください')
    expect(await phones.post('hana', `event:${id}:show`)).toContain('○ 参加（2名）')
    expect(phones.labels('hana')).toEqual(['地図を開く', 'くわしく・QRコード', '行けなくなった'])
    expect(await phones.tap('hana', '行けなくなった')).toContain('またの機会に')
    expect(await rsvpOf(store, 'hana')).toMatchObject({ state: 'cancelled' })
  })

  it('tells who still waited that there was no seat', async () => {
    const id = await open({ capacity: 1 })
    await phones.post('hana', `event:${id}:join`)
    await phones.post('ken', `event:${id}:join`)
    phones.clock.now = TASTING.closesAt
    expect(await phones.post('ken', `event:${id}:show`)).toContain('－ 満席でした')
  })

  it('cannot be cancelled in the chat once it has begun', async () => {
    const id = await open()
    await phones.post('hana', `event:${id}:join`)
    phones.clock.now = TASTING.startsAt
    expect(await phones.post('hana', `event:${id}:decline`)).toContain('お店へ直接ご連絡ください')
    expect(await rsvpOf(store, 'hana')).toMatchObject({ state: 'going' })
  })

  it('that was called off says so, in the shop’s own words too', async () => {
    const id = await open()
    await phones.post('hana', `event:${id}:join`)
    await store.db.updateTable('events').set({ state: 'cancelled', cancel_words: '台風のためです。' }).execute()
    for (const what of ['join', 'decline', 'party', 'show', 'accept:1']) {
      const said = await phones.post('hana', `event:${id}:${what}`)
      expect(said).toContain('× 中止になりました')
      expect(said).toContain('台風のためです。')
    }
    expect(phones.labels('hana')).toContain('イベントを見る')
  })

  it('is over once it is', async () => {
    const id = await open()
    await phones.post('hana', `event:${id}:join`)
    phones.clock.now = TASTING.endsAt
    expect(await phones.post('hana', `event:${id}:join`)).toContain('このイベントは終わりました')
  })
})

describe('who may answer', () => {
  it('is not somebody who was not invited: nothing of the event is told to them', async () => {
    const id = await openEventFor(store, { invited: ['ken'] })
    for (const what of ['join', 'decline', 'show', 'feedback', 'drinkers:1']) {
      const said = await phones.post('hana', `event:${id}:${what}`)
      expect(said).toContain('ご案内した方だけの会です')
      expect(said).not.toContain('試食会')
    }
    expect(await rsvpOf(store, 'hana')).toBeUndefined()
  })

  it('is everybody when it is listed', async () => {
    const id = await openEventFor(store, { listed: true })
    expect(await phones.post('hana', `event:${id}:join`)).toContain('○ 参加（1名）')
  })

  it('is nobody while it is a draft, or of an event that there is not', async () => {
    const id = await openEventFor(store, { listed: true })
    await store.db.updateTable('events').set({ state: 'draft' }).execute()
    expect(await phones.post('hana', `event:${id}:join`)).toContain('見つかりませんでした')
    expect(await phones.post('hana', 'event:nothing:show')).toContain('見つかりませんでした')
  })

  it('is only who is registered; others are shown the way', async () => {
    const id = await open()
    await store.db.updateTable('members').set({ state: 'applied' }).where('id', '=', 'hana').execute()
    expect(await phones.post('hana', `event:${id}:join`)).toContain('登録が済むと')
    expect(phones.labels('hana')).toEqual(['登録する'])
    expect(await rsvpOf(store, 'hana')).toBeUndefined()
  })

  it.each(['event:x:unknown', 'event:x', 'event:x:join:many', 'events:x'])('leaves %s to others', async (data) => {
    expect(await phones.post('hana', data)).toBe('')
  })
})

describe('くわしく', () => {
  it('shows all there is to know and the way to their own page, and changes nothing', async () => {
    const id = await open({ guestsMax: 1, feeYen: 1500 })
    const said = await phones.post('hana', `event:${id}:show`)
    for (const words of [
      '新メニューの試食会',
      '秋の新メニュー',
      '1,500円',
      '6名',
      'あと6席',
      '空席',
      '4月7日（火） 21:00',
    ])
      expect(said).toContain(words)
    const page = JSON.stringify(phones.phoneOf('hana').messages())
    expect(page).toMatch(new RegExp(`/event/${id}\\.hana\\.[0-9a-f]{32}`))
    expect(page).toContain('https://maps.example/shibuya')
    expect(phones.labels('hana')).toEqual(['地図を開く', '参加する', '参加しない', 'ページを開く'])
    expect(await rsvpOf(store, 'hana')).toBeUndefined()
  })

  it('says when it is full, and that one can line up', async () => {
    const id = await open({ capacity: 1 })
    await phones.post('ken', `event:${id}:join`)
    expect(await phones.post('hana', `event:${id}:show`)).toContain('満席（キャンセル待ちできます）')
  })

  it('asks who comes for what the kitchen is to know, until they told', async () => {
    const id = await open({ asksAllergies: true })
    expect(await phones.post('hana', `event:${id}:join`)).toContain('アレルギーなどは「くわしく」の画面で')
    await store.db.updateTable('rsvps').set({ allergies: 'えび' }).execute()
    const said = await phones.post('hana', `event:${id}:join`)
    expect(said).not.toContain('アレルギー')
    expect(said).not.toContain('えび')
  })
})

describe('感想', () => {
  it('are told on their page by who was there, in the two weeks after', async () => {
    const id = await open({ dishes: ['かぼちゃのスープ'] })
    await phones.post('hana', `event:${id}:join`)
    expect(await phones.post('hana', `event:${id}:feedback`)).toContain('当日から2週間')
    phones.clock.now = TASTING.startsAt + MINUTE
    expect(await phones.post('hana', `event:${id}:feedback`)).toContain('お料理はいかがでしたか')
    expect(JSON.stringify(phones.phoneOf('hana').messages())).toMatch(/\/event\/[^"]+\/feedback"/)
    expect(await phones.post('ken', `event:${id}:feedback`)).toContain('参加された方に')
    phones.clock.now = TASTING.endsAt + 15 * DAY
    expect(await phones.post('hana', `event:${id}:feedback`)).toContain('当日から2週間')
  })

  it('are asked by no event without dishes', async () => {
    const id = await open()
    await phones.post('hana', `event:${id}:join`)
    phones.clock.now = TASTING.startsAt + MINUTE
    expect(await phones.post('hana', `event:${id}:feedback`)).toContain('当日から2週間')
  })
})
