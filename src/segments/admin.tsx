import { type Context, Hono } from 'hono'
import { z } from 'zod'
import { noteAccess } from '../interactions/access-log.ts'
import { Refusal } from '../refusal.ts'
import { reachOfAll } from '../sending/reach.ts'
import { errorTexts } from '../texts/errors.ts'
import { formatDateTime, isolated } from '../texts/format.ts'
import { segmentTexts } from '../texts/segments.ts'
import type { WebEnv } from '../web/env.ts'
import { type FormValues, readForm, valueIn } from '../web/form.ts'
import { allow } from '../web/session.ts'
import { CountedPeople } from './counted.tsx'
import { type Choices, offered } from './fields.tsx'
import { cardsIn, formOf, type RuleErrors, type RuleForm, ruleOf, withTap } from './form.ts'
import { anyShiftWorked, namesFor } from './names.ts'
import { BuilderPage, DeletionPage, type Line, PATH, SegmentsPage } from './pages.tsx'
import type { SegmentRule } from './rule.ts'
import {
  changeSegment,
  countSegment,
  createSegment,
  deleteSegment,
  eventsOf,
  exampleNames,
  findSegment,
  listSegments,
  openingsOf,
  SEGMENT_NAME_MAX,
  type Segment,
  tagsInUse,
  usesOf,
} from './segments.ts'
import { ruleSentence } from './words.ts'

type Admin = Context<WebEnv>
type Filled = { segmentId?: string | undefined; name: string; form: RuleForm }
type Shown = Filled & { errors?: RuleErrors; nameError?: string; formError?: string; added?: string | undefined }

/** How long the list may count; what is not counted by then is counted when it is opened. */
const COUNTING_MS = 1_000
/** What most segments are made of lies ready. */
const USUAL = ['store', 'role', 'left_within', 'tag'] as const
const Posted = z.looseObject({})

/** Mounted at /admin/segments. A manager counts the people of the own store only, and changes the own segments. */
export const segmentAdmin = new Hono<WebEnv>()
  .use(allow('manager'))

  .get('/', async (c) => {
    const { language, operator } = c.var
    return c.html(<SegmentsPage lang={language} operator={operator} segments={await lines(c)} notice={notice(c)} />)
  })

  .get('/new', async (c) => showBuilder(c, { name: '', form: usualForm(await choicesOf(c)) }))

  .post('/', async (c) => {
    const { deps, operator } = c.var
    const posted = await read(c)
    if (!('rule' in posted)) return showBuilder(c, posted, 422)
    const { name, rule } = posted
    const saved = await refusalOf(createSegment(deps.store, { name, rule, createdBy: operator.id, now: deps.now() }))
    return typeof saved === 'string'
      ? c.redirect(`${PATH}/${saved}?done=saved`, 303)
      : showBuilder(c, { ...posted, ...worded(c, saved) }, 422)
  })

  /** The number beside the builder while it is being filled in. */
  .post('/counts', async (c) => {
    const t = segmentTexts[c.var.language].builder
    const { rule, errors } = ruleOf(formIn((await readForm(c, Posted)).values))
    if (!rule) return c.html(<p class="error">{t.wrong[Object.values(errors)[0] ?? 'value']}</p>, 422)
    return c.html(<CountedPeople lang={c.var.language} counted={await counted(c, rule)} />)
  })

  /** The same without JavaScript, and what every tap on a condition's button does: the whole page, filled. */
  .post('/previews', (c) => preview(c))
  .post('/:id/previews', async (c) => preview(c, (await ownSegment(c, c.req.param('id'))).id))

  .get('/:id', async (c) => {
    const { id, name, rule } = await theSegment(c, c.req.param('id'))
    return showBuilder(c, { segmentId: id, name, form: formOf(rule) })
  })

  .post('/:id/versions', async (c) => {
    const { deps } = c.var
    const { id: segmentId } = await ownSegment(c, c.req.param('id'))
    const posted = await read(c)
    if (!('rule' in posted)) return showBuilder(c, { ...posted, segmentId }, 422)
    const { name, rule } = posted
    const refused = await refusalOf(changeSegment(deps.store, { segmentId, name, rule, now: deps.now() }))
    return refused
      ? showBuilder(c, { ...posted, segmentId, ...worded(c, refused) }, 422)
      : c.redirect(`${PATH}/${segmentId}?done=saved`, 303)
  })

  .get('/:id/deletion', async (c) => showDeletion(c, await ownSegment(c, c.req.param('id'))))

  .post('/:id/deletions', async (c) => {
    const segment = await ownSegment(c, c.req.param('id'))
    const refused = await refusalOf(deleteSegment(c.var.deps.store, segment.id))
    return refused ? showDeletion(c, segment, 422) : c.redirect(`${PATH}?done=deleted`, 303)
  })

async function lines(c: Admin): Promise<readonly Line[]> {
  const { deps, language, operator } = c.var
  const { store } = deps
  const segments = await listSegments(store)
  const rules = segments.flatMap(({ rule }) => rule ?? [])
  const names = await namesFor(store, { rules, storeId: operator.storeId })
  const until = deps.now() + COUNTING_MS
  const counted: Line[] = []
  for (const { id, name, rule } of segments) {
    const count =
      rule && deps.now() <= until
        ? await countSegment(store, { rule, storeId: operator.storeId, now: deps.now() })
        : undefined
    counted.push({ segment: { id, name }, count, sentence: rule && ruleSentence(rule, names, language) })
  }
  return counted
}

