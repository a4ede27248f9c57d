import { Hono } from 'hono'
import type { WebEnv } from '../../web/env.ts'

/** Mounted at /admin/coupons: making, extending and stopping a coupon. */
export const couponTermsAdmin = new Hono<WebEnv>()
