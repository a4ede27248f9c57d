import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { text } from '../../src/line/messages.ts'
import { owePush } from '../../src/line/outbox.ts'
import { ownerClaimCode } from '../../src/operators/operators.ts'
import { shiftJis } from '../fixtures/bytes.ts'
import { type Client, openClient } from './client.ts'
import { eventually, type House, SESSION_SECRET } from './house.ts'
import { openNodeHouse } from './node-house.ts'
import { openPhone, type Phone } from './phone.ts'
import { openWorkerHouse } from './worker-house.ts'

const houses = [
  { engine: 'better-sqlite3 on Node', open: openNodeHouse },
  { engine: 'D1 in workerd', open: openWorkerHouse },
]

describe.each(houses)('the whole path with $engine', ({ open }) => {
  let house: House
  let admin: Client
  let owner: Phone
  let misaki: Phone
  let ken: Phone

  beforeAll(async () => {
    house = await open()
  })
  afterAll(() => house.close())

  it('lets the first owner in by the code of the first start', async () => {
    owner = await openPhone(house, '田中 誠')
    await owner.follow()
    expect(await owner.say(await ownerClaimCode(SESSION_SECRET))).toContain('/login/')
    admin = openClient(house)
    expect((await signIn(admin, owner)).words).toContain('田中誠さん')
  })

  it('sets up the shop: its name, a store, a role', async () => {
    let page = await admin.get('/admin/stores')
    page = await admin.submit(page, /shop-names$/, { shopName: '炉ばた あかり' })
    page = await admin.submit(page, /stores\/stores$/, { storeName: '渋谷店' })
    page = await admin.submit(page, /stores\/roles$/, { roleName: 'ホール' })
    expect(page.words).toContain('渋谷店')
  })

  it('reads the list of former staff as Excel saves it, shows what will happen, and puts it on the roster', async () => {
    const list =
      '氏名,店舗,退職日\r\n佐藤 美咲,渋谷,令和5年3月31日\r\n髙橋 彩香,渋谷店,R6.4.30\r\n名前のない店,新宿店,2023/3/31\r\n'
    const preview = await admin.upload('/admin/roster/imports', 'file', '名簿.csv', shiftJis(list))
    expect(preview.words).toContain('「新宿店」という店舗は登録されていません')
    expect(await house.store.db.selectFrom('roster_entries').select('id').execute()).toEqual([])
    const done = await admin.submit(preview, /applications$/)
    expect(done.status).toBe(200)
    const entries = await house.store.db
      .selectFrom('roster_entries')
      .select(['name', 'left_on'])
      .orderBy('left_on')
      .execute()
    expect(entries).toEqual([
      { name: '佐藤 美咲', left_on: '2023-03-31' },
      { name: '髙橋 彩香', left_on: '2024-04-30' },
    ])
  })

  it('registers somebody who is on the roster, purpose by purpose, and changes the menu', async () => {
    misaki = await openPhone(house, 'みさき')
    expect(await misaki.follow()).toContain('おかえりなさい')
    expect(await register(misaki, { name: '佐藤　美咲', lastDay: '2023-03-05' })).toContain('登録ができました')
    await eventually(async () => /member/.test((await misaki.richMenu()) ?? ''), 'the menu of members')
  })

  it('lets somebody who is not on the roster wait for a person, who approves', async () => {
    ken = await openPhone(house, 'けん')
    await ken.follow()
    expect(await register(ken, { name: '山田 健', lastDay: '2022-10-01' })).toContain('お店で確認して')

    const list = await admin.get('/admin/members')
    expect(list.words).toContain('山田健')
    const person = await admin.get(linkIn(list.html, /\/admin\/members\/[0-9a-f-]{36}/))
    const approved = await admin.submit(person, /approvals$/)
    expect(approved.words).toContain('承認')
    await eventually(
      async () => (await ken.said()).some((words) => words.includes('登録が完了しました')),
      'the good news',
    )
    await eventually(async () => /member/.test((await ken.richMenu()) ?? ''), 'the menu of members')
  })

  it('counts a segment while it is made', async () => {
    const form = await admin.get('/admin/segments/new')
    expect(form.words).toContain('人')
    const shibuya = (await house.store.db.selectFrom('stores').select('id').executeTakeFirstOrThrow()).id
    const saved = await admin.submit(form, '/admin/segments', { name: '渋谷のみなさん', 'c0.in': shibuya })
    expect(saved.words).toContain('渋谷のみなさん')
    expect(saved.words).toContain('2人')
  })

  it('sends at any hour and more than once a day, as the owner sets it', async () => {
    const page = await admin.get('/admin/sending-settings')
    const free = {
      quietFrom: '0',
      quietTo: '0',
      capDay: '20',
      capMonth: '99',
      urgentCapDay: '20',
      urgentCapMonth: '99',
    }
    expect((await admin.submit(page, /sending-settings\/versions$/, free)).words).toContain('保存しました')
  })

  it('sends a coupon to exactly the people that were confirmed, after showing cost and reach, and a minute to think', async () => {
    const confirm = await admin.submit(
      await admin.get('/admin/broadcasts/new?kind=coupon'),
      /^\/admin\/broadcasts(\?|$)/,
      COUPON,
    )
    expect(confirm.words).toContain('2人に配信・2通・今月の残り141→139')
    const waiting = await admin.submit(confirm, /confirmations$/, { channel: 'push' })
    const again = await admin.submit(waiting, /undos$/)
    expect(again.words).toContain('2人に配信・2通・今月の残り141→139')

    const confirmed = await admin.submit(again, /confirmations$/, { channel: 'push' })
    const sent = await admin.post(releasesOf(confirmed))
    expect(sent.status).toBe(200)
    for (const phone of [misaki, ken])
      expect(
        await eventually(async () => (await phone.said()).find((words) => words.includes('最初の一杯')), 'the card'),
      ).toContain('500円引き')
    await eventually(
      async () => (await admin.get('/admin/broadcasts')).words.includes('完了'),
      'the end of the broadcast',
    )
    const { quota } = await (await fetch(`${house.simulator.url}/_simulator/state`)).json()
    expect(quota.used).toBe(58 + 1 + 2)
  })

  it('puts a poll on the board for nothing: the menu says so, a tap brings it, another answers it', async () => {
    const confirm = await admin.submit(
      await admin.get('/admin/broadcasts/new?kind=poll'),
      /^\/admin\/broadcasts(\?|$)/,
      POLL,
    )
    const waiting = await admin.submit(confirm, /confirmations$/, { channel: 'board' })
    const posted = await admin.post(releasesOf(waiting))
    await eventually(async () => /member-new/.test((await misaki.richMenu()) ?? ''), 'the menu with 新着あり')
    expect(await misaki.post('board')).toContain(POLL.text)
    await eventually(async () => !/member-new/.test((await misaki.richMenu()) ?? ''), 'the menu without')
    expect(await misaki.tap('日曜の昼')).toContain('ありがとうございます')

    const result = await admin.get(posted.path)
    expect(result.words).toContain('1人が回答')
    const { quota } = await (await fetch(`${house.simulator.url}/_simulator/state`)).json()
    expect(quota.used, 'what the board costs').toBe(58 + 1 + 2)
  })

  let first: Client

  it('redeems the coupon at the till once, tells both screens, and tells the second till when and where', async () => {
    const staff = await addStaff(admin, '堀 さやか')
    first = await standAt(await enrolTill(house, admin, 'レジ1'), staff)
    const second = await standAt(await enrolTill(house, admin, 'レジ2'), staff)
    const guest = openClient(house)
    const use = await misaki.find('使う')
    const page = await guest.get(String(use.uri))
    expect(page.words).toContain('佐藤美咲')
    const shownCode = async () => codeOn(await guest.submit(page, /\/coupon\/[^/]+$/))
    /** A code is good for half a minute at least: a machine that is slower reads the next one. */
    const previewAt = (till: Client) =>
      eventually(async () => {
        const seen = await till.post('/till/previews', { code: (await shownCode()).toLowerCase() })
        return seen.words.includes('佐藤美咲') && seen
      }, 'the preview')

    const alone = await (await enrolTill(house, admin, 'レジ3')).post('/till/previews', { code: await shownCode() })
    expect(alone.status, 'nobody stands there').toBe(401)
    const preview = await previewAt(first)
    const late = await previewAt(second)
    const done = await first.submit(preview, '/till/redemptions', { bill: '3,200', guests: '2' })
    expect(done.words).toContain('使用できました')
    expect(done.words).toContain('お会計3,200円→お支払い')

    const again = await first.submit(preview, '/till/redemptions', { bill: '3,200', guests: '2' })
    expect(again.words).toContain('使用できました')
    const other = await first.submit(preview, '/till/redemptions', { bill: '5,000' })
    expect(other.words).toContain('すでに確定済みです')
    const refused = await second.submit(late, '/till/redemptions')
    expect(refused.words).toMatch(/\d{1,2}:\d{2}に渋谷店で使用済みです/)
    expect(refused.words).toContain('担当：堀さやかさん')
    expect((await guest.get(String(use.uri))).words).toMatch(/\d{1,2}:\d{2}渋谷店で使用済み/)
  })

  it('takes a use back with a reason, once, and the coupon is good again', async () => {
    const recent = await first.get('/till/recent')
    const asked = await first.get(linkIn(recent.html, /\/till\/[^"]*[0-9a-f-]{36}[^"]*/))
    const undone = await first.submit(asked, /undos/, { why: 'pressed_by_mistake' })
    expect(undone.words).toContain('取り消しました')
    expect((await first.get('/till/recent')).words).toContain('取り消し済み')
    const use = await misaki.find('使う')
    const page = await openClient(house).get(String(use.uri))
    expect(page.words).toContain('コードを表示する')
  })

  it('shows every step on the timeline of the person', async () => {
    const list = await admin.get(`/admin/members?tab=alumni&q=${encodeURIComponent('美咲')}`)
    const { words } = await admin.get(linkIn(list.html, /\/admin\/members\/[0-9a-f-]{36}/))
    for (const step of [
      '友だちになりました',
      '登録をはじめました',
      '同意しました',
      '名簿と一致し、自動で承認されました',
      'を送りました',
      'を受け取りました',
      'を開きました',
      '渋谷店で',
    ])
      expect(words).toContain(step)
  })

  it('picks up by the clock what a lost wake left behind, once a minute however often it is asked', async () => {
    const { db } = house.store
    const { member_id } = await db
      .selectFrom('line_identities')
      .select('member_id')
      .where(sql.ref<string>('line_user_id'), '=', misaki.id)
      .executeTakeFirstOrThrow()
    await house.store.batch([
      owePush(db, { memberId: member_id, messages: [text('取り残された一通')], now: Date.now() }),
    ])
    const minute = Date.now() + 60_000
    await house.everyMinute(minute)
    await house.everyMinute(minute)

    await eventually(
      async () => (await misaki.said()).some((words) => words.includes('取り残された一通')),
      'the message',
    )
    const runs = await db
      .selectFrom('job_runs')
      .selectAll()
      .where('slot_at', '=', minute - (minute % 60_000))
      .execute()
    expect(runs.filter(({ job }) => job === 'pick up what was left')).toMatchObject([{ failure: null }])
    expect(runs.filter(({ failure }) => failure !== null)).toEqual([])
  })

  it('lets somebody leave: the menu goes at LINE, all of theirs in the database, and coming back is a new start', async () => {
    const { db } = house.store
    const kenIs = async () =>
      (
        await db
          .selectFrom('line_identities')
          .select('member_id')
          .where(sql.ref<string>('line_user_id'), '=', ken.id)
          .executeTakeFirst()
      )?.member_id
    const before = await kenIs()
    expect(await ken.say('退会したい')).toContain('1分以内に消え')
    const { uri = '' } = await ken.find('退会の手続きへ')
    const browser = openClient(house)
    const page = await browser.get(uri)
    expect(page.words).toContain('山田健さんの情報をすべて消して、退会する')
    expect((await browser.submit(page, /leavings$/)).words).toContain('これまで、ありがとうございました')

    await eventually(async () => (await kenIs()) === undefined, 'the erasure', 60_000)
    expect((await ken.richMenu()) ?? '').not.toMatch(/member/)
    const gone = await db.selectFrom('members').selectAll().where('state', '=', 'erased').execute()
    expect(gone).toMatchObject([{ id: before, name: null, store_id: null }])

    await ken.say('こんにちは')
    const after = await eventually(kenIs, 'the new start')
    expect(after).not.toBe(before)
  })

  it('answers malformed webhooks with their status and stores nothing of them', async () => {
    const before = await house.store.db.selectFrom('inbox_events').select('event_id').execute()
    const post = async (body: string, signature?: string) =>
      (
        await house.request('/webhook', {
          method: 'POST',
          body,
          headers: signature ? { 'x-line-signature': signature } : {},
        })
      ).status
    expect(await post('{"events":[]}')).toBe(401)
    expect(await post('{"events":[]}', 'forged')).toBe(401)
    expect(await post('x'.repeat(1_048_577), 'forged')).toBe(413)
    expect(await house.store.db.selectFrom('inbox_events').select('event_id').execute()).toHaveLength(before.length)
  })
})

