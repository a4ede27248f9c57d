import { beforeEach, describe, expect, it } from 'vitest'
import { questionField } from '../../src/events/answer-form.tsx'
import { doorToken, eventToken, readDoorToken, readEventToken } from '../../src/events/links.ts'
import { joinEvent, leaveEvent } from '../../src/events/seats.ts'
import { cancelEvent } from '../../src/events/states.ts'
import { DAY, HOUR, MINUTE, NOON } from '../support.ts'
import { addOperator } from '../web/doors.ts'
import { openPages, SECRET } from './pages.ts'
import { openEventFor, TASTING } from './support.ts'

let pages: Awaited<ReturnType<typeof openPages>>
beforeEach(async () => {
  pages = await openPages()
})

type Planned = Parameters<typeof openEventFor>[1]

/** An event to which these people are invited, and the page of the first of them. */
async function invite(guests: readonly string[], planned: Planned = {}) {
  await pages.guests(...guests)
  const eventId = await openEventFor(pages.store, { invited: guests, ...planned })
  const join = (memberId: string, party = 1) => {
    pages.clock.now += 1
    return joinEvent(pages.store, { eventId, memberId, party, at: pages.clock.now, now: pages.clock.now })
  }
  return { eventId, join, path: await pages.pathOf(eventId, guests[0] ?? '') }
}

describe('the page of an event', () => {
  it('says what, when, where, for how much and until when to answer, and changes nothing by being opened', async () => {
    const { path } = await invite(['hana'], { feeYen: 1_500, alcohol: true })
    const page = await pages.text(path)

    for (const words of ['新メニューの試食会', '2026年4月8日（水） 18:00〜20:00', '渋谷店', '1,500円（当日、お店で）'])
      expect(page).toContain(words)
    expect(page).toContain('4月7日（火） 21:00まで')
    expect(page).toContain('あと6席')
    expect(page).toContain('20歳以上')
    expect(page).toContain('href="https://maps.example/shibuya"')
    expect(await pages.answerOf('hana')).toBeUndefined()
  })

  it('takes a yes with everything that is asked, on one page', async () => {
    const questions = ['駅からの送迎は要りますか']
    const { path } = await invite(['hana'], { guestsMax: 2, alcohol: true, asksAllergies: true, questions })

    const [bus = ''] = questions.map(questionField)
    const typed = { party: '2', drinkers: '1', allergies: 'そば', [bus]: '要りません' }
    const page = await pages.send(`${path}/answers`, typed)
    expect(page).toContain('参加（2名）で承っています')
    expect(page).toContain('承りました。')
    expect(await pages.answerOf('hana')).toMatchObject({ state: 'going', party: 2, drinkers: 1, allergies: 'そば' })
    expect(page).toContain('要りません')
    expect(pages.woken).toEqual([])
  })

  it('never puts an answer under another question, whatever the shop asks by the time it comes', async () => {
    const { path, eventId } = await invite(['hana'], { questions: ['送迎バスは', '苦手なものは'] })
    const typed = (bus: string, dislikes: string) => ({
      party: '1',
      [questionField('送迎バスは')]: bus,
      [questionField('苦手なものは')]: dislikes,
    })
    const asks = (questions: readonly string[]) =>
      pages.store.db
        .updateTable('events')
        .set({ questions: JSON.stringify(questions) })
        .where('id', '=', eventId)
        .execute()
    const kept = async () => JSON.parse((await pages.answerOf('hana'))?.answers ?? '[]')

    await pages.send(`${path}/answers`, typed('乗ります', 'セロリ'))
    await asks(['何で知りましたか', '苦手なものは'])
    const page = await pages.text(path)
    expect(page).toMatch(new RegExp(`name="${questionField('苦手なものは')}"[^>]*>セロリ<`))
    expect(page).not.toContain('乗ります')
    expect(await kept()).toEqual([
      ['送迎バスは', '乗ります'],
      ['苦手なものは', 'セロリ'],
    ])

    await pages.send(`${path}/answers`, typed('乗りません', 'パクチー'))
    expect(await kept()).toEqual([['苦手なものは', 'パクチー']])
  })

  it('changes what was told without touching the seats', async () => {
    const { path, join } = await invite(['hana'], { guestsMax: 2, asksAllergies: true })
    await join('hana', 3)
    const before = await pages.answerOf('hana')
    pages.clock.now += MINUTE

    await pages.send(`${path}/answers`, { party: '3', allergies: 'えび' })
    expect(await pages.answerOf('hana')).toMatchObject({
      answered_at: before?.answered_at,
      party: 3,
      allergies: 'えび',
    })
    await pages.send(`${path}/answers`, { party: '1', allergies: '' })
    expect(await pages.answerOf('hana')).toMatchObject({ party: 1, allergies: null })
  })

  it('comes back filled when something is missing, and has changed nothing', async () => {
    const { path } = await invite(['hana'], { guestsMax: 1, alcohol: true, asksAllergies: true })
    const answered = await pages.post(`${path}/answers`, { party: '2', allergies: 'そば' })

    expect(answered.status).toBe(422)
    const page = await answered.text()
    expect(page).toContain('お酒を飲む方の人数を選んでください')
    expect(page).toContain('>そば</textarea>')
    expect(page).toMatch(/name="party" value="2" checked/)
    expect(await pages.answerOf('hana')).toBeUndefined()
  })

  it('counts nobody among the drinkers who is known to be under 20 on the day', async () => {
    const { path } = await invite(['hana'], { guestsMax: 1, alcohol: true })
    await pages.store.db.updateTable('members').set({ birth_year: 2007 }).execute()

    const page = await (await pages.post(`${path}/answers`, { party: '2', drinkers: '2' })).text()
    expect(page).toContain('お酒を飲む方は、1名までです')
    expect(await pages.answerOf('hana')).toBeUndefined()
    await pages.send(`${path}/answers`, { party: '2', drinkers: '1' })
    expect(await pages.answerOf('hana')).toMatchObject({ drinkers: 1 })
  })

  it('refuses a larger party than may come, and keeps what was typed', async () => {
    const { path } = await invite(['hana'], { guestsMax: 1, asksAllergies: true })
    const answered = await pages.post(`${path}/answers`, { party: '3', allergies: 'そば' })
    expect(answered.status).toBe(422)
    expect(await answered.text()).toContain('>そば</textarea>')
    expect(await pages.answerOf('hana')).toBeUndefined()
  })

  it('keeps a party that found no room for more, and saves the rest', async () => {
    const { path, join } = await invite(['hana', 'ken'], { capacity: 3, guestsMax: 2, alcohol: true })
    await join('hana', 1)
    await join('ken', 2)
    pages.clock.now += MINUTE

    const page = await pages.send(`${path}/answers`, { party: '2', drinkers: '2' })
    expect(page).toContain('人数は変わっていません')
    expect(await pages.answerOf('hana')).toMatchObject({ state: 'going', party: 1, drinkers: 1 })
  })
})

