import type { Context } from 'hono'
import { z } from 'zod'
import { noteAccess } from '../interactions/access-log.ts'
import { LIST_PAGE_MAX, listMembers } from '../members/directory.ts'
import { Refusal } from '../refusal.ts'
import { guestListTexts } from '../texts/event-guest-lists.ts'
import type { WebEnv } from '../web/env.ts'
import type { FormValues } from '../web/form.ts'
import type { Flash } from '../web/ui.tsx'
import { noticesAhead } from './ahead.ts'
import { costIfTold } from './event-costs.tsx'
import { theEvent as findOwn, notice as stateNotice } from './event-show.tsx'
import type { ShopEvent } from './events.ts'
import { allergiesOf, countAnswers, toldOf } from './guest-counts.ts'
import { GuestPage } from './guest-page.tsx'
import { GuestsPage } from './guest-pages.tsx'
import { countGuests, findGuest, GUEST_LISTS, type GuestList, listGuests } from './guests.ts'
import { nextStep } from './next-step.ts'
import { reminderState } from './reminders.ts'
import { dishResults } from './results.ts'
import { countSeats } from './standing.ts'
import { GlancePart } from './view-glance.tsx'
import { PREVIEW_MAX } from './view-lists.tsx'
import { EventPage } from './view-page.tsx'

export type C = Context<WebEnv>

/** What is searched for, in UTF-16 code units. */
const SEARCH_MAX = 100

const After = z
  .string()
  .regex(/^[\w-]{1,100}\..{0,200}$/su)
  .transform((said) => ({ id: said.slice(0, said.indexOf('.')), key: said.slice(said.indexOf('.') + 1) }))
  .optional()
  .catch(undefined)

/** The event of the address. Refusal not_found: there is none, or it is another store's. */
export const theEvent = (c: C): Promise<ShopEvent> => findOwn(c, c.req.param('id') ?? '')

/** An event with its people, who are noted as seen. */
export async function showEvent(c: C) {
  const { deps, language: lang, operator } = c.var
  const event = await theEvent(c)
  const facts = await factsOf(c, event)
  const { allergies, going, line, missed, untold } = facts
  await noteNames(c, allergies.length + going.length + line.length + missed.length + untold.length)
  const tasters = Math.max(0, ...facts.results.map(({ people }) => people))
  const { free } = facts.seats
  const { invited, silent } = facts.counts
  const now = deps.now()
  const step = nextStep({ event, free, invited, silent, told: facts.told, tasters, now })
  return c.html(<EventPage {...{ lang, operator, event, step, now, ...facts }} notice={doneNotice(c)} />)
}

async function factsOf(c: C, event: ShopEvent) {
  const { deps, operator } = c.var
  const { store } = deps
  const now = deps.now()
  const eventId = event.id
  const preview = (list: GuestList) => listGuests(store, { eventId, list, max: PREVIEW_MAX })
  const isOver = now >= event.endsAt && event.state !== 'cancelled'
  const [seats, counts, allergies, told, results, ahead, going, line] = await Promise.all([
    countSeats(store, eventId),
    countAnswers(store, { eventId, storeId: operator.storeId }),
    allergiesOf(store, eventId),
    toldOf(store, eventId, operator.storeId),
    dishResults(store, eventId),
    noticesAhead(store, { eventId, now }),
    preview('going'),
    preview('line'),
  ])
  const missed = isOver && counts.isDoorUsed ? await preview('missed') : { guests: [] }
  const { guests: untold } = now < event.endsAt ? await preview('untold') : { guests: [] }
  const untoldCount =
    untold.length < PREVIEW_MAX ? untold.length : await countGuests(store, { eventId, list: 'untold' })
  const messages = ahead.reduce((sum, notice) => sum + notice.messages, 0)
  const cost = messages === 0 ? undefined : await costIfTold(c, messages)
  const areHeld = (await reminderState(store, { now })).heldAt !== undefined
  const people = { going: going.guests, line: line.guests, missed: missed.guests, untold, untoldCount }
  return { seats, counts, allergies, told, results, ahead, cost, areHeld, ...people }
}

