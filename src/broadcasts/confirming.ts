import { sql } from 'kysely'
import { boardReaders } from '../board/board.ts'
import type { Config } from '../config.ts'
import { couponStatements } from '../coupons/coupons.ts'
import { type Db, isAborted, mustHaveChangedOne, type Store } from '../db/store.ts'
import type { LineGateway } from '../line/line.ts'
import { Refusal } from '../refusal.ts'
import { costIn, costOf, type MonthQuota, readQuota } from '../sending/cost.ts'
import { quietUntil } from '../sending/quiet.ts'
import { type Audience, peopleReached } from '../sending/reach.ts'
import { readSendingSettings, type SendingSettings } from '../sending/sending-settings.ts'
import { findForConfirming } from './approvals.ts'
import { firstBroken, type Guard, guardsFor, mustBeValid, mustHold, refuseAtOnce } from './confirm-guards.ts'
import { audienceColumn, type Broadcast, findBroadcast, lastChange } from './drafts.ts'

/** The longest reason for another job post. */
export const REASON_MAX = 200

type Confirmation = {
  broadcastId: string
  /** How many people were shown. */
  people: number
  /** The draft that was shown, with its segment: its updatedAt. */
  draftedAt: number
  confirmedBy: string
  storeId?: string | null
  /** When the first request may leave; below now it is now. A page passes at least UNDO_MS from now. */
  sendAt?: number | undefined
  /** The number of people as it was typed, where the settings ask for that. */
  typedPeople?: number | undefined
  /** Said yes to using the messages kept for urgent shift openings. */
  belowReserve?: boolean | undefined
  /** Why another job post, where the balance of what these people got asks for it. */
  balanceReason?: string | undefined
  /** board: it is only put on the members' board, at no cost. */
  channel?: 'push' | 'board'
  now: number
}
type Deps = { store: Store; line: LineGateway; config: Pick<Config, 'baseUrl' | 'sessionSecret'> }

/**
 * Releases a broadcast to exactly as many people as were shown, or to nobody: Refusal broadcast_reach_changed when the draft
 * or its reach is another meanwhile, and one code for each guard of confirm-guards.ts. All of it is decided in one batch, so
 * that two simultaneous confirmations never spend the same messages. The new coupon of a coupon broadcast comes into being with
 * it. Confirming again what was confirmed changes nothing.
 */
export async function confirmBroadcast(deps: Deps, confirmation: Confirmation) {
  const { store, line } = deps
  const { broadcastId, confirmedBy, storeId = null, channel = 'push', now } = confirmation
  const found = await findForConfirming(store, { broadcastId, operatorId: confirmedBy, storeId })
  if (!found) throw new Refusal('not_found')
  const { broadcast: draft, only } = found
  if (isSame(draft, confirmation)) return
  if (draft.state !== 'draft') throw new Refusal('broadcast_not_draft')
  if (draft.content.kind === 'coupon' && !draft.content.coupon && !draft.content.couponId)
    throw new Refusal('not_found')

  const settings = await readSendingSettings(store)
  const shown = { ...confirmation, channel, sendAt: Math.max(now, confirmation.sendAt ?? now) }
  refuseAtOnce(draft, shown, settings)
  const leavesAt = quietUntil(settings, shown.sendAt) ?? shown.sendAt
  const quota = channel === 'push' ? await readQuota({ store, line }, { sendAt: leavesAt, now }) : undefined
  await mustBeValid(deps, draft, now)

  const guards = guardsFor(store.db, draft, { ...shown, quota, settings })
  const reached = reachedBy(store.db, { ...draft, settings, channel, only, now })
  try {
    await store.batch([
      ...guards.map((guard) => mustHold(store.db, guard)),
      ...confirmStatements(store.db, draft, { ...shown, reached, yen: yenFor(quota, draft, settings, shown.people) }),
    ])
  } catch (error) {
    if (!isAborted(error)) throw error
    const wasShown: Guard = { code: 'broadcast_reach_changed', holds: sql`${reached} = ${confirmation.people}` }
    await explainAbort(deps, confirmation, { guards: [wasShown, ...guards], quota })
  }
}

