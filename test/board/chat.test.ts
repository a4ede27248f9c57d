import { beforeEach, describe, expect, it } from 'vitest'
import { boardChat } from '../../src/board/chat.ts'
import type { Draft } from '../../src/broadcasts/drafts.ts'
import { couponStatements } from '../../src/coupons/coupons.ts'
import type { SqliteStore } from '../../src/db/sqlite.ts'
import type { Effect, LineEvent } from '../../src/line/chat.ts'
import { COUPON, TEXT, withdraw } from '../broadcasts/support.ts'
import { newDeps } from '../deps.ts'
import { addMember, addStore, DAY, HOUR, MINUTE, NOON, newStore } from '../support.ts'
import { notices, onBoard } from './support.ts'

let store: SqliteStore
let now = NOON
beforeEach(async () => {
  store = newStore()
  now = NOON
  await addStore(store)
  await addMember(store, 'hana')
  await addMember(store, 'ken')
})

describe('お知らせ', () => {
  it.each([
    ['the menu', { type: 'postback', postback: { data: 'board' } }],
    ['the button for more', { type: 'postback', postback: { data: 'board:more' } }],
    ['the word', { type: 'message', message: { id: '1', type: 'text', text: ' お知らせ ' } }],
    ['the word in English', { type: 'message', message: { id: '1', type: 'text', text: 'News' } }],
  ])('is asked for by %s', async (_, event) => {
    expect(await ask('hana', event)).toBeDefined()
  })

  it.each([
    ['another button', { type: 'postback', postback: { data: 'boards' } }],
    ['a button that is none of ours', { type: 'postback', postback: { data: 'board:more:x' } }],
    ['a sentence', { type: 'message', message: { id: '1', type: 'text', text: 'お知らせありますか' } }],
    ['a follow', { type: 'follow' }],
  ])('leaves %s to others', async (_, event) => {
    expect(await ask('hana', event)).toBeUndefined()
  })

  it('shows what is unread as it would be sent, once, and gives the ordinary menu back', async () => {
    const id = await onBoard(store, { draft: textOf('新しい席ができました') })
    const first = await read('hana')
    expect(words(first)).toContain('新しい席ができました')
    expect(first).toMatchObject({ richMenu: 'member' })
    expect(await notices(store, id)).toMatchObject([{ read_at: NOON }, { read_at: null }])

    now += HOUR
    const again = await read('hana')
    expect(words(again)).toContain('新しいお知らせはありません')
    expect(words(again)).toContain('新しい席ができました')
    expect(await notices(store, id)).toMatchObject([{ read_at: NOON }, { read_at: null }])
  })

  it('says kindly that there is nothing, and where to choose what one gets', async () => {
    const effect = await read('hana')
    expect(words(effect)).toContain('今、お店からのお知らせはありません')
    expect(dataUnder(effect)).toEqual(['consents'])
    expect(effect).toMatchObject({ richMenu: 'member' })
  })

  it('shows at most four at a time, the newest first, and goes on behind them without telling anything twice', async () => {
    for (let i = 1; i <= 6; i++) await onBoard(store, { draft: textOf(`その${i}。`), now: NOON - (10 - i) * MINUTE })
    const first = await read('hana')
    expect(numbers(first)).toEqual([6, 5, 4, 3])
    expect(first).not.toHaveProperty('richMenu')
    expect(labelsUnder(first)[0]).toContain('あと2件')

    now += MINUTE
    const second = await read('hana', dataUnder(first)[0])
    expect(numbers(second)).toEqual([2, 1])
    expect(second).toMatchObject({ richMenu: 'member' })
    expect(dataUnder(second).filter((data) => data.startsWith('board'))).toEqual([])
  })

  it('goes back through what was read before, page by page, to the end', async () => {
    for (let i = 1; i <= 6; i++) await onBoard(store, { draft: textOf(`その${i}。`), now: NOON - (10 - i) * MINUTE })
    await read('hana', dataUnder(await read('hana'))[0])
    now += HOUR
    const old = await read('hana')
    expect(numbers(old)).toEqual([6, 5, 4, 3])
    const older = await read('hana', dataUnder(old)[0])
    expect(numbers(older)).toEqual([2, 1])
  })

  it('puts what came meanwhile before what was read before', async () => {
    for (let i = 1; i <= 6; i++) await onBoard(store, { draft: textOf(`その${i}。`), now: NOON - (10 - i) * MINUTE })
    const first = await read('hana')
    now += MINUTE
    await onBoard(store, { draft: textOf('その7。'), now })
    expect(numbers(await read('hana', dataUnder(first)[0]))).toEqual([7, 2, 1])
  })

  it('never has more messages than a reply may', async () => {
    for (let i = 1; i <= 4; i++) await onCoupon(`${i}杯目`, NOON - (10 - i) * MINUTE)
    const first = await read('hana')
    expect(first?.reply?.length).toBeLessThanOrEqual(5)
    const rest = await read('hana', dataUnder(first)[0])
    expect(words(first) + words(rest)).toMatch(/4杯目.*3杯目.*2杯目.*1杯目/s)
  })

  it('does not show any more what somebody said no to, though it was meant for them', async () => {
    await onBoard(store, { draft: textOf('聞きたくない') })
    await withdraw(store, 'hana', 'news')
    expect(words(await read('hana'))).not.toContain('聞きたくない')
    expect(words(await read('ken'))).toContain('聞きたくない')
  })

  it('gives a coupon to who reads of it, from that moment, and to nobody else', async () => {
    await onCoupon('最初の一杯')
    expect(await grants()).toEqual([])
    await read('hana')
    await read('hana')
    expect(await grants()).toEqual([{ member_id: 'hana', coupon_id: 'coupon-最初の一杯' }])
  })

  it('passes over a coupon that has ended, without giving it', async () => {
    await onCoupon('最初の一杯')
    now = NOON + 40 * DAY
    expect(words(await read('hana'))).toContain('お知らせはありません')
    expect(await grants()).toEqual([])
  })

  it('marks nothing as read that cannot arrive any more', async () => {
    const id = await onBoard(store)
    for (const late of [{ timestamp: NOON - MINUTE }, { replyToken: undefined }]) {
      const effect = await read('hana', 'board', late)
      expect(effect).not.toHaveProperty('statements')
      expect(effect).not.toHaveProperty('richMenu')
    }
    expect(await notices(store, id)).toMatchObject([{ read_at: null }, { read_at: null }])
  })

  it('is for the registered: others are shown the way, and keep their menu', async () => {
    await store.db.updateTable('members').set({ state: 'guest' }).where('id', '=', 'hana').execute()
    const effect = await read('hana')
    expect(dataUnder(effect)).toEqual(['register'])
    expect(effect).not.toHaveProperty('richMenu')
  })

  it('speaks the language of who asks', async () => {
    await store.db.updateTable('members').set({ language: 'en' }).where('id', '=', 'hana').execute()
    expect(words(await read('hana'))).toContain('There is no news right now')
  })
})

