import type { Grant, Use } from '../grants.ts'
import { isOpenNow, nextOpen, nextPeriodAt, usesThatCount } from '../till/windows.ts'

/** How a coupon stands for who holds it: why there is no code, and from when on there is one. */
export type GuestState =
  | { kind: 'usable' }
  | { kind: 'used'; last: Use }
  /** Once a day, a week or a month: again from `at` on. */
  | { kind: 'used_for_now'; last: Use; at: number }
  | { kind: 'withdrawn' | 'stopped'; words: string | null }
  | { kind: 'expired' | 'sold_out' }
  | { kind: 'not_yet'; at: number }
  /** Not on this day, or not at this hour. `at` undefined: not before it ends. */
  | { kind: 'not_now'; at: number | undefined }

/** What may be done with a grant at an instant. What is for good comes first, then what one can wait for. Pure. */
export function guestState(grant: Grant, now: number): GuestState {
  const { offer, voidedAt, voidWords, stoppedAt, stopWords, isSoldOut } = grant
  const last = usesThatCount(offer, grant.uses, now).at(-1)
  const isUsed = last !== undefined && usesThatCount(offer, grant.uses, now).length >= offer.usesMax
  const again = offer.per === null ? undefined : nextPeriodAt(offer.per, now)
  if (isUsed && (again === undefined || again >= offer.endsAt)) return { kind: 'used', last }
  if (voidedAt !== null) return { kind: 'withdrawn', words: voidWords }
  if (stoppedAt !== null) return { kind: 'stopped', words: stopWords }
  if (offer.endsAt <= now) return { kind: 'expired' }
  if (isSoldOut) return { kind: 'sold_out' }
  if (isUsed && again !== undefined) return { kind: 'used_for_now', last, at: again }
  if (offer.startsAt > now) return { kind: 'not_yet', at: offer.startsAt }
  if (isOpenNow(offer.conditions, now)) return { kind: 'usable' }
  const at = nextOpen(offer.conditions, now)
  return { kind: 'not_now', at: at !== undefined && at < offer.endsAt ? at : undefined }
}
