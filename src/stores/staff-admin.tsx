import { Hono } from 'hono'
import type { WebEnv } from '../web/env.ts'

/** Mounted at /admin/till-staff: who may stand at the tills, and their PINs. */
export const tillStaffAdmin = new Hono<WebEnv>()