const COUPON = {
  title: '卒業生の最初の一杯',
  offer: 'yen',
  value: '500',
  greeting: 'お久しぶりです。近くに来たら、まずは一杯どうぞ。',
  from: '店長の田中',
  segment: '',
}

/** Where the button 「待たずに送る」 leads. */
const releasesOf = ({ html }: { html: string }) => linkIn(html, /\/admin\/broadcasts\/[0-9a-f-]{36}\/releases/)

const POLL = {
  title: '次の集まり',
  text: '次の集まりは、いつがいいですか。',
  answer1: '平日の夜',
  answer2: '日曜の昼',
  from: '店長の田中',
  segment: '',
}

async function signIn(admin: Client, phone: Phone) {
  const { uri = '' } = await phone.find(/開く|管理/)
  const path = new URL(uri).pathname
  return admin.submit(await admin.get(path), path)
}

async function register(phone: Phone, { name, lastDay }: { name: string; lastDay: string }) {
  await phone.tap('登録をはじめる')
  await phone.tap('同意してはじめる')
  for (const _ of ['news', 'coupons', 'events', 'shifts']) await phone.tap('受け取る')
  expect(await phone.say('クーポン')).toContain('今お使いいただけるクーポンはありません') // no name, but what the word asks for
  await phone.say(name)
  await phone.tap('渋谷店')
  await phone.tap('ホール')
  await phone.tap('日付を選ぶ', lastDay)
  return phone.tap('この内容で登録する')
}

