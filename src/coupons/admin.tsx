import { type Context, Hono } from 'hono'
import { z } from 'zod'
import { noteAccess } from '../interactions/access-log.ts'
import { Refusal } from '../refusal.ts'
import { CursorSaid } from '../web/cursor.ts'
import type { WebEnv } from '../web/env.ts'
import { allow } from '../web/session.ts'
import { CouponListPage } from './admin-pages.tsx'
import { findCoupon } from './coupons.ts'
import { CouponDetailPage } from './detail-page.tsx'
import { couponFacts } from './report/counts.ts'
import { exportDays, exportUses } from './report/exports.tsx'
import { periodOf } from './report/period.ts'
import { listCoupons, listUses, USES_NEWEST, USES_PAGE_MAX } from './report/reports.ts'
import { UsesPage } from './report/uses-page.tsx'

type C = Context<WebEnv, '/:couponId'>

/** What its other pages did just now. */
const Done = z.enum(['made', 'extended']).optional().catch(undefined)

/** Mounted at /admin/coupons: what was given and used, and what it cost and brought. A manager sees the uses in their own store. */
export const couponAdmin = new Hono<WebEnv>()
  .get('/', allow('manager'), async (c) => {
    const { deps, operator, language } = c.var
    const before = CursorSaid.parse(c.req.query('before'))
    const { lines, next } = await listCoupons(deps.store, { storeId: operator.storeId, before })
    return c.html(
      <CouponListPage {...{ language, operator, coupons: lines, next, later: !!before }} now={deps.now()} />,
    )
  })

  .get('/:couponId', allow('manager'), async (c) => c.html(<CouponDetailPage {...(await show(c))} />))

  .get('/:couponId/uses', allow('manager'), async (c) => {
    const { operator, language } = c.var
    const { coupon, ...asked } = await theCoupon(c)
    const before = CursorSaid.parse(c.req.query('before'))
    const { lines, next } = await listUses(c.var.deps.store, { ...asked, before, limit: USES_PAGE_MAX })
    await noteNames(c, lines.length)
    return c.html(
      <UsesPage
        {...{ language, operator, coupon, period: asked.period, uses: lines, next, later: !!before }}
        now={c.var.deps.now()}
      />,
    )
  })

  .get('/:couponId/uses.csv', allow('manager'), async (c) => exportUses(c, await theCoupon(c)))

  .get('/:couponId/days.csv', allow('manager'), async (c) => exportDays(c, await theCoupon(c)))

/** The coupon of the address, and of which store and days its uses are asked for. */
async function theCoupon(c: C) {
  const { deps, operator } = c.var
  const coupon = await findCoupon(deps.store, c.req.param('couponId'))
  if (!coupon) throw new Refusal('not_found')
  const { period, from, until } = c.req.query()
  return {
    coupon,
    couponId: coupon.id,
    storeId: operator.storeId,
    period: periodOf({ period, from, until }, deps.now()),
  }
}

async function show(c: C) {
  const { deps, operator, language } = c.var
  const { coupon, ...asked } = await theCoupon(c)
  const facts = await couponFacts(deps.store, asked)
  const { lines: uses, next } = await listUses(deps.store, { ...asked, limit: USES_NEWEST })
  await noteNames(c, uses.length)
  return {
    language,
    operator,
    coupon,
    period: asked.period,
    facts,
    uses,
    isMore: next !== undefined,
    now: deps.now(),
    justStopped: c.req.query('stopped') !== undefined && coupon.stoppedAt !== null,
    justDone: Done.parse(c.req.query('done')),
  }
}

async function noteNames({ var: { deps, operator } }: C, count: number) {
  if (count === 0) return
  const detail = { page: 'coupon', count }
  await noteAccess(deps.store, { operatorId: operator.id, action: 'members_listed', detail, now: deps.now() })
}
