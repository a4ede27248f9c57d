/** What is measured: everything that only prepares it is done before, by the function that returns it. */
export type Prepared = () => Promise<() => unknown>

/** The middle one of some measurements. */
export function median(values: readonly number[]) {
  const sorted = [...values].sort((a, b) => a - b)
  const middle = sorted[Math.floor(sorted.length / 2)]
  if (middle === undefined) throw new Error('Nothing was measured.')
  return middle
}

/** Measures two ways of doing one thing by turns, so that a noisy machine disturbs both alike; medians in ms. */
export async function byTurns(rounds: number, ours: Prepared, theirs: Prepared) {
  const times = { ours: [] as number[], theirs: [] as number[] }
  for (let round = -1; round < rounds; round++) {
    const [first, second] = [await time(await ours()), await time(await theirs())]
    if (round < 0) continue // the first round only warms up
    times.ours.push(first)
    times.theirs.push(second)
  }
  return { ours: median(times.ours), theirs: median(times.theirs) }
}

export const rounded = (value: number, digits = 2) => Number(value.toFixed(digits))

/** Runs `count` tasks, at most `width` of them at a time. */
export async function inParallel(count: number, width: number, task: (index: number) => Promise<unknown>) {
  let next = 0
  const lane = async () => {
    while (next < count) await task(next++)
  }
  await Promise.all(Array.from({ length: width }, lane))
}

/** A table of whole numbers in SQL, both ends included; better-sqlite3 is built without generate_series. */
export const series = (from: number, to: number) =>
  `(with recursive numbers (value) as (values (${from}) union all select value + 1 from numbers where value < ${to}) select value from numbers)`

async function time(run: () => unknown) {
  const start = performance.now()
  await run()
  return performance.now() - start
}
