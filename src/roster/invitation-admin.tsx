import { type Context, Hono } from 'hono'
import { z } from 'zod'
import type { AccessAction } from '../db/schema-rights.ts'
import { noteAccess } from '../interactions/access-log.ts'
import { Refusal } from '../refusal.ts'
import { invitationTexts } from '../texts/invitations.ts'
import { CursorSaid } from '../web/cursor.ts'
import type { WebEnv } from '../web/env.ts'
import { readForm } from '../web/form.ts'
import { allow } from '../web/session.ts'
import type { Flash } from '../web/ui.tsx'
import { getEntry } from './entries.ts'
import { excludeEntry, includeEntry } from './exclusions.ts'
import { BatchPage, batchName, entryPath, LeavingPage, OverviewPage, PATH, type Typed } from './invitation-pages.tsx'
import { batchOf, printAdmin } from './invitation-printing.tsx'
import { settingsAdmin } from './invitation-settings.tsx'
import { issueInvitations, revokeInvitation } from './invitations.ts'
import { type Batch, countNotInvited, getInvited, listBatch, listBatches, listNotInvited } from './invited.ts'
import { InvitedPage, RevocationPage } from './invited-page.tsx'
import { countLeaving, listLeaving } from './retention.ts'
import { rosterSettings } from './settings.ts'

const ID_MAX = 100
/** More than can be invited in one go. */
const CHOSEN_MAX = 600

const Id = z.string().min(1).max(ID_MAX)
const InvitingForm = z.object({
  entry: z.preprocess((value) => [value ?? []].flat(), z.array(Id).max(CHOSEN_MAX)),
  store: Id.optional().catch(undefined),
  from: z.enum(['overview', 'leaving', 'entry', 'roster']).catch('overview'),
})
const Count = z.coerce.number().int().min(0).max(CHOSEN_MAX).catch(0)

type C = Context<WebEnv>

/** Mounted at /admin/invitations. Managers invite from their own store's roster; the rest of it is not there. */
export const invitationAdmin = new Hono<WebEnv>()
  .use(allow('manager'))

  .get('/', (c) => showOverview(c))

  .post('/', async (c) => {
    const { deps, language, operator } = c.var
    const form = await readForm(c, InvitingForm)
    if (!form.ok) throw new Refusal('form_invalid')
    const { entry, store, from } = form.data
    const now = deps.now()
    const entryIds = store === undefined ? entry : await listNotInvited(deps.store, { storeId: store, operator, now })
    const { sessionSecret } = deps.config
    const { invitationDays: days } = await rosterSettings(deps.store)
    const made = await issueInvitations(deps.store, { entryIds, operator, sessionSecret, days, now })
    if (made.issued > 0) return c.redirect(madeHref({ at: now, by: operator.id }, made), 303)
    if (from === 'entry' && entry[0] !== undefined) return c.redirect(entryPath(entry[0]), 303)
    const { nobody } = invitationTexts[language].errors
    return (from === 'leaving' ? showLeaving : showOverview)(c, {
      values: form.values,
      errors: from === 'overview' ? { '': nobody, store: nobody } : { '': nobody },
    })
  })

  .route('/settings', settingsAdmin)

  .get('/leaving', (c) => showLeaving(c))

  .get('/batches/:batch', async (c) => {
    const { deps, language: lang, operator } = c.var
    const batch = batchOf(c)
    await note(c, 'roster_listed')
    const people = await listBatch(deps.store, { batch, operator })
    if (people.length === 0) throw new Refusal('not_found')
    const leftOut =
      c.req.query('done') === 'made'
        ? { excluded: Count.parse(c.req.query('excluded')), taken: Count.parse(c.req.query('taken')) }
        : undefined
    return c.html(<BatchPage {...{ lang, operator, batch, people, leftOut, now: deps.now() }} />)
  })

  .route('/', printAdmin)

  .get('/entries/:id', async (c) => {
    const { deps, language: lang, operator } = c.var
    const now = deps.now()
    await note(c, 'roster_viewed')
    const invited = await getInvited(deps.store, { entryId: c.req.param('id'), operator, now })
    return c.html(<InvitedPage {...{ lang, operator, now, ...invited }} notice={said(c)} />)
  })

  .get('/entries/:id/revocations/:invitation', async (c) => {
    const { deps, language: lang, operator } = c.var
    await note(c, 'roster_viewed')
    const entry = await getEntry(deps.store, { entryId: c.req.param('id'), operator, now: deps.now() })
    return c.html(<RevocationPage {...{ lang, operator, entry, invitationId: c.req.param('invitation') }} />)
  })

  .post('/entries/:id/revocations/:invitation', async (c) => {
    const { deps, operator } = c.var
    await revokeInvitation(deps.store, { invitationId: c.req.param('invitation'), operator, now: deps.now() })
    return c.redirect(`${entryPath(c.req.param('id'))}?done=revoked`, 303)
  })

  .post('/entries/:id/exclusions', async (c) => {
    const { deps, operator } = c.var
    await excludeEntry(deps.store, { entryId: c.req.param('id'), operator, now: deps.now() })
    return c.redirect(`${entryPath(c.req.param('id'))}?done=excluded`, 303)
  })

  .post('/entries/:id/exclusion-removals', async (c) => {
    const { deps, operator } = c.var
    await includeEntry(deps.store, { entryId: c.req.param('id'), operator, now: deps.now() })
    return c.redirect(`${entryPath(c.req.param('id'))}?done=included`, 303)
  })

async function showOverview(c: C, typed?: Typed) {
  const { deps, language: lang, operator } = c.var
  const asked = { operator, now: deps.now() }
  const shown = {
    waiting: await countNotInvited(deps.store, asked),
    batches: await listBatches(deps.store, asked),
    leaving: (await countLeaving(deps.store, asked)).people,
  }
  return c.html(<OverviewPage {...{ lang, operator, typed, ...shown }} />, typed ? 422 : 200)
}

async function showLeaving(c: C, typed?: Typed) {
  const { deps, language: lang, operator } = c.var
  await note(c, 'roster_listed')
  const after = CursorSaid.parse(c.req.query('after'))
  const { lines: entries, next } = await listLeaving(deps.store, { operator, now: deps.now(), after })
  const { retentionDays } = await rosterSettings(deps.store)
  return c.html(<LeavingPage {...{ lang, operator, entries, next, retentionDays, typed }} />, typed ? 422 : 200)
}

const madeHref = (batch: Batch, { excluded, taken }: { excluded: number; taken: number }) =>
  `${PATH}/batches/${batchName(batch)}?${new URLSearchParams({ done: 'made', excluded: `${excluded}`, taken: `${taken}` })}`

function said(c: C): Flash | undefined {
  const says: Readonly<Record<string, string>> = invitationTexts[c.var.language].done
  const done = c.req.query('done') ?? ''
  const text = Object.hasOwn(says, done) ? says[done] : undefined
  return text === undefined ? undefined : { tone: 'success', text }
}

const note = ({ var: { deps, operator } }: C, action: AccessAction) =>
  noteAccess(deps.store, { operatorId: operator.id, action, now: deps.now() })
