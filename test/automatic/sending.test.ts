import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { startAutomatic, stopAutomatic, wordAutomatic } from '../../src/automatic/automatic.ts'
import { sendAutomatic } from '../../src/automatic/sending.ts'
import { defaultContent } from '../../src/automatic/words.ts'
import { findBroadcast } from '../../src/broadcasts/drafts.ts'
import { workBroadcasts } from '../../src/broadcasts/sending.ts'
import type { Store } from '../../src/db/store.ts'
import { Refusal } from '../../src/refusal.ts'
import { SendingSettings, saveSendingSettings } from '../../src/sending/sending-settings.ts'
import { addOwner } from '../broadcasts/support.ts'
import { DAY, engines, MINUTE, newStore } from '../support.ts'
import { addPerson, openShop, sendsOf, tokyo } from './support.ts'

const TEN = tokyo('2026-05-01')

describe.each(engines)('handing over what is due on $engine', ({ open }) => {
  let stores: Awaited<ReturnType<typeof open>>
  beforeAll(async () => {
    stores = await open()
  })
  afterAll(() => stores.close())

  it('makes one broadcast of an occasion for all whose day it is, once, by however many processes at once', async () => {
    const store = await stores.openStore()
    await addOwner(store)
    for (const id of ['a', 'b', 'c']) await addPerson(store, id, { left: '2026-04-01' })
    await addPerson(store, 'other', { left: '2026-04-02' })
    const shop = openShop(store, { at: TEN })
    await shop.on('left_30')
    const made = await Promise.all([shop.run(), shop.run(), shop.run()])
    expect(made.reduce((sum, count) => sum + count, 0)).toBe(1)
    expect(await sendsOf(store)).toEqual(['left_30 a', 'left_30 b', 'left_30 c'])
    const broadcasts = await store.db.selectFrom('broadcasts').selectAll().execute()
    expect(broadcasts).toMatchObject([
      {
        title: '卒業から30日のごあいさつ',
        state: 'planning',
        purpose: 'news',
        kind: 'text',
        method: 'push',
        channel: 'push',
        occasion: 'left_30',
        confirmed_count: 3,
        confirmed_by: 'tanaka',
        confirmed_at: TEN,
        send_at: TEN,
      },
    ])
    const broadcast = await findBroadcast(store, { broadcastId: broadcasts[0]?.id ?? '' })
    expect(broadcast?.rule).toEqual({ match: 'all', conditions: [{ kind: 'person', in: ['a', 'b', 'c'] }] })
    expect(shop.woken).toContain('broadcasts')
  })
})

