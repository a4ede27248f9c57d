import { type Context, Hono } from 'hono'
import { z } from 'zod'
import { noteAccess } from '../../interactions/access-log.ts'
import { foldName } from '../../members/names.ts'
import { Refusal } from '../../refusal.ts'
import { tillMoreTexts } from '../../texts/till-more.ts'
import type { WebEnv } from '../../web/env.ts'
import { readForm, valueIn } from '../../web/form.ts'
import { signPreview } from './previews.ts'
import { SEARCH_REASONS } from './reasons.ts'
import { previewGrant, SEARCH_LETTERS_MIN, searchGuests } from './searching.ts'
import { atTill, here, withStaff } from './till-here.tsx'
import { PreviewPage } from './till-pages.tsx'
import { reasonForm } from './till-reasons.tsx'
import { type Searched, SearchPage } from './till-search-page.tsx'

/** Of what is searched for, in UTF-16 code units. */
const SEARCH_MAX = 100
const Search = z.string().trim().max(SEARCH_MAX).catch('')

/** Mounted at /till: for a guest who cannot show the code. Who looked whom up, and why, is kept. */
export const searchPages = new Hono<WebEnv>()
  .get('/guests', atTill, withStaff, async (c) =>
    c.html(<SearchPage {...here(c)} {...(await search(c, c.req.query('q')))} />),
  )

  .post('/name-previews', atTill, withStaff, async (c) => {
    const { deps, till, language: lang } = c.var
    const t = tillMoreTexts[lang].search
    const Which = z.object({ grant: z.string(t.chooseMissing).max(100), q: Search })
    const form = await readForm(c, reasonForm(t, SEARCH_REASONS, Which))
    if (!form.ok) {
      const searched = await search(c, valueIn(form.values, 'q'))
      return c.html(<SearchPage {...here(c)} {...searched} typed={form} />, 422)
    }
    const { grant: grantId, reason } = form.data
    const now = deps.now()
    try {
      const { grant, preview } = await previewGrant(deps.store, { grantId, till, reason, now })
      const token = await signPreview(deps.config.sessionSecret, { preview, till })
      return c.html(<PreviewPage {...here(c)} grant={grant} token={token} reason={reason} now={now} />)
    } catch (error) {
      if (!(error instanceof Refusal) || error.code !== 'not_found') throw error
      const searched = await search(c, form.data.q)
      const typed = { values: form.values, errors: { grant: t.gone } }
      return c.html(<SearchPage {...here(c)} {...searched} typed={typed} />, 422)
    }
  })

/** Looking changes nothing but that it was noted, before any name is shown. */
async function search(c: Context<WebEnv>, typed: string | undefined): Promise<Searched> {
  const { deps, till, staff } = c.var
  const now = deps.now()
  const q = Search.parse(typed)
  if (q === '') return { q, found: undefined, isShort: false }
  if ([...foldName(q)].length < SEARCH_LETTERS_MIN) return { q, found: undefined, isShort: true }
  const found = await searchGuests(deps.store, { storeId: till.storeId, typed: q, now })
  const detail = { page: 'till-search', count: found.length }
  await noteAccess(deps.store, { operatorId: staff.id, action: 'members_listed', detail, now })
  return { q, found, isShort: false }
}
