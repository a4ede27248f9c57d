import { sql } from 'kysely'
import { STEP_MS, showCode, spellCode } from '../../src/coupons/codes.ts'
import { findGrant } from '../../src/coupons/grants.ts'
import { previewCode } from '../../src/coupons/till/previews.ts'
import { redeemCoupon } from '../../src/coupons/till/redemptions.ts'
import { Refusal } from '../../src/refusal.ts'
import { configFor } from '../deps.ts'
import { MINUTE, NOON, newStore } from '../support.ts'
import { seeded } from './tapping.ts'
import { giveToAll, grantOf, openTown, tillOf } from './town.ts'

const { sessionSecret } = configFor()
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'
/** On the screens of as many guests at the same moment. */
const LIVE = 10
const GUESSING_TILLS = 64
const COPIES = 5
const AGE_MAX_MS = 10 * MINUTE

const refusalIn = (error: unknown) => {
  if (error instanceof Refusal) return error
  throw error
}

/** Random codes typed into the tills of a town while ten guests show theirs, all within an hour. */
export async function guessCodes({ guesses, seed }: { guesses: number; seed: number }) {
  const store = newStore()
  await openTown(store, { tills: GUESSING_TILLS, people: LIVE })
  await giveToAll(store, { uses: 1, people: LIVE })
  for (let no = 0; no < LIVE; no++) {
    const grant = await findGrant(store, grantOf(1, no))
    if (grant) await showCode(store, { sessionSecret, grant, now: NOON })
  }
  const random = seeded(seed)
  const counts = { guesses, hits: 0, evaluated: 0, locked: 0 }
  for (let i = 0; i < guesses; i++) {
    const code = Array.from({ length: 8 }, () => ALPHABET[Math.floor(random() * ALPHABET.length)]).join('')
    const till = tillOf(i % GUESSING_TILLS)
    const no = await previewCode(store, { sessionSecret, code, till, now: NOON + (i % 1_000) }).then(
      () => undefined,
      refusalIn,
    )
    if (no?.code === 'till_locked') counts.locked++
    else if (no?.code === 'coupon_code_unknown') counts.evaluated++
    else counts.hits++
  }
  store.close()
  return counts
}

/** Codes that were photographed, and shown at five tills when they are up to ten minutes old; each coupon has uses left. */
export async function copyCodes({ codes, seed }: { codes: number; seed: number }) {
  const store = newStore()
  const random = seeded(seed)
  await openTown(store, { tills: COPIES, people: codes })
  await giveToAll(store, { uses: 5, people: codes })
  const counts = { codes, accepted: 0, late: 0, twice: 0, refused: 0, used: 0 }
  for (let no = 0; no < codes; no++) {
    const shownAt = NOON + no * 20 * MINUTE + 1 + Math.floor(random() * (STEP_MS - 1))
    const grant = await findGrant(store, grantOf(5, no))
    if (!grant) throw new Error('The person has no coupon.')
    // Beyond the coupon's end nothing could be told.
    await sql`update coupon_grants set ends_at = ${shownAt + 60 * MINUTE} where id = ${grant.id}`.execute(store.db)
    const shown = await showCode(store, { sessionSecret, grant, now: shownAt })
    const firstSeen = Math.floor(shownAt / STEP_MS) * STEP_MS
    // Half of them soon, the others at any age: both sides of the minute are met often.
    const copies = Array.from({ length: COPIES }, (_, till) => ({
      till,
      at: shownAt + Math.floor(random() * (random() < 0.5 ? 90_000 : AGE_MAX_MS)),
    })).sort((a, b) => a.at - b.at)
    let uses = 0
    for (const { till, at } of copies) {
      const isUsed = await tryCopy({ store, code: shown?.code ?? '', till, at })
      if (isUsed && at >= firstSeen + 60_000) counts.late++
      if (!isUsed && uses === 0 && at < firstSeen + 60_000) counts.refused++
      if (isUsed) uses++
    }
    counts.accepted += uses
    if (uses > 1) counts.twice++
    await store.db.updateTable('tills').set({ wrong_codes: 0 }).execute()
  }
  counts.used = (await sql<{ n: number }>`select count(*) as n from redemptions`.execute(store.db)).rows[0]?.n ?? 0
  store.close()
  return counts
}

type Copy = { store: ReturnType<typeof newStore>; code: string; till: number; at: number }

async function tryCopy({ store, code, till: no, at }: Copy) {
  const { staff, ...till } = tillOf(no)
  try {
    const { preview } = await previewCode(store, { sessionSecret, code: spellCode(code), till, now: at })
    await redeemCoupon(store, { preview, till, staff, now: at })
    return true
  } catch (error) {
    refusalIn(error)
    return false
  }
}
