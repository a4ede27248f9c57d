import { Hono } from 'hono'
import type { WebEnv } from '../../web/env.ts'

/** Mounted at /admin/coupons/watch: what an owner should look at. */
export const couponWatchAdmin = new Hono<WebEnv>()
