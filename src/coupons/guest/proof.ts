import { sql } from 'kysely'
import { equalBytes, hmacHex } from '../../crypto.ts'
import type { Store } from '../../db/store.ts'

/** That LINE said whose browser this is; only the pages under /coupon are sent it. */
export const PROOF_COOKIE = 'okaeri-coupon'
/** A tap on 使う asks LINE again; a page that stays open, or is loaded anew, need not for so long. */
export const PROOF_KEEPS_MS = 12 * 3_600_000

const encoder = new TextEncoder()

/** Whether a LINE account is that member's. */
export async function isTheirLine(
  { db }: Store,
  { memberId, lineUserId }: { memberId: string; lineUserId: string },
): Promise<boolean> {
  const row = await db
    .selectFrom('line_identities')
    .select('member_id')
    .where('member_id', '=', memberId)
    .where(sql.ref<string>('line_user_id'), '=', lineUserId)
    .executeTakeFirst()
  return row !== undefined
}

/** What the cookie says: this browser is that person's, until then. */
export async function proofOf(sessionSecret: string, { memberId, now }: { memberId: string; now: number }) {
  const expiresAt = now + PROOF_KEEPS_MS
  return `${memberId}.${expiresAt}.${await signature(sessionSecret, memberId, expiresAt)}`
}

/** Whose browser this is; undefined when we did not say so, or its time is over. */
export async function readProof(sessionSecret: string, proof: string, now: number): Promise<string | undefined> {
  const [, memberId, expiry, signed] = /^([0-9a-zA-Z-]{1,64})\.([1-9]\d{0,14})\.([0-9a-f]{64})$/.exec(proof) ?? []
  if (memberId === undefined || expiry === undefined || signed === undefined) return undefined
  const expected = await signature(sessionSecret, memberId, Number(expiry))
  return equalBytes(encoder.encode(signed), encoder.encode(expected)) && now < Number(expiry) ? memberId : undefined
}

const signature = (sessionSecret: string, memberId: string, expiresAt: number) =>
  hmacHex(sessionSecret, `coupon proof v1:${memberId}:${expiresAt}`)
