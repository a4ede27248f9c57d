/** What a logged scan is, as far as its code and its times tell. Pure. */
import type { RefusalCode } from '../../refusal.ts'
import { CODES_KEPT_MS, STEP_MS } from '../codes.ts'
import { PREVIEW_KEEPS_MS } from '../till/previews.ts'

/** By so much a device's clock may differ from ours. */
export const SKEW_MS = 120_000

/** A code that was on somebody's screen once. */
export type KnownCode = { grantId: string; step: number; expiresAt: number }
/** not_a_code, too_old, ahead (of our clock), not_shown (to nobody we know of), not_then (on a screen, but at another time). */
export type UnknownWhy = 'not_a_code' | 'too_old' | 'ahead' | 'not_shown' | 'not_then'

export type Judged =
  | { known: false; why: UnknownWhy; grantId: string | null }
  | {
      known: true
      grantId: string
      /** When the code could first be seen. */
      shownAt: number
      /** Until when a use by this code may have been confirmed at another till. */
      expiresAt: number
      /** When it was used: as the device says, within the time that its code was on the screen. */
      at: number
    }

type Seen = { isCode: boolean; code: KnownCode | undefined; scannedAt: number; now: number }

export function judgeScan({ isCode, code, scannedAt, now }: Seen): Judged {
  const unknown = (why: UnknownWhy): Judged => ({ known: false, why, grantId: code?.grantId ?? null })
  if (!isCode) return unknown('not_a_code')
  if (scannedAt < now - CODES_KEPT_MS) return unknown('too_old')
  if (scannedAt > now + SKEW_MS) return unknown('ahead')
  if (!code) return unknown('not_shown')
  const shownAt = code.step * STEP_MS
  if (scannedAt < shownAt - SKEW_MS || scannedAt >= code.expiresAt + SKEW_MS) return unknown('not_then')
  return {
    known: true,
    grantId: code.grantId,
    shownAt,
    expiresAt: code.expiresAt + PREVIEW_KEEPS_MS,
    at: Math.max(shownAt + 1, Math.min(scannedAt, code.expiresAt - 1, now)),
  }
}

/** Of a conflict; each is worded for the owner. */
export const CONFLICT_WHYS = [
  'already_used',
  'sold_out',
  'stopped',
  'expired',
  'not_yet',
  'not_here',
  'not_now',
  'bill_too_small',
  'too_many_guests',
] as const
export type ConflictWhy = (typeof CONFLICT_WHYS)[number]

const WHYS: Partial<Record<RefusalCode, ConflictWhy>> = {
  coupon_sold_out: 'sold_out',
  coupon_stopped: 'stopped',
  coupon_expired: 'expired',
  coupon_not_yet: 'not_yet',
  coupon_not_here: 'not_here',
  coupon_not_now: 'not_now',
  coupon_bill_too_small: 'bill_too_small',
  coupon_too_many_guests: 'too_many_guests',
}

/** A no of the till as the owner reads of it later. What nothing else explains was used in the same moment elsewhere. */
export const whyOf = (code: RefusalCode | undefined): ConflictWhy => (code && WHYS[code]) ?? 'already_used'
