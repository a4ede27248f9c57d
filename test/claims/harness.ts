import { z } from 'zod'
import { openSqlite } from '../../src/db/sqlite.ts'
import { openPrograms, type Programs } from '../obedient.ts'
import { openRound, openTown, roundOf, tap, wrongIn } from './tapping.ts'

export type Sizes = {
  rounds: number
  taps: number
  processes: number
  d1Rounds: number
  histories: number
  walkers: number
  seed: number
}

/** One place and many who tap at once, again and again, on one SQLite file and on D1; and histories beside a model. */
export async function runClaims({ rounds, taps, processes, d1Rounds, histories, walkers, seed }: Sizes) {
  const programs = await openPrograms<Order>('test/claims/tapper.ts')
  try {
    const onFile = await tapOnFile(programs, { rounds, taps, processes })
    const onD1 = d1Rounds > 0 ? await tapOnD1({ rounds: d1Rounds, taps }) : { taps: 0, wrong: [] }
    const walked = await goThrough(programs, { histories, walkers, seed })
    return {
      rounds,
      taps: onFile.taps + onD1.taps,
      wrong: onFile.wrong.length + onD1.wrong.length + walked.wrong,
      d1_rounds: d1Rounds,
      d1_taps: onD1.taps,
      histories: walked.histories,
      over_headcount: walked.over,
      late_messages: walked.late,
      asked: walked.asked,
      told: walked.told,
      examples: [...onFile.wrong, ...onD1.wrong, ...walked.examples].slice(0, 10),
    }
  } finally {
    programs.end()
  }
}

type Order = Record<string, number>

const Tapped = z.object({ confirmed: z.number() })

async function tapOnFile(
  { path, start }: Programs<Order>,
  { rounds, taps, processes }: Pick<Sizes, 'rounds' | 'taps' | 'processes'>,
) {
  const store = openSqlite(path)
  await openTown(store, taps)
  const people = Math.ceil(taps / processes)
  const tappers = await Promise.all(
    Array.from({ length: processes }, (_, i) =>
      start({ DATABASE: path, FROM: String(i * people), PEOPLE: String(Math.min(people, taps - i * people)) }),
    ),
  )
  const wrong: string[] = []
  for (let round = 0; round < rounds; round++) {
    await openRound(store, roundOf(round))
    const answers = await Promise.all(tappers.map(({ ask }) => ask({ round })))
    const confirmed = answers.reduce<number>((sum, found) => sum + Tapped.parse(found).confirmed, 0)
    const found = await wrongIn(store, roundOf(round), confirmed)
    if (found) wrong.push(found)
  }
  store.close()
  return { taps: rounds * taps, wrong }
}

/** So many taps take seconds there: after the first round it is a part of them. */
const D1_FULL_ROUNDS = 1
const D1_PART = 1 / 25

/** Each batch of D1 is a transaction of its own there. */
async function tapOnD1({ rounds, taps }: { rounds: number; taps: number }) {
  const { openD1Stores } = await import('../d1/d1-stores.ts')
  const stores = await openD1Stores()
  const wrong: string[] = []
  let tapped = 0
  try {
    const store = await stores.openStore()
    await openTown(store, taps)
    for (let round = 0; round < rounds; round++) {
      await openRound(store, roundOf(round))
      const people = round < D1_FULL_ROUNDS ? taps : Math.ceil(taps * D1_PART)
      const confirmed = await tap(store, { ...roundOf(round), from: 0, people })
      tapped += people
      const found = await wrongIn(store, roundOf(round), confirmed)
      if (found) wrong.push(found)
    }
    return { taps: tapped, wrong }
  } finally {
    await stores.close()
  }
}

const Walked = z.object({
  ...{ histories: z.number(), wrong: z.number(), over: z.number(), late: z.number() },
  ...{ told: z.number(), asked: z.number(), examples: z.array(z.string()) },
})

async function goThrough(
  { start }: Programs<Order>,
  { histories, walkers, seed }: Pick<Sizes, 'histories' | 'walkers' | 'seed'>,
) {
  const part = Math.ceil(histories / walkers)
  const found = await Promise.all(
    Array.from({ length: walkers }, async (_, i) => {
      const { ask } = await start({})
      return Walked.parse(await ask({ histories: Math.min(part, histories - i * part), seed: seed + i }))
    }),
  )
  const sum = (name: 'histories' | 'wrong' | 'over' | 'late' | 'told' | 'asked') =>
    found.reduce((total, one) => total + one[name], 0)
  return {
    ...{ histories: sum('histories'), wrong: sum('wrong'), over: sum('over'), late: sum('late') },
    ...{ told: sum('told'), asked: sum('asked'), examples: found.flatMap(({ examples }) => examples) },
  }
}
