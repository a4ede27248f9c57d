import type { Context } from 'hono'
import { findTillStaff } from '../../stores/till-sessions.ts'
import { findTill, touchTill, wasTill } from '../../stores/tills.ts'
import type { WebEnv } from '../../web/env.ts'
import { requireStaff, requireTill } from '../../web/session.ts'
import type { AtTill } from './till-frame.tsx'

/** Per route: beside these pages, /till has the enrolment, which asks for no till, and the names, which ask for no staff. */
export const atTill = requireTill({ find: findTill, was: wasTill, touch: touchTill })
/** Behind `atTill`: somebody who entered their PIN here. */
export const withStaff = requireStaff({ find: findTillStaff })

/** Whom a page is for, behind both. */
export const here = (c: Context<WebEnv>): AtTill => ({ lang: c.var.language, till: c.var.till, staff: c.var.staff })
