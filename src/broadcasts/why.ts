import { sql } from 'kysely'
import type { BroadcastState, MemberState, SkipReason } from '../db/schema.ts'
import type { Store } from '../db/store.ts'
import { Refusal } from '../refusal.ts'
import { membersOf, type SegmentRule } from '../segments/rule.ts'
import { type Broadcast, findBroadcast } from './drafts.ts'
import { chunkOfDelivery, outcomeOfDelivery, type RecipientOutcome } from './recipients.ts'
import { type Lack, lackOf } from './why-lacking.ts'

/** Why a person did or did not get a broadcast, with the facts that one sentence needs. Times are UTC epoch ms. */
export type Why =
  | { code: 'got'; at: number | null }
  | { code: 'treated_as_sent' | 'unknown'; firstAt: number | null }
  /** inflight: with LINE right now. turn: among those still to be sent. held: had theirs of the day already. */
  | { code: 'waiting'; for: 'planning' | 'scheduled' | 'inflight' | 'turn' | 'held'; until: number | null }
  | { code: 'paused'; state: BroadcastState }
  | { code: 'missed' | 'not_confirmed' | 'rejected' | 'other_store' | 'not_chosen' | 'joined_later' }
  | { code: 'cancelled'; at: number | null }
  /** From the start, or when the requests were sealed; and since when that is so. */
  | { code: 'left_out'; reason: SkipReason; stage: 'planning' | 'sealing'; lack: Lack }
  | { code: 'on_board'; readAt: number | null }
  | { code: 'registered_later'; at: number }
  | { code: 'not_registered'; state: MemberState }
  /** Which conditions do not hold for them, as a rule of its own. */
  | { code: 'not_meant'; rule: SegmentRule }

export type WhyOf = Why & { name: string | null }

type Asked = { broadcastId: string; memberId: string; now: number }
type Person = { id: string; name: string | null; state: MemberState; storeId: string | null; decidedAt: number | null }

/**
 * Answers for anybody, recipient or not, what became of a broadcast for them: out of the ledger for whoever is in it, and
 * for everybody else from what held when the recipients were written down. Refusal not_found: no such broadcast or person.
 */
export async function whyNot(store: Store, { broadcastId, memberId, now }: Asked): Promise<WhyOf> {
  const [broadcast, person] = [await findBroadcast(store, { broadcastId }), await personOf(store, memberId)]
  if (!broadcast || !person) throw new Refusal('not_found')
  const answer = (why: Why): WhyOf => ({ ...why, name: person.name })
  if (broadcast.state === 'draft') return answer({ code: 'not_confirmed' })

  const notice = broadcast.channel === 'board' ? await noticeOf(store, broadcastId, memberId) : undefined
  if (notice) return answer(whyPosted(broadcast, notice))
  const delivery = await deliveryOf(store, broadcastId, memberId)
  return answer(
    delivery
      ? await whyPlanned(store, { broadcast, person, delivery, now })
      : await whyNotPlanned(store, { broadcast, person, now }),
  )
}

/** A copy that nobody sees yet goes the way of its broadcast. */
function whyPosted(broadcast: Broadcast, { readAt }: { readAt: number | null }): Why {
  if (broadcast.state === 'cancelled') return { code: 'cancelled', at: broadcast.finishedAt }
  return broadcast.state === 'done' ? { code: 'on_board', readAt } : whyWaiting(broadcast, null)
}

type Delivery = NonNullable<Awaited<ReturnType<typeof deliveryOf>>>
type Planned = { broadcast: Broadcast; person: Person; delivery: Delivery; now: number }

async function whyPlanned(store: Store, { broadcast, person, delivery, now }: Planned): Promise<Why> {
  const { outcome, finishedAt, firstAt } = delivery
  if (delivery.reason !== null) {
    const stage = delivery.isConfirmed ? ('sealing' as const) : ('planning' as const)
    const at = stage === 'planning' ? plannedAtOf(broadcast) : (firstAt ?? finishedAt ?? broadcast.finishedAt)
    const lack = await lackOf(store, { person, reason: delivery.reason, broadcast, at: at ?? now, now })
    return { code: 'left_out', reason: delivery.reason, stage, lack }
  }
  if (outcome === 'accepted') return { code: 'got', at: finishedAt }
  if (outcome === 'unknown' || outcome === 'treated_as_sent') return { code: outcome, firstAt }
  if (outcome === 'rejected') return { code: 'rejected' }
  if (outcome === 'cancelled') return { code: 'cancelled', at: finishedAt ?? broadcast.finishedAt }
  if (delivery.state === 'inflight') return { code: 'waiting', for: 'inflight', until: null }
  return whyWaiting(broadcast, outcome === 'held' ? delivery.nextAt : null)
}

