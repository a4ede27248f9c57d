import { type Context, Hono } from 'hono'
import { Refusal } from '../refusal.ts'
import { listRoles, listStores } from '../stores/stores.ts'
import { segmentTexts } from '../texts/segments.ts'
import type { WebEnv } from '../web/env.ts'
import { type FormErrors, type FormValues, readForm } from '../web/form.ts'
import { allow } from '../web/session.ts'
import { RuleForm, SegmentForm, valuesOf } from './fields.tsx'
import { BuilderPage, CountedPeople, DeletionPage, PATH, SegmentsPage } from './pages.tsx'
import { EVERYONE, type SegmentRule } from './rule.ts'
import {
  changeSegment,
  countSegment,
  createSegment,
  deleteSegment,
  findSegment,
  listSegments,
  previewSegment,
  type Segment,
  tagsInUse,
} from './segments.ts'
import { ruleSentence } from './words.ts'

type Admin = Context<WebEnv>
type Typed = { segmentId?: string; values: FormValues; errors?: FormErrors; rule?: SegmentRule }

/** Mounted at /admin/segments. A manager counts the people of the own store only, and changes the own segments. */
export const segmentAdmin = new Hono<WebEnv>()
  .use(allow('manager'))

  .get('/', async (c) => {
    const { deps, language, operator } = c.var
    const names = await ruleNames(c)
    const segments = await Promise.all(
      (await listSegments(deps.store)).map(async (segment) => ({
        segment,
        sentence: ruleSentence(segment.rule, names, language),
        count: await countSegment(deps.store, { rule: segment.rule, storeId: operator.storeId, now: deps.now() }),
      })),
    )
    return c.html(<SegmentsPage lang={language} operator={operator} segments={segments} notice={notice(c)} />)
  })

  .get('/new', (c) => showBuilder(c, { values: {}, rule: EVERYONE }))

  .post('/', async (c) => {
    const { deps, language, operator } = c.var
    const form = await readForm(c, SegmentForm(language))
    if (!form.ok) return showBuilder(c, form, 422)
    const saving = createSegment(deps.store, { ...form.data, createdBy: operator.id, now: deps.now() })
    const segmentId = await saving.catch(nameTaken)
    return segmentId === undefined
      ? showBuilder(
          c,
          { values: form.values, errors: { name: segmentTexts[language].nameTaken }, rule: form.data.rule },
          422,
        )
      : c.redirect(`${PATH}/${segmentId}?done=saved`, 303)
  })

  /** The number beside the builder while it is being filled in. */
  .post('/counts', async (c) => {
    const form = await readForm(c, RuleForm(c.var.language))
    if (!form.ok) return c.html(<p class="error">{Object.values(form.errors)[0]}</p>, 422)
    return c.html(<CountedPeople lang={c.var.language} counted={await counted(c, form.data)} />)
  })

  /** The same without JavaScript: the whole page, filled, with the number. */
  .post('/previews', (c) => preview(c))
  .post('/:id/previews', (c) => preview(c, c.req.param('id')))

  .get('/:id', async (c) => {
    const { id, name, rule } = await theSegment(c, c.req.param('id'))
    return showBuilder(c, { segmentId: id, values: valuesOf(name, rule), rule })
  })

  .post('/:id/versions', async (c) => {
    const { deps, language } = c.var
    const segment = await ownSegment(c, c.req.param('id'))
    const form = await readForm(c, SegmentForm(language))
    if (!form.ok) return showBuilder(c, { ...form, segmentId: segment.id }, 422)
    const saved = await changeSegment(deps.store, { segmentId: segment.id, ...form.data, now: deps.now() })
      .then(() => true)
      .catch(nameTaken)
    const errors = { name: segmentTexts[language].nameTaken }
    return saved
      ? c.redirect(`${PATH}/${segment.id}?done=saved`, 303)
      : showBuilder(c, { segmentId: segment.id, values: form.values, errors, rule: form.data.rule }, 422)
  })

  .get('/:id/deletion', async (c) => {
    const { language, operator } = c.var
    return c.html(<DeletionPage lang={language} operator={operator} segment={await ownSegment(c, c.req.param('id'))} />)
  })

  .post('/:id/deletions', async (c) => {
    const { id } = await ownSegment(c, c.req.param('id'))
    await deleteSegment(c.var.deps.store, id)
    return c.redirect(`${PATH}?done=deleted`, 303)
  })

async function preview(c: Admin, segmentId?: string) {
  const form = await readForm(c, RuleForm(c.var.language))
  const id = segmentId === undefined ? {} : { segmentId }
  return form.ok
    ? showBuilder(c, { values: form.values, rule: form.data, ...id })
    : showBuilder(c, { ...form, ...id }, 422)
}

async function showBuilder(c: Admin, { segmentId, values, errors = {}, rule }: Typed, status: 200 | 422 = 200) {
  const { deps, language, operator } = c.var
  return c.html(
    <BuilderPage
      lang={language}
      operator={operator}
      names={await ruleNames(c)}
      tags={await tagsInUse(deps.store)}
      values={values}
      errors={errors}
      segmentId={segmentId}
      counted={rule && (await counted(c, rule))}
      notice={notice(c)}
    />,
    status,
  )
}

async function counted(c: Admin, rule: SegmentRule) {
  const { deps, language, operator } = c.var
  const preview = await previewSegment(deps.store, { rule, storeId: operator.storeId, now: deps.now() })
  return { ...preview, sentence: ruleSentence(rule, await ruleNames(c), language) }
}

async function ruleNames(c: Admin) {
  const { store } = c.var.deps
  return { stores: await listStores(store), roles: await listRoles(store) }
}

async function theSegment(c: Admin, id: string): Promise<Segment> {
  const segment = await findSegment(c.var.deps.store, id)
  if (!segment) throw new Refusal('not_found')
  return segment
}

/** A manager changes what a manager of the own store made: here, what they made themselves. */
async function ownSegment(c: Admin, id: string): Promise<Segment> {
  const segment = await theSegment(c, id)
  if (c.var.operator.role !== 'owner' && segment.createdBy !== c.var.operator.id) throw new Refusal('not_allowed')
  return segment
}

function nameTaken(error: unknown): undefined {
  if (error instanceof Refusal && error.code === 'segment_name_taken') return undefined
  throw error
}

function notice(c: Admin) {
  const t = segmentTexts[c.var.language]
  const done = c.req.query('done')
  if (done === 'saved') return { tone: 'success', text: t.saved } as const
  return done === 'deleted' ? ({ tone: 'success', text: t.deleted } as const) : undefined
}