/** The counts alone, for the page to ask for again: nobody's name. */
export async function showSeats(c: C) {
  const { deps, language: lang, operator } = c.var
  const event = await theEvent(c)
  const [seats, counts] = await Promise.all([
    countSeats(deps.store, event.id),
    countAnswers(deps.store, { eventId: event.id, storeId: operator.storeId }),
  ])
  if (event.state !== 'open' && event.state !== 'closed') c.header('x-refresh', 'reload')
  return c.html(<GlancePart {...{ lang, event, seats, counts }} />)
}

/** A list of people by name, or of those in the line by place; with a search also who could be answered for. */
export async function showGuests(c: C) {
  const { deps, language: lang, operator } = c.var
  const event = await theEvent(c)
  const asked = askedOf(c, event)
  const after = After.parse(c.req.query('after'))
  const [seats, counts, { guests, next }] = await Promise.all([
    countSeats(deps.store, event.id),
    countAnswers(deps.store, asked),
    listGuests(deps.store, { ...asked, after }),
  ])
  const others = asked.search === '' ? [] : await othersFound(c, asked)
  await noteNames(c, guests.length + others.length)
  const later = after !== undefined
  const shown = { lang, operator, event, seats, counts, guests, next, others, later, list: asked.list }
  return c.html(<GuestsPage {...shown} search={asked.search} />)
}

/** What a list was asked for. */
export function askedOf(c: C, { id: eventId }: ShopEvent) {
  const list: GuestList = GUEST_LISTS.find((one) => one === c.req.query('show')) ?? 'going'
  const search = (c.req.query('q') ?? '').trim().slice(0, SEARCH_MAX)
  return { eventId, list, search, storeId: c.var.operator.storeId }
}

/** Alumni of that name whom the list does not have: a manager's own store's. */
async function othersFound({ var: { deps, operator } }: C, asked: ReturnType<typeof askedOf>) {
  const { search } = asked
  const [{ members }, { guests }] = await Promise.all([
    listMembers(deps.store, { tab: 'alumni', search, storeId: operator.storeId }),
    listGuests(deps.store, { ...asked, list: 'answered', max: LIST_PAGE_MAX }),
  ])
  const known = new Set(guests.map(({ memberId }) => memberId))
  return members.flatMap(({ id, name, store_name }) =>
    known.has(id) ? [] : [{ memberId: id, name, storeName: store_name }],
  )
}

/** One person and their answer. Refusal not_found: nobody, or somebody of another store who never answered. */
export async function theGuest(c: C, event: ShopEvent, memberId: string) {
  const { deps, operator } = c.var
  const guest = await findGuest(deps.store, { eventId: event.id, memberId })
  const isKnown = guest && (guest.state !== null || operator.storeId === null || guest.storeId === operator.storeId)
  if (!isKnown) throw new Refusal('not_found')
  await noteAccess(deps.store, {
    operatorId: operator.id,
    action: 'member_viewed',
    memberId,
    detail: { page: 'event' },
    now: deps.now(),
  })
  return guest
}

type Failed = { values?: FormValues; problem?: string | undefined }

/** A person's answer, with the form to answer for them; 422 with what could not be taken. */
export async function showGuest(c: C, event: ShopEvent, memberId: string, { values = {}, problem }: Failed = {}) {
  const { deps, language: lang, operator } = c.var
  const guest = await theGuest(c, event, memberId)
  const notice = problem === undefined ? doneNotice(c) : ({ tone: 'error', text: problem } as const)
  const shown = { lang, operator, event, guest, values, notice, now: deps.now() }
  return c.html(<GuestPage {...shown} />, problem === undefined ? 200 : 422)
}

export async function noteNames({ var: { deps, operator } }: C, count: number) {
  if (count === 0) return
  const detail = { page: 'event', count }
  await noteAccess(deps.store, { operatorId: operator.id, action: 'members_listed', detail, now: deps.now() })
}

/** What was just done, in words. */
function doneNotice(c: C): Flash | undefined {
  const { done } = guestListTexts[c.var.language]
  const said = c.req.query('done')
  if (said === 'going' || said === 'left') return { tone: 'success', text: done[said] }
  if (said === 'waiting' || said === 'offered' || said === 'no_room' || said === 'drinkers' || said === 'outdated')
    return { tone: 'warn', text: done[said] }
  return stateNotice(c)
}
