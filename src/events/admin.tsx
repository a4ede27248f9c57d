import { Hono } from 'hono'
import type { WebEnv } from '../web/env.ts'
import { allow } from '../web/session.ts'
import { doorAdmin } from './door-admin.tsx'
import { editingAdmin } from './editing-admin.tsx'
import { guestsAdmin } from './guests-admin.tsx'

/** Mounted at /admin/events: for managers and owners; the door for staff too. */
export const eventAdmin = new Hono<WebEnv>()
  .route('/', doorAdmin)
  .use(allow('manager'))
  .route('/', editingAdmin)
  .route('/', guestsAdmin)
