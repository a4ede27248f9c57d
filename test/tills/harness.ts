import { z } from 'zod'
import { openSqlite } from '../../src/db/sqlite.ts'
import { openPrograms, type Programs } from '../obedient.ts'
import { tryHistories } from './judging.ts'
import { uploadNotes } from './notes.ts'
import type { Order } from './tapper.ts'
import { nothing, seeded, tapAll } from './tapping.ts'
import { type Counted, countUses, giveToAll, grantOf, openTown, USES_MAX, unsaidUses, untrueAnswers } from './town.ts'

export type Sizes = {
  /** In each process more than a coupon has uses: nobody comes after all of them and finds one left. */
  tills: number
  /** Coupons of one use. */
  coupons: number
  /** Of two to five uses, so many of each. */
  manyUse: number
  processes: number
  /** Tills that press at the same moment on D1; 0: none. */
  d1Tills: number
  histories: number
  /** Of one history. */
  acts: number
  /** Histories on D1 beside them. */
  d1Histories: number
  guesses: number
  pinGuesses: number
  codes: number
  /** Noted by three tills while the net is down. */
  scans: number
  walkers: number
  seed: number
}

/** All tills read every guest's code at the same moment; codes and PINs guessed, codes copied; histories beside a model; and what was noted while the net was down. */
export async function runTills({ d1Tills, d1Histories, scans, ...sizes }: Sizes, tell = (_: string) => {}) {
  const programs = await openPrograms<Order>('test/tills/tapper.ts')
  try {
    const onFile = await tapOnFile(programs, sizes)
    tell('the tills have pressed')
    const onD1 = d1Tills > 0 ? await onD1Stores({ d1Tills, d1Histories, ...sizes }) : undefined
    tell('those on D1 too')
    const walked = await walk(programs, sizes)
    tell('the histories are judged, codes and PINs are guessed')
    const noted = await uploadNotes({ scans, seed: sizes.seed })
    const { histories, acts, wrong, examples, accepted, late, twice, refused, unsaid, ...guessed } = walked
    return {
      tills: sizes.tills,
      coupons: sizes.coupons + sizes.manyUse * (USES_MAX - 1),
      tries: onFile.tries,
      uses: onFile.uses,
      excess: onFile.excess + (onD1?.excess ?? 0),
      missing: onFile.missing + (onD1?.missing ?? 0),
      d1_winners: onD1?.winners ?? 0,
      d1_uses: onD1?.uses ?? 0,
      /** Uses without staff, store or time; answers that no use bears out; a key that was answered twice and differently. */
      nameless: onFile.nameless + (onD1?.nameless ?? 0),
      untrue: onFile.untrue + (onD1?.untrue ?? 0),
      lost_answers: onFile.lost,
      asked_elsewhere: onFile.elsewhere,
      unlike: onFile.unlike + (onD1?.unlike ?? 0),
      histories: histories + (onD1?.histories ?? 0),
      acts: acts + (onD1?.acts ?? 0),
      not_linearizable: wrong + (onD1?.wrong ?? 0),
      ...{ ...guessed, accepted, late_codes: late, two_uses: twice, wrongly_refused: refused, unsaid_uses: unsaid },
      ...noted,
      busy: onFile.busy,
      redemptions_per_second: onFile.perSecond,
      examples: [...onFile.examples, ...(onD1?.examples ?? []), ...examples].slice(0, 10),
    }
  } finally {
    programs.end()
  }
}

/** What must be 0 of a report. */
const WRONG = [
  ...(['excess', 'missing', 'nameless', 'untrue', 'unlike', 'not_linearizable'] as const),
  ...(['hits', 'unlocked', 'deaf', 'late_codes', 'two_uses', 'wrongly_refused', 'unsaid_uses'] as const),
  ...(['pins_opened', 'pins_over', 'pins_shut', 'notes_dropped', 'notes_wrong', 'notes_untold'] as const),
] as const
export const wrongOf = (report: Awaited<ReturnType<typeof runTills>>) => total(WRONG.map((name) => report[name]))

const Judged = z.object({
  ...{ tries: z.number(), wins: z.number(), lost: z.number(), elsewhere: z.number(), unlike: z.number() },
  ...{ busy: z.number(), untrue: z.number(), examples: z.array(z.string()) },
})

type TapSizes = Pick<Sizes, 'tills' | 'coupons' | 'manyUse' | 'processes' | 'seed'>

/** Of the coupons of several uses: each try costs a dozen journeys there. */
const D1_MANY_USE_TILLS = 50
const D1_ACTS = 100
/** Of one process: the seeds of the next begin behind them. */
const HISTORIES_MAX = 1_000_000
/** Guests of a round: the processes wait for each other before the next. */
const ROUND = 200

