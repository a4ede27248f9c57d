import { sql } from 'kysely'
import { STEP_MS, showCode, spellCode } from '../../src/coupons/codes.ts'
import { findGrant } from '../../src/coupons/grants.ts'
import { previewCode } from '../../src/coupons/till/previews.ts'
import { redeemCoupon } from '../../src/coupons/till/redemptions.ts'
import type { SqliteStore } from '../../src/db/sqlite.ts'
import { Refusal } from '../../src/refusal.ts'
import { configFor } from '../deps.ts'
import { HOUR, MINUTE, NOON, newStore } from '../support.ts'
import { seeded } from './tapping.ts'
import { giveToAll, grantOf, openTown, tillOf } from './town.ts'

const { sessionSecret } = configFor()
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'
/** On the screens of as many guests at the same moment. */
const LIVE = 10
const GUESSING_TILLS_MAX = 64
const WRONG_AN_HOUR_MAX = 20
/** Fewer guesses an hour would not lock a till. */
const GUESSES_OF_TILL_MIN = 25
/** Once an hour all tills guess, for as long as the codes of that moment live. */
const HOURS = 24
const COPIES = 5
const AGE_MAX_MS = 10 * MINUTE

const refusalIn = (error: unknown) => {
  if (error instanceof Refusal) return error
  throw error
}

/**
 * Random codes typed into the tills of a town once an hour for a day, while ten guests show theirs. `unlocked`: by how
 * many a till looked at more or fewer than 20 an hour, or at a right one when it was locked; `deaf`: right ones that
 * another till did not know.
 */
export async function guessCodes({ guesses, seed }: { guesses: number; seed: number }) {
  const store = newStore()
  const tills = Math.max(1, Math.min(GUESSING_TILLS_MAX, Math.floor(guesses / HOURS / GUESSES_OF_TILL_MIN)))
  // At the last of them nobody guesses.
  await openTown(store, { tills: tills + 1, people: LIVE })
  await giveToAll(store, { uses: 1, people: LIVE })
  const random = seeded(seed)
  const counts = { guesses: 0, hits: 0, evaluated: 0, locked: 0, unlocked: 0, deaf: 0 }
  const aCode = () => Array.from({ length: 8 }, () => ALPHABET[Math.floor(random() * ALPHABET.length)]).join('')
  for (let hour = 0; hour < HOURS; hour++) {
    const now = NOON + hour * (HOUR + MINUTE)
    const shown: string[] = []
    for (let no = 0; no < LIVE; no++) {
      const grant = await findGrant(store, grantOf(1, no))
      const live = grant && (await showCode(store, { sessionSecret, grant, now }))
      shown.push(live?.code ?? '')
    }
    const looks = Array.from({ length: tills }, () => 0)
    const part = Math.ceil((guesses * (hour + 1)) / HOURS) - Math.ceil((guesses * hour) / HOURS)
    for (let i = 0; i < part; i++) {
      const no = i % tills
      const answer = await answerOf(store, { code: aCode(), no, now: now + (i % 10_000) })
      counts.guesses++
      if (answer === 'till_locked') counts.locked++
      else if (answer !== 'coupon_code_unknown') counts.hits++
      else looks[no] = (looks[no] ?? 0) + 1
    }
    for (const [no, looked] of looks.entries()) {
      const asked = Math.floor(part / tills) + (no < part % tills ? 1 : 0)
      counts.evaluated += looked
      counts.unlocked += Math.abs(looked - Math.min(asked, WRONG_AN_HOUR_MAX))
    }
    const code = shown[hour % LIVE] ?? ''
    if ((await answerOf(store, { code, no: tills, now: now + 20_000 })) !== 'known') counts.deaf++
    const isLocked = (looks[0] ?? 0) >= WRONG_AN_HOUR_MAX
    const here = await answerOf(store, { code, no: 0, now: now + 20_000 })
    if (here !== (isLocked ? 'till_locked' : 'known')) counts.unlocked++
  }
  store.close()
  return counts
}

async function answerOf(store: SqliteStore, { code, no, now }: { code: string; no: number; now: number }) {
  try {
    await previewCode(store, { sessionSecret, code, till: tillOf(no), now })
    return 'known'
  } catch (error) {
    return refusalIn(error).code
  }
}

/** Codes that were photographed, and shown at five tills when they are up to ten minutes old, or at all five at once; each coupon has uses left. */
export async function copyCodes({ codes, seed }: { codes: number; seed: number }) {
  const store = newStore()
  const random = seeded(seed)
  await openTown(store, { tills: COPIES, people: codes })
  await giveToAll(store, { uses: 5, people: codes })
  const counts = { codes, accepted: 0, late: 0, twice: 0, refused: 0, unsaid: 0 }
  for (let no = 0; no < codes; no++) {
    const shownAt = NOON + no * 20 * MINUTE + 1 + Math.floor(random() * (STEP_MS - 1))
    const grant = await findGrant(store, grantOf(5, no))
    if (!grant) throw new Error('The person has no coupon.')
    // Beyond the coupon's end nothing could be told.
    await sql`update coupon_grants set ends_at = ${shownAt + 60 * MINUTE} where id = ${grant.id}`.execute(store.db)
    const shown = await showCode(store, { sessionSecret, grant, now: shownAt })
    const firstSeen = Math.floor(shownAt / STEP_MS) * STEP_MS
    // Half of them soon, the others at any age: both sides of the minute are met often.
    const anyAge = () => Math.floor(random() * (random() < 0.5 ? 90_000 : AGE_MAX_MS))
    const together = random() < 0.3 ? anyAge() : undefined
    const copies = Array.from({ length: COPIES }, (_, till) => ({ till, at: shownAt + (together ?? anyAge()) }))
    const tries = copies.sort((a, b) => a.at - b.at).map((copy) => ({ store, code: shown?.code ?? '', ...copy }))
    const answers: boolean[] = []
    if (together === undefined) for (const one of tries) answers.push(await tryCopy(one))
    else answers.push(...(await Promise.all(tries.map(tryCopy))))
    const uses = answers.filter((isUsed) => isUsed).length
    counts.late += tries.filter(({ at }, i) => answers[i] && at >= firstSeen + 60_000).length
    if (uses === 0 && tries.some(({ at }) => at < firstSeen + 60_000)) counts.refused++
    if (uses > 1) counts.twice++
    counts.accepted += uses
    await store.db.updateTable('tills').set({ wrong_codes: 0 }).execute()
  }
  const { rows } = await sql<{ uses: number; grants: number }>`
    select count(*) as uses, count(distinct grant_id) as grants from redemptions`.execute(store.db)
  // What the tills were told beside what stands there.
  for (const { uses, grants } of rows) counts.unsaid = Math.abs(uses - counts.accepted) + (uses - grants)
  store.close()
  return counts
}

type Copy = { store: SqliteStore; code: string; till: number; at: number }

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
