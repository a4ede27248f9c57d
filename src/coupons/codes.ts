/**
 * The code on a guest's screen. One code serves the QR and the typing: 8 characters of Crockford's alphabet, 40 bits,
 * made from SESSION_SECRET, the grant's own secret and the half minute, so nobody outside the server can make one.
 * It changes every 30 s and is accepted in its own half minute and the next: at most 60 s after it could first be seen.
 * Only an HMAC of it is stored. A till has 20 wrong tries an hour (redemptions.ts), so guessing into ten live codes
 * succeeds about once in 600,000 till-years. A relayed live picture of a screen is not stopped: the till shows the name.
 */
import type { Compilable } from 'kysely'
import { crockford, foldCode, hmac, hmacHex, sha256Hex } from '../crypto.ts'
import type { Db, Store } from '../db/store.ts'
import { type OpenedOn, openingStatements } from './guest/openings.ts'
import { recordOnGrant } from './history.ts'

export const CODE_LENGTH = 8
export const STEP_MS = 30_000
/** So long an expired code is kept for scans that were logged while the net was down: src/coupons/paper. */
export const CODES_KEPT_MS = 7 * 86_400_000
/** The current half minute's code and the one before. */
const STEPS_LIVE = 2

export type ShownCode = { code: string; changesAt: number }

/** What is needed of a grant to make its code. */
type Codeable = { id: string; secret: string }

/**
 * The code to show for this grant now; it becomes acceptable by this. Repeating within the half minute gives the same.
 * `device` is the mark of the browser that shows it, kept with the first of each half minute.
 * undefined when another grant's live code happens to be equal (1 in 10^12): that one keeps it, ask again a step later.
 */
export async function showCode(
  { db, batch }: Store,
  { sessionSecret, grant, device, now }: { sessionSecret: string; grant: Codeable; device?: string; now: number },
): Promise<ShownCode | undefined> {
  const step = Math.floor(now / STEP_MS)
  const code = await codeAt(sessionSecret, grant, step)
  const codeHmac = await storedForm(sessionSecret, code)
  const shown = { code, changesAt: (step + 1) * STEP_MS }

  const known = await db
    .selectFrom('coupon_codes')
    .select('grant_id')
    .where('code_hmac', '=', codeHmac)
    .where('grant_id', '=', grant.id)
    .where('step', '=', step)
    .executeTakeFirst()
  if (known) return shown

  const expiresAt = (step + STEPS_LIVE) * STEP_MS
  const opened: OpenedOn = {
    grantId: grant.id,
    now,
    ...(device === undefined ? {} : { deviceHash: await sha256Hex(device) }),
  }
  const [stored] = await batch([
    keepCode(db, { codeHmac, grantId: grant.id, step, expiresAt, now }),
    recordOpened(db, { grantId: grant.id, codeHmac, now }),
    ...openingStatements(db, opened),
  ])
  return stored === 1 ? shown : undefined
}

type KeptCode = { codeHmac: string; grantId: string; step: number; expiresAt: number; now: number }

const keepCode = (db: Db, { codeHmac, grantId, step, expiresAt, now }: KeptCode): Compilable =>
  db
    .insertInto('coupon_codes')
    .values({ code_hmac: codeHmac, grant_id: grantId, step, expires_at: expiresAt })
    .onConflict((clash) =>
      clash
        .column('code_hmac')
        .doUpdateSet({ grant_id: grantId, step, expires_at: expiresAt })
        // Never take a live code from the person who has it on the screen.
        .where(({ or, eb }) =>
          or([eb('coupon_codes.expires_at', '<=', now), eb('coupon_codes.grant_id', '=', grantId)]),
        ),
    )
    .returning('grant_id')

/** The first time a person has a code shown stands in the timeline; later ones add nothing. */
const recordOpened = (
  db: Db,
  { grantId, codeHmac, now }: { grantId: string; codeHmac: string; now: number },
): Compilable =>
  recordOnGrant(db, { id: `coupon_opened:${grantId}`, kind: 'coupon_opened', grantId, now }, ({ exists, selectFrom }) =>
    exists(selectFrom('coupon_codes').select('step').where('code_hmac', '=', codeHmac).where('grant_id', '=', grantId)),
  )

/** ABCD-EFGH */
export const spellCode = (code: string) => `${code.slice(0, 4)}-${code.slice(4)}`

/** What the database knows a typed or scanned code by; undefined when it cannot be a code. */
export async function typedCodeHmac(sessionSecret: string, typed: string) {
  const code = foldCode(typed)
  return code.length === CODE_LENGTH ? storedForm(sessionSecret, code) : undefined
}

/** Removes codes that nobody can use any more; while a store logs scans, or did in the last days, those too that one of its devices may still send. */
export async function forgetExpiredCodes({ db }: Store, { now }: { now: number }) {
  await db
    .deleteFrom('coupon_codes')
    .where('expires_at', '<=', now)
    .where(({ or, eb, not, exists, selectFrom }) =>
      or([
        eb('expires_at', '<=', now - CODES_KEPT_MS),
        not(
          or([
            exists(selectFrom('paper_modes').select('store_id')),
            exists(
              selectFrom('paper_mode_ends')
                .select('store_id')
                .where('ended_at', '>', now - CODES_KEPT_MS),
            ),
          ]),
        ),
      ]),
    )
    .execute()
}

export const codeAt = async (sessionSecret: string, { id, secret }: Codeable, step: number) =>
  crockford(await hmac(sessionSecret, `coupon code v1:${id}:${secret}:${step}`), CODE_LENGTH)

const storedForm = (sessionSecret: string, code: string) => hmacHex(sessionSecret, `coupon code stored v1:${code}`)
