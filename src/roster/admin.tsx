import { type Context, Hono } from 'hono'
import { z } from 'zod'
import { noteAccess } from '../interactions/access-log.ts'
import { rosterTexts } from '../texts/roster.ts'
import type { WebEnv } from '../web/env.ts'
import { allow } from '../web/session.ts'
import { countEntries, deleteEntry, ENTRY_TABS, getEntry, listEntries } from './entries.ts'
import { DeletionPage, EntryPage } from './entry-page.tsx'
import { importAdmin } from './import-admin.tsx'
import { PATH, RosterPage } from './list-page.tsx'
import { countLeaving } from './retention.ts'

/** What is searched for, in UTF-16 code units. */
const SEARCH_MAX = 100

const Tab = z.enum(ENTRY_TABS).catch('all')
const Search = z.string().trim().max(SEARCH_MAX).catch('')
const After = z
  .string()
  .regex(/^\d{4}-\d\d-\d\d\.[\w-]{1,60}$/)
  .transform((said) => ({ leftOn: said.slice(0, 10), id: said.slice(11) }))
  .optional()
  .catch(undefined)

type C = Context<WebEnv>

/** Mounted at /admin/roster. A manager reads and fills the roster of their own store; the rest of it is not there. */
export const rosterAdmin = new Hono<WebEnv>()
  .use(allow('manager'))

  .get('/', async (c) => {
    const { deps, language: lang, operator } = c.var
    const tab = Tab.parse(c.req.query('tab') ?? 'all')
    const search = Search.parse(c.req.query('q') ?? '')
    const after = After.parse(c.req.query('after'))
    const now = deps.now()
    await note(c, 'roster_listed')
    const leaving = (await countLeaving(deps.store, { operator, now })).people
    const counts = await countEntries(deps.store, { operator, now })
    const { entries, next } = await listEntries(deps.store, { tab, search, operator, after, now })
    const notice =
      c.req.query('done') === 'deleted'
        ? ({ tone: 'success', text: rosterTexts[lang].done.deleted } as const)
        : undefined
    const later = after !== undefined
    return c.html(<RosterPage {...{ lang, operator, tab, search, counts, entries, next, later, notice, leaving }} />)
  })

  .route('/imports', importAdmin)

  .get('/:id', async (c) => {
    const entry = await entryOf(c)
    await note(c, 'roster_viewed')
    return c.html(<EntryPage lang={c.var.language} operator={c.var.operator} entry={entry} />)
  })

  .get('/:id/deletion', async (c) => {
    const entry = await entryOf(c)
    await note(c, 'roster_viewed')
    return c.html(<DeletionPage lang={c.var.language} operator={c.var.operator} entry={entry} />)
  })

  .post('/:id/deletions', async (c) => {
    const { deps, operator } = c.var
    await deleteEntry(deps.store, { entryId: c.req.param('id'), operator, now: deps.now() })
    return c.redirect(`${PATH}?done=deleted`, 303)
  })

const entryOf = ({ req, var: { deps, operator } }: C) =>
  getEntry(deps.store, { entryId: req.param('id') ?? '', operator, now: deps.now() })

const note = ({ var: { deps, operator } }: C, action: 'roster_listed' | 'roster_viewed') =>
  noteAccess(deps.store, { operatorId: operator.id, action, now: deps.now() })
