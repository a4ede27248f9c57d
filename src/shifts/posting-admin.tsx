import { Hono } from 'hono'
import type { WebEnv } from '../web/env.ts'

/** The list, and planning: new, from a template, changed, copied, sent out. */
export const postingAdmin = new Hono<WebEnv>()
