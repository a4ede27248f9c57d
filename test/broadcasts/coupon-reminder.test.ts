import { Hono } from 'hono'
import { beforeEach, describe, expect, it } from 'vitest'
import { broadcastAdmin } from '../../src/broadcasts/admin.tsx'
import { ruleForUnused, unusedChoiceOf } from '../../src/broadcasts/coupon-audience.ts'
import type { Store } from '../../src/db/store.ts'
import { SegmentRule } from '../../src/segments/rule.ts'
import type { WebEnv } from '../../src/web/env.ts'
import { addShops, grantTo } from '../coupons/support.ts'
import { newDeps } from '../deps.ts'
import { NOON, newStore } from '../support.ts'
import { addOwner, OWNER, openFakeLine } from './support.ts'

let store: Store
let couponId: string
beforeEach(async () => {
  store = newStore()
  await addOwner(store)
  await addShops(store)
  couponId = (await grantTo(store, 'hana')).couponId
})

const app = () =>
  new Hono<WebEnv>()
    .use(async (c, next) => {
      c.set('deps', newDeps(store, { line: openFakeLine().line }))
      c.set('language', 'ja')
      c.set('operator', { id: OWNER, name: '田中', role: 'owner', storeId: null, sessionId: 's' })
      await next()
    })
    .route('/admin/broadcasts', broadcastAdmin)
const get = async (path: string) => (await app().request(`/admin/broadcasts${path}`)).text()
const compose = (fields: Record<string, string>) =>
  app().request('/admin/broadcasts?kind=coupon', { method: 'POST', body: new URLSearchParams(fields) })

const LINK = () => `/new?kind=coupon&coupon=${couponId}&segment=unused%3A${couponId}`
const typed = (more: Record<string, string> = {}) => ({
  ...{
    title: '期限が近づいています',
    greeting: 'お待ちしています。',
    from: '田中',
    senderId: OWNER,
    holding: 'morning',
  },
  ...{ purpose: 'coupons', couponId, segment: `unused:${couponId}`, ...more },
})

describe('a reminder of a coupon by message', () => {
  it('is to those who can use it and have not, of whom the form says how many', async () => {
    const page = await get(LINK())
    expect(page).toContain(`<option value="unused:${couponId}" selected="">`)
    expect(page).toContain('「卒業生おかえり割」のクーポンをまだ使っていない（今から使える）人（1人）')
  })

  it('is kept as a question that is asked anew, and comes back as it was chosen', async () => {
    expect((await compose(typed())).status).toBe(303)
    const { id, audience } = await store.db
      .selectFrom('broadcasts')
      .select(['id', 'audience'])
      .executeTakeFirstOrThrow()
    expect(JSON.parse(audience)).toMatchObject({ rule: ruleForUnused(couponId) })
    expect(await get(`/${id}/edit`)).toContain(`<option value="unused:${couponId}" selected="">`)
  })

  it('never becomes one to everybody when its coupon is over meanwhile', async () => {
    await store.db.updateTable('coupons').set({ stopped_at: NOON }).execute()
    expect((await compose(typed())).status).toBe(422)
    const living = await grantTo(store, 'hana')
    expect((await compose(typed({ couponId: living.couponId }))).status).toBe(422)
    expect(await get(LINK())).toContain(`<option value="unused:${couponId}" selected="">`)
    expect(await store.db.selectFrom('broadcasts').select('id').execute()).toEqual([])
  })

  it('is told from every other audience', () => {
    const rule = (...conditions: unknown[]) => SegmentRule.parse({ match: 'all', conditions })
    const unused = { kind: 'coupon', did: 'unused', in: ['c'] }
    expect(unusedChoiceOf(rule(unused))).toBe('unused:c')
    for (const other of [
      rule(),
      rule(unused, unused),
      rule({ ...unused, not: true }),
      rule({ ...unused, did: 'used' }),
      rule({ ...unused, in: ['c', 'd'] }),
    ])
      expect(unusedChoiceOf(other)).toBeUndefined()
  })
})
