import { Hono } from 'hono'
import type { WebEnv } from '../web/env.ts'
import { allow } from '../web/session.ts'
import { decidingAdmin } from './deciding-admin.tsx'
import { noticeAdmin } from './notice-admin.tsx'
import { postingAdmin } from './posting-admin.tsx'

/** Mounted at /admin/shifts: for managers and owners. A manager's are the own store's. */
export const shiftAdmin = new Hono<WebEnv>()
  .use(allow('manager'))
  .route('/', noticeAdmin)
  .route('/', postingAdmin)
  .route('/', decidingAdmin)
