import { Hono } from 'hono'
import type { WebEnv } from '../web/env.ts'

/** Mounted at /shift. */
export const shiftPages = new Hono<WebEnv>()
