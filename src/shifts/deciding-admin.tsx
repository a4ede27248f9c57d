import { Hono } from 'hono'
import type { WebEnv } from '../web/env.ts'

/** One opening: who applied, who comes, what went wrong, what was worked. */
export const decidingAdmin = new Hono<WebEnv>()
