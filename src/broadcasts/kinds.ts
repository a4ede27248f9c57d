import type { BroadcastPurpose } from '../db/schema.ts'
import type { BroadcastContent } from './content.ts'

export type Kind = BroadcastContent['kind']

/** In the order in which they are offered: what brings people closest first. */
export const KINDS = ['text', 'news', 'event', 'story', 'coupon', 'poll', 'check_in'] as const satisfies readonly Kind[]

export const kindIn = (said: string | undefined): Kind | undefined => KINDS.find((kind) => kind === said)

/**
 * What a broadcast of a kind may be about; the first unless something else is chosen. Never a shift opening: such an ad must
 * name six things (職業安定法), which free words cannot promise.
 */
export const PURPOSES_OF: Record<Kind, readonly [BroadcastPurpose, ...BroadcastPurpose[]]> = {
  text: ['news', 'events'],
  news: ['news', 'events'],
  event: ['events'],
  story: ['news'],
  coupon: ['coupons'],
  poll: ['news', 'events'],
  check_in: ['news'],
}
