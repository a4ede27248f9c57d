import { openPatiently } from '../patience.ts'
import { newStore } from '../support.ts'
import { copyCodes, guessCodes } from './codes.ts'
import { tryHistories } from './judging.ts'
import { guessPins } from './pins.ts'
import { nothing, seeded, type Tapped, tapAll } from './tapping.ts'
import { grantOf, unsaidUses, untrueAnswers } from './town.ts'

/** Guests who show their code at the same moment, at each of a process's tills. */
const AT_ONCE = 8

export type Order =
  | { do: 'tap'; uses: number; from: number; coupons: number }
  | { do: 'judge' }
  | { do: 'histories'; histories: number; acts: number; seed: number }
  | { do: 'guess'; guesses: number; seed: number }
  | { do: 'copy'; codes: number; seed: number }
  | { do: 'pins'; guesses: number; seed: number }

/** A process that stands at some of the tills; or goes through histories, guesses codes, copies them. */
const { DATABASE = '', FROM = '0', TILLS = '0', SEED = '0' } = process.env
const tills = Array.from({ length: Number(TILLS) }, (_, i) => Number(FROM) + i)
const random = seeded(Number(SEED) + Number(FROM))

const store = DATABASE ? await openPatiently(DATABASE) : undefined
let sum: Tapped = nothing()

async function tap({ uses, from, coupons }: { uses: number; from: number; coupons: number }) {
  for (let no = from; store && no < from + coupons; no += AT_ONCE)
    await Promise.all(
      Array.from({ length: Math.min(AT_ONCE, from + coupons - no) }, (_, i) =>
        tapAll(store, { grantId: grantOf(uses, no + i), tills, random, sum }),
      ),
    )
  return {}
}

/** What this process was answered, and which of it no use bears out. */
async function judge() {
  const { told, odd, wins, ...counts } = sum
  const untrue = store ? await untrueAnswers(store, [...told]) : []
  const unsaid = store ? await unsaidUses(store, { tills, said: [...wins] }) : []
  sum = nothing()
  const examples = [...odd, ...untrue, ...unsaid].slice(0, 3)
  return { ...counts, wins: wins.size, untrue: odd.length + untrue.length + unsaid.length, examples }
}

function answer(order: Order) {
  switch (order.do) {
    case 'tap':
      return tap(order)
    case 'judge':
      return judge()
    case 'histories':
      return tryHistories(newStore(), order)
    case 'guess':
      return guessCodes(order)
    case 'copy':
      return copyCodes(order)
    case 'pins':
      return guessPins(order)
  }
}

process.on('message', (order: Order) => {
  answer(order).then(
    (found) => process.send?.(found),
    (error: unknown) => {
      console.error(error)
      process.exit(1)
    },
  )
})
process.send?.('ready')
