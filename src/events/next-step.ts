import type { BroadcastKind } from '../db/schema.ts'
import { isDoorOpen } from './check-ins.ts'
import type { ShopEvent } from './events.ts'

/** What the shop can best do now. full, wait: nothing but to look. */
export type Step =
  | 'opening'
  | 'invite'
  | 'remind'
  | 'full'
  | 'wait'
  | 'door'
  | 'print'
  | 'thanks'
  | 'results'
  | 'copy'
  | 'cancelled'

type Situation = {
  event: Pick<ShopEvent, 'state' | 'startsAt' | 'endsAt' | 'listed'>
  free: number
  invited: number
  silent: number
  /** What was sent or drafted about it so far. */
  told: readonly { kind: BroadcastKind; createdAt: number }[]
  /** How many people said something of a dish. */
  tasters: number
  now: number
}

/** The one next thing to do for an event: what comes first in its course and was not done. */
export function nextStep(situation: Situation): Step {
  const { event, free, invited, silent, now } = situation
  if (event.state === 'draft') return 'opening'
  if (event.state === 'cancelled') return 'cancelled'
  if (event.state === 'done' || now >= event.endsAt) return afterwards(situation)
  if (isDoorOpen(event, now)) return 'door'
  if (event.state !== 'open') return 'print'
  if (invited === 0 && !event.listed) return 'invite'
  if (free === 0) return 'full'
  return silent > 0 ? 'remind' : 'wait'
}

function afterwards({ event, told, tasters }: Situation): Step {
  const since = told.filter(({ createdAt }) => createdAt >= event.startsAt)
  if (!since.some(({ kind }) => kind === 'event' || kind === 'coupon')) return 'thanks'
  if (tasters > 0 && !since.some(({ kind }) => kind === 'text')) return 'results'
  return 'copy'
}
