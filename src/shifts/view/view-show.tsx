import type { Context } from 'hono'
import type { Child } from 'hono/jsx'
import { noteAccess } from '../../interactions/access-log.ts'
import { Refusal } from '../../refusal.ts'
import { type Cost, costOf } from '../../sending/cost.ts'
import { formatNumber } from '../../texts/format.ts'
import { shiftViewTexts } from '../../texts/shift-view.ts'
import type { WebEnv } from '../../web/env.ts'
import type { Flash } from '../../web/ui.tsx'
import { publicAdUrl } from '../links.ts'
import { findOpening, type Opening } from '../openings.ts'
import { readAsked } from './asked-waves.ts'
import { type Assigned, findAssigned, listAssigned } from './assigned.ts'
import { listCandidates } from './candidates.ts'
import { readCheckedFloor } from './checked-floor.ts'
import { countsOf, GlancePart } from './view-glance.tsx'
import { nextStep } from './view-next.ts'
import { OpeningPage } from './view-page.tsx'
import { pendingOf } from './view-requests.tsx'

export type C = Context<WebEnv>

/** The opening of the address. Refusal not_found: there is none, or it is another store's. */
export async function theOpening(c: C): Promise<Opening> {
  const { deps, operator } = c.var
  const opening = await findOpening(deps.store, { openingId: c.req.param('id') ?? '', storeId: operator.storeId })
  if (!opening) throw new Refusal('not_found')
  return opening
}

/** Somebody's agreed shift of the address, noted as seen. Refusal not_found: there is none of this opening. */
export async function theAssigned(c: C, { id: openingId }: Opening): Promise<Assigned> {
  const assignmentId = c.req.param('assignmentId') ?? ''
  const one = await findAssigned(c.var.deps.store, { openingId, assignmentId })
  if (!one) throw new Refusal('not_found')
  await noteNames(c, 1)
  return one
}

type After = { status?: 200 | 422; notice?: Flash | undefined; failures?: Child; chosen?: readonly string[] }

/** An opening with its people, who are noted as seen. */
export async function showOpening(c: C, { status = 200, notice, failures, chosen = [] }: After = {}) {
  const { deps, language: lang, operator } = c.var
  const opening = await theOpening(c)
  const { candidates, assigned, asked, floor, cost } = await factsOf(c, opening)
  await noteNames(c, candidates.length + assigned.length)
  const now = deps.now()
  const counts = countsOf(candidates, asked)
  const confirmed = assigned.filter(({ state }) => state === 'confirmed').length
  const worked = assigned.filter(({ state }) => state === 'worked').map(({ memberId }) => memberId)
  const requests = pendingOf(assigned).filter(({ request }) => request.kind === 'cancel').length
  const step = nextStep({ opening, applied: counts.applied, requests, confirmed, worked: worked.length, now })
  const isPublic = opening.shared && opening.state !== 'draft'
  return c.html(
    <OpeningPage
      {...{ lang, operator, opening, candidates, assigned, asked, floor, cost, counts, step, now, chosen, failures }}
      publicUrl={isPublic ? publicAdUrl(deps.config, opening.id) : undefined}
      thanksHref={worked.length > 0 ? thanksHref(worked) : undefined}
      notice={notice ?? doneNotice(c)}
    />,
    status,
  )
}

async function factsOf(c: C, opening: Opening) {
  const { store } = c.var.deps
  const [candidates, assigned, asked, floor, cost] = await Promise.all([
    listCandidates(store, opening),
    listAssigned(store, opening.id),
    readAsked(store, opening.id),
    readCheckedFloor(store, opening.id),
    costIfTold(c),
  ])
  return { candidates, assigned, asked, floor, cost }
}

/** The counts alone, for the page to ask for again: nobody's name. */
export async function showPlaces(c: C) {
  const { deps, language: lang } = c.var
  const opening = await theOpening(c)
  const [candidates, asked] = await Promise.all([
    listCandidates(deps.store, opening),
    readAsked(deps.store, opening.id),
  ])
  if (opening.state !== 'open' && opening.state !== 'closed') c.header('x-refresh', 'reload')
  return c.html(<GlancePart lang={lang} opening={opening} counts={countsOf(candidates, asked)} />)
}

/** What is left this month; undefined when LINE does not tell. */
export async function costIfTold({ var: { deps } }: C): Promise<Cost | undefined> {
  try {
    return await costOf(deps, { messages: 0, now: deps.now() })
  } catch (error) {
    if (error instanceof Refusal && error.code === 'line_unreachable') return undefined
    throw error
  }
}

export async function noteNames({ var: { deps, operator } }: C, count: number) {
  if (count === 0) return
  const detail = { page: 'shift', count }
  await noteAccess(deps.store, { operatorId: operator.id, action: 'members_listed', detail, now: deps.now() })
}

/** A coupon for those who worked: thanks for work that is done. */
const thanksHref = (memberIds: readonly string[]) =>
  `/admin/broadcasts/new?${new URLSearchParams({ kind: 'coupon', segment: `person:${memberIds.join(',')}` })}`

const QUIET = ['accepted', 'kept', 'calledOff', 'calledOffRefill', 'missed', 'opened', 'created', 'copied'] as const
const CHANGED = ['saved', 'closed', 'reopened', 'extended', 'cancelled', 'stopped', 'resumed'] as const

/** What was just done, in words. */
function doneNotice(c: C): Flash | undefined {
  const { done } = shiftViewTexts[c.var.language]
  const said = c.req.query('done')
  const people = formatNumber(Number(c.req.query('n')) || 0)
  if (said === 'approved' || said === 'declined' || said === 'hours')
    return { tone: 'success', text: done[said](people) }
  const plain = [...QUIET, ...CHANGED].find((one) => one === said)
  return plain && { tone: 'success', text: done[plain] }
}
