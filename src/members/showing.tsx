import type { Context } from 'hono'
import { z } from 'zod'
import { consentHistory, currentConsents } from '../consent/consent.ts'
import { correctionsOf } from '../consent/corrections.ts'
import { listGrants } from '../coupons/grants.ts'
import { accessesOf, noteAccess } from '../interactions/access-log.ts'
import { TIMELINE_CATEGORIES } from '../interactions/categories.ts'
import { timeline } from '../interactions/interactions.ts'
import { Refusal } from '../refusal.ts'
import { fitsExcluded } from '../roster/exclusions.ts'
import { findCandidates, findEntry } from '../roster/roster.ts'
import { listRoles } from '../stores/stores.ts'
import { CursorSaid } from '../web/cursor.ts'
import type { WebEnv } from '../web/env.ts'
import type { FormErrors, FormValues } from '../web/form.ts'
import type { Flash } from '../web/ui.tsx'
import { findMember, type Member } from './members.ts'
import { notesOf } from './notes.ts'
import { PersonPage } from './person-page.tsx'
import { preferencesOf } from './questions.ts'
import { tagsOf } from './tags.ts'
import { countWaiting, nextWaiting } from './waiting.ts'

/** Lines of the access log on a person's page; the log itself has them all. */
const ACCESSES_SHOWN = 10
/** So long after its end a coupon still stands on the page. */
const COUPONS_SHOWN_MS = 90 * 86_400_000

const Category = z.enum(TIMELINE_CATEGORIES).optional().catch(undefined)

type C = Context<WebEnv>

/** The person of the address. Refusal not_found when there is none, none of the operator's store, or they left. */
export async function ofOwnStore(c: C): Promise<Member> {
  const { deps, operator } = c.var
  const member = await findMember(deps.store, c.req.param('id') ?? '')
  if (!member || member.state === 'left' || member.state === 'erased') throw new Refusal('not_found')
  if (operator.storeId !== null && member.store_id !== operator.storeId) throw new Refusal('not_found')
  return member
}

/** Notes that the operator sees this person's record; before it is shown. */
export const noteView = ({ var: { deps, operator } }: C, { id: memberId }: Member, page: string) =>
  noteAccess(deps.store, {
    operatorId: operator.id,
    action: 'member_viewed',
    memberId,
    detail: { page },
    now: deps.now(),
  })

type Shown = { notice?: Flash | undefined; values?: FormValues; errors?: FormErrors }

/** A person's page, noted. With errors it is the answer to a form that could not be taken: 422. */
export async function showPerson(c: C, member: Member, { notice, values = {}, errors = {} }: Shown = {}) {
  const { deps, language: lang, operator } = c.var
  const before = CursorSaid.parse(c.req.query('before'))
  const category = Category.parse(c.req.query('show'))
  await noteView(c, member, 'person')
  const [facts, told] = await Promise.all([
    factsOf(c, member),
    timeline(deps.store, { memberId: member.id, category, before }),
  ])
  const refused = errors[''] === undefined ? undefined : ({ tone: 'error', text: errors[''] } as const)
  const later = before !== undefined
  const props = { lang, operator, member, ...facts, told, category, later, values, errors, now: deps.now() }
  const status = Object.keys(errors).length > 0 ? 422 : 200
  return c.html(<PersonPage {...props} notice={refused ?? notice} />, status)
}

async function factsOf(c: C, member: Member) {
  const { deps, operator } = c.var
  const { store } = deps
  const { id, roster_entry_id } = member
  const [current, history, corrections, preferences, roles, tags, coupons, notes, entry, accesses, approval] =
    await Promise.all([
      currentConsents(store, id),
      consentHistory(store, id),
      correctionsOf(store, id),
      preferencesOf(store, id),
      listRoles(store),
      tagsOf(store, id),
      listGrants(store, { memberId: id, endedSince: deps.now() - COUPONS_SHOWN_MS, now: deps.now() }),
      notesOf(store, id),
      roster_entry_id === null ? undefined : findEntry(store, roster_entry_id),
      operator.role === 'owner' ? accessesOf(store, { memberId: id, limit: ACCESSES_SHOWN }) : undefined,
      approvalFor(c, member),
    ])
  const open = corrections.filter(({ decided_at }) => decided_at === null)
  return {
    current,
    history,
    corrections: open,
    preferences,
    roles,
    tags,
    coupons,
    notes,
    entry,
    accesses,
    approval,
  }
}

/** What a decision needs: only of somebody who waits. */
async function approvalFor({ var: { deps, operator } }: C, member: Member) {
  const { id, state, name, store_id, left_on, digits_hmac, applied_at } = member
  if (state !== 'applied' || name === null || store_id === null || left_on === null) return undefined
  const { storeId } = operator
  const [candidates, waiting, next, leftOut] = await Promise.all([
    findCandidates(deps.store, {
      name,
      storeId: store_id,
      leftOn: left_on,
      digitsHmac: digits_hmac,
      onlyStoreId: storeId,
    }),
    countWaiting(deps.store, { storeId }),
    nextWaiting(deps.store, { storeId, after: { id, applied_at } }),
    operator.role === 'owner' && fitsExcluded(deps.store, { name, storeId: store_id, leftOn: left_on }),
  ])
  return { candidates, waiting, next, leftOut }
}
export type Approval = NonNullable<Awaited<ReturnType<typeof approvalFor>>>
