import { sql } from 'kysely'
import { beforeEach, describe, expect, it } from 'vitest'
import { couponChat } from '../../src/coupons/chat.ts'
import type { NewCoupon } from '../../src/coupons/coupons.ts'
import { lookedStatement } from '../../src/coupons/guest/holding.ts'
import { couponToken } from '../../src/coupons/links.ts'
import type { SqliteStore } from '../../src/db/sqlite.ts'
import type { LineEvent } from '../../src/line/chat.ts'
import type { LineMessage } from '../../src/line/messages.ts'
import { checkMessages } from '../../src/simulator/message-rules.ts'
import { BASE_URL, newDeps } from '../deps.ts'
import { addMember, DAY, MINUTE, NOON, newStore } from '../support.ts'
import { addShops, grantTo, interactions, SECRET } from './support.ts'
import { addUse } from './uses.ts'

const FREE = { minimumSpendYen: 0, combinable: true }

let store: SqliteStore
let now = NOON
beforeEach(async () => {
  store = newStore()
  now = NOON
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

  it('says so in the language of who asks', async () => {
    await store.db.updateTable('members').set({ language: 'en' }).execute()
    expect(await replies()).toMatchObject([{ type: 'text', text: expect.stringContaining('no coupons') }])
  })

  it('shows what can be used side by side, soonest to end first, each with its own link', async () => {
    await give('あとの', { endsAt: NOON + 3 * DAY })
    const { grantId } = await give('先の', { endsAt: NOON + DAY })
    await give('終わった', { endsAt: NOON - DAY })

    const messages = await replies()
    expect(messages).toHaveLength(1)
    expect(messages[0]).toMatchObject({ altText: expect.stringContaining('先の、あとの') })
    const [first, second, ...others] = bubbles(messages)
    expect(others).toEqual([])
    expect(first).toContain('先の')
    expect(first).toContain(`${BASE_URL}/coupon/${await couponToken(SECRET, grantId)}`)
    expect(second).toContain('あとの')
  })

  it('says where and when one was used', async () => {
    await use(await give('使った'))

    const [last, ...others] = await replies()
    expect(others).toEqual([])
    expect(last).toMatchObject({
      text: expect.stringContaining('「使った」は4月1日（水） 12:00に渋谷店でお使いいただきました'),
    })
  })

  it.each([
    ['ja', 'もっと見る（あと21枚）'],
    ['plain-ja', 'もっと 見る（あと 21枚）'],
    ['en', 'More (21)'],
  ] as const)('shows ten at a time, as LINE takes them, and goes on behind them with a tap: %s', async (language, more) => {
    await store.db.updateTable('members').set({ language }).execute()
    const titleOf = (i: number) => `その${i}。<b>"${'👩‍🍳'.repeat(5)}&amp;\\n`
    for (let i = 1; i <= 31; i++) await give(titleOf(i), { endsAt: NOON + i * DAY })

    const first = await replies()
    expect(labelsUnder(first)).toEqual([more])
    const seen: string[] = []
    for (let page = first; page.length > 0; ) {
      expect(checkMessages(page)).toEqual([])
      seen.push(...bubbles(page))
      const [data] = dataUnder(page)
      page = data === undefined ? [] : ((await ask({ postback: { data } }))?.reply ?? [])
    }
    expect(seen.map((card) => /その\d+/.exec(card)?.[0])).toEqual(Array.from({ length: 31 }, (_, i) => `その${i + 1}`))
    expect(seen[30]).toContain(JSON.stringify(titleOf(31)))
  })

  it('shows fewer where the cards are long: LINE takes 50 KB', async () => {
    await store.db
      .updateTable('stores')
      .set({ name: sql`id || ${'長い名前の店舗'.repeat(150)}` })
      .execute()
    for (let i = 1; i <= 10; i++) await give(`その${i}。`, { endsAt: NOON + i * DAY })

    const first = await replies()
    expect(new TextEncoder().encode(JSON.stringify(first[0])).length).toBeLessThan(50 * 1_024)
    const count = bubbles(first).length
    expect(count).toBeLessThan(10)
    expect(labelsUnder(first)).toEqual([`もっと見る（あと${10 - count}枚）`])
    const second = (await ask({ postback: { data: dataUnder(first)[0] ?? '' } }))?.reply ?? []
    expect(bubbles(second)[0]).toContain(`その${count + 1}。`)
  })

  it('says on the card how one stands that cannot simply be used', async () => {
    await give('三回', { usesMax: 3, endsAt: NOON + DAY })
    await give('夜だけ', { conditions: { ...FREE, hours: { from: '17:00', until: '26:00' } }, endsAt: NOON + 2 * DAY })
    const daily = await give('毎日', { usesMax: 1, per: 'day', endsAt: NOON + 3 * DAY })
    await use(daily)
    await give('先着', { totalMax: 1, endsAt: NOON + 4 * DAY })
    await store.db.updateTable('coupons').set({ total_max: 1 }).where('title', '=', '先着').execute()
    const other = await grantTo(store, '健', { title: '先着の別' })
    await use(other)
    await store.db
      .updateTable('redemptions')
      .set({ coupon_id: await couponOf('先着') })
      .where('grant_id', '=', other.grantId)
      .execute()

    const cards = bubbles(await replies())
    expect(cards[0]).toContain('あと3回使えます')
    expect(cards[1]).toContain('次は4月1日（水） 17:00からです')
    expect(cards[2]).toContain('次は4月2日（木）からお使いいただけます')
    expect(cards[3]).toContain('先着の数に達した')
  })

  it('tells once what the shop withdrew, stopped or extended since the last look, and why', async () => {
    const withdrawn = await give('取り下げ', { usesMax: 2 })
    await use(withdrawn)
    const stopped = await give('終了')
    const extended = await give('延長', { endsAt: NOON + DAY })
    await read()
    await store.db
      .updateTable('coupon_grants')
      .set({ voided_at: NOON + 1, void_words: '重なったため' })
      .where('id', '=', withdrawn.grantId)
      .execute()
    await store.db
      .updateTable('coupons')
      .set({ stopped_at: NOON + 1, stop_words: '改装のため' })
      .where('id', '=', stopped.couponId)
      .execute()
    await store.db
      .updateTable('coupon_grants')
      .set({ extended_at: NOON + 1, ends_at: NOON + 3 * DAY })
      .where('id', '=', extended.grantId)
      .execute()

    now = NOON + MINUTE
    const told = JSON.stringify(await read())
    expect(told).toContain('「取り下げ」は、お店の都合で取り下げとなりました')
    expect(told).toContain('お店から：「重なったため」')
    expect(told).toContain('「終了」は終了しました')
    expect(told).toContain('お店から：「改装のため」')
    expect(told).toContain('「延長」の期限が延びました。4月4日（土） 11:59まで')
    now += MINUTE
    expect(JSON.stringify(await read())).not.toMatch(/取り下げとなり|改装|延びました/)
  })

  it('says nothing of an end that no longer mattered: it was used, or over', async () => {
    const used = await give('使った')
    await use(used)
    await give('切れた', { endsAt: NOON })
    await store.db
      .updateTable('coupon_grants')
      .set({ voided_at: NOON + 1 })
      .execute()

    now = NOON + MINUTE
    expect(JSON.stringify(await read())).not.toContain('取り下げ')
  })

  it('keeps only of who asked that they saw it', async () => {
    const { grantId } = await give('花の')
    await store.batch([lookedStatement(store.db, { memberId: '健', grantIds: [grantId], now })])
    expect(await store.db.selectFrom('coupon_grants').select('looked_at').execute()).toEqual([{ looked_at: null }])
  })

  it('keeps nothing as told that cannot arrive any more', async () => {
    const { grantId } = await give('取り下げ')
    await store.db.updateTable('coupon_grants').set({ voided_at: NOON }).where('id', '=', grantId).execute()

    for (const late of [{ timestamp: NOON - MINUTE }, {}])
      expect(
        await ask({ ...asked, ...late, ...('timestamp' in late ? { replyToken: 'token' } : {}) }),
      ).not.toHaveProperty('statements')
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
    event: { webhookEventId: 'event', type: 'postback', timestamp: now, ...event },
    memberId,
    now,
  })
}
/** Asks as LINE does, and commits what comes of it. */
async function read() {
  const effect = await ask({ ...asked, replyToken: 'token' })
  if (effect?.statements) await store.batch(effect.statements)
  return effect?.reply ?? []
}
/** The cards of a reply, one text each. */
const bubbles = (messages: readonly LineMessage[]) =>
  messages.flatMap((message) =>
    message.type !== 'flex'
      ? []
      : message.contents.type === 'carousel'
        ? message.contents.contents.map((bubble) => JSON.stringify(bubble))
        : [JSON.stringify(message.contents)],
  )
const under = (messages: readonly LineMessage[]) => messages.at(-1)?.quickReply?.items.map(({ action }) => action) ?? []
const dataUnder = (messages: readonly LineMessage[]) =>
  under(messages).flatMap((action) => ('data' in action ? [action.data] : []))
const labelsUnder = (messages: readonly LineMessage[]) => under(messages).map(({ label }) => label)
const couponOf = async (title: string) =>
  (await store.db.selectFrom('coupons').select('id').where('title', '=', title).executeTakeFirstOrThrow()).id
const replies = async (): Promise<readonly LineMessage[]> => (await ask(asked))?.reply ?? []
const give = (title: string, more: Partial<NewCoupon> = {}) => grantTo(store, '花', { title, ...more })
const use = ({ grantId }: { grantId: string }) => addUse(store, grantId)
