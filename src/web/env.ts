import type { OperatorRole } from '../db/schema.ts'
import type { Deps } from '../deps.ts'
import type { Language } from '../texts/language.ts'

/** Who is signed in to the admin side. A manager's and a staff member's rights end at their store. */
export type Operator = {
  id: string
  name: string
  role: OperatorRole
  /** null: all stores (owners). */
  storeId: string | null
  sessionId: string
  /** Why nothing is sent at all, if so: every page says it. */
  standstill?: Standstill
}
/** fenced: a copied or restored database. record: what tells that cannot be read or written. clock: ours differs from LINE's, or went back. */
export type Standstill = 'fenced' | 'record' | 'clock'

/** The enrolled device that asks. */
export type Till = { id: string; storeId: string; storeName: string; name: string }

/** Who stands at the till: they picked their name and entered their PIN there. */
export type Staff = { id: string; name: string }

/** What every request handler can reach: `deps` and `language` always, `operator` or `till` behind src/web/session.ts. */
export type WebEnv = {
  Variables: {
    deps: Deps
    language: Language
    operator: Operator
    till: Till
    staff: Staff
    /** Names this request in the log and on an error page. */
    reference: string
    /** For the one stylesheet that a page may carry in itself (the LINE preview). */
    secureHeadersNonce?: string
  }
}