describe('the line', () => {
  it('is joined when the table is full, and says the place in it', async () => {
    const { path, join } = await invite(['hana', 'ken', 'yu'], { capacity: 1 })
    await join('ken')
    await join('yu')
    expect(await pages.text(path)).toContain('キャンセル待ちに入る')

    const page = await pages.send(`${path}/answers`, { party: '1' })
    expect(page).toContain('キャンセル待ち 2番目（1名）')
    expect(page).toContain('待つのをやめる')
    expect(page).not.toContain('受付のQRコード')
  })

  it('tells of free seats and until when they are held, which only a post does', async () => {
    const { eventId, path, join } = await invite(['hana', 'ken'], { capacity: 1 })
    await join('ken')
    await join('hana')
    await leaveEvent(pages.store, { eventId, memberId: 'ken', at: pages.clock.now + 1, now: pages.clock.now + 1 })
    pages.clock.now += MINUTE

    const page = await pages.text(path)
    expect(page).toContain('お席が空きました（1名）')
    expect(page).toContain('1名で参加する')
    expect(page).toContain('今回は見送る')
    expect((await pages.answerOf('hana'))?.offer_ends_at).toBeNull()
    expect(await pages.send(`${path}/acceptances`, { offer: '1' })).toContain('参加（1名）で承っています')
  })

  it('asks whether fewer would do, starts their time at once, and keeps the place of who would rather wait', async () => {
    const { path, join } = await invite(['hana', 'ken'], { capacity: 3, guestsMax: 2 })
    await join('ken', 2)

    const page = await pages.send(`${path}/answers`, { party: '3' })
    expect(page).toContain('1名分のお席があります')
    expect(page).toContain('3名分を待つ')
    const offered = await pages.answerOf('hana')
    expect(offered?.offer_ends_at).toBeGreaterThan(NOON)
    pages.clock.now += MINUTE

    expect(await pages.send(`${path}/waits`, { offer: '1' })).toContain('キャンセル待ち 1番目（3名）')
    expect(await pages.answerOf('hana')).toMatchObject({ state: 'waiting', place: offered?.place, refused_seats: 1 })
    pages.clock.now += MINUTE
    expect(await pages.send(`${path}/acceptances`, { offer: '1' })).toContain('いまは次のとおりです')
    expect(await pages.answerOf('hana')).toMatchObject({ state: 'waiting' })
  })

  it('is left with one tap, and so is the table; the way back stands on the same page', async () => {
    const { path } = await invite(['hana'])
    await pages.send(`${path}/answers`, { party: '1' })
    pages.clock.now += MINUTE

    const page = await pages.send(`${path}/leavings`)
    expect(page).toContain('取り消しました')
    expect(page).toContain('参加する')
    expect(await pages.answerOf('hana')).toMatchObject({ state: 'cancelled', seats: 0 })
    pages.clock.now += MINUTE
    expect(await pages.send(`${path}/answers`, { party: '1' })).toContain('参加（1名）')
  })

  it('moves on when somebody leaves it or the table, and somebody is there to be told', async () => {
    const { path, join } = await invite(['hana', 'ken'], { capacity: 1 })
    await pages.send(`${path}/answers`, { party: '1' })
    await join('ken')
    expect(pages.woken).toEqual([])
    pages.clock.now += MINUTE
    await pages.send(`${path}/leavings`)
    expect(await pages.answerOf('ken')).toMatchObject({ state: 'offered', seats: 1 })
    expect(pages.woken).toEqual(['events'])
  })

  it('is no place for a no: it is noted, and can be taken back', async () => {
    const { path } = await invite(['hana'])
    const page = await pages.send(`${path}/leavings`)
    expect(page).toContain('今回は参加しない')
    expect(await pages.answerOf('hana')).toMatchObject({ state: 'declined' })
  })
})