const textOf = (text: string): Draft => ({ ...TEXT, content: { kind: 'text', text, from: '店長の田中' } })

async function onCoupon(title: string, at = NOON) {
  if (COUPON.content.kind !== 'coupon' || !COUPON.content.coupon) throw new Error('no coupon')
  const coupon = { ...COUPON.content.coupon, title }
  const couponId = `coupon-${title}`
  const draft: Draft = { ...COUPON, content: { ...COUPON.content, greeting: `${title}を どうぞ`, coupon } }
  await store.batch(couponStatements(store.db, { couponId, coupon, now: NOON }))
  return onBoard(store, { draft, couponId, now: at })
}

const ask = (memberId: string, event: Partial<LineEvent>) => {
  const { line, config } = newDeps(store)
  return boardChat({
    store,
    line,
    config,
    event: { webhookEventId: 'event', type: 'postback', timestamp: now, replyToken: 'token', ...event },
    memberId,
    now,
  })
}
/** Asks, and commits what comes of it. */
async function read(memberId: string, data = 'board', more: Partial<LineEvent> = {}) {
  const effect = await ask(memberId, { postback: { data }, ...more })
  if (effect?.statements) await store.batch(effect.statements)
  return effect
}
const words = (effect: Effect | undefined) => JSON.stringify(effect?.reply ?? [])
const numbers = (effect: Effect | undefined) =>
  [...words(effect).matchAll(/その(\d)。/g)].map(([, n]) => Number(n)).filter((n, i, all) => all.indexOf(n) === i)
const under = (effect: Effect | undefined) => effect?.reply?.at(-1)?.quickReply?.items.map(({ action }) => action) ?? []
const dataUnder = (effect: Effect | undefined) =>
  under(effect).flatMap((action) => ('data' in action ? [action.data] : []))
const labelsUnder = (effect: Effect | undefined) => under(effect).map(({ label }) => label)
const grants = () => store.db.selectFrom('coupon_grants').select(['member_id', 'coupon_id']).execute()
