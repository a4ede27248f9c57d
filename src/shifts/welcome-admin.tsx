import { Hono } from 'hono'
import type { WebEnv } from '../web/env.ts'

/** Mounted at /admin/welcome-packs. */
export const welcomeAdmin = new Hono<WebEnv>()