describe('an offer whose hour is over', () => {
  it('is none any more, even before anything ends it: the page says so, and a new answer lines up again', async () => {
    const { eventId, path, join } = await invite(['hana', 'ken', 'yu'], { capacity: 1 })
    await join('ken')
    await join('hana')
    await join('yu')
    await leaveEvent(pages.store, { eventId, memberId: 'ken', at: NOON + HOUR, now: NOON + HOUR })
    await pages.store.db
      .updateTable('rsvps')
      .set({ offer_ends_at: NOON + 2 * HOUR })
      .where('state', '=', 'offered')
      .execute()
    pages.clock.now = NOON + 2 * HOUR

    expect(await pages.text(path)).toContain('お席は次の方へご案内しました')
    expect(await pages.answerOf('hana')).toMatchObject({ state: 'offered' })
    expect(await pages.send(`${path}/acceptances`, { offer: '1' })).toContain('いまは次のとおりです')
    expect(await pages.send(`${path}/answers`, { party: '1' })).toContain('キャンセル待ち')
    expect(await pages.answerOf('yu')).toMatchObject({ state: 'offered' })
  })
})

describe('who was let in', () => {
  it('is welcomed, and cannot give the seat back by accident', async () => {
    const { eventId, path, join } = await invite(['hana'], { asksAllergies: true })
    await join('hana')
    await pages.store.db
      .insertInto('check_ins')
      .values({ id: 'c1', event_id: eventId, member_id: 'hana', people: 1, checked_in_at: NOON })
      .execute()

    const page = await pages.text(path)
    expect(page).toContain('受付が済みました')
    for (const gone of ['受付のQRコード', '/answers', '/leavings']) expect(page).not.toContain(gone)
  })
})

describe('when the time is over', () => {
  it('takes no new answer after the deadline, but still a no and what the kitchen must know', async () => {
    const { path, join } = await invite(['hana', 'ken'], { asksAllergies: true, guestsMax: 1 })
    await join('hana')
    pages.clock.now = TASTING.closesAt + MINUTE

    const page = await pages.text(path)
    expect(page).toContain('1名で承っています。人数が変わるときは')
    expect(await pages.send(`${path}/answers`, { party: '1', allergies: 'えび' })).toContain('えび')
    expect((await pages.post(`${path}/answers`, { party: '2' })).status).toBe(422)
    const late = await pages.post(`${await pages.pathOf((await eventOf()) ?? '', 'ken')}/answers`, { party: '1' })
    expect(late.status).toBe(422)
    expect(await late.text()).toContain('出欠を締め切ったため、何も変わっていません')
    pages.clock.now += MINUTE
    expect(await pages.send(`${path}/leavings`)).toContain('取り消しました')
  })

  it('cannot be given back once it has begun: nobody loses a seat at the door', async () => {
    const { path, join } = await invite(['hana'])
    await join('hana')
    pages.clock.now = TASTING.startsAt + MINUTE

    const page = await pages.text(path)
    expect(page).toContain('受付のQRコード')
    expect(page).not.toContain('行けなくなった')
    expect((await pages.post(`${path}/leavings`)).status).toBe(422)
    expect(await pages.answerOf('hana')).toMatchObject({ state: 'going' })
  })

  it('is closed a week after the event, and says so', async () => {
    const { path, join } = await invite(['hana'])
    await join('hana')
    pages.clock.now = TASTING.endsAt + 7 * DAY - 1
    expect((await pages.get(path)).status).toBe(200)
    pages.clock.now += 1

    const page = await pages.get(path)
    expect(page.status).toBe(404)
    expect(await page.text()).toContain('このページは閉じました')
    expect((await pages.get(`${path}/calendar.ics`)).status).toBe(404)
  })

  it('says in the words of the shop that it was called off', async () => {
    const { eventId, path, join } = await invite(['hana'])
    await join('hana')
    await addOperator(pages.store, 'owner')
    await cancelEvent(pages.store, { eventId, words: '台風のため', operatorId: 'owner', now: NOON + HOUR })

    const page = await pages.text(path)
    expect(page).toContain('このイベントは中止になりました')
    expect(page).toContain('台風のため')
    expect(page).not.toContain('受付のQRコード')
    expect(page).not.toContain('/answers')
    const [, file = ''] = /href="([^"]+calendar\.ics[^"]*)"/.exec(page) ?? []
    expect(await pages.text(file)).toContain('STATUS:CANCELLED')
  })
})

