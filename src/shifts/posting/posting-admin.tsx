import { Hono } from 'hono'
import { z } from 'zod'
import { Refusal } from '../../refusal.ts'
import { tokyoDay } from '../../texts/format.ts'
import { shiftFormTexts } from '../../texts/shift-form.ts'
import type { WebEnv } from '../../web/env.ts'
import { readForm, valueIn } from '../../web/form.ts'
import type { Opening } from '../openings.ts'
import { openingPath, PATH } from '../view/view-parts.tsx'
import { changeOpening, proposalOf } from './changing.ts'
import { createOpening, draftOf } from './drafts.ts'
import { listOpenings, type OpeningCursor } from './openings-list.ts'
import { OpeningsPage } from './posting-list.tsx'
import { faultErrors, LivePanel } from './posting-live.tsx'
import { StoreChoicePage } from './posting-pages.tsx'
import {
  type Admin,
  liveOf,
  notice,
  ownStores,
  type Place,
  readDraft,
  showForm,
  type Typed,
  theOpening,
} from './posting-show.tsx'
import { stepAdmin } from './posting-step-admin.tsx'
import { ForgetPage, TEMPLATES_PATH, TemplatesPage } from './posting-templates.tsx'
import { freshValues, segmentValue, valuesOf } from './posting-values.tsx'
import { lawOf } from './states.ts'
import { findTemplate, forgetTemplate, keepTemplate, listTemplates, openFromTemplate } from './templates.ts'
import { findWorkplace } from './workplaces.ts'

const DAY_MS = 86_400_000
const Loose = z.looseObject({})

/** The list, and planning: new, from a template, changed, copied, sent out. */
export const postingAdmin = new Hono<WebEnv>()
  .get('/', async (c) => {
    const { deps, language: lang, operator } = c.var
    const { when, after } = cursorOf(c)
    const now = deps.now()
    const list = (which: 'coming' | 'past') =>
      when !== undefined && when !== which
        ? undefined
        : listOpenings(deps.store, { when: which, storeId: operator.storeId, after, now })
    const lines = { coming: await list('coming'), past: await list('past') }
    const templates = await listTemplates(deps.store, { storeId: operator.storeId })
    const page = { lang, operator, ...lines, templates, notice: notice(c), now }
    return c.html(<OpeningsPage {...page} isFirst={when === undefined} />)
  })

  .get('/new', async (c) => {
    const { deps, language: lang, operator } = c.var
    const stores = await ownStores(c)
    const segment = c.req.query('segment') ?? ''
    const wanted = c.req.query('store')
    const store = stores.find(({ id }) => id === wanted) ?? (stores.length === 1 ? stores[0] : undefined)
    const query = segment === '' ? '' : `&${new URLSearchParams({ segment })}`
    if (!store) return c.html(<StoreChoicePage {...{ lang, operator, stores, query }} />)
    const workplace = await findWorkplace(deps.store, store.id)
    return showForm(c, {
      store,
      values: freshValues({ workplace, storeName: store.name, segment, now: deps.now() }),
    })
  })

  .post('/', async (c) => {
    const { deps, operator } = c.var
    const store = await storeIn(c)
    const read = await readDraft(c, store)
    if ('errors' in read) return showForm(c, read, 422)
    const id = await createOpening(deps.store, { draft: read.draft, createdBy: operator.id, now: deps.now() })
    return goOn(c, id, read)
  })

  /** Pay, people and what is missing, while the form is being filled in. */
  .post('/counts', async (c) => showLive(c, await storeIn(c)))
  .post('/:id/counts', async (c) => {
    const opening = await theOpening(c)
    return showLive(c, placeOf(opening), opening)
  })

  .get('/templates', async (c) => {
    const { deps, language: lang, operator } = c.var
    const templates = await listTemplates(deps.store, { storeId: operator.storeId })
    return c.html(<TemplatesPage {...{ lang, operator, templates }} notice={notice(c)} />)
  })
  .get('/templates/:id/forget', async (c) => {
    const { deps, language: lang, operator } = c.var
    const template = await findTemplate(deps.store, { templateId: c.req.param('id'), storeId: operator.storeId })
    return c.html(<ForgetPage {...{ lang, operator, template }} />)
  })
  .post('/templates/:id/removals', async (c) => {
    const { deps, operator } = c.var
    await forgetTemplate(deps.store, { templateId: c.req.param('id'), storeId: operator.storeId })
    return c.redirect(`${TEMPLATES_PATH}?done=forgotten`, 303)
  })
  .post('/templates/:id/openings', async (c) => useTemplate(c, c.req.param('id')))

  .get('/:id/edit', async (c) => {
    const opening = await theOpening(c)
    if (opening.state === 'done' || opening.state === 'cancelled') throw new Refusal('shift_not_in_state')
    const { deps, language: lang, operator } = c.var
    const values = valuesOf(draftOf(opening), {
      version: opening.updatedAt,
      segment: segmentValue(opening, operator.storeId !== null),
    })
    const law =
      opening.state === 'draft' ? await lawOf(deps.store, { draft: draftOf(opening), now: deps.now() }) : undefined
    const errors = law ? faultErrors(lang, law.faults) : {}
    return showForm(c, { store: placeOf(opening), opening, values, errors, notice: notice(c) })
  })

  .post('/:id/versions', async (c) => saveVersion(c, await theOpening(c)))

  .route('/', stepAdmin)

