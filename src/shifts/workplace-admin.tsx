import { Hono } from 'hono'
import type { WebEnv } from '../web/env.ts'

/** Mounted at /admin/workplaces. */
export const workplaceAdmin = new Hono<WebEnv>()