describe('what is sent by itself', () => {
  let store: Store
  beforeEach(async () => {
    store = newStore()
    await addOwner(store)
  })
  const broadcasts = () => store.db.selectFrom('broadcasts').select(['id', 'occasion', 'confirmed_count']).execute()

  it('reaches the person through the ledger, in words with their name', async () => {
    await addPerson(store, 'hana', { left: '2026-04-01' })
    const shop = openShop(store, { at: TEN })
    await shop.on('left_30')
    await shop.run()
    const pushed: string[] = []
    const line = {
      ...shop.deps.line,
      push: async (body: string) => {
        pushed.push(body)
        return { kind: 'accepted', status: 200, requestId: 'r' } as const
      },
    }
    await workBroadcasts({ ...shop.deps, line })
    expect(pushed).toHaveLength(1)
    expect(pushed[0]).toContain('hanaさん、お元気ですか')
    expect(pushed[0]).toContain('consent:news:off:')
  })

  it.each([
    '08:59',
    '21:00',
    '00:00',
    '03:00',
  ])('lets nobody’s phone ring at %s, also in a shop without quiet hours', async (time) => {
    await saveSendingSettings(store, SendingSettings.parse({ quietFrom: 0, quietTo: 0 }))
    await addPerson(store, 'hana', { left: '2026-04-01' })
    const shop = openShop(store, { at: tokyo('2026-05-01', time) })
    await shop.on('left_30')
    expect([await shop.run(), await broadcasts()]).toEqual([0, []])
  })

  it.each(['09:00', '20:59'])('may go at %s', async (time) => {
    await addPerson(store, 'hana', { left: '2026-04-01' })
    const shop = openShop(store, { at: tokyo('2026-05-01', time) })
    await shop.on('left_30')
    expect(await shop.run()).toBe(1)
  })

  it('waits for the end of the shop’s own quiet hours', async () => {
    await saveSendingSettings(store, SendingSettings.parse({ quietFrom: 20, quietTo: 11 }))
    await addPerson(store, 'hana', { left: '2026-04-01' })
    const shop = openShop(store, { at: TEN })
    await shop.on('left_30')
    expect(await shop.run()).toBe(0)
    expect(await shop.run(tokyo('2026-05-01', '11:00'))).toBe(1)
  })

  it('goes up to three days late, and then no more', async () => {
    for (const [late, id] of ['2026-04-01', '2026-03-29', '2026-03-28'].entries())
      await addPerson(store, `p${late}`, { left: id })
    const shop = openShop(store, { at: TEN })
    await shop.on('left_30')
    await shop.run()
    expect(await sendsOf(store)).toEqual(['left_30 p0', 'left_30 p1'])
  })

  it('is news: nobody gets it who takes none, has blocked us or is not verified', async () => {
    await addPerson(store, 'fine', { left: '2026-04-01' })
    await addPerson(store, 'no_news', { left: '2026-04-01', consents: ['coupons', 'shifts'] })
    await addPerson(store, 'blocked', { left: '2026-04-01' })
    await addPerson(store, 'applied', { left: '2026-04-01' })
    const { db } = store
    await db
      .updateTable('line_identities')
      .set({ follow_state: 'blocked' })
      .where('member_id', '=', 'blocked')
      .execute()
    await db.updateTable('members').set({ state: 'applied' }).where('id', '=', 'applied').execute()
    const shop = openShop(store, { at: TEN })
    await shop.on('left_30')
    await shop.run()
    expect(await sendsOf(store)).toEqual(['left_30 fine'])
  })

  it('welcomes those who were verified after it was switched on, and none before', async () => {
    const shop = openShop(store, { at: TEN })
    await addPerson(store, 'before', { verified: TEN - 1 })
    await shop.on('welcome')
    await addPerson(store, 'after', { verified: TEN })
    expect(await shop.run(TEN + MINUTE)).toBe(1)
    expect(await sendsOf(store)).toEqual(['welcome after'])
    await stopAutomatic(store, { occasion: 'welcome', now: TEN + 2 * MINUTE })
    await addPerson(store, 'meanwhile', { verified: TEN + 3 * MINUTE })
    shop.clock.now = TEN + 4 * MINUTE
    await shop.on('welcome')
    expect(await shop.run(TEN + 5 * MINUTE)).toBe(0)
    await addPerson(store, 'later', { verified: TEN + 6 * MINUTE })
    await shop.run(TEN + 7 * MINUTE)
    expect(await sendsOf(store)).toEqual(['welcome after', 'welcome later'])
  })

  it('welcomes in the morning who was verified at night', async () => {
    const shop = openShop(store, { at: TEN })
    await shop.on('welcome')
    await addPerson(store, 'night', { verified: tokyo('2026-05-01', '23:30') })
    expect(await shop.run(tokyo('2026-05-01', '23:31'))).toBe(0)
    expect(await shop.run(tokyo('2026-05-02', '09:00'))).toBe(1)
  })

  it('congratulates once a year, on the first of the month', async () => {
    await addPerson(store, 'may', { born: 5 })
    await addPerson(store, 'june', { born: 6 })
    const shop = openShop(store, { at: tokyo('2026-04-30') })
    await shop.on('birthday_month')
    for (let day = 0; day < 800; day++) await shop.run(tokyo('2026-04-30') + day * DAY)
    expect(await sendsOf(store)).toEqual([
      'birthday_month may 2026',
      'birthday_month june 2026',
      'birthday_month may 2027',
      'birthday_month june 2027',
      'birthday_month may 2028',
      'birthday_month june 2028',
    ])
  })

  it('never touches the messages in reserve, waits, and goes when there are enough', async () => {
    await saveSendingSettings(store, SendingSettings.parse({ reserve: 50 }))
    for (const id of ['a', 'b']) await addPerson(store, id, { left: '2026-04-01' })
    const shop = openShop(store, { at: TEN, quota: { limit: 200, used: 149 } })
    await shop.on('left_30')
    expect([await shop.run(), await broadcasts()]).toEqual([0, []])
    shop.quota.used = 148
    expect(await shop.run(TEN + DAY)).toBe(1)
    expect(await sendsOf(store)).toEqual(['left_30 a', 'left_30 b'])
  })

  it('counts what the occasion before it takes', async () => {
    await addPerson(store, 'a', { left: '2026-04-01' })
    await addPerson(store, 'b', { born: 5 })
    const shop = openShop(store, { at: TEN, quota: { limit: 1, used: 0 } })
    await shop.on('left_30', 'birthday_month')
    expect(await shop.run()).toBe(1)
    expect(await sendsOf(store)).toEqual(['left_30 a'])
  })

  it('waits while LINE does not tell what is left', async () => {
    await addPerson(store, 'a', { left: '2026-04-01' })
    const shop = openShop(store, { at: TEN })
    await shop.on('left_30')
    const away = { ...shop.deps.line, quota: () => Promise.reject(new Refusal('line_unreachable')) }
    expect(await sendAutomatic({ ...shop.deps, line: away })).toBe(0)
    expect(await shop.run()).toBe(1)
  })

  it('is not sent from a copy of the database', async () => {
    await addPerson(store, 'a', { left: '2026-04-01' })
    const shop = openShop(store, { at: TEN })
    await shop.on('left_30')
    await shop.deps.instance.write(JSON.stringify({ line: 'another', n: 9, at: TEN }))
    expect([await shop.run(), await broadcasts()]).toEqual([0, []])
  })

  it('is not sent when it is switched off or worded anew while it is being handed over', async () => {
    await addPerson(store, 'a', { left: '2026-04-01' })
    const shop = openShop(store, { at: TEN })
    await shop.on('left_30')
    const meanwhile = async (change: () => Promise<unknown>) => {
      const quota = async () => {
        await change()
        return shop.quota
      }
      return sendAutomatic({ ...shop.deps, line: { ...shop.deps.line, quota } })
    }
    const content = { ...defaultContent('left_30', '店長'), kind: 'text' as const, text: '新しい文面' }
    expect(await meanwhile(() => wordAutomatic(store, { occasion: 'left_30', content, now: TEN + 1 }))).toBe(0)
    expect(await meanwhile(() => stopAutomatic(store, { occasion: 'left_30', now: TEN + 2 }))).toBe(0)
    expect(await broadcasts()).toEqual([])
    await startAutomatic(store, { occasion: 'left_30', content, startedBy: 'tanaka', now: TEN + 3 })
    await shop.run(TEN + MINUTE)
    const [sent] = await store.db.selectFrom('broadcasts').select('content').execute()
    expect(sent?.content).toContain('新しい文面')
  })

  it('keeps the words and the time when it is switched on twice', async () => {
    const shop = openShop(store, { at: TEN })
    const content = { kind: 'text' as const, text: '自分の言葉', from: '店長' }
    await wordAutomatic(store, { occasion: 'welcome', content, now: TEN })
    await shop.on('welcome')
    shop.clock.now += DAY
    await shop.on('welcome')
    const [row] = await store.db.selectFrom('automatic_messages').selectAll().execute()
    expect(row).toMatchObject({ enabled_at: TEN, content: JSON.stringify(content) })
  })
})