/** Only what there is something to choose for: a shop without tags has no empty card. */
const usualForm = (choices: Choices): RuleForm => {
  const kinds = USUAL.filter((kind) => offered(choices).includes(kind))
  return { match: 'all', cards: kinds.map((kind) => ({ kind, values: {} })) }
}

/** What was posted; a card that no page of ours has is refused. */
function formIn(values: FormValues): RuleForm {
  const form = cardsIn(values)
  if (!form) throw new Refusal('segment_rule_unknown')
  return form
}

/** The name and the rule, or the page to show again. */
async function read(c: Admin): Promise<(Filled & { rule: SegmentRule }) | Shown> {
  const t = segmentTexts[c.var.language]
  const { values } = await readForm(c, Posted)
  const form = formIn(values)
  const name = valueIn(values, 'name').trim()
  const { rule, errors = {} } = ruleOf(form)
  const nameError = name === '' ? t.nameMissing : name.length > SEGMENT_NAME_MAX ? t.nameTooLong : undefined
  return rule && !nameError ? { name, form, rule } : { name, form, errors, ...(nameError ? { nameError } : {}) }
}

async function preview(c: Admin, segmentId?: string) {
  const { values } = await readForm(c, Posted)
  const before = formIn(values)
  const tap = valueIn(values, 'tap')
  const form = tap === '' ? before : withTap(before, tap)
  const added = tap.startsWith('add:') ? lastOf(form, /:(\d+)$/.exec(tap)?.[1]) : undefined
  const { errors = {} } = ruleOf(form)
  const isTyped = tap === '' && Object.keys(errors).length > 0
  return showBuilder(c, { segmentId, name: valueIn(values, 'name'), form, errors, added }, isTyped ? 422 : 200)
}

/** The card that was just added, by the name its fields begin with. */
function lastOf({ cards }: RuleForm, group: string | undefined) {
  const card = group === undefined ? undefined : cards[Number(group)]
  return card?.kind === 'group' ? `c${group}.${card.cards.length - 1}` : `c${cards.length - 1}`
}

async function showBuilder(c: Admin, shown: Shown, status: 200 | 422 = 200) {
  const { language, operator } = c.var
  const { form, errors = {}, formError, ...page } = shown
  const { rule } = ruleOf(form)
  const choices = await choicesOf(c, rule)
  return c.html(
    <BuilderPage
      lang={language}
      operator={operator}
      form={form}
      errors={errors}
      choices={choices}
      counted={rule && (await counted(c, rule))}
      formError={formError ?? (errors[''] && segmentTexts[language].builder.wrong[errors['']])}
      notice={notice(c)}
      {...page}
    />,
    status,
  )
}

/** What the cards offer, and the names of what the rule has chosen already. */
async function choicesOf(c: Admin, rule?: SegmentRule): Promise<Choices> {
  const { deps, operator } = c.var
  return {
    ...(await namesFor(deps.store, { rules: rule ? [rule] : [], storeId: operator.storeId })),
    tags: await tagsInUse(deps.store),
    anyShift: await anyShiftWorked(deps.store),
  }
}

async function counted(c: Admin, rule: SegmentRule) {
  const { deps, language, operator } = c.var
  const { store } = deps
  const meant = { rule, storeId: operator.storeId, now: deps.now() }
  const names = await namesFor(store, { rules: [rule], storeId: operator.storeId })
  const examples = await exampleNames(store, meant)
  const detail = { page: 'segment', count: examples.length }
  if (examples.length > 0)
    await noteAccess(store, { operatorId: operator.id, action: 'members_listed', detail, now: deps.now() })
  return {
    ...(await reachOfAll(store, meant)),
    names: examples.map(isolated),
    sentence: ruleSentence(rule, names, language, operator.storeId),
  }
}

async function showDeletion(c: Admin, segment: Segment, status: 200 | 422 = 200) {
  const { deps, language, operator } = c.var
  const uses = [
    ...(await usesOf(deps.store, segment.id)).map(({ id, title }) => ({ title, href: `/admin/broadcasts/${id}` })),
    ...(await eventsOf(deps.store, segment.id)).map(({ id, title }) => ({ title, href: `/admin/events/${id}` })),
    ...(await openingsOf(deps.store, segment.id)).map(({ id, startsAt, storeName }) => ({
      title: segmentTexts[language].shiftOn(formatDateTime(startsAt, language), storeName),
      href: `/admin/shifts/${id}`,
    })),
  ]
  return c.html(<DeletionPage lang={language} operator={operator} segment={segment} uses={uses} />, status)
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

/** A "no" as a value; anything else thrown is a bug. */
const refusalOf = <T,>(asked: Promise<T>): Promise<T | Refusal> =>
  asked.catch((error: unknown) => {
    if (error instanceof Refusal) return error
    throw error
  })

const worded = (c: Admin, { code }: Refusal) =>
  code === 'segment_name_taken'
    ? { nameError: segmentTexts[c.var.language].nameTaken }
    : { formError: errorTexts[c.var.language][code] }

function notice(c: Admin) {
  const t = segmentTexts[c.var.language]
  const done = c.req.query('done')
  if (done === 'saved') return { tone: 'success', text: t.saved } as const
  return done === 'deleted' ? ({ tone: 'success', text: t.deleted } as const) : undefined
}