async function tapOnFile({ path, start }: Programs<Order>, { tills, coupons, manyUse, processes, seed }: TapSizes) {
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
  const sum = (name: Exclude<keyof (typeof judged)[number], 'examples'>) => total(judged.map((one) => one[name]))
  return {
    ...{ ...counted, tries: sum('tries'), lost: sum('lost'), elsewhere: sum('elsewhere'), unlike: sum('unlike') },
    ...{ busy: sum('busy'), untrue: sum('untrue') + Math.abs(sum('wins') - counted.uses) },
    perSecond: Math.round(sum('tries') / seconds),
    examples: judged.flatMap(({ examples }) => examples),
  }
}

/** One guest's single use; then of two, three, four and five; then histories. */
async function onD1Stores({ d1Tills: tills, d1Histories: histories, seed }: Omit<Sizes, 'scans'>) {
  const { openD1Stores } = await import('../d1/d1-stores.ts')
  const stores = await openD1Stores()
  try {
    const store = await stores.openStore()
    await openTown(store, { tills, people: 1 })
    const sum = nothing()
    const [all, random] = [Array.from({ length: tills }, (_, i) => i), seeded(seed)]
    let winners: number | undefined
    for (let uses = 1; uses <= USES_MAX; uses++) {
      await giveToAll(store, { uses, people: 1 })
      const pressing = uses === 1 ? all : all.slice(0, D1_MANY_USE_TILLS)
      await tapAll(store, { grantId: grantOf(uses, 0), tills: pressing, random, sum })
      winners ??= sum.wins.size
    }
    const counted: Counted = await countUses(store, { tries: tills })
    const untold = await untrueAnswers(store, [...sum.told])
    const unsaid = await unsaidUses(store, { tills: all, said: [...sum.wins] })
    const odd = [...sum.odd, ...untold, ...unsaid]
    const walked = await tryHistories(await stores.openStore(), { histories, acts: D1_ACTS, seed })
    const examples = [...odd.slice(0, 3), ...walked.examples]
    return { ...counted, ...walked, winners: winners ?? 0, untrue: odd.length, unlike: sum.unlike, examples }
  } finally {
    await stores.close()
  }
}

const Walked = z.object({
  ...{ histories: z.number(), acts: z.number(), wrong: z.number(), examples: z.array(z.string()) },
})
const Guessed = z.object({
  ...{ guesses: z.number(), hits: z.number(), evaluated: z.number(), locked: z.number() },
  ...{ unlocked: z.number(), deaf: z.number() },
})
const Copied = z.object({
  ...{ codes: z.number(), accepted: z.number(), late: z.number(), twice: z.number() },
  ...{ refused: z.number(), unsaid: z.number() },
})
const Pins = z.object({
  ...{ pin_guesses: z.number(), pin_looks: z.number() },
  ...{ pins_opened: z.number(), pins_over: z.number(), pins_shut: z.number() },
})

async function walk(
  { start }: Programs<Order>,
  {
    histories,
    acts,
    guesses,
    pinGuesses,
    codes,
    walkers,
    seed: first,
  }: Omit<Sizes, 'd1Tills' | 'd1Histories' | 'scans'>,
) {
  const partOf = (all: number, i: number) => Math.floor((all * (i + 1)) / walkers) - Math.floor((all * i) / walkers)
  const found = await Promise.all(
    Array.from({ length: walkers }, async (_, i) => {
      const { ask, end } = await start({})
      const seed = first + i * HISTORIES_MAX
      const walked = Walked.parse(await ask({ do: 'histories', histories: partOf(histories, i), acts, seed }))
      const copied = Copied.parse(await ask({ do: 'copy', codes: partOf(codes, i), seed }))
      const guessed = Guessed.parse(await ask({ do: 'guess', guesses: partOf(guesses, i), seed }))
      const pins = i === 0 ? Pins.parse(await ask({ do: 'pins', guesses: pinGuesses, seed })) : NO_PINS
      end()
      return { ...walked, ...copied, ...guessed, ...pins }
    }),
  )
  const sum = (name: Exclude<keyof (typeof found)[number], 'examples'>) => total(found.map((one) => one[name]))
  return {
    ...{ histories: sum('histories'), acts: sum('acts'), wrong: sum('wrong') },
    ...{ guesses: sum('guesses'), hits: sum('hits'), evaluated: sum('evaluated'), locked: sum('locked') },
    ...{ unlocked: sum('unlocked'), deaf: sum('deaf') },
    ...{ codes: sum('codes'), accepted: sum('accepted'), late: sum('late'), twice: sum('twice') },
    ...{ refused: sum('refused'), unsaid: sum('unsaid') },
    ...{ pin_guesses: sum('pin_guesses'), pin_looks: sum('pin_looks'), pins_opened: sum('pins_opened') },
    ...{ pins_over: sum('pins_over'), pins_shut: sum('pins_shut') },
    examples: found.flatMap(({ examples }) => examples),
  }
}

const NO_PINS: z.output<typeof Pins> = { pin_guesses: 0, pin_looks: 0, pins_opened: 0, pins_over: 0, pins_shut: 0 }

const total = (numbers: readonly number[]) => numbers.reduce((sum, one) => sum + one, 0)
