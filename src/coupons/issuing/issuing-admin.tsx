import { Hono } from 'hono'
import type { WebEnv } from '../../web/env.ts'

/** Mounted at /admin/coupons: giving a coupon to a segment or to one person, and taking it back. */
export const couponIssuingAdmin = new Hono<WebEnv>()
