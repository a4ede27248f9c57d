import { Hono } from 'hono'
import type { WebEnv } from '../web/env.ts'
import { allow } from '../web/session.ts'
import { composeAdmin } from './compose-admin.tsx'
import { confirmAdmin } from './confirm-admin.tsx'
import { detailAdmin } from './detail-admin.tsx'
import { templateAdmin } from './template-admin.tsx'

/**
 * Mounted at /admin/broadcasts. A manager writes to the people of the own store, and sees the own store's broadcasts.
 * The first whose path fits answers: names (/new, /templates) stand before ids.
 */
export const broadcastAdmin = new Hono<WebEnv>()
  .use(allow('manager'))
  .route('/', templateAdmin)
  .route('/', composeAdmin)
  .route('/', confirmAdmin)
  .route('/', detailAdmin)
