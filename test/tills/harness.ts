import { z } from 'zod'
import { openSqlite } from '../../src/db/sqlite.ts'
import { openPrograms, type Programs } from '../obedient.ts'
import { uploadNotes } from './notes.ts'
import type { Order } from './tapper.ts'
import { nothing, seeded, tapAll } from './tapping.ts'
import { type Counted, countUses, giveToAll, grantOf, openTown, USES_MAX } from './town.ts'

export type Sizes = {
  tills: number
  /** Coupons of one use. */
  coupons: number
  /** Of two to five uses, so many of each. */
  manyUse: number
  processes: number
  /** Tills that press at the same moment on D1; 0: none. */
  d1Tills: number
  histories: number
  guesses: number
  codes: number
  /** Noted by three tills while the net is down. */
  scans: number
  walkers: number
  seed: number
}

/** All tills read every guest's code at the same moment; codes guessed and copied; histories beside a model; and what was noted while the net was down. */
export async function runTills({ d1Tills, scans, ...sizes }: Sizes) {
  const programs = await openPrograms<Order>('test/tills/tapper.ts')
  try {
    const onFile = await tapOnFile(programs, sizes)
    const onD1 = d1Tills > 0 ? await tapOnD1(d1Tills, sizes.seed) : undefined
    const walked = await walk(programs, sizes)
    const noted = await uploadNotes({ scans, seed: sizes.seed })
    const { guesses, hits, evaluated, locked, codes, accepted, late, twice, refused } = walked
    return {
      tills: sizes.tills,
      coupons: sizes.coupons + sizes.manyUse * (USES_MAX - 1),
      tries: onFile.tries,
      uses: onFile.uses,
      excess: onFile.excess + (onD1?.excess ?? 0),
      missing: onFile.missing + (onD1?.missing ?? 0),
      d1_winners: onD1?.winners ?? 0,
      /** Uses without staff, store or time; answers that no use bears out; a key that was answered twice and differently. */
      nameless: onFile.nameless + (onD1?.nameless ?? 0),
      untrue: onFile.untrue + onFile.odd + (onD1?.untrue ?? 0) + Math.abs(onFile.wins - onFile.uses),
      lost_answers: onFile.lost,
      unlike: onFile.unlike + (onD1?.unlike ?? 0),
      histories: walked.histories,
      acts: walked.acts,
      not_linearizable: walked.wrong,
      ...{
        guesses,
        hits,
        evaluated,
        locked,
        codes,
        accepted,
        late_codes: late,
        two_uses: twice,
        wrongly_refused: refused,
      },
      ...noted,
      busy: onFile.busy,
      redemptions_per_second: onFile.perSecond,
      examples: [...onFile.examples, ...(onD1?.examples ?? []), ...walked.examples].slice(0, 10),
    }
  } finally {
    programs.end()
  }
}

/** What must be 0 of a report, summed up. */
export const wrongOf = (report: Awaited<ReturnType<typeof runTills>>) =>
  report.excess +
  report.missing +
  report.nameless +
  report.untrue +
  report.unlike +
  report.not_linearizable +
  report.hits +
  report.late_codes +
  report.two_uses +
  report.wrongly_refused +
  report.notes_dropped +
  report.notes_wrong

const Judged = z.object({
  ...{ tries: z.number(), wins: z.number(), lost: z.number(), unlike: z.number(), busy: z.number() },
  ...{ odd: z.number(), untrue: z.number(), examples: z.array(z.string()) },
})

/** Guests of a round: the processes wait for each other before the next. */
const ROUND = 200

