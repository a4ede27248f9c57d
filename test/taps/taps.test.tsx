import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { BroadcastContent } from '../../src/broadcasts/content.ts'
import { exportOf } from '../../src/consent/export.ts'
import type { Store } from '../../src/db/store.ts'
import { ResultsCard, showsNames } from '../../src/taps/results.tsx'
import { linkTappedStatement, type TapTarget, tapResults, tapStatement } from '../../src/taps/taps.ts'
import { addMember, engines, MINUTE, NOON, newStore } from '../support.ts'
import { addSent, NEWS, tapsOf } from './support.ts'

const PEOPLE = ['a', 'b', 'c', 'd', 'e', 'f']

async function open(store: Store) {
  for (const [i, id] of PEOPLE.entries()) await addMember(store, id, { storeId: i < 2 ? 'shibuya' : 'ueno' })
  await addSent(store, { to: PEOPLE })
  return async (memberId: string, target: TapTarget, now = NOON) => {
    await store.batch([tapStatement(store.db, { broadcastId: 'news', memberId, target, now })])
  }
}

describe.each(engines)('counting taps on $engine', ({ open: openEngine }) => {
  let stores: Awaited<ReturnType<typeof openEngine>>
  beforeAll(async () => {
    stores = await openEngine()
  })
  afterAll(() => stores.close())

  it('counts a person once for a target, and each of their taps, in whatever order they arrive', async () => {
    const store = await stores.openStore()
    const tap = await open(store)
    await tap('a', 'link', NOON + MINUTE)
    await tap('a', 'link', NOON)
    await tap('a', 'stop')
    await tap('b', 'link')
    await tap('nobody', 'link')
    expect(await tapResults(store, { broadcastId: 'news' })).toMatchObject([
      { target: 'link', people: 2, taps: 3 },
      { target: 'stop', people: 1, taps: 1 },
    ])
    expect((await tapsOf(store))[0]).toMatchObject({ first_at: NOON, last_at: NOON + MINUTE, taps: 2 })
  })
})

describe('what a page shows of taps', () => {
  let store: Store
  let tap: Awaited<ReturnType<typeof open>>
  beforeEach(async () => {
    store = newStore()
    tap = await open(store)
  })
  const results = (storeId: string | null = null) => tapResults(store, { broadcastId: 'news', storeId })
  const page = async (storeId: string | null = null) =>
    String(<ResultsCard lang="ja" content={NEWS} results={await results(storeId)} people={6} />)

  it('has no name while fewer than five people tapped, however often they did', async () => {
    for (const id of PEOPLE.slice(0, 4)) for (let n = 0; n < 3; n++) await tap(id, 'link')
    expect(await results()).toEqual([{ target: 'link', people: 4, taps: 12, names: undefined, named: 4 }])
    expect(showsNames(await results())).toBe(false)
    const html = await page()
    expect(html).toContain('4 / 6人')
    expect(html).toContain('5人からお名前を表示します')
    for (const id of PEOPLE) expect(html).not.toContain(`<bdi>${id}</bdi>`)
  })

  it('has the names from five people on, of that target alone', async () => {
    for (const id of PEOPLE.slice(0, 5)) await tap(id, 'link')
    await tap('f', 'stop')
    const [link, stop] = await results()
    expect([link?.names, stop?.names]).toEqual([['a', 'b', 'c', 'd', 'e'], undefined])
    expect(showsNames(await results())).toBe(true)
    expect(await page()).toContain('<bdi>e</bdi>')
    expect(await page()).not.toContain('<bdi>f</bdi>')
  })

  it('tells a manager the names of the own store only, also when others made it five', async () => {
    for (const id of PEOPLE) await tap(id, 'link')
    expect(await results('shibuya')).toEqual([{ target: 'link', people: 6, taps: 6, names: ['a', 'b'], named: 2 }])
    expect(await results('nowhere')).toMatchObject([{ people: 6, names: [] }])
    expect(await page('nowhere')).toContain('自店舗の方はいません')
  })

  it('says in the words of its button what was tapped', async () => {
    const poll: BroadcastContent = { kind: 'poll', text: 'どちら？', answers: ['昼', '夜<b>'], from: '店長' }
    await tap('a', 'poll:1')
    await tap('a', 'check_in:talk')
    const html = String(<ResultsCard lang="ja" content={poll} results={await results()} people={0} />)
    expect(html).toContain('「夜&lt;b&gt;」')
    expect(html).toContain('「話したいことがあります」')
    expect(String(<ResultsCard lang="en" content={poll} results={[]} people={6} />)).toContain('Nobody has tapped yet')
  })

  it('counts a coupon that was opened, by what the coupon’s page recorded', async () => {
    const { db } = store
    await db
      .insertInto('coupons')
      .values({ id: 'c', title: 'x', kind: 'yen', value: 1, conditions: '{}', starts_at: 0, ends_at: 1, created_at: 0 })
      .execute()
    const grant = {
      coupon_id: 'c',
      broadcast_id: 'news',
      uses_max: 1,
      starts_at: 0,
      ends_at: 1,
      secret: '',
      created_at: 0,
    }
    for (const id of ['a', 'b'])
      await db
        .insertInto('coupon_grants')
        .values({ ...grant, id: `g-${id}`, member_id: id })
        .execute()
    await db
      .insertInto('interactions')
      .values({ id: 'coupon_opened:g-a', member_id: 'a', kind: 'coupon_opened', at: NOON })
      .execute()
    expect(await results()).toMatchObject([{ target: 'coupon', people: 1 }])
  })

  it('is the person’s: it stands in their export, and once on their timeline', async () => {
    await tap('a', 'link')
    for (const now of [NOON, NOON + MINUTE])
      await store.batch([linkTappedStatement(store.db, { broadcastId: 'news', memberId: 'a', now })])
    const data = await exportOf(store, 'a')
    expect(data?.taps).toMatchObject([{ target: 'link', title: '春のお知らせ' }])
    expect(data?.timeline.map(({ kind }) => kind)).toEqual(['link_tapped'])
  })
})
