import { Hono } from 'hono'
import type { WebEnv } from '../../web/env.ts'

/** Mounted at /admin/coupons/automatic: what is given by itself, on which occasion. */
export const automaticCouponAdmin = new Hono<WebEnv>()