/** On top of the plan, for these messages. */
const yenFor = (quota: MonthQuota | undefined, draft: Broadcast, settings: SendingSettings, messages: number) =>
  quota ? costIn(quota, { messages, urgent: draft.urgent, settings }).yen.max : 0

type Released = Confirmation & { sendAt: number; reached: ReturnType<typeof reachedBy>; yen: number }

function confirmStatements(db: Db, draft: Broadcast, released: Released) {
  const { people, draftedAt, confirmedBy, sendAt, channel = 'push', balanceReason, reached, yen, now } = released
  const { coupon, couponId: existing } = draft.content.kind === 'coupon' ? draft.content : {}
  const couponId = existing ?? (coupon ? crypto.randomUUID() : null)
  return [
    ...(coupon && couponId && !existing ? couponStatements(db, { couponId, coupon, createdBy: confirmedBy, now }) : []),
    db
      .updateTable('broadcasts')
      .set({
        state: 'planning',
        audience: audienceColumn(draft),
        coupon_id: couponId,
        confirmed_count: people,
        confirmed_by: confirmedBy,
        confirmed_at: now,
        confirmed_yen: yen,
        balance_reason: balanceReason?.trim().slice(0, REASON_MAX) || null,
        send_at: sendAt,
        channel,
        updated_at: now,
      })
      .where('id', '=', draft.id)
      .where('state', '=', 'draft')
      .where(lastChange, '=', draftedAt)
      // An owner may have changed a manager's draft: a manager's rights end at the own store all the same.
      .where(reached, '=', people),
    mustHaveChangedOne(db),
  ]
}

type Reached = Audience & { settings: SendingSettings; channel: 'push' | 'board'; only: string | null }

/** How many people get it at this moment, as a subquery; null when some are of another store than `only`. */
export const reachedBy = (db: Db, { channel, ...audience }: Reached) =>
  channel === 'board' ? onBoard(db, audience) : peopleReached(db, audience)

/** As a count of the board's readers, which no cap keeps out. */
const onBoard = (db: Db, { only, ...audience }: Audience & { only: string | null }) =>
  boardReaders(db, audience).select((eb) => {
    const count = eb.fn.countAll<number>()
    const elsewhere = sql`count(*) filter (where members.store_id is not ${only})`
    return (only === null ? count : sql<number | null>`iif(${elsewhere} = 0, ${count}, null)`).as('people')
  })

async function explainAbort(
  { store, line }: Deps,
  asked: Confirmation,
  { guards, quota }: { guards: readonly Guard[]; quota: MonthQuota | undefined },
) {
  const { broadcastId, people, draftedAt, now } = asked
  const current = await findBroadcast(store, { broadcastId })
  if (current && isSame(current, asked)) return
  if (current?.state !== 'draft') throw new Refusal('broadcast_not_draft')
  if (current.updatedAt !== draftedAt) throw new Refusal('broadcast_reach_changed')
  const broken = await firstBroken(store, guards)
  if (broken?.code !== 'quota_too_small' || !quota)
    throw new Refusal(broken?.code ?? 'broadcast_reach_changed', broken?.facts)
  const { before } = await costOf(
    { store, line },
    { messages: people, sendAt: quota.month.isCurrent ? now : quota.month.start, now },
  )
  throw new Refusal('quota_too_small', { left: before ?? 0, people })
}

/** The second tap on the same button, or an answer that was lost on its way. */
const isSame = (
  { confirmedCount, ...broadcast }: Broadcast,
  { people, confirmedBy }: { people: number; confirmedBy: string },
) => confirmedCount === people && broadcast.confirmedBy === confirmedBy