async function tapOnFile(
  { path, start }: Programs<Order>,
  { tills, coupons, manyUse, processes, seed }: Omit<Sizes, 'd1Tills' | 'scans'>,
) {
  const store = openSqlite(path)
  const people = Math.max(coupons, manyUse)
  await openTown(store, { tills, people })
  const rounds: { uses: number; from: number; coupons: number }[] = []
  for (let uses = 1; uses <= USES_MAX; uses++) {
    const given = uses === 1 ? coupons : manyUse
    await giveToAll(store, { uses, people: given })
    for (let from = 0; from < given; from += ROUND) rounds.push({ uses, from, coupons: Math.min(ROUND, given - from) })
  }
  const part = Math.ceil(tills / processes)
  const tappers = await Promise.all(
    Array.from({ length: processes }, (_, i) =>
      start({
        ...{ DATABASE: path, FROM: String(i * part), TILLS: String(Math.min(part, tills - i * part)) },
        SEED: String(seed),
      }),
    ),
  )
  const startedAt = performance.now()
  for (const round of rounds) await Promise.all(tappers.map(({ ask }) => ask({ do: 'tap', ...round })))
  const seconds = (performance.now() - startedAt) / 1_000
  const judged = await Promise.all(tappers.map(async ({ ask }) => Judged.parse(await ask({ do: 'judge' }))))
  for (const { end } of tappers) end()
  const counted = await countUses(store, { tries: tills })
  store.close()
  const sum = (name: 'tries' | 'wins' | 'lost' | 'unlike' | 'busy' | 'odd' | 'untrue') =>
    total(judged.map((one) => one[name]))
  return {
    ...{ ...counted, tries: sum('tries'), wins: sum('wins'), lost: sum('lost'), unlike: sum('unlike') },
    ...{ busy: sum('busy'), odd: sum('odd'), untrue: sum('untrue') },
    perSecond: Math.round(sum('tries') / seconds),
    examples: judged.flatMap(({ examples }) => examples),
  }
}

/** One guest's single use, and then one of five. */
async function tapOnD1(tills: number, seed: number) {
  const { openD1Stores } = await import('../d1/d1-stores.ts')
  const stores = await openD1Stores()
  try {
    const store = await stores.openStore()
    await openTown(store, { tills, people: 1 })
    const sum = nothing()
    const all = Array.from({ length: tills }, (_, i) => i)
    const winners: number[] = []
    for (const uses of [1, USES_MAX]) {
      await giveToAll(store, { uses, people: 1 })
      const before = sum.wins
      await tapAll(store, { grantId: grantOf(uses, 0), tills: all, random: seeded(seed), sum })
      winners.push(sum.wins - before)
    }
    const counted: Counted = await countUses(store, { tries: tills })
    const untrue = sum.odd.length + Math.abs(sum.wins - counted.uses)
    return { ...counted, winners: winners[0] ?? 0, untrue, unlike: sum.unlike, examples: sum.odd.slice(0, 3) }
  } finally {
    await stores.close()
  }
}

const Walked = z.object({
  ...{ histories: z.number(), acts: z.number(), wrong: z.number(), examples: z.array(z.string()) },
})
const Guessed = z.object({ guesses: z.number(), hits: z.number(), evaluated: z.number(), locked: z.number() })
const Copied = z.object({
  ...{ codes: z.number(), accepted: z.number(), late: z.number(), twice: z.number() },
  ...{ refused: z.number(), used: z.number() },
})

async function walk(
  { start }: Programs<Order>,
  { histories, guesses, codes, walkers, seed }: Omit<Sizes, 'd1Tills' | 'scans'>,
) {
  const partOf = (all: number, i: number) => Math.floor((all * (i + 1)) / walkers) - Math.floor((all * i) / walkers)
  const found = await Promise.all(
    Array.from({ length: walkers }, async (_, i) => {
      const { ask, end } = await start({})
      const walked = Walked.parse(await ask({ do: 'histories', histories: partOf(histories, i), seed: seed + i }))
      const copied = Copied.parse(await ask({ do: 'copy', codes: partOf(codes, i), seed: seed + i }))
      const guessed = Guessed.parse(await ask({ do: 'guess', guesses: partOf(guesses, i), seed: seed + i }))
      end()
      return { ...walked, ...copied, ...guessed }
    }),
  )
  const sum = (name: Exclude<keyof (typeof found)[number], 'examples'>) => total(found.map((one) => one[name]))
  return {
    ...{ histories: sum('histories'), acts: sum('acts'), wrong: sum('wrong') },
    ...{ guesses: sum('guesses'), hits: sum('hits'), evaluated: sum('evaluated'), locked: sum('locked') },
    ...{ codes: sum('codes'), accepted: sum('accepted'), late: sum('late'), twice: sum('twice') },
    ...{ refused: sum('refused'), examples: found.flatMap(({ examples }) => examples) },
  }
}

const total = (numbers: readonly number[]) => numbers.reduce((sum, one) => sum + one, 0)
