import { Hono } from 'hono'
import type { WebEnv } from '../web/env.ts'

export const doorLinks = new Hono<WebEnv>()
