import { beforeEach, describe, expect, it } from 'vitest'
import { couponChat } from '../../src/coupons/chat.ts'
import type { NewCoupon } from '../../src/coupons/coupons.ts'
import { couponToken } from '../../src/coupons/links.ts'
import { redeemCoupon } from '../../src/coupons/till/redemptions.ts'
import type { SqliteStore } from '../../src/db/sqlite.ts'
import type { LineEvent } from '../../src/line/chat.ts'
import type { LineMessage } from '../../src/line/messages.ts'
import { BASE_URL, newDeps } from '../deps.ts'
import { addMember, DAY, NOON, newStore } from '../support.ts'
import { addShops, grantTo, interactions, previewOf, SECRET, SHIBUYA, staffOf } from './support.ts'

let store: SqliteStore
beforeEach(async () => {
  store = newStore()
  await addShops(store)
  await addMember(store, '花')
})

describe('マイクーポン', () => {
  it.each([
    ['the rich menu', { type: 'postback', postback: { data: 'coupons' } }],
    ['the word', { type: 'message', message: { id: '1', type: 'text', text: 'クーポン' } }],
    ['the word with half-width kana', { type: 'message', message: { id: '1', type: 'text', text: ' ﾏｲｸｰﾎﾟﾝ ' } }],
  ])('is asked for by %s', async (_, event) => {
    expect(await ask(event)).toBeDefined()
  })

  it.each([
    ['another button', { type: 'postback', postback: { data: 'couponsale' } }],
    ['a sentence', { type: 'message', message: { id: '1', type: 'text', text: 'クーポンありますか' } }],
    ['a photo', { type: 'message', message: { id: '1', type: 'image' } }],
    ['a follow', { type: 'follow' }],
  ])('leaves %s to others', async (_, event) => {
    expect(await ask(event)).toBeUndefined()
  })

  it('says kindly that there is none', async () => {
    expect(await replies()).toMatchObject([{ type: 'text', text: expect.stringContaining('クーポンはありません') }])
  })

  it('shows what can be used, soonest to expire first, each with its own link', async () => {
    await give('あとの', { endsAt: NOON + 3 * DAY })
    const { grantId } = await give('先の', { endsAt: NOON + DAY })
    await give('終わった', { endsAt: NOON - DAY })

    const cards = await replies()
    expect(cards.map((card) => (card.type === 'flex' ? card.altText : ''))).toEqual([
      expect.stringContaining('先の'),
      expect.stringContaining('あとの'),
    ])
    expect(JSON.stringify(cards[0])).toContain(`${BASE_URL}/coupon/${await couponToken(SECRET, grantId)}`)
  })

  it('says where and when one was used', async () => {
    await use(await give('使った'))

    const [last, ...others] = await replies()
    expect(others).toEqual([])
    expect(last).toMatchObject({
      text: expect.stringContaining('「使った」は4月1日（水） 12:00に渋谷店でお使いいただきました'),
    })
  })

  it('never has more messages than a reply may, and says what it left out', async () => {
    for (let i = 1; i <= 6; i++) await give(`${i}番目`, { endsAt: NOON + i * DAY })

    const messages = await replies()
    expect(messages).toHaveLength(5)
    expect(messages.at(-1)).toMatchObject({ type: 'text', text: expect.stringContaining('ほかに2枚') })
  })

  it('shows nobody the coupons of another person, and writes nothing', async () => {
    await give('花の')
    await addMember(store, '健')

    expect(JSON.stringify(await ask(asked, '健'))).not.toContain('花の')
    expect(await ask(asked)).not.toHaveProperty('statements')
    expect(await interactions(store)).toEqual([])
  })
})

const asked = { type: 'postback', postback: { data: 'coupons' } }

const ask = (event: Partial<LineEvent>, memberId = '花') => {
  const { line, config } = newDeps(store)
  return couponChat({
    store,
    line,
    config,
    event: { webhookEventId: 'event', type: 'postback', timestamp: NOON, ...event },
    memberId,
    now: NOON,
  })
}
const replies = async (): Promise<readonly LineMessage[]> => (await ask(asked))?.reply ?? []
const give = (title: string, more: Partial<NewCoupon> = {}) => grantTo(store, '花', { title, ...more })
const use = async ({ grantId }: { grantId: string }) =>
  redeemCoupon(store, { preview: await previewOf(store, grantId), till: SHIBUYA, staff: staffOf(SHIBUYA), now: NOON })
