import { Hono } from 'hono'
import type { ContentfulStatusCode } from 'hono/utils/http-status'
import { sendingSettingsAdmin } from '../../src/broadcasts/settings-admin.tsx'
import type { OperatorRole } from '../../src/db/schema.ts'
import type { Store } from '../../src/db/store.ts'
import type { Deps } from '../../src/deps.ts'
import { eventAdmin } from '../../src/events/admin.tsx'
import { inboxAdmin } from '../../src/inbox/admin.tsx'
import { fenceAdmin } from '../../src/inbox/fence-admin.tsx'
import { sessionAdmin, signOuts } from '../../src/operators/admin.tsx'
import { loginPages } from '../../src/operators/login.tsx'
import { issueLoginLink } from '../../src/operators/operators.ts'
import { operatorAdmin } from '../../src/operators/people-admin.tsx'
import { findSession, openSession, touchSession } from '../../src/operators/sessions.ts'
import { Refusal } from '../../src/refusal.ts'
import { storeAdmin } from '../../src/stores/admin.tsx'
import { enrolmentPages } from '../../src/stores/enrol.tsx'
import { tillStaffAdmin } from '../../src/stores/staff-admin.tsx'
import { createTill, enrolTill, findTill, touchTill, wasTill } from '../../src/stores/tills.ts'
import { requireOwnOrigin } from '../../src/web/csrf.ts'
import type { WebEnv } from '../../src/web/env.ts'
import { headers } from '../../src/web/headers.ts'
import { chooseLanguage, languageSwitch } from '../../src/web/language.ts'
import { requireSession, requireTill } from '../../src/web/session.ts'
import { noteStandstill } from '../../src/web/standstill.tsx'
import { BASE_URL } from '../deps.ts'
import { EARLIER, NOON } from '../support.ts'

const STATUS: Readonly<Record<string, ContentfulStatusCode>> = {
  session_needed: 401,
  not_allowed: 403,
  origin_foreign: 403,
  till_not_enrolled: 403,
  not_found: 404,
}

/** The doors of the product, with the middleware in the order that src/app.tsx has it in. */
export function openDoors(deps: Deps) {
  return new Hono<WebEnv>()
    .use(async (c, next) => {
      c.set('deps', deps)
      await next()
    })
    .use(headers(deps.config), chooseLanguage(), requireOwnOrigin())
    .route('/language', languageSwitch)
    .route('/till/enrol', enrolmentPages)
    .use('/till/*', requireTill({ find: findTill, was: wasTill, touch: touchTill }))
    .get('/till', (c) => c.text(`${c.var.till.storeName} ${c.var.till.name}`))
    .route('/login', loginPages)
    .use('/admin/*', requireSession({ find: findSession, touch: touchSession }), noteStandstill())
    .get('/admin', (c) => c.text(`${c.var.operator.role} ${c.var.operator.name}`))
    .route('/admin/stores', storeAdmin)
    .route('/admin/till-staff', tillStaffAdmin)
    .route('/admin/operators', operatorAdmin)
    .route('/admin/inbox', inboxAdmin)
    .route('/admin/sending-settings', sendingSettingsAdmin)
    .route('/admin/fence', fenceAdmin)
    .route('/admin/sessions', sessionAdmin)
    .route('/admin/sign-outs', signOuts)
    .route('/admin/events', eventAdmin)
    .onError((error, c) => {
      if (error instanceof Refusal) return c.text(error.code, STATUS[error.code] ?? 422)
      throw error
    })
}
export type Doors = ReturnType<typeof openDoors>

/** An operator called after their id; managers and staff are of a store that exists. */
export async function addOperator(
  { db }: Pick<Store, 'db'>,
  id: string,
  { role = 'owner', storeId = null, memberId = null }: Partial<Person> = {},
) {
  await db
    .insertInto('operators')
    .values({ id, member_id: memberId, name: id, role, store_id: storeId, created_at: EARLIER })
    .execute()
  return id
}
type Person = { role: OperatorRole; storeId: string | null; memberId: string | null }

/** A session's token, by way of a link. */
export async function sessionOf(store: Store, operatorId: string, now = NOON) {
  const link = await issueLoginLink(store, { operatorId, now })
  const session = await openSession(store, { token: link, now })
  if (!session) throw new Error('The link opened nothing.')
  return session.token
}

/** The cookie of a browser that is signed in. */
export const signIn = async (store: Store, operatorId: string, now = NOON) =>
  `__Host-okaeri=${await sessionOf(store, operatorId, now)}`

/** A device's token, by way of an enrolment. */
export async function tillOf(store: Store, { storeId = 'shibuya', name = 'レジ1', operatorId = 'tanaka' } = {}) {
  const { id, token } = await createTill(store, { storeId, name, operatorId, now: NOON })
  const deviceToken = await enrolTill(store, { token, now: NOON })
  if (deviceToken === undefined) throw new Error('The enrolment failed.')
  return { id, deviceToken }
}

/** Posts a form as our own pages do. */
export const post = (
  app: Pick<Doors, 'request'>,
  path: string,
  fields: Record<string, string> = {},
  { cookie = '', origin = BASE_URL, ...more }: Record<string, string> = {},
) =>
  app.request(path, {
    method: 'POST',
    body: new URLSearchParams(fields),
    headers: { origin, cookie, ...more },
  })

export const get = (app: Pick<Doors, 'request'>, path: string, cookie = '') =>
  app.request(path, { headers: { cookie } })
