import type { Context } from 'hono'
import { noteAccess } from '../../interactions/access-log.ts'
import { floorAt } from '../../labour/entered-floors.ts'
import { Refusal } from '../../refusal.ts'
import { conditionsOf, EVERYONE } from '../../segments/rule.ts'
import { findSegment, listSegments } from '../../segments/segments.ts'
import { listRoles, listStores } from '../../stores/stores.ts'
import { formatYen, fromTokyo, isolated, tokyoDay } from '../../texts/format.ts'
import { shiftFormTexts } from '../../texts/shift-form.ts'
import { shiftListTexts } from '../../texts/shift-list.ts'
import type { WebEnv } from '../../web/env.ts'
import { type FormErrors, type FormValues, readForm, valueIn, valuesIn } from '../../web/form.ts'
import type { Flash } from '../../web/ui.tsx'
import { countAskable } from '../asks/asks.ts'
import { findOpening, type Opening } from '../openings.ts'
import { isForAnybody, type OpeningDraft } from './drafts.ts'
import { OpeningForm } from './posting-form.tsx'
import type { Live } from './posting-live.tsx'
import { EditPage } from './posting-pages.tsx'
import { EVERYBODY, KEPT_RULE, OWN_STORE } from './posting-values.tsx'
import { lawOf } from './states.ts'
import { findWorkplace } from './workplaces.ts'

export type Admin = Context<WebEnv>

/** The opening that a path names. Refusal not_found: there is none, or it is another store's. */
export async function theOpening(c: Admin, openingId = c.req.param('id') ?? ''): Promise<Opening> {
  const opening = await findOpening(c.var.deps.store, { openingId, storeId: c.var.operator.storeId })
  if (!opening) throw new Refusal('not_found')
  return opening
}

export type Place = { id: string; name: string }

/** The form as it stands. */
export type Form = {
  store: Place
  opening?: Opening | undefined
  values: FormValues
  errors?: FormErrors
  notice?: Flash | undefined
}

export async function showForm(c: Admin, form: Form, status: 200 | 422 = 200) {
  const { deps, language: lang, operator } = c.var
  const { store, opening, values, errors = {}, notice } = form
  const isOut = opening !== undefined && opening.state !== 'draft'
  const page = (
    <EditPage
      lang={lang}
      operator={operator}
      store={store}
      opening={opening}
      values={values}
      errors={errors}
      notice={notice}
      roles={await listRoles(deps.store)}
      segments={await segmentChoices(c, opening)}
      isManager={operator.storeId !== null}
      isOut={isOut}
      isKnown={opening?.templateId != null}
      hasWorkplace={(await findWorkplace(deps.store, store.id)) !== undefined}
      workplacePath={`/admin/employers/${store.id}`}
      floorHint={await floorHint(c, values)}
      today={tokyoDay(deps.now())}
      live={await liveOf(c, store, values, opening)}
      told={isOut ? await confirmedNames(c, opening) : []}
    />
  )
  return c.html(page, status)
}

export type Typed = {
  draft: OpeningDraft
  templateName: string
  told: string
  version: number
  values: FormValues
}

/** What was typed, with the people and roles that the operator may choose; or the form to show again. */
export async function readDraft(
  c: Admin,
  store: Place,
  opening?: Opening,
): Promise<Typed | (Form & { errors: FormErrors })> {
  const { deps, language: lang, operator } = c.var
  const roleIds = (await listRoles(deps.store)).map(({ id }) => id)
  const form = await readForm(c, OpeningForm({ lang, roleIds }))
  if (!form.ok) return { store, opening, values: form.values, errors: form.errors }
  const { draft: typed, segment, ...more } = form.data
  const audience = await audienceOf(c, { store, segment }, opening)
  if (!audience)
    return { store, opening, values: form.values, errors: { segment: shiftFormTexts[lang].errors.segment } }
  const own = { storeId: store.id, audienceStoreId: operator.storeId ?? audience.audienceStoreId }
  return { draft: { ...typed, ...audience, ...own }, ...more, values: form.values }
}

