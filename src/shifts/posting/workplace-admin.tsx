import { type Context, Hono } from 'hono'
import { z } from 'zod'
import { enterFloor, floorAt, listFloors } from '../../labour/entered-floors.ts'
import { listedFloor, PREFECTURES } from '../../labour/floors.ts'
import { NAME_MAX, WORDS_MAX } from '../../labour/terms.ts'
import { Refusal } from '../../refusal.ts'
import { listStores } from '../../stores/stores.ts'
import { formatYen, fromTokyo, tokyoDay } from '../../texts/format.ts'
import type { Language } from '../../texts/language.ts'
import { workplaceTexts } from '../../texts/workplaces.ts'
import { cleanLine } from '../../web/clean-words.ts'
import type { WebEnv } from '../../web/env.ts'
import { type FormErrors, type FormValues, readForm } from '../../web/form.ts'
import { allow } from '../../web/session.ts'
import type { Flash } from '../../web/ui.tsx'
import { PATH, WorkplacePage, WorkplacesPage } from './workplace-pages.tsx'
import { findWorkplace, likelyWorkplace, saveWorkplace, type Workplace } from './workplaces.ts'

type Admin = Context<WebEnv>
type Typed = { values: FormValues; errors: FormErrors }
const YEN_MAX = 10_000

const line = (wrong: string, max = WORDS_MAX) => z.string(wrong).overwrite(cleanLine).trim().max(max, wrong)

const WorkplaceForm = (lang: Language) => {
  const t = workplaceTexts[lang].errors
  const needed = (max = WORDS_MAX) => line(t.words(max), max).min(1, t.needed)
  const free = () => line(t.words(WORDS_MAX)).default('')
  return z.object({
    prefecture: z.enum(PREFECTURES, t.prefecture),
    employerName: needed(NAME_MAX),
    employerAddress: needed(),
    address: needed(),
    contact: needed(),
    smoking: needed(),
    insurance: free(),
    payTerms: free(),
    desk: free(),
    leavingTerms: free(),
  })
}

const FloorForm = (lang: Language) => {
  const t = workplaceTexts[lang].errors
  return z
    .object({
      prefecture: z.enum(PREFECTURES, t.prefecture),
      yen: z
        .string(t.yen)
        .transform((typed) => typed.normalize('NFKC').replaceAll(',', '').trim())
        .refine((typed) => /^\d{1,5}$/.test(typed) && Number(typed) >= 1 && Number(typed) <= YEN_MAX, t.yen)
        .transform(Number),
      effectiveOn: z.string(t.day).refine((typed) => fromTokyo(typed) !== undefined, t.day),
      source: line(t.source).min(1, t.source),
    })
    .superRefine(({ prefecture, yen }, context) => {
      const listed = listedFloor(prefecture)
      if (listed && yen < listed.yen)
        context.addIssue({ code: 'custom', path: ['yen'], message: t.low(formatYen(listed.yen, lang)) })
    })
}

/** Mounted at /admin/employers: each store as an employer, for its manager too; what the minimum wage is, for owners. */
export const workplaceAdmin = new Hono<WebEnv>()
  .use(allow('manager'))

  .get('/', (c) => showAll(c))

  .post('/floors', async (c) => {
    const { deps, operator, language } = c.var
    if (operator.role !== 'owner') throw new Refusal('not_allowed')
    const form = await readForm(c, FloorForm(language))
    if (!form.ok) return showAll(c, form, 422)
    await enterFloor(deps.store, { ...form.data, operatorId: operator.id, now: deps.now() })
    return c.redirect(`${PATH}?done=floor#floors`, 303)
  })

  .get('/:storeId', async (c) => {
    const store = await theStore(c, c.req.param('storeId'))
    const known = await findWorkplace(c.var.deps.store, store.id)
    const likely = known ?? (await likelyWorkplace(c.var.deps.store))
    return showOne(c, store, { values: valuesOf(likely), errors: {}, isCopied: !known && 'employerName' in likely })
  })

  .post('/:storeId/versions', async (c) => {
    const { deps, operator, language } = c.var
    const store = await theStore(c, c.req.param('storeId'))
    const form = await readForm(c, WorkplaceForm(language))
    if (!form.ok) return showOne(c, store, { ...form, isCopied: false }, 422)
    const saving = { storeId: store.id, workplace: form.data, operatorId: operator.id, now: deps.now() }
    await saveWorkplace(deps.store, saving)
    return c.redirect(`${PATH}?done=saved`, 303)
  })

const valuesOf = (workplace: Partial<Workplace>): FormValues => ({ ...workplace })

async function ownStores({ var: { deps, operator } }: Admin) {
  return (await listStores(deps.store)).filter(({ id }) => operator.storeId === null || id === operator.storeId)
}

/** Refusal not_found: there is none, or it is another one's. */
async function theStore(c: Admin, storeId: string) {
  const store = (await ownStores(c)).find(({ id }) => id === storeId)
  if (!store) throw new Refusal('not_found')
  return store
}

async function showAll(c: Admin, typed: Typed = { values: {}, errors: {} }, status: 200 | 422 = 200) {
  const { deps, language: lang, operator } = c.var
  const today = tokyoDay(deps.now())
  const stores = await Promise.all(
    (await ownStores(c)).map(async (store) => {
      const workplace = await findWorkplace(deps.store, store.id)
      const floor = workplace && (await floorAt(deps.store, { prefecture: workplace.prefecture, on: today }))
      return { ...store, prefecture: workplace?.prefecture, floor }
    }),
  )
  const first = stores.find(({ prefecture }) => prefecture !== undefined)?.prefecture
  const values = { prefecture: first ?? '', ...typed.values }
  const entered = await listFloors(deps.store)
  const page = { lang, operator, stores, entered, values, errors: typed.errors, today, notice: notice(c) }
  return c.html(<WorkplacesPage {...page} />, status)
}

const showOne = (
  c: Admin,
  store: { id: string; name: string },
  typed: Typed & { isCopied: boolean },
  status: 200 | 422 = 200,
) => c.html(<WorkplacePage lang={c.var.language} operator={c.var.operator} store={store} {...typed} />, status)

function notice(c: Admin): Flash | undefined {
  const t = workplaceTexts[c.var.language]
  const done = c.req.query('done')
  if (done === 'saved') return { tone: 'success', text: t.saved }
  return done === 'floor' ? { tone: 'success', text: t.floors.saved } : undefined
}
