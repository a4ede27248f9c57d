import { Hono } from 'hono'
import type { WebEnv } from '../web/env.ts'

/** Mounted at /return. */
export const returnPages = new Hono<WebEnv>()
