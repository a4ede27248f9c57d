import { Hono } from 'hono'
import type { WebEnv } from '../web/env.ts'

/** Mounted at /admin/returns. */
export const returnAdmin = new Hono<WebEnv>()
