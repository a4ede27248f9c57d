import type { Store } from '../../src/db/store.ts'
import { type History, openHistories } from './history.ts'
import { type Act, type Book, take, timeOf } from './model.ts'
import { type Call, findMisfit, type Judge } from './order.ts'
import { couponOf, GRANTS, type Plan, partOf, planOf } from './plan.ts'

/** Histories that are gone through again to find a shorter one that is as wrong. */
const RERUNS_MAX = 150
/** So many wrong histories are enough. */
const EXAMPLES_MAX = 3

type Run = (plan: Plan) => Promise<History>
type Finding = { acts: number; lines: readonly string[] }

/** Histories of so many acts each, one after the other; wrong ones with what is wrong. */
export async function tryHistories(
  store: Store,
  { histories, acts, seed }: Record<'histories' | 'acts' | 'seed', number>,
) {
  const run = await openHistories(store)
  const found = { histories: 0, acts: 0, wrong: 0 }
  const examples: string[] = []
  while (found.histories < histories && found.wrong < EXAMPLES_MAX) {
    const nth = seed + found.histories++
    const tried = await tryHistory(run, planOf(nth, acts))
    found.acts += tried.acts
    if (!tried.wrong) continue
    found.wrong++
    examples.push([`history ${nth}, ${tried.wrong.acts} of its acts:`, ...tried.wrong.lines].join('\n'))
  }
  return { ...found, examples }
}

/** Goes through a history; where it is wrong, through ever shorter ones. Undefined: there was nothing wrong. */
export async function tryHistory(run: Run, plan: Plan): Promise<{ acts: number; wrong: Finding | undefined }> {
  const history = await run(plan)
  const lines = judgeHistory(plan, history)
  return {
    acts: history.calls.length,
    wrong: lines && (await shortened(run, plan, { acts: plan.steps.length, lines })),
  }
}

/** Leaves out what is not needed for it to be wrong, in halves, quarters, eighths, and at last one by one. */
async function shortened(run: Run, whole: Plan, found: Finding): Promise<Finding> {
  let [plan, finding, reruns] = [whole, found, 0]
  for (let size = whole.steps.length >> 1; size > 0; size >>= 1)
    for (let from = 0; from < plan.steps.length && reruns < RERUNS_MAX; reruns++) {
      const without = { ...plan, steps: plan.steps.toSpliced(from, size) }
      const lines = judgeHistory(without, await run(without))
      if (lines) [plan, finding] = [without, { acts: without.steps.length, lines }]
      else from += size
    }
  return finding
}

/** What is wrong with a history, in lines to be read; undefined: nothing. */
export function judgeHistory(plan: Plan, { calls, beside }: History): readonly string[] | undefined {
  if (beside.length > 0) return beside
  const misfit = findMisfit(possible(calls).map(withLimit), judgeOf(plan))
  if (!misfit) return undefined
  const { call, before } = misfit
  const until = call.to ?? 0
  const told = calls.filter(({ from, parts }) => from < until && parts.some((part) => call.parts.includes(part)))
  return [
    ...call.parts.map((part) => `${part}: ${JSON.stringify(termsOf(plan, part))}`),
    ...told.map((one) => `${one.from === call.from ? '→' : ' '} ${wordsOf(one, until)}`),
    ...[...new Set(before.map((book) => JSON.stringify(book)))].slice(0, 3).map((book) => `as it may stand: ${book}`),
  ]
}

/** How many undos a store has left is judged beside this, in history.ts: it says nothing of one coupon. */
const withLimit = (call: Call<Act>): Call<Act> =>
  call.act.do === 'undo' && call.said === 'undos_too_many' ? { ...call, act: { ...call.act, tooMany: true } } : call

/**
 * Without what was not answered and left nothing in the rows that were looked at last, when all was over: it takes place in
 * no order that fits. Each such call would double the ways in which a coupon may stand; some histories have a dozen.
 */
function possible(calls: readonly Call<Act>[]): readonly Call<Act>[] {
  const rows = new Map<string, readonly string[]>()
  for (const { act, said } of calls)
    if (act.do === 'audit' && said !== null) rows.set(act.grant, said.slice('rows ['.length, -1).split(', '))
  return calls.filter(({ act, to }) => {
    if (to !== null || (act.do !== 'redeem' && act.do !== 'undo')) return true
    const seen = rows.get(act.grant)
    const row = seen?.find((one) => one.startsWith(`${act.key} no `))
    return !seen || (act.do === 'redeem' ? row !== undefined : row?.endsWith(' undone'))
  })
}

/** From which place to which, who asked what, and what came of it by then. */
function wordsOf({ act: { do: what, now, ...more }, from, to, said }: Call<Act>, until: number) {
  const answer = to === null ? 'no answer' : to > until ? 'not answered yet' : said
  return `${String(from).padStart(4)}–${String(to ?? '').padEnd(4)} ${timeOf(now)} ${what} ${Object.values(more).join(' ')}: ${answer}`
}

const termsOf = ({ terms }: Plan, part: string) => terms[part.includes('/') ? couponOf(part) : part]

export function judgeOf(plan: Plan): Judge<Book, Act> {
  const start: Record<string, Book> = {}
  for (const grant of GRANTS) {
    const part = partOf(grant, plan)
    const held = { uses: [], endsAt: termsOf(plan, part)?.endsAt ?? 0, withdrawn: false, erased: false }
    start[part] = { stopped: false, held: { ...start[part]?.held, [grant]: held } }
  }
  return {
    start,
    take(part, book, act) {
      const terms = termsOf(plan, part)
      if (!terms) throw new Error(`There is no coupon ${part}.`)
      const { says, book: state } = take(book, act, terms)
      return { says, state }
    },
  }
}
