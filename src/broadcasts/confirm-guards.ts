import { type Compilable, type Expression, sql } from 'kysely'
import type { Config } from '../config.ts'
import type { Db, Store } from '../db/store.ts'
import type { LineGateway } from '../line/line.ts'
import { Refusal, type RefusalCode, type RefusalFacts } from '../refusal.ts'
import { type MonthQuota, stillFits } from '../sending/cost.ts'
import { quietUntil } from '../sending/quiet.ts'
import type { SendingSettings } from '../sending/sending-settings.ts'
import { storyIsUsable } from '../stories/stories.ts'
import { tapUrl } from '../taps/links.ts'
import { isApproved } from './approvals.ts'
import { isBalanced } from './balance.ts'
import { messagesFor } from './card.ts'
import { eventOf } from './content.ts'
import type { Broadcast } from './drafts.ts'
import { draftedEventIsOn } from './event-guards.ts'
import { materialFor } from './material.ts'
import { UNDO_MS } from './running.ts'
import type { Person } from './variables.ts'

/** So far ahead something may be planned: whom it is to was counted today. */
export const SCHEDULE_DAYS_MAX = 90
const DAY_MS = 86_400_000
/** In whose place the messages are written that LINE is asked about: everybody's are of the same shape. */
const NOBODY = '00000000-0000-4000-8000-000000000000'

export type Guard = { code: RefusalCode; facts?: RefusalFacts; holds: Expression<unknown> }

export type Shown = {
  people: number
  confirmedBy: string
  channel: 'push' | 'board'
  typedPeople?: number | undefined
  /** Said yes to using the messages kept for urgent shift openings. */
  belowReserve?: boolean | undefined
  balanceReason?: string | undefined
  /** When it leaves. */
  sendAt: number
  now: number
}

/** What needs no look into the database. The board costs nothing and wakes nobody: it is neither typed nor kept from the night. */
export function refuseAtOnce(draft: Broadcast, shown: Shown, settings: SendingSettings) {
  const { people, channel, typedPeople, sendAt, now } = shown
  const { content } = draft
  if (people === 0) throw new Refusal('broadcast_reach_empty')
  if (sendAt > now + SCHEDULE_DAYS_MAX * DAY_MS) throw new Refusal('broadcast_schedule_far')
  const leavesAt = leavesAtOf(shown, settings)
  if (content.kind === 'coupon' && content.coupon && content.coupon.endsAt <= leavesAt)
    throw new Refusal('coupon_expired')
  if (channel === 'board') return
  if (sendAt > now + UNDO_MS && quietUntil(settings, sendAt) !== undefined)
    throw new Refusal('broadcast_schedule_quiet', { from: settings.quietFrom, to: settings.quietTo })
  if (people > settings.typedAbove && typedPeople !== people)
    throw new Refusal('broadcast_number_not_typed', { people })
}

/** What is confirmed at night leaves in the morning; the board shows it at once. */
const leavesAtOf = ({ channel, sendAt }: Pick<Shown, 'channel' | 'sendAt'>, settings: SendingSettings) =>
  channel === 'push' ? (quietUntil(settings, sendAt) ?? sendAt) : sendAt

/** What must hold at the moment of the confirmation, in the order in which it is told what does not. `quota`: of a push. */
export function guardsFor(
  db: Db,
  draft: Broadcast,
  { quota, settings, ...shown }: Shown & { quota: MonthQuota | undefined; settings: SendingSettings },
): readonly Guard[] {
  const { people, confirmedBy, balanceReason, belowReserve, now } = shown
  const { content, purpose, rule, storeId, urgent } = draft
  const guards: Guard[] = []
  if (content.kind === 'story')
    guards.push({ code: 'broadcast_story_not_agreed', holds: storyIsUsable(db, content.storyId) })
  if (content.kind === 'coupon' && content.couponId)
    guards.push(...couponGuards(content.couponId, leavesAtOf(shown, settings)))
  if (eventOf(content) !== undefined)
    guards.push({
      code: 'event_not_open',
      holds: draftedEventIsOn({ broadcastId: draft.id, at: leavesAtOf(shown, settings) }),
    })
  if (settings.approvalAbove > 0 && people > settings.approvalAbove)
    guards.push({
      code: 'broadcast_approval_needed',
      holds: isApproved(db, { broadcastId: draft.id, people: quota && people, confirmedBy }),
    })
  if (!quota) return guards
  guards.push({ code: 'quota_too_small', holds: stillFits(quota, { messages: people, kept: 0 }) })
  if (!urgent && !belowReserve && settings.reserve > 0)
    guards.push({
      code: 'broadcast_reserve_touched',
      facts: { reserve: settings.reserve },
      holds: stillFits(quota, { messages: people, kept: settings.reserve }),
    })
  if (purpose === 'shifts' && !balanceReason?.trim())
    guards.push({
      code: 'broadcast_reason_needed',
      holds: isBalanced(db, { audience: { rule, storeId, purpose }, people, now }),
    })
  return guards
}

/** A coupon that there is already can still be given when it leaves. */
const couponGuards = (couponId: string, at: number): readonly Guard[] => [
  {
    code: 'coupon_stopped',
    holds: sql`exists (select 1 from coupons where id = ${couponId} and stopped_at is null)`,
  },
  { code: 'coupon_expired', holds: sql`exists (select 1 from coupons where id = ${couponId} and ends_at > ${at})` },
]

/** A statement that aborts its whole batch unless the guard holds: `isAborted`. */
export const mustHold = (db: Db, { holds }: Guard): Compilable => ({
  compile: () => sql`select json(case when ${holds} then '1' else 'aborted by guard' end)`.compile(db),
})

/** The first guard that does not hold now. */
export async function firstBroken({ db }: Store, guards: readonly Guard[]): Promise<Guard | undefined> {
  for (const guard of guards) {
    const { rows } = await sql<{ holds: number }>`select ${guard.holds} as holds`.execute(db)
    if (rows[0]?.holds !== 1) return guard
  }
  return undefined
}

type Asking = { store: Store; line: LineGateway; config: Pick<Config, 'baseUrl' | 'sessionSecret'> }

/** Lets LINE check the messages as one recipient gets them; costs nothing. Refusal broadcast_invalid with LINE's words. */
export async function mustBeValid(deps: Asking, draft: Broadcast, now: number) {
  const outcome = await deps.line.validatePush(await messagesOfOne(deps, draft, { links: true, now }))
  if (outcome.kind === 'accepted') return
  if (outcome.kind === 'refused' && outcome.reason === 'invalid')
    throw new Refusal('broadcast_invalid', { said: outcome.message })
  throw new Refusal('line_unreachable')
}

/** The messages as one person gets them. `links`: with their own, which lead nowhere here; else what needs none. */
export async function messagesOfOne(
  { store, config }: Omit<Asking, 'line'>,
  draft: Broadcast,
  { person, links, now }: { person?: Person; links: boolean; now: number },
) {
  const { id: broadcastId, content, purpose } = draft
  const { closed: _, ...material } = await materialFor(
    { store, config },
    { content, purpose, couponId: draft.couponId, broadcastId, now },
  )
  const hasLink = content.kind === 'news' && content.link
  return messagesFor({
    ...material,
    person,
    ...(links && content.kind === 'coupon' && { url: `${config.baseUrl}/coupon/${NOBODY}` }),
    ...(links && hasLink && { tapUrl: await tapUrl(config, { broadcastId, memberId: NOBODY }) }),
  })
}
