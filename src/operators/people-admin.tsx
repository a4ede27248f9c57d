import { type Context, Hono } from 'hono'
import { z } from 'zod'
import { cleanLabel, isTooLong } from '../stores/labels.ts'
import { listStores } from '../stores/stores.ts'
import type { Language } from '../texts/language.ts'
import { operatorAdminTexts } from '../texts/operator-admin.ts'
import type { WebEnv } from '../web/env.ts'
import { readForm } from '../web/form.ts'
import { allow } from '../web/session.ts'
import { INVITATION_MS, inviteOperator, listInvitations, revokeInvitation } from './invitations.ts'
import { getOperator, listOperators, revokeOperator } from './people.ts'
import { CodePage, PeoplePage, RemovalPage, type Typed } from './people-pages.tsx'

const PATH = '/admin/operators'
const TYPED_MAX = 400
const ID_MAX = 100

const InvitationForm = (lang: Language) => {
  const t = operatorAdminTexts[lang].errors
  return z.object({
    name: z
      .string(t.missing)
      .max(TYPED_MAX, t.tooLong)
      .transform(cleanLabel)
      .pipe(
        z
          .string()
          .min(1, t.missing)
          .refine((name) => !isTooLong(name), t.tooLong),
      ),
    role: z.enum(['manager', 'staff'], t.role),
    storeId: z.string(t.store).min(1, t.store).max(ID_MAX, t.store),
  })
}

/** Mounted at /admin/operators, for the owner: who may sign in, and who is invited to. */
export const operatorAdmin = new Hono<WebEnv>()
  .use(allow('owner'))

  .get('/', (c) => showPeople(c))

  .post('/invitations', async (c) => {
    const { deps, language, operator } = c.var
    const form = await readForm(c, InvitationForm(language))
    if (!form.ok) return showPeople(c, form)
    const invited = form.data
    const place = (await listStores(deps.store)).find(({ id }) => id === invited.storeId)
    const error = { storeId: operatorAdminTexts[language].errors.store }
    if (!place) return showPeople(c, { values: form.values, errors: error })
    const { sessionSecret } = deps.config
    const now = deps.now()
    const { code } = await inviteOperator(deps.store, { ...invited, sessionSecret, operatorId: operator.id, now })
    // The one page that answers a POST: the code is not kept, so no later GET could show it.
    const shown = { ...invited, code, storeName: place.name, expiresAt: now + INVITATION_MS }
    return c.html(<CodePage lang={language} operator={operator} invitation={shown} />, 201)
  })

  .post('/invitations/:id/revocations', async (c) => {
    const { deps } = c.var
    await revokeInvitation(deps.store, { invitationId: c.req.param('id'), now: deps.now() })
    return c.redirect(`${PATH}?done=revoked`, 303)
  })

  .get('/:id', async (c) => {
    const { deps, language, operator } = c.var
    const person = await getOperator(deps.store, { operatorId: c.req.param('id') })
    return c.html(<RemovalPage lang={language} operator={operator} person={person} />)
  })

  .post('/:id/revocations', async (c) => {
    const { deps, operator } = c.var
    await revokeOperator(deps.store, { operatorId: c.req.param('id'), by: operator.id, now: deps.now() })
    return c.redirect(`${PATH}?done=removed`, 303)
  })

async function showPeople(c: Context<WebEnv>, typed?: Typed) {
  const { deps, language, operator } = c.var
  const { store, now } = deps
  const shown = {
    people: await listOperators(store),
    invitations: await listInvitations(store, { now: now() }),
    stores: await listStores(store),
    now: now(),
    done: c.req.query('done'),
  }
  return c.html(<PeoplePage lang={language} operator={operator} {...shown} typed={typed} />, typed ? 422 : 200)
}
