import type { Context } from 'hono'
import { choicesFor, mayChoose } from '../images/images.ts'
import { Refusal } from '../refusal.ts'
import { EVERYONE, type SegmentRule } from '../segments/rule.ts'
import { findSegment, listSegments } from '../segments/segments.ts'
import { listStores } from '../stores/stores.ts'
import { eventFormTexts } from '../texts/event-form.ts'
import { eventAdminTexts } from '../texts/events-admin.ts'
import { tokyoDay } from '../texts/format.ts'
import type { WebEnv } from '../web/env.ts'
import { type FormErrors, type FormValues, readForm, valueIn, valuesIn } from '../web/form.ts'
import type { Flash } from '../web/ui.tsx'
import { costIfTold, type Numbers, numbersOf, type Telling } from './event-costs.tsx'
import { EventForm } from './event-form.tsx'
import { EditPage, PATH } from './event-pages.tsx'
import { KEPT_RULE } from './event-values.tsx'
import { findEvent, type ShopEvent } from './events.ts'
import { CAPACITY_MAX, type EventDraft } from './events-draft.ts'
import { countConcerned, type TellingKind } from './tellings.ts'

export type Admin = Context<WebEnv>

/** The event that a path names. Refusal not_found: there is none, or it is another store's. */
export async function theEvent(c: Admin, eventId: string): Promise<ShopEvent> {
  const event = await findEvent(c.var.deps.store, { eventId, storeId: c.var.operator.storeId })
  if (!event) throw new Refusal('not_found')
  return event
}

/** The form as it stands. */
export type Form = {
  event?: ShopEvent | undefined
  values: FormValues
  errors?: FormErrors
  notice?: Flash | undefined
}

export async function showForm(c: Admin, form: Form, status: 200 | 422 = 200) {
  const { deps, language: lang, operator } = c.var
  const { event, values, errors = {}, notice } = form
  const { storeId } = operator
  const isOpen = event !== undefined && event.state !== 'draft'
  const page = (
    <EditPage
      lang={lang}
      operator={operator}
      event={event}
      values={values}
      errors={errors}
      notice={notice}
      stores={await ownStores(c)}
      isManager={storeId !== null}
      segments={await segmentChoices(c, event)}
      pictures={await choicesFor(deps.store, { storeId, chosen: valueIn(values, 'imageId') })}
      upload={`${event ? `${PATH}/${event.id}` : PATH}/pictures`}
      isOpen={isOpen}
      today={tokyoDay(deps.now())}
      numbers={await typedNumbers(c, values, event)}
      telling={isOpen ? await tellingIfAny(c, event) : undefined}
    />
  )
  return c.html(page, status)
}

export type Draft = { draft: EventDraft; told: string; version: number; values: FormValues }

/** What was typed, with the people, store and photo that the operator may choose; or the form to show again. */
export async function readDraft(c: Admin, event?: ShopEvent): Promise<Draft | (Form & { errors: FormErrors })> {
  const { deps, language: lang, operator } = c.var
  const { storeId } = operator
  const mustBeAhead = event === undefined || event.state === 'draft'
  const asked = { lang, stores: await ownStores(c), isManager: storeId !== null, mustBeAhead, now: deps.now() }
  const form = await readForm(c, EventForm(asked))
  if (!form.ok) return { event, values: form.values, errors: form.errors }
  const t = eventFormTexts[lang].errors
  const { event: typed, segment, told, version } = form.data
  const audience = await audienceOf(c, segment, event)
  if (!audience) return { event, values: form.values, errors: { segment: t.segment } }
  const { imageId } = typed
  const isTheirs = imageId === null || imageId === event?.imageId
  if (!isTheirs && !(await mayChoose(deps.store, { imageId, storeId })))
    return { event, values: form.values, errors: { imageId: t.image } }
  return { draft: { ...typed, ...audience, audienceStoreId: storeId }, told, version, values: form.values }
}

/** The numbers beside the form, of what stands in it so far. */
export async function typedNumbers(c: Admin, values: FormValues, event?: ShopEvent): Promise<Numbers> {
  const audience = await audienceOf(c, valueIn(values, 'segment'), event)
  const capacity = Number(valueIn(values, 'capacity').normalize('NFKC'))
  return numbersOf(c, {
    rule: audience?.rule ?? EVERYONE,
    capacity: Number.isInteger(capacity) && capacity > 0 ? Math.min(capacity, CAPACITY_MAX) : 0,
    reminders: valuesIn(values, 'remind').length,
  })
}

/** Who would be told, and what that costs. */
export async function tellingOf(c: Admin, { id: eventId }: ShopEvent, kind: TellingKind): Promise<Telling> {
  const people = await countConcerned(c.var.deps.store, { eventId, kind, now: c.var.deps.now() })
  return { people, cost: await costIfTold(c, people) }
}

const tellingIfAny = async (c: Admin, event: ShopEvent) => {
  const telling = await tellingOf(c, event, 'changed')
  return telling.people > 0 ? telling : undefined
}

/** The stores that whoever asks may hold something in. */
async function ownStores({ var: { deps, operator } }: Admin) {
  return (await listStores(deps.store)).filter(({ id }) => operator.storeId === null || id === operator.storeId)
}

async function segmentChoices(c: Admin, event: ShopEvent | undefined) {
  const segments = (await listSegments(c.var.deps.store)).map(({ id, name }) => ({ value: id, label: name }))
  return keptRule(event)
    ? [{ value: KEPT_RULE, label: eventFormTexts[c.var.language].keptRule }, ...segments]
    : segments
}

/** Of an event whose people no segment means any more, or never did. */
const keptRule = (event: ShopEvent | undefined): SegmentRule | undefined =>
  event && event.segmentId === null && event.rule.conditions.length > 0 ? event.rule : undefined

async function audienceOf(
  { var: { deps } }: Admin,
  chosen: string,
  event?: ShopEvent,
): Promise<Pick<EventDraft, 'rule' | 'segmentId'> | undefined> {
  if (chosen === '') return { rule: EVERYONE, segmentId: null }
  if (chosen === KEPT_RULE) {
    const rule = keptRule(event)
    return rule && { rule, segmentId: null }
  }
  const segment = await findSegment(deps.store, chosen)
  return segment && { rule: segment.rule, segmentId: segment.id }
}

/** What was just done, in words. */
export function notice(c: Admin): Flash | undefined {
  const { done } = eventAdminTexts[c.var.language]
  const said = c.req.query('done') ?? ''
  return isDone(said) ? { tone: 'success', text: done[said] } : undefined
}

const isDone = (said: string): said is keyof (typeof eventAdminTexts)['ja']['done'] =>
  Object.hasOwn(eventAdminTexts.ja.done, said)