const PAUSED: readonly BroadcastState[] = ['paused_owner', 'paused_quota', 'paused_auth', 'paused_error']

function whyWaiting({ state, sendAt, finishedAt }: Broadcast, heldUntil: number | null): Why {
  if (state === 'missed') return { code: 'missed' }
  if (state === 'cancelled') return { code: 'cancelled', at: finishedAt }
  if (PAUSED.includes(state)) return { code: 'paused', state }
  if (state === 'planning' || state === 'planned') return { code: 'waiting', for: 'scheduled', until: sendAt }
  return heldUntil === null
    ? { code: 'waiting', for: 'turn', until: null }
    : { code: 'waiting', for: 'held', until: heldUntil }
}

type Unplanned = { broadcast: Broadcast; person: Person; now: number }

/** Not in the ledger. What is asked of the rule is asked as of that day, of what is known today. */
async function whyNotPlanned(store: Store, { broadcast, person, now }: Unplanned): Promise<Why> {
  const isPlanning = broadcast.state === 'planning'
  const at = isPlanning ? now : (plannedAtOf(broadcast) ?? now)
  if (person.state !== 'verified') return { code: 'not_registered', state: person.state }
  if (person.decidedAt !== null && person.decidedAt > at) return { code: 'registered_later', at: person.decidedAt }
  if (broadcast.storeId !== null && person.storeId !== broadcast.storeId) return { code: 'other_store' }
  if (isToPeople(broadcast.rule, person.id)) return { code: 'not_chosen' }
  const rule = await failingOf(store, { rule: broadcast.rule, memberId: person.id, now: at })
  if (rule) return { code: 'not_meant', rule }

  for (const reason of ['blocked', 'no_consent'] as const) {
    const lack = await lackOf(store, { person, reason, broadcast, at, now })
    if (lack.since !== null || lack.never) return { code: 'left_out', reason, stage: 'planning', lack }
  }
  if (isPlanning) return { code: 'waiting', for: 'planning', until: broadcast.sendAt }
  if (broadcast.state === 'cancelled') return { code: 'cancelled', at: broadcast.finishedAt }
  return { code: 'joined_later' }
}

/** When the recipients were written down; of broadcasts from before that was noted, when they were confirmed. */
const plannedAtOf = ({ plannedAt, confirmedAt }: Broadcast) => plannedAt ?? confirmedAt

/** What is to named people alone names nobody else. */
const isToPeople = ({ match, conditions }: SegmentRule, memberId: string) =>
  match === 'all' && conditions.some((one) => one.kind === 'person' && !one.not && !one.in.includes(memberId))

/** The part of a rule that does not hold for a person; undefined: they are meant. */
async function failingOf(
  { db }: Store,
  { rule, memberId, now }: { rule: SegmentRule; memberId: string; now: number },
): Promise<SegmentRule | undefined> {
  const failing: SegmentRule['conditions'] = []
  for (const part of rule.conditions) {
    const held = await membersOf(db, { rule: { match: 'all', conditions: [part] }, now })
      .select('members.id')
      .where('members.id', '=', memberId)
      .executeTakeFirst()
    if (!held) failing.push(part)
    else if (rule.match === 'any') return undefined
  }
  return failing.length === 0 ? undefined : { match: rule.match, conditions: failing }
}

const personOf = ({ db }: Store, memberId: string): Promise<Person | undefined> =>
  db
    .selectFrom('members')
    .select(['id', 'name', 'state', 'store_id as storeId', 'decided_at as decidedAt'])
    .where('id', '=', memberId)
    .executeTakeFirst()

const noticeOf = ({ db }: Store, broadcastId: string, memberId: string) =>
  db
    .selectFrom('board_notices')
    .select('read_at as readAt')
    .where('broadcast_id', '=', broadcastId)
    .where('member_id', '=', memberId)
    .executeTakeFirst()

type DeliveryRow = {
  reason: SkipReason | null
  isConfirmed: 0 | 1
  outcome: RecipientOutcome
  state: string | null
  firstAt: number | null
  finishedAt: number | null
  nextAt: number | null
}

async function deliveryOf({ db }: Store, broadcastId: string, memberId: string) {
  const { rows } = await sql<DeliveryRow>`
    select deliveries.skipped_reason as reason, deliveries.chunk_seq >= 0 as "isConfirmed", ${outcomeOfDelivery} as outcome,
      chunk.state, chunk.first_attempt_at as "firstAt", chunk.finished_at as "finishedAt", chunk.next_at as "nextAt"
    from deliveries ${chunkOfDelivery}
    where deliveries.broadcast_id = ${broadcastId} and deliveries.member_id = ${memberId}`.execute(db)
  return rows[0]
}
