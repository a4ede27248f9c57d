import { Hono } from 'hono'
import type { WebEnv } from '../web/env.ts'
import { allow } from '../web/session.ts'
import { noticeAdmin } from './page/notice-admin.tsx'
import { postingAdmin } from './posting/posting-admin.tsx'
import { decidingAdmin } from './view/deciding-admin.tsx'

/** Mounted at /admin/shifts: for managers and owners. A manager's are the own store's. */
export const shiftAdmin = new Hono<WebEnv>()
  .use(allow('manager'))
  .route('/', noticeAdmin)
  .route('/', postingAdmin)
  .route('/', decidingAdmin)
