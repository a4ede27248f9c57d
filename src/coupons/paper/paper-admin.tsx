import { Hono } from 'hono'
import type { WebEnv } from '../../web/env.ts'

/** Mounted at /admin/paper: what is allowed while the net is down, and what was logged then. */
export const paperAdmin = new Hono<WebEnv>()
