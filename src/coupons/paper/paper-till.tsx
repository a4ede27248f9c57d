import { Hono } from 'hono'
import type { WebEnv } from '../../web/env.ts'

/** Mounted at /till/paper: logging scans while the net is down, and uploading them. */
export const paperTillPages = new Hono<WebEnv>()