describe('the link', () => {
  it('is the same friendly page for everything that is not ours', async () => {
    const { eventId, path } = await invite(['hana'])
    const door = await doorToken(SECRET, { eventId, memberId: 'hana' })
    const forged = [`${path}0`, '/event/nothing', `/event/${door}`, await pages.pathOf('no-such-event', 'hana')]
    forged.push(`/event/${await eventToken('another secret', { eventId, memberId: 'hana' })}`)
    await pages.guests('ken')
    // Not invited, and the event is not for everybody.
    forged.push(await pages.pathOf(eventId, 'ken'))

    const answers = await Promise.all(forged.map((link) => pages.get(link)))
    expect(answers.map(({ status }) => status)).toEqual(forged.map(() => 404))
    const texts = new Set(await Promise.all(answers.map((answer) => answer.text())))
    expect(texts.size).toBe(1)
    expect([...texts][0]).toContain('このページは開けません')
    expect((await pages.post(`${forged.at(-1)}/answers`, { party: '1' })).status).toBe(404)
  })

  it('names the guest to the door, and opens no page of theirs to who photographs the code', async () => {
    const guest = { eventId: 'e1', memberId: 'm1' }
    const door = await doorToken(SECRET, guest)
    expect(await readDoorToken(SECRET, door)).toEqual(guest)
    expect(await readEventToken(SECRET, door)).toBeUndefined()
    expect(await readDoorToken(SECRET, await eventToken(SECRET, guest))).toBeUndefined()
    expect(await readDoorToken(SECRET, door.replace('m1', 'm2'))).toBeUndefined()
  })

  it('is nothing for who has left, and nothing of a draft', async () => {
    const { path } = await invite(['hana'])
    await pages.store.db.updateTable('events').set({ state: 'draft' }).execute()
    expect((await pages.get(path)).status).toBe(404)
    await pages.store.db.updateTable('events').set({ state: 'open' }).execute()
    await pages.store.db.updateTable('members').set({ state: 'left' }).execute()
    expect((await pages.get(path)).status).toBe(404)
  })

  it('speaks the language of its person', async () => {
    const { path, join } = await invite(['hana'])
    await join('hana')
    await pages.speaks('hana', 'en')
    expect(await pages.text(path)).toContain('You are coming')
    await pages.speaks('hana', 'plain-ja')
    expect(await pages.text(path)).toContain('「行きます」（1人）と 聞いています')
    pages.clock.now = TASTING.endsAt + 8 * DAY
    expect(await pages.text(path)).toContain('このページは 終わりました')
  })

  it('is kept nowhere, and needs under 40 KB with all that it loads', async () => {
    const questions = ['駅からの送迎は要りますか', '写真を撮ってもよいですか', 'お席のご希望はありますか']
    const { path, join } = await invite(['hana'], { guestsMax: 5, alcohol: true, asksAllergies: true, questions })
    await join('hana', 6)
    const page = await pages.get(path)
    const html = await page.text()
    const assets = new Set([...html.matchAll(/(?:src|href)="(\/assets\/[^"]+)"/g)].map(([, url = '']) => url))

    expect(page.headers.get('cache-control')).toBe('no-store')
    const sizes = await Promise.all([...assets].map(async (url) => (await (await pages.get(url)).text()).length))
    expect(assets.size).toBeGreaterThan(1)
    expect(sizes.reduce((sum, size) => sum + size, new TextEncoder().encode(html).length)).toBeLessThan(40_000)
    expect(html).not.toMatch(/ style=|<style|<script(?! src=)/)
  })

  it('shows hostile words as text', async () => {
    const { path, join } = await invite(['hana'], { title: '<img src=x onerror=alert(1)>', asksAllergies: true })
    await join('hana')
    await pages.send(`${path}/answers`, { party: '1', allergies: '</textarea><script>alert(1)</script>' })
    const page = await pages.text(path)
    expect(page).not.toContain('<img src=x')
    expect(page).not.toContain('<script>')
  })
})

const eventOf = async () => (await pages.store.db.selectFrom('events').select('id').executeTakeFirst())?.id