const placeOf = ({ storeId, storeName }: Opening): Place => ({ id: storeId, name: storeName })

/** The store in the form: one of the operator's own. Refusal not_found. */
async function storeIn(c: Admin): Promise<Place> {
  const { values } = await readForm(c, Loose)
  const stores = await ownStores(c)
  const store = stores.find(({ id }) => id === valueIn(values, 'store'))
  if (!store) throw new Refusal('not_found')
  return store
}

async function showLive(c: Admin, store: Place, opening?: Opening) {
  const { values } = await readForm(c, Loose)
  return c.html(<LivePanel lang={c.var.language} live={await liveOf(c, store, values, opening)} />)
}

/** On to the confirmation; a draft that is only kept goes back to the list. */
async function goOn(c: Admin, openingId: string, { draft, templateName, values }: Typed) {
  const { deps, operator } = c.var
  const kept =
    templateName === '' ||
    (await keepTemplate(deps.store, { name: templateName, draft, operatorId: operator.id, now: deps.now() }))
  if (valueIn(values, 'then') !== 'draft') {
    const query = kept === undefined ? '?done=templatesFull' : ''
    return c.redirect(`${openingPath(openingId)}/open${query}`, 303)
  }
  return c.redirect(`${PATH}?done=${kept === undefined ? 'templatesFull' : 'created'}`, 303)
}

/** What was typed is kept when somebody else was faster: it is shown again, over what they did. */
async function saveVersion(c: Admin, opening: Opening) {
  const { deps, operator, language: lang } = c.var
  const store = placeOf(opening)
  const read = await readDraft(c, store, opening)
  if ('errors' in read) return showForm(c, read, 422)
  const { draft, told: words, version: updatedAt, values } = read
  const isDraft = opening.state === 'draft'
  const asked = { openingId: opening.id, storeId: operator.storeId, operatorId: operator.id, now: deps.now() }
  const again = async (errors: Record<string, string | undefined>) => {
    const now = await theOpening(c, opening.id)
    return showForm(c, { store, opening: now, values: { ...values, version: String(now.updatedAt) }, errors }, 422)
  }
  const t = shiftFormTexts[lang].errors
  if (!isDraft && words === '' && proposalOf(opening, draft) && (await anyConfirmed(c, opening)))
    return again({ told: t.told })
  try {
    await changeOpening(deps.store, { ...asked, updatedAt, draft, words })
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    if (error.code === 'shift_changed_meanwhile') return again({ '': t.changed })
    if (error.code === 'shift_full') return again({ headcount: t.headcount(String(opening.taken)) })
    if (error.code !== 'shift_unlawful') throw error
    return again(faultErrors(lang, (await lawOf(deps.store, { draft, now: deps.now() })).faults))
  }
  if (isDraft) return goOn(c, opening.id, read)
  deps.wake('shifts')
  return c.redirect(`${openingPath(opening.id)}?done=saved`, 303)
}

async function anyConfirmed({ var: { deps } }: Admin, { id }: Opening) {
  const one = await deps.store.db
    .selectFrom('assignments')
    .select('id')
    .where('opening_id', '=', id)
    .where('state', '=', 'confirmed')
    .executeTakeFirst()
  return one !== undefined
}

/** 今日 / 明日 / a day that was chosen: a draft, and on to its confirmation. */
async function useTemplate(c: Admin, templateId: string) {
  const { deps, operator } = c.var
  const { values } = await readForm(c, Loose)
  const on = valueIn(values, 'on')
  const now = deps.now()
  const day = on === 'today' ? tokyoDay(now) : on === 'tomorrow' ? tokyoDay(now + DAY_MS) : valueIn(values, on)
  const asked = { templateId, storeId: operator.storeId, day, createdBy: operator.id, now }
  return c.redirect(`${openingPath(await openFromTemplate(deps.store, asked))}/open`, 303)
}

/** A later page is of one of the two lists alone. */
function cursorOf(c: Admin): { when: 'coming' | 'past' | undefined; after: OpeningCursor | undefined } {
  const [when, startsAt, id] = [c.req.query('when'), Number(c.req.query('at')), c.req.query('id')]
  if ((when !== 'coming' && when !== 'past') || !Number.isFinite(startsAt) || !id)
    return { when: undefined, after: undefined }
  return { when, after: { startsAt, id } }
}
