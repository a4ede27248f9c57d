import { type Context, Hono } from 'hono'
import { noteAccess } from '../interactions/access-log.ts'
import { Refusal } from '../refusal.ts'
import type { WebEnv } from '../web/env.ts'
import { allow } from '../web/session.ts'
import { CouponDetailPage, CouponListPage, StopPage } from './admin-pages.tsx'
import { findCoupon, stopCoupon } from './coupons.ts'
import { countCoupon, listCoupons, listRedemptions } from './report/reports.ts'

/** Mounted at /admin/coupons: what was given and used. A manager sees the uses in their own store. Stopping is the owner's. */
export const couponAdmin = new Hono<WebEnv>()
  .get('/', allow('manager'), async (c) => {
    const { deps, operator, language } = c.var
    const coupons = await listCoupons(deps.store, operator)
    return c.html(<CouponListPage {...{ language, operator, coupons }} now={deps.now()} />)
  })

  .get('/:couponId', allow('manager'), async (c) => c.html(<CouponDetailPage {...(await show(c))} />))

  .get('/:couponId/stop', allow('owner'), async (c) => c.html(<StopPage {...(await show(c))} />))

  .post('/:couponId/stops', allow('owner'), async (c) => {
    const { store, now } = c.var.deps
    const couponId = c.req.param('couponId')
    await stopCoupon(store, { couponId, now: now() })
    return c.redirect(`/admin/coupons/${couponId}?stopped=1`, 303)
  })

async function show(c: Context<WebEnv, '/:couponId'>) {
  const { deps, operator, language } = c.var
  const scope = { couponId: c.req.param('couponId'), storeId: operator.storeId }
  const coupon = await findCoupon(deps.store, scope.couponId)
  if (!coupon) throw new Refusal('not_found')
  const redemptions = await listRedemptions(deps.store, scope)
  const detail = { page: 'coupon', count: redemptions.length }
  if (redemptions.length > 0)
    await noteAccess(deps.store, { operatorId: operator.id, action: 'members_listed', detail, now: deps.now() })
  return {
    language,
    operator,
    coupon,
    counts: await countCoupon(deps.store, scope),
    redemptions,
    now: deps.now(),
    justStopped: c.req.query('stopped') !== undefined && coupon.stoppedAt !== null,
  }
}
