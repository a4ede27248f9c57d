import type { Opening } from '../openings.ts'

/** The one thing to do now. */
export type Step =
  | 'draft'
  | 'request'
  | 'decide'
  | 'decideLate'
  | 'wait'
  | 'ready'
  | 'short'
  | 'hours'
  | 'thanks'
  | 'cancelled'
  | 'over'

type Facts = {
  opening: Pick<Opening, 'state' | 'startsAt' | 'endsAt' | 'headcount' | 'taken'>
  /** Who applied and waits for a yes or no. */
  applied: number
  /** Somebody asks to be let off. */
  requests: number
  /** Confirmed shifts whose hours are not. */
  confirmed: number
  worked: number
  now: number
}

/** What the shop should do next about an opening: somebody who waits comes first. */
export function nextStep({ opening, applied, requests, confirmed, worked, now }: Facts): Step {
  const { state, startsAt, endsAt, headcount, taken } = opening
  if (state === 'draft') return 'draft'
  if (state === 'cancelled') return 'cancelled'
  if (now >= endsAt && confirmed > 0) return 'hours'
  if (now >= endsAt) return worked > 0 ? 'thanks' : 'over'
  if (requests > 0 && now < startsAt) return 'request'
  if (now >= startsAt) return 'over'
  if (applied > 0 && taken < headcount) return state === 'open' ? 'decide' : 'decideLate'
  if (taken >= headcount) return 'ready'
  return state === 'open' ? 'wait' : 'short'
}