async function enrolTill(house: House, admin: Client, name: string) {
  const { id } = await house.store.db.selectFrom('stores').select('id').executeTakeFirstOrThrow()
  const made = await admin.submit(await admin.get('/admin/stores'), /stores\/tills$/, { tillName: name, storeId: id })
  const path = linkIn(made.html, /\/till\/enrol\/[0-9a-f]{64}/)
  const device = openClient(house)
  expect((await device.submit(await device.get(path), path)).status).toBe(200)
  return device
}

/** Somebody who may stand at the tills, with the PIN that is shown once. */
async function addStaff(admin: Client, name: string) {
  const made = await admin.submit(await admin.get('/admin/till-staff'), /people$/, { name })
  return { name, pin: (/class="code">([0-9 ]{7})</.exec(made.html)?.[1] ?? '').replace(' ', '') }
}

async function standAt(device: Client, { name, pin }: { name: string; pin: string }) {
  const names = await device.get('/till')
  expect(names.words).toContain(name.replace(' ', ''))
  const who = /name="who" value="([^"]+)"/.exec(names.html)?.[1] ?? ''
  const asked = await device.get(`/till/staff?who=${who}`)
  expect((await device.submit(asked, /sessions$/, { pin: '000000' })).words).toContain('PINが違います')
  expect((await device.submit(asked, /sessions$/, { pin })).words).toContain('クーポンの確認')
  return device
}

function linkIn(html: string, path: RegExp) {
  const [found] = path.exec(html) ?? []
  if (!found) throw new Error(`No link ${path}`)
  return found
}

function codeOn({ html }: { html: string }) {
  const [, first, second] = />([0-9A-Z]{4})[^0-9A-Z]{1,40}([0-9A-Z]{4})</.exec(html) ?? []
  if (!first || !second) throw new Error(`No code on the page: ${html}`)
  return first + second
}
