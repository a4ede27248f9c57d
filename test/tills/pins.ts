import { Refusal } from '../../src/refusal.ts'
import type { PinHash } from '../../src/stores/pin-hash.ts'
import { checkPin, setPin } from '../../src/stores/pins.ts'
import { DAY, HOUR, NOON, newStore } from '../support.ts'
import { seeded } from './tapping.ts'
import { openTown, tillOf } from './town.ts'

const PEPPER = 'pepper'
const RIGHT = '271828'
const DAY_MAX = 20
/** Two stores in which somebody guesses at three of the staff each, and one in which nobody does. */
const GUESSED_STORES = 2
const STAFF_EACH = 3
const TILLS = 24
/** Guesses that come at the same moment: of as many addresses, which count for nothing. */
const AT_ONCE = 1_000

/**
 * PINs guessed over a day that has a midnight in it. A look is one reckoning of the hash, whose cost is what is left out
 * here. `opened`: guesses that were right; `over`: looks beyond 20 for one of the staff or one store; `shut`: where a right
 * PIN is not treated as it must be.
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
  const begun = NOON + Math.floor(random() * 12 * HOUR)
  const counts = { pin_guesses: guesses, pin_looks: 0, pins_opened: 0, pins_over: 0, pins_shut: 0 }
  for (let from = 0; from < guesses; from += AT_ONCE) {
    const now = begun + Math.floor((from * DAY) / guesses)
    const answers = await Promise.all(
      Array.from({ length: Math.min(AT_ONCE, guesses - from) }, () => {
        const [target = tillOf(0)] = targets.slice(Math.floor(random() * targets.length))
        // Never the right one: whether that opens is asked below.
        return answerTo(target, String(Math.floor(random() * 200_000)).padStart(6, '0'), now)
      }),
    )
    counts.pins_opened += answers.filter((answer) => answer === 'opened').length
  }
  for (const storeId of storesGuessed) {
    const inStore = targets.filter((target) => target.storeId === storeId).map(({ id }) => looks.get(id) ?? 0)
    const all = inStore.reduce((sum, one) => sum + one, 0)
    counts.pin_looks += all
    counts.pins_over += Math.max(0, all - DAY_MAX) + (all === 0 ? 1 : 0)
  }
  for (const one of staff) {
    const answer = await answerTo(one, RIGHT, begun + DAY)
    const isClosed = storesGuessed.includes(one.storeId) && guesses >= AT_ONCE * DAY_MAX
    if (answer !== (isClosed ? 'pin_blocked' : 'opened')) counts.pins_shut++
  }
  store.close()
  return counts
}

const storesGuessed = Array.from({ length: GUESSED_STORES }, (_, i) => tillOf(i).storeId)
