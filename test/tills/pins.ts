import { Refusal } from '../../src/refusal.ts'
import type { PinHash } from '../../src/stores/pin-hash.ts'
import { checkPin, setPin } from '../../src/stores/pins.ts'
import { DAY, HOUR, NOON, newStore } from '../support.ts'
import { seeded } from './tapping.ts'
import { openTown, tillOf } from './town.ts'

const PEPPER = 'pepper'
const RIGHT = '271828'
const [IN_A_ROW_MAX, DAY_MAX] = [5, 20]
/** Two stores in which somebody guesses at three of the staff each, and one in which nobody does. */
const GUESSED_STORES = 2
const STAFF_EACH = 3
const TILLS = 24
/** Guesses that come at the same moment: of as many addresses, which count for nothing. */
const AT_ONCE_MAX = 1_000
/** So often a day at least, that what a quarter of an hour opens again is guessed at again. */
const ROUNDS_MIN = 25
/** So many guesses close both stores for the day. */
const CLOSING = 400

/**
 * PINs guessed over a day, soon after whose beginning it is midnight. A look is one reckoning of the hash, whose cost is what
 * is left out here. `opened`: guesses that were right; `over`: looks at a store beyond 5 at once or 20 in all; `shut`: where a
 * right PIN is not treated as it must be.
 */
export async function guessPins({ guesses, seed }: { guesses: number; seed: number }) {
  const store = newStore()
  await openTown(store, { tills: TILLS, people: 0 })
  const looks = new Map<string, number>()
  const hash: PinHash = async ({ operatorId, pin, salt }) => {
    looks.set(operatorId, (looks.get(operatorId) ?? 0) + 1)
    return `${operatorId} ${salt} ${pin}`
  }
  const staff = Array.from({ length: TILLS }, (_, no) => tillOf(no)).map((till) => ({ ...till, id: till.staff.id }))
  for (const { id } of staff) {
    const whose = { operatorId: id, setBy: id, storeId: null, pepper: PEPPER }
    await setPin(store, { ...whose, pin: RIGHT, hash, now: NOON - DAY })
  }
  looks.clear()
  const answerTo = ({ id, storeId }: { id: string; storeId: string }, pin: string, now: number) =>
    checkPin(store, { operatorId: id, storeId, pin, pepper: PEPPER, hash, now }).then(
      () => 'opened',
      (error: unknown) => (error instanceof Refusal ? error.code : Promise.reject(error)),
    )

  const random = seeded(seed)
  const targets = staff.filter(({ storeId }) => storesGuessed.includes(storeId)).slice(0, GUESSED_STORES * STAFF_EACH)
  const atOnce = Math.min(AT_ONCE_MAX, Math.ceil(guesses / ROUNDS_MIN))
  // After one to three rounds it is midnight: fewer than close a store came before.
  const begun = NOON + 12 * HOUR - 1 - Math.floor((random() * 3 * DAY * atOnce) / guesses)
  const counts = { pin_guesses: guesses, pin_looks: 0, pins_opened: 0, pins_over: 0, pins_shut: 0 }
  const looksAt = (storeId: string) => total(staff.map((one) => (one.storeId === storeId && looks.get(one.id)) || 0))
  for (let from = 0; from < guesses; from += atOnce) {
    const now = begun + Math.floor((from * DAY) / guesses)
    const before = storesGuessed.map(looksAt)
    const answers = await Promise.all(
      Array.from({ length: Math.min(atOnce, guesses - from) }, () => {
        const [target = tillOf(0)] = targets.slice(Math.floor(random() * targets.length))
        // Never the right one: whether that opens is asked below.
        return answerTo(target, String(Math.floor(random() * 200_000)).padStart(6, '0'), now)
      }),
    )
    counts.pins_opened += answers.filter((answer) => answer === 'opened').length
    counts.pins_over += total(storesGuessed.map((id, i) => Math.max(0, looksAt(id) - (before[i] ?? 0) - IN_A_ROW_MAX)))
  }
  for (const all of storesGuessed.map(looksAt)) {
    counts.pin_looks += all
    counts.pins_over += Math.max(0, all - DAY_MAX) + (all === 0 ? 1 : 0)
  }
  for (const one of staff) {
    const answer = await answerTo(one, RIGHT, begun + DAY)
    const isClosed = storesGuessed.includes(one.storeId) && guesses >= CLOSING
    if (answer !== (isClosed ? 'pin_blocked' : 'opened')) counts.pins_shut++
  }
  store.close()
  return counts
}

const total = (numbers: readonly number[]) => numbers.reduce((sum, one) => sum + one, 0)
const storesGuessed = Array.from({ length: GUESSED_STORES }, (_, i) => tillOf(i).storeId)
