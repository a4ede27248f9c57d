import fc from 'fast-check'
import { openPatiently } from '../patience.ts'
import { anyHistory, runHistory } from './history.ts'
import { roundOf, tap } from './tapping.ts'

/** A process that taps when it is told to, for its part of the people; or goes through histories. */
const { DATABASE = '', FROM = '0', PEOPLE = '0' } = process.env

async function goThrough({ histories, seed }: { histories: number; seed: number }) {
  const sum = { histories, wrong: 0, over: 0, late: 0, told: 0, asked: 0 }
  const examples: string[] = []
  for (const history of fc.sample(anyHistory({ minLength: 4, maxLength: 24 }), { numRuns: histories, seed })) {
    const { differs, ...counts } = await runHistory(history)
    for (const name of ['over', 'late', 'told', 'asked'] as const) sum[name] += counts[name]
    if (differs === undefined && counts.over + counts.late === 0) continue
    sum.wrong++
    if (examples.length < 3) examples.push(JSON.stringify({ history, differs, ...counts }))
  }
  return { ...sum, examples }
}

const store = DATABASE ? await openPatiently(DATABASE) : undefined
const answer = async (order: { round: number } | { histories: number; seed: number }) =>
  'round' in order && store
    ? { confirmed: await tap(store, { ...roundOf(order.round), from: Number(FROM), people: Number(PEOPLE) }) }
    : 'histories' in order && goThrough(order)

process.on('message', (order: Parameters<typeof answer>[0]) => {
  answer(order).then(
    (found) => process.send?.(found),
    (error: unknown) => {
      console.error(error)
      process.exit(1)
    },
  )
})
process.send?.('ready')
