import { beforeEach, describe, expect, it } from 'vitest'
import { boardChat } from '../../src/board/chat.ts'
import { remindEnding } from '../../src/coupons/reminders.ts'
import type { SqliteStore } from '../../src/db/sqlite.ts'
import type { Effect } from '../../src/line/chat.ts'
import { oweRichMenu } from '../../src/line/outbox.ts'
import { workOutbox } from '../../src/line/outbox-sender.ts'
import { onBoard } from '../board/support.ts'
import { withdraw } from '../broadcasts/support.ts'
import { newDeps } from '../deps.ts'
import { type Called, lineThatAnswers, newDeps as withLine } from '../line/support.ts'
import { addMember, DAY, HOUR, MINUTE, NOON, newStore } from '../support.ts'
import { addShops, grantTo } from './support.ts'
import { addUse } from './uses.ts'

let store: SqliteStore
let now = NOON
beforeEach(async () => {
  store = newStore()
  now = NOON
  await addShops(store)
  await addMember(store, 'hana')
})

describe('coupons on the board', () => {
  it('are shown that came without a message, soonest to end first, once', async () => {
    await given('あとの', NOON + 20 * DAY)
    await given('先の', NOON + 10 * DAY)

    const first = await read()
    expect(words(first)).toMatch(/先の.*新しいクーポンが届いています.*あとの/s)
    expect(first).toMatchObject({ richMenu: 'member' })
    now += HOUR
    expect(words(await read())).toContain('今、お店からのお知らせはありません')
  })

  it('come with the notices, before them', async () => {
    await given('贈りもの', NOON + 10 * DAY)
    await onBoard(store)

    const [first, second] = (await read())?.reply ?? []
    expect(JSON.stringify(first)).toContain('贈りもの')
    expect(second).toBeDefined()
  })

  it('are five at most; the others are in マイクーポン', async () => {
    for (let i = 1; i <= 7; i++) await given(`その${i}。`, NOON + i * DAY)

    const effect = await read()
    expect(
      words(effect)
        .match(/その\d。/g)
        ?.filter((word, i, all) => all.indexOf(word) === i),
    ).toHaveLength(5)
    expect(JSON.stringify(effect?.reply?.at(-1)?.quickReply)).toContain('"data":"coupons"')
  })

  it('say how many days are left when they are reminded of', async () => {
    await given('もうすぐ', NOON + 2 * DAY)
    await read()
    await remindEnding(store, { now: NOON + 1 })

    now = NOON + MINUTE
    expect(words(await read())).toContain('あと2日で期限が切れます')
  })

  it('are not called new when all there were are used by others', async () => {
    await addMember(store, 'mori')
    const { couponId } = await grantTo(store, 'hana', { title: '先着の', totalMax: 1, endsAt: NOON + 9 * DAY })
    await store.db.updateTable('coupon_grants').set({ board_at: NOON }).execute()
    const other = await grantTo(store, 'mori', { totalMax: 1 })
    await store.db.updateTable('coupon_grants').set({ coupon_id: couponId }).where('id', '=', other.grantId).execute()
    await addUse(store, other.grantId)

    const said = words(await read())
    expect(said).toContain('先着の数に達したため、終了しました')
    expect(said).not.toContain('新しいクーポンが届いています')
  })

  it('are not told any more when they were used up, withdrawn or stopped, or their person said no to coupons', async () => {
    const used = await given('使った', NOON + DAY)
    await addUse(store, used)
    const gone = await given('取り下げ', NOON + DAY)
    await store.db.updateTable('coupon_grants').set({ voided_at: NOON }).where('id', '=', gone).execute()
    await given('終了', NOON + DAY)
    await store.db.updateTable('coupons').set({ stopped_at: NOON }).where('title', '=', '終了').execute()
    await given('切れた', NOON)
    expect(words(await read())).not.toMatch(/使った|取り下げ|終了|切れた/)

    await given('贈りもの', NOON + DAY)
    await withdraw(store, 'hana', 'coupons')
    expect(words(await read())).not.toContain('贈りもの')
  })

  it('keep nothing as read that cannot arrive any more', async () => {
    await given('贈りもの', NOON + DAY)
    expect(await ask(NOON - MINUTE)).not.toHaveProperty('statements')
    expect(words(await read())).toContain('贈りもの')
  })
})

describe('the menu with 新着あり', () => {
  it('is there while a coupon on the board is unread, and goes when it was read or used', async () => {
    const grantId = await given('贈りもの', NOON + DAY)
    expect(await menus()).toEqual(['member-new'])
    await addUse(store, grantId)
    expect(await menus()).toEqual(['member'])
  })
})

/** A grant that was put on the board without a message. */
async function given(title: string, endsAt: number) {
  const { grantId } = await grantTo(store, 'hana', { title, endsAt, startsAt: NOON - 10 * DAY })
  await store.db.updateTable('coupon_grants').set({ board_at: NOON }).where('id', '=', grantId).execute()
  return grantId
}
const ask = (timestamp = now) => {
  const { line, config } = newDeps(store)
  const event = {
    webhookEventId: 'event',
    type: 'postback',
    timestamp,
    replyToken: 'token',
    postback: { data: 'board' },
  }
  return boardChat({ store, line, config, event, memberId: 'hana', now })
}
async function read() {
  const effect = await ask()
  if (effect?.statements) await store.batch(effect.statements)
  return effect
}
const words = (effect: Effect | undefined) => JSON.stringify(effect?.reply ?? [])
/** Which menu leaves when one is owed. */
async function menus() {
  await store.batch([oweRichMenu(store.db, { memberId: 'hana', menu: 'member', now: NOON })])
  const calls: Called[] = []
  await workOutbox(withLine(store, { line: lineThatAnswers(undefined, calls) }).deps)
  return calls.flatMap((call) => (call.what === 'rich_menu' ? [call.menu] : []))
}
