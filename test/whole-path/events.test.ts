import { sql } from 'kysely'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { ownerClaimCode } from '../../src/operators/operators.ts'
import { settingsStatements } from '../../src/sending/sending-settings.ts'
import { tokyoDay } from '../../src/texts/format.ts'
import { addStore, DAY } from '../support.ts'
import { type Client, openClient, type Page } from './client.ts'
import { alumnus } from './guests.ts'
import { eventually, type House, SESSION_SECRET } from './house.ts'
import { openNodeHouse } from './node-house.ts'
import { openPhone, type Phone } from './phone.ts'
import { openWorkerHouse } from './worker-house.ts'

const houses = [
  { engine: 'better-sqlite3 on Node', open: openNodeHouse },
  { engine: 'D1 in workerd', open: openWorkerHouse },
]
const NAMES = '美咲 大輔 彩香 健太 さくら 翔 真由美 拓也 愛 亮 千尋 悠斗'.split(' ')
const SEATS = 6

describe.each(houses)('twelve people and six seats with $engine', ({ open }) => {
  let house: House
  let admin: Client
  let guests: Phone[]
  let eventId: string
  let detail: Page

  beforeAll(async () => {
    house = await open()
    await addStore(house.store)
    // Tests run at night too.
    await house.store.batch(settingsStatements(house.store.db, { quietFrom: 0, quietTo: 0, capDay: 20, capMonth: 100 }))
  })
  afterAll(() => house.close())
  /** Whenever anybody looks. */
  afterEach(async () => {
    const { capacity, held } = await seatsOf(house)
    expect(held).toBeLessThanOrEqual(capacity)
  })

  it('is planned and opened by the owner, and sent to twelve people as a card', async () => {
    const owner = await openPhone(house, '田中 誠')
    await owner.follow()
    await owner.say(await ownerClaimCode(SESSION_SECRET))
    admin = openClient(house)
    await signIn(admin, owner)
    guests = await Promise.all(NAMES.map((name) => alumnus(house, name, 'shibuya')))

    const draft = await admin.submit(await admin.get('/admin/events/new'), /^\/admin\/events(\?|$)/, tasting())
    expect(draft.status).toBe(200)
    eventId = /\/admin\/events\/([0-9a-f-]{36})/.exec(draft.path + draft.html)?.[1] ?? ''
    detail = await admin.get(`/admin/events/${eventId}`)
    expect(detail.words).toContain('下書き')
    await admin.submit(await admin.get(`/admin/events/${eventId}/open`), /openings$/)
    expect((await admin.get(`/admin/events/${eventId}`)).words).toContain('出欠受付中')

    const compose = await admin.get(`/admin/broadcasts/new?kind=event&event=${eventId}`)
    const confirm = await admin.submit(compose, /^\/admin\/broadcasts(\?|$)/)
    expect(confirm.words).toContain('12人に配信・12通')
    const waiting = await admin.submit(confirm, /confirmations$/, { channel: 'push', typed: '12' })
    await admin.post(/\/admin\/broadcasts\/[0-9a-f-]{36}\/releases/.exec(waiting.html)?.[0] ?? '')
    for (const guest of guests)
      await eventually(async () => (await guest.said()).some((words) => words.includes('秋の試食会')), 'the invitation')
  })

  it('gives the six seats to the first six, and tells the others their place in the line', async () => {
    for (const [n, guest] of guests.entries()) {
      const answer = await guest.tap('参加する')
      expect(answer).toContain(n < SEATS ? '参加で承りました' : `キャンセル待ち ${n - SEATS + 1}番目`)
    }
    expect(await seatsOf(house)).toEqual({ capacity: SEATS, held: SEATS })
  })

  it('offers a seat that comes free to the head of the line, who takes it with one tap', async () => {
    expect(await guests[1]?.tap('行けなくなった')).toContain('取り消しました')
    expect(await look(6)).toContain('1名分のお席をお取りしています')
    expect(await look(7)).toContain('キャンセル待ち 2番目')
    expect(await guestAt(6).tap('参加する')).toContain('参加で承りました')
    expect(await look(7)).toContain('キャンセル待ち 1番目')
  })

  it('goes down the line when the owner finds two more chairs, and past who would rather not', async () => {
    const edit = await admin.get(`/admin/events/${eventId}/edit`)
    await admin.submit(edit, new RegExp(`^/admin/events/${eventId}(/|$)`), { capacity: String(SEATS + 2) })
    for (const n of [7, 8]) expect(await look(n)).toContain('1名分のお席をお取りしています')
    await guestAt(7).tap(/見送る/)
    expect(await look(9)).toContain('1名分のお席をお取りしています')
    expect(await seatsOf(house)).toEqual({ capacity: SEATS + 2, held: SEATS + 2 })
    for (const n of [8, 9]) expect(await guestAt(n).tap('参加する')).toContain('参加で承りました')
  })

  it('tells each of an offer once at most, whatever the clock asks again: who looked first is not told again', async () => {
    for (const at of [1, 2]) await house.everyMinute(Date.now() + at * 60_000)
    const { rows } = await sql<{ told: number }>`select count(*) as told from event_notices where kind = 'offer'
      group by event_id, member_id, ref`.execute(house.store.db)
    expect(rows.filter(({ told }) => told > 1)).toEqual([])
    const pushes = async (n: number) =>
      (await guestAt(n).said()).filter((words) => words.includes('お席が空きました：')).length
    expect(Math.max(...(await Promise.all([6, 7, 8, 9, 10, 11].map(pushes))))).toBeLessThanOrEqual(1)
  })

  it('shows the owner who comes, who waits and who does not, and tells everybody of another place', async () => {
    const { words } = await admin.get(`/admin/events/${eventId}`)
    for (const name of NAMES.filter((_, n) => n !== 1 && n !== 7)) expect(words).toContain(name)
    expect(words).toContain('参加8名／定員8名')
    const edit = await admin.get(`/admin/events/${eventId}/edit`)
    const asked = await admin.submit(edit, new RegExp(`^/admin/events/${eventId}(/|$)`), { place: '恵比寿店の2階' })
    if (/変更を伝える|知らせる/.test(asked.words)) await admin.submit(asked, new RegExp(`^/admin/events/${eventId}`))
    for (const n of [0, 10])
      await eventually(
        async () => (await guestAt(n).said()).some((words) => words.includes('恵比寿店の2階')),
        'the change',
      )
  })

  /** What the event says to a guest who opens it: by night nobody is told of an offer, but who looks sees it. */
  const look = (n: number) => guestAt(n).post(`event:${eventId}:show`)
  const guestAt = (n: number) => {
    const guest = guests[n]
    if (!guest) throw new Error(`No guest ${n}.`)
    return guest
  }
})

const tasting = () => ({
  title: '秋の試食会',
  words: '新しい献立を、ひと足早く。',
  store: 'shibuya',
  day: tokyoDay(Date.now() + 20 * DAY),
  from: '18:00',
  until: '20:00',
  closesDay: tokyoDay(Date.now() + 19 * DAY),
  closesTime: '21:00',
  capacity: String(SEATS),
  guestsMax: '0',
  feeYen: '0',
  segment: '',
})

async function seatsOf({ store: { db } }: House) {
  const { rows } = await sql<{ capacity: number; held: number }>`select capacity, coalesce(sum(seats), 0) as held
    from events left join rsvps on rsvps.event_id = events.id group by events.id`.execute(db)
  return rows[0] ?? { capacity: 0, held: 0 }
}

async function signIn(admin: Client, phone: Phone) {
  const { uri = '' } = await phone.find(/開く|管理/)
  const path = new URL(uri).pathname
  return admin.submit(await admin.get(path), path)
}
