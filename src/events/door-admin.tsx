import { Hono } from 'hono'
import type { WebEnv } from '../web/env.ts'

export const doorAdmin = new Hono<WebEnv>()
