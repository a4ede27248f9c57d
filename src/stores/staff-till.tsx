import { Hono } from 'hono'
import type { WebEnv } from '../web/env.ts'

/** Mounted at /till/staff: picking a name and entering a PIN, once a shift. */
export const staffTillPages = new Hono<WebEnv>()
