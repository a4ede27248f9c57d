import { Hono } from 'hono'
import type { WebEnv } from '../web/env.ts'

/** Mounted at /work. */
export const publicAdPages = new Hono<WebEnv>()
