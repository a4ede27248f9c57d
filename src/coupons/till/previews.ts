import { type RawBuilder, sql } from 'kysely'
import { equalBytes, hmacHex } from '../../crypto.ts'
import type { Store } from '../../db/store.ts'
import { Refusal } from '../../refusal.ts'
import { STEP_MS, typedCodeHmac } from '../codes.ts'
import { findGrant, type Grant } from '../grants.ts'
import { refusalOf } from './refusals.ts'

export const WRONG_CODES_MAX = 20
/** Counted from the first wrong code. */
export const WRONG_CODES_WINDOW_MS = 3_600_000
/** How long staff may look at a preview before 確定. */
export const PREVIEW_KEEPS_MS = 120_000

export type TillHere = { id: string; storeId: string }

/** The longest token of a preview, its reason included. */
export const PREVIEW_TOKEN_MAX = 1_500

/** A guest's code was seen at this till, or they were found by name: the right to redeem that grant there, once, for two minutes. */
export type Preview = {
  grantId: string
  via: 'code' | 'name'
  /** Why there was no code; null: there was. */
  reason: string | null
  /** When the code first could be seen. */
  shownAt: number
  expiresAt: number
  /** The redemption's idempotency key: a repeated form is recognised, not counted twice. */
  key: string
}

const encoder = new TextEncoder()

/**
 * What a typed or scanned code stands for; changes nothing but the till's count of wrong codes, in which only what could be
 * a code counts. Throws coupon_code_unknown, till_locked
 * (after 20 wrong codes in an hour), or why this coupon cannot be used at this till now.
 */
export async function previewCode(
  store: Store,
  { sessionSecret, code, till, now }: { sessionSecret: string; code: string; till: TillHere; now: number },
): Promise<{ grant: Grant; preview: Preview }> {
  const codeHmac = await typedCodeHmac(sessionSecret, codeIn(code))
  const live = codeHmac === undefined ? undefined : await findLiveCode(store, { codeHmac, till, now })
  const grant = live && (await findGrant(store, live.grantId))
  if (!live || !grant) throw new Refusal('coupon_code_unknown')

  const shownAt = live.step * STEP_MS
  const refusal = refusalOf(grant, { storeId: till.storeId, shownAt, now })
  if (refusal) throw refusal
  return {
    grant,
    preview: newPreview({ grantId: grant.id, via: 'code', reason: null, shownAt, now }),
  }
}

export const newPreview = ({ now, ...seen }: Omit<Preview, 'expiresAt' | 'key'> & { now: number }): Preview => ({
  ...seen,
  expiresAt: now + PREVIEW_KEEPS_MS,
  key: crypto.randomUUID(),
})

/** A scanner that types gives the QR's whole address. */
export const codeIn = (typed: string) => /[?&]code=([^&#]+)/.exec(typed)?.[1] ?? typed

/** Until when the till takes no codes; undefined when it does. */
export async function tillLockedUntil({ db }: Store, { tillId, now }: { tillId: string; now: number }) {
  const till = await db
    .selectFrom('tills')
    .select(['wrong_codes', 'wrong_codes_since_at'])
    .where('id', '=', tillId)
    .executeTakeFirst()
  const until = (till?.wrong_codes_since_at ?? 0) + WRONG_CODES_WINDOW_MS
  return till && till.wrong_codes >= WRONG_CODES_MAX && until > now ? until : undefined
}

/**
 * Looks a code up and counts it when it is wrong, in one statement: however many tries arrive at the same moment, at
 * most 20 wrong ones an hour get an answer, and a right one among later ones gets none either.
 */
async function findLiveCode(store: Store, { codeHmac, till, now }: { codeHmac: string; till: TillHere; now: number }) {
  const live = (column: RawBuilder<unknown>) =>
    sql`(select ${column} from coupon_codes where code_hmac = ${codeHmac} and expires_at > ${now})`
  const wrong = sql<number>`not exists ${live(sql`1`)}`
  const windowOver = sql<boolean>`wrong_codes_since_at <= ${now - WRONG_CODES_WINDOW_MS}`

  const tried = await store.db
    .updateTable('tills')
    .set({
      wrong_codes: sql`iif(${windowOver}, 0, wrong_codes) + (${wrong})`,
      wrong_codes_since_at: sql`iif(${windowOver} or wrong_codes = 0, ${now}, wrong_codes_since_at)`,
    })
    .where('id', '=', till.id)
    .where(({ or, eb }) => or([windowOver, eb('wrong_codes', '<', WRONG_CODES_MAX)]))
    .returning([
      live(sql`grant_id`).$castTo<string | null>().as('grant_id'),
      live(sql`step`).$castTo<number | null>().as('step'),
    ])
    .executeTakeFirst()

  if (!tried) {
    const until = await tillLockedUntil(store, { tillId: till.id, now })
    throw until === undefined ? new Refusal('till_not_enrolled') : new Refusal('till_locked', { until })
  }
  return tried.grant_id !== null && tried.step !== null ? { grantId: tried.grant_id, step: tried.step } : undefined
}

/** The preview as a form field: signed, and good at this till only. */
export const signPreview = async (sessionSecret: string, { preview, till }: { preview: Preview; till: TillHere }) => {
  const { grantId, shownAt, expiresAt, key, reason } = preview
  const words = [grantId, shownAt, expiresAt, key, ...(reason === null ? [] : [hexOf(reason)])].join('.')
  return `${words}.${await signature(sessionSecret, words, till)}`
}

/** Reads a form field that we signed for this till. Its time may be over: `expiresAt` decides, in the redemption. */
export async function readPreview(
  sessionSecret: string,
  { token, till }: { token: string; till: TillHere },
): Promise<Preview | undefined> {
  const [, words = '', grantId = '', shownAt, expiresAt, key = '', why, signed = ''] =
    /^(([0-9a-zA-Z-]{1,64})\.(\d{1,15})\.(\d{1,15})\.([0-9a-f-]{36})(?:\.((?:[0-9a-f]{2})+))?)\.([0-9a-f]{64})$/.exec(
      token,
    ) ?? []
  const expected = await signature(sessionSecret, words, till)
  if (!equalBytes(encoder.encode(signed), encoder.encode(expected))) return undefined
  const asked =
    why === undefined ? ({ via: 'code', reason: null } as const) : ({ via: 'name', reason: textOf(why) } as const)
  return { grantId, ...asked, shownAt: Number(shownAt), expiresAt: Number(expiresAt), key }
}

const signature = (sessionSecret: string, words: string, till: TillHere) =>
  hmacHex(sessionSecret, `coupon preview v2:${till.id}:${till.storeId}:${words}`)

const hexOf = (text: string) => [...encoder.encode(text)].map((byte) => byte.toString(16).padStart(2, '0')).join('')

const textOf = (hex: string) =>
  new TextDecoder().decode(Uint8Array.from(hex.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16)))
