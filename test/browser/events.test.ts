import type { Page } from 'playwright-core'
import { describe, it } from 'vitest'
import { doorUrl } from '../../src/events/links.ts'
import { tokyoDateTime } from '../../src/texts/format.ts'
import { HOUR } from '../support.ts'
import { alumnus, makeAlumnus } from '../whole-path/guests.ts'
import { eventually, type House, SESSION_SECRET } from '../whole-path/house.ts'
import type { Phone } from '../whole-path/phone.ts'
import { PHONE } from './chromium.ts'
import { fill, follow, go, openAsOwner, press, says, sendAtAnyHour, setUpShop } from './hands.ts'
import { openPhone, type PhoneWindow } from './phone-window.ts'
import { useStage } from './stage.ts'
import { mustBeClean, picture, type Windows } from './windows.ts'

const OTHERS = '大輔 彩香 健太 さくら 翔 真由美 拓也 愛 亮 千尋 悠斗'.split(' ')
const SEATS = 6

let house: House
let windows: Windows
let admin: Page
let misaki: PhoneWindow
let misakiId: string
let others: Phone[]
let eventId: string
let guest: Page

useStage((stage) => {
  ;({ house, windows } = stage)
})

describe('a tasting with six seats and twelve people, in a browser', () => {
  it('is planned, opened and sent by the owner', async () => {
    ;({ admin } = await openAsOwner(windows, house))
    await press(admin, 'ログインする')
    await setUpShop(admin)
    await sendAtAnyHour(admin)
    await gather()

    await go(admin, 'イベント')
    await mustBeClean(admin, 'events-empty')
    await follow(admin.getByRole('link', { name: 'イベントをつくる' }).first())
    await planTasting()
    await mustBeClean(admin, 'event-form')
    await press(admin, '保存')
    await admin.getByRole('heading', { name: '秋の試食会' }).waitFor()
    eventId = /events\/([0-9a-f-]{36})/.exec(admin.url())?.[1] ?? ''
    await mustBeClean(admin, 'event-draft')
    await admin.goto(`${house.baseUrl}/admin/events/${eventId}/open`)
    await mustBeClean(admin, 'event-opening')
    await press(admin, /始める/)

    await admin.goto(`${house.baseUrl}/admin/broadcasts/new?kind=event&event=${eventId}`)
    await mustBeClean(admin, 'event-invitation')
    await press(admin, '確認へ進む')
    await says(admin, '12人に配信・12通')
    await mustBeClean(admin, 'event-confirm')
    await press(admin, '12人に配信する')
    await press(admin, '待たずに送る')
    await misaki.hears('秋の試食会')
    await picture(misaki.page, 'phone-invitation')
  })

  it('fills up in the order of the taps, and tells who comes later their place', async () => {
    for (const other of others.slice(0, SEATS)) {
      await other.tap('参加する')
      await other.tap(/^1名/)
    }
    await misaki.tap('参加する')
    await misaki.answer('2名')
    await misaki.hears(/キャンセル待ち 1番目/)
    await picture(misaki.page, 'phone-waiting')
    for (const other of others.slice(SEATS)) {
      await other.tap('参加する')
      await other.tap(/^1名/)
    }
  })

  it('asks a party of two whether one would do, and seats it when they say so', async () => {
    await others[0]?.tap('行けなくなった')
    await misaki.tapMenu('イベント')
    await misaki.hears(/1名分のお席があります/)
    await picture(misaki.page, 'phone-fewer')
    await misaki.tap('1名で参加する')
    await misaki.hears(/参加で承りました/)
    await picture(misaki.page, 'phone-going')
  })

  it('has a page of their own for each guest: how they stand, the calendar, the code for the door', async () => {
    await misaki.tapMenu('イベント')
    guest = await misaki.open('くわしく')
    await says(guest, '秋の試食会')
    await guest.getByRole('img', { name: '受付で読み取るQRコード' }).waitFor()
    await mustBeClean(guest, 'event-guest')
  })

  it('lets guests in at the door by name and by the code, once each, and takes one back', async () => {
    const door = await windows.open(PHONE)
    await door.context().addCookies(await admin.context().cookies())
    await door.goto(
      await doorUrl({ sessionSecret: SESSION_SECRET, baseUrl: house.baseUrl }, { eventId, memberId: misakiId }),
    )
    await says(door, '美咲')
    await mustBeClean(door, 'door-scanned')
    await press(door, '受付する')
    await says(door, '受け付けました')
    await mustBeClean(door, 'door')
    await door.goto(
      await doorUrl({ sessionSecret: SESSION_SECRET, baseUrl: house.baseUrl }, { eventId, memberId: misakiId }),
    )
    await says(door, /受付済みです/)
    await press(door, /取り消す/)
    await says(door, '受付を取り消しました')
    await door.goto(`${house.baseUrl}/admin/events/${eventId}/door/list`)
    await mustBeClean(door, 'door-list')
    await door.close()
  })

  it('shows the owner all of it at a glance', async () => {
    await admin.goto(`${house.baseUrl}/admin/events/${eventId}`)
    await mustBeClean(admin, 'event')
    await admin.goto(`${house.baseUrl}/admin/events/history`)
    await mustBeClean(admin, 'event-history')
    await go(admin, 'イベント')
    await mustBeClean(admin, 'events')
  })
})

/** Twelve alumni: one with a phone to look at, the others over the wire. */
async function gather() {
  const { id: storeId } = await house.store.db.selectFrom('stores').select('id').executeTakeFirstOrThrow()
  others = await Promise.all(OTHERS.map((name) => alumnus(house, name, storeId)))
  misaki = await openPhone(windows, house, 'みさき')
  await misaki.addFriend()
  await misaki.hears('おかえりなさい')
  const userId = new URL(misaki.page.url()).searchParams.get('people') ?? ''
  misakiId = await makeAlumnus(house, { userId, name: '美咲', storeId })
  await house.store.db
    .insertInto('outbox_messages')
    .values({
      id: 'menu',
      member_id: misakiId,
      kind: 'rich_menu',
      rich_menu: 'member',
      retry_key: crypto.randomUUID(),
      next_at: 0,
      created_at: Date.now(),
    })
    .execute()
  await house.everyMinute(Date.now())
  await eventually(
    () => misaki.page.getByTestId('rich-menu').getByRole('button', { name: 'イベント' }).isVisible(),
    'the menu',
  )
}

/** In two hours, so that the door is open. */
async function planTasting() {
  const [start, end, deadline] = [2, 4, 1].map((hours) => tokyoDateTime(Date.now() + hours * HOUR).split('T'))
  await fill(admin, '名前', '秋の試食会')
  await fill(admin, '紹介文', '新しい献立を、ひと足早く。')
  const put = (name: string, value: string | undefined) => admin.locator(`[name=${name}]`).fill(value ?? '')
  await put('day', start?.[0])
  await put('from', start?.[1])
  await put('until', end?.[1])
  await put('closesDay', deadline?.[0])
  await put('closesTime', deadline?.[1])
  await put('place', '渋谷店の2階')
  await put('capacity', String(SEATS))
  await admin.getByRole('radio', { name: '2名', exact: true }).check()
  await admin
    .getByLabel(/アレルギー/)
    .first()
    .check()
}