/** What stands beside the form, of what stands in it so far. */
export async function liveOf(c: Admin, store: Place, values: FormValues, opening?: Opening): Promise<Live> {
  const { deps, language: lang, operator } = c.var
  const now = deps.now()
  const roleIds = (await listRoles(deps.store)).map(({ id }) => id)
  const audience = await audienceOf(c, { store, segment: valueIn(values, 'segment') }, opening)
  const whom = {
    rule: audience?.rule ?? EVERYONE,
    audienceStoreId: operator.storeId ?? audience?.audienceStoreId ?? null,
  }
  const { data } = OpeningForm({ lang, roleIds }).safeParse(values)
  const span = data?.draft ?? { startsAt: now, endsAt: now }
  const people = await countAskable(deps.store, { ...span, ...whom }, now)
  if (!data) return { paid: undefined, faults: [], people }
  const draft = { ...data.draft, ...EVERYBODY, audienceStoreId: null }
  const { faults } = await lawOf(deps.store, { draft, now })
  return { paid: data.draft, faults, people }
}

/** What the minimum wage is on the day in the form, where anybody knows. */
async function floorHint({ var: { deps, language: lang } }: Admin, values: FormValues) {
  const prefecture = valueIn(values, 'prefecture')
  const on = valueIn(values, 'day')
  if (fromTokyo(on) === undefined) return undefined
  const floor = await floorAt(deps.store, { prefecture, on })
  const t = shiftFormTexts[lang].pay
  if (!floor) return undefined
  const yen = formatYen(floor.yen, lang)
  return floor.source === null ? t.wageHint(yen) : t.wageOwn(yen, floor.source)
}

/** Who is confirmed already, and would be asked whether they agree: names are seen, so it is noted. */
async function confirmedNames({ var: { deps, operator } }: Admin, { id }: Opening): Promise<readonly string[]> {
  const rows = await deps.store.db
    .selectFrom('assignments')
    .innerJoin('members', 'members.id', 'assignments.member_id')
    .select('members.name')
    .where('opening_id', '=', id)
    .where('assignments.state', '=', 'confirmed')
    .orderBy('slot')
    .execute()
  const detail = { page: 'shift_edit', opening: id, count: rows.length }
  if (rows.length > 0)
    await noteAccess(deps.store, { operatorId: operator.id, action: 'members_listed', detail, now: deps.now() })
  return rows.map(({ name }) => isolated(name ?? '–'))
}

/** The stores that whoever asks may plan for. */
export async function ownStores({ var: { deps, operator } }: Admin): Promise<readonly Place[]> {
  return (await listStores(deps.store)).filter(({ id }) => operator.storeId === null || id === operator.storeId)
}

async function segmentChoices({ var: { deps, language: lang, operator } }: Admin, opening: Opening | undefined) {
  const t = shiftFormTexts[lang].audience
  const segments = await listSegments(deps.store)
  return [
    ...(operator.storeId === null ? [{ value: OWN_STORE, label: t.everyoneHere }] : []),
    ...(hasKeptRule(opening) ? [{ value: KEPT_RULE, label: t.keptRule }] : []),
    // What names people is no way to choose who works.
    ...segments.flatMap(({ id, name, rule }) => (rule && isForAnybody(rule) ? [{ value: id, label: name }] : [])),
  ]
}

const hasKeptRule = (opening: Opening | undefined): opening is Opening =>
  opening !== undefined && opening.segmentId === null && conditionsOf(opening.rule).length > 0

type Audience = Pick<OpeningDraft, 'rule' | 'segmentId' | 'audienceStoreId'>

async function audienceOf(
  { var: { deps } }: Admin,
  { store, segment }: { store: Place; segment: string },
  opening?: Opening,
): Promise<Audience | undefined> {
  if (segment === '') return { ...EVERYBODY, audienceStoreId: null }
  if (segment === OWN_STORE) return { ...EVERYBODY, audienceStoreId: store.id }
  if (segment === KEPT_RULE)
    return hasKeptRule(opening)
      ? { rule: opening.rule, segmentId: null, audienceStoreId: opening.audienceStoreId }
      : undefined
  const found = await findSegment(deps.store, segment)
  return found && isForAnybody(found.rule)
    ? { rule: found.rule, segmentId: found.id, audienceStoreId: null }
    : undefined
}

/** What was just done, in words. */
export function notice(c: Admin): Flash | undefined {
  const { done } = shiftListTexts[c.var.language]
  const said = c.req.query('done') ?? ''
  return isDone(said) ? { tone: 'success', text: done[said] } : undefined
}

const isDone = (said: string): said is keyof (typeof shiftListTexts)['ja']['done'] =>
  Object.hasOwn(shiftListTexts.ja.done, said)

/** The values of a field that may come several times, the empty ones left out. */
export const saidIn = (values: FormValues, name: string) => valuesIn(values, name).filter((said) => said.trim() !== '')
