/** The coupons of a history as a careful person would keep them on paper; nothing of the product's is in it. */
export const NAMES = ['hana', 'ken'] as const
export type Name = (typeof NAMES)[number]

const MINUTE = 60_000
const DAY = 24 * 60 * MINUTE
const UNDO_MS = 10 * MINUTE
const UNDOS_MAX = 20
/** A shop's day begins at 5:00 in Tokyo: at 20:00 of the day before by UTC. */
export const dayOf = (at: number) => Math.floor((at + 4 * 60 * MINUTE) / DAY)

export type Terms = { uses: number; perDay: boolean; total: number | null; endsAt: number }
type Use = { key: string; name: Name; no: number; store: string; at: number; undoneAt: number | null }
export type Model = { uses: readonly Use[]; withdrawn: readonly Name[]; stopped: boolean }

export type Act =
  | { act: 'redeem'; name: Name; key: string; store: string; shownAt: number }
  | { act: 'undo'; key: string; store: string }
  | { act: 'withdraw'; name: Name }
  | { act: 'erase'; name: Name }
  | { act: 'stop' }
/** What it was answered: the number of a use, 'undone', or 'no'. */
export type Answer = number | 'undone' | 'done' | 'no'

export const openModel = (): Model => ({ uses: [], withdrawn: [], stopped: false })

/** What an act at an instant should be answered, and how things stand after it. */
export function take(model: Model, act: Act, { now, terms }: { now: number; terms: Terms }): [Answer, Model] {
  switch (act.act) {
    case 'redeem': {
      const known = model.uses.find(({ key }) => key === act.key)
      if (known) return [known.store === act.store && known.name === act.name ? known.no : 'no', model]
      const no = numberFor(model, act, { now, terms })
      if (no === undefined) return ['no', model]
      const { key, name, store } = act
      return [no, { ...model, uses: [...model.uses, { key, name, no, store, at: now, undoneAt: null }] }]
    }
    case 'undo':
      return undo(model, act, now)
    case 'withdraw':
      // What is over is not taken back any more.
      if (now >= terms.endsAt || model.withdrawn.includes(act.name)) return ['done', model]
      return ['done', { ...model, withdrawn: [...model.withdrawn, act.name] }]
    case 'erase':
      return ['done', { ...model, withdrawn: [...new Set([...model.withdrawn, act.name])] }]
    case 'stop':
      return ['done', { ...model, stopped: true }]
  }
}

type When = { now: number; terms: Terms }

/** The number of the use that this would be; undefined when it may not be. */
function numberFor(model: Model, act: Act & { act: 'redeem' }, { now, terms }: When): number | undefined {
  const living = model.uses.filter(({ undoneAt }) => undoneAt === null)
  const own = living.filter(({ name }) => name === act.name)
  if (model.stopped || model.withdrawn.includes(act.name) || now >= terms.endsAt) return undefined
  if (terms.total !== null && living.length >= terms.total) return undefined
  if (own.some(({ at }) => at > act.shownAt)) return undefined
  if (terms.perDay) return own.some(({ at }) => dayOf(at) === dayOf(now)) ? undefined : dayOf(now)
  if (own.length >= terms.uses) return undefined
  return [1, 2, 3, 4, 5].find((no) => own.every((use) => use.no !== no))
}

function undo(model: Model, act: Act & { act: 'undo' }, now: number): [Answer, Model] {
  const use = model.uses.find(({ key }) => key === act.key)
  if (!use || use.store !== act.store) return ['no', model]
  if (use.undoneAt !== null) return ['undone', model]
  const today = model.uses.filter(
    ({ store, undoneAt }) => store === act.store && undoneAt !== null && dayOf(undoneAt) === dayOf(now),
  )
  if (now >= use.at + UNDO_MS || today.length >= UNDOS_MAX) return ['no', model]
  return ['undone', { ...model, uses: model.uses.map((one) => (one === use ? { ...use, undoneAt: now } : one)) }]
}

/**
 * Every way in which things may stand after some acts at the same moment, of which each was answered as it was: the acts
 * in any order. None at all: the answers belong to no order, so it was not one after the other.
 */
export function linearized(
  from: readonly Model[],
  acts: readonly { act: Act; answer: Answer }[],
  when: When,
): readonly Model[] {
  let reached = new Map(from.map((model) => [`0 ${JSON.stringify(model)}`, { done: 0, model }]))
  for (let step = 0; step < acts.length; step++) {
    const next = new Map<string, { done: number; model: Model }>()
    for (const { done, model } of reached.values())
      for (const [i, { act, answer }] of acts.entries()) {
        if (done & (1 << i)) continue
        const [expected, after] = take(model, act, when)
        if (expected !== answer) continue
        const found = { done: done | (1 << i), model: sorted(after) }
        next.set(`${found.done} ${JSON.stringify(found.model)}`, found)
      }
    reached = next
  }
  return [...new Map([...reached.values()].map(({ model }) => [JSON.stringify(model), model])).values()]
}

/** In which order equal things were written down makes no difference. */
const sorted = (model: Model): Model => ({
  ...model,
  uses: [...model.uses].sort((a, b) => (a.key < b.key ? -1 : 1)),
  withdrawn: [...model.withdrawn].sort(),
})

export const livingKeys = ({ uses }: Model) =>
  uses
    .filter(({ undoneAt }) => undoneAt === null)
    .map(({ key, name, no }) => `${key} ${name} ${no}`)
    .sort()
