/**
 * Whether calls that overlapped were answered as if each had taken place at one instant between its asking and its answer
 * (Lowe, "Testing for linearizability"): every way in which things may stand is kept, and a call is let take place no sooner
 * than its answer makes that necessary. A call without an answer may take place at any time from its asking on, or never.
 * Parts that have nothing to do with each other are followed apart; a call about several takes place in all at once.
 */
export type Call<Act> = {
  act: Act
  /** The parts that it is about. */
  parts: readonly string[]
  /** Its place among all askings and answers; `to` is null where no answer came. */
  from: number
  to: number | null
  said: string | null
}
export type Judge<State, Act> = {
  start: Readonly<Record<string, State>>
  /** What an act may be answered in a part that stands so, and how it stands after it; the same state where it changes nothing. */
  take(part: string, state: State, act: Act): { says: readonly string[]; state: State }
}

/** How a part stands; equal ones are the same one, so that what an act does to it is found out once. */
type Stand<State, Act> = {
  no: number
  part: string
  state: State
  taken: Map<Act, { says: readonly string[]; next: Stand<State, Act> }>
}
/** One way in which a part may stand, with the calls in it that took place and were not answered yet. */
type Way<State, Act> = { stand: Stand<State, Act>; done: readonly number[]; key: string }
/** Ways of all parts that fit together, and the calls about several that took place in them. */
type World<State, Act> = { ways: Readonly<Record<string, readonly Way<State, Act>[]>>; done: readonly number[] }
type Open<State, Act> = { open: ReadonlyMap<number, Call<Act>>; stands: Stands<State, Act> }

/** The first answer that fits no order, with how things may have stood before it. */
export type Misfit<State, Act> = { call: Call<Act>; before: readonly State[] }

/** Undefined: there is an order that fits all answers. */
export function findMisfit<State, Act>(
  calls: readonly Call<Act>[],
  judge: Judge<State, Act>,
): Misfit<State, Act> | undefined {
  const events = calls
    .flatMap((call, id) => [
      { at: call.from, id, call },
      ...(call.to === null ? [] : [{ at: call.to, id, call, isAnswer: true }]),
    ])
    .sort((one, other) => one.at - other.at)
  const stands = standsOf(judge)
  const start = Object.entries(judge.start).map(([part, state]) => [part, [wayOf(stands.of(part, state), [])]])
  let worlds: readonly World<State, Act>[] = [{ ways: Object.fromEntries(start), done: [] }]
  const open = new Map<number, Call<Act>>()
  for (const { id, call, ...event } of events) {
    if (!('isAnswer' in event)) {
      open.set(id, call)
      continue
    }
    const before = worlds
    worlds = answered(withWide(worlds, { open, call, stands }), { id, open, stands })
    if (worlds.length === 0)
      return { call, before: before.flatMap(({ ways }) => call.parts.flatMap((part) => statesOf(ways[part]))) }
    open.delete(id)
  }
  return undefined
}

type Stands<State, Act> = ReturnType<typeof standsOf<State, Act>>

function standsOf<State, Act>({ take }: Judge<State, Act>) {
  const known = new Map<string, Stand<State, Act>>()
  const of = (part: string, state: State) => {
    const key = `${part} ${JSON.stringify(state)}`
    const stand = known.get(key) ?? { no: known.size, part, state, taken: new Map() }
    known.set(key, stand)
    return stand
  }
  return {
    of,
    take(stand: Stand<State, Act>, act: Act) {
      const before = stand.taken.get(act)
      if (before) return before
      const { says, state } = take(stand.part, stand.state, act)
      const taken = { says, next: state === stand.state ? stand : of(stand.part, state) }
      stand.taken.set(act, taken)
      return taken
    },
  }
}

/** The worlds, and those in which open calls about several parts have taken place by now. What touches no part of `call` may wait. */
function withWide<State, Act>(
  worlds: readonly World<State, Act>[],
  { open, call, stands }: Open<State, Act> & { call: Call<Act> },
) {
  const wide = [...open].filter(([, { parts }]) => parts.length > 1 && parts.some((part) => call.parts.includes(part)))
  if (wide.length === 0) return worlds
  const found = new Map(worlds.map((world) => [keyOf(world), world]))
  // A map is gone through with what is added meanwhile: they take place in any order.
  for (const world of found.values())
    for (const [id, { parts }] of wide) {
      if (world.done.includes(id)) continue
      const next = parts.reduce<World<State, Act> | undefined>(
        (so, part) => so && narrowed(so, part, performed(so.ways[part] ?? [], { id, part, open, stands })),
        { ...world, done: [...world.done, id].sort() },
      )
      if (next && !found.has(keyOf(next))) found.set(keyOf(next), next)
    }
  return [...found.values()]
}

/** Those worlds in which the call has taken place, which is over with that. */
function answered<State, Act>(
  worlds: readonly World<State, Act>[],
  { id, open, stands }: Open<State, Act> & { id: number },
) {
  const [part = '', ...others] = open.get(id)?.parts ?? []
  const left =
    others.length > 0
      ? worlds.filter(({ done }) => done.includes(id)).map((world) => ({ ...world, done: without(world.done, id) }))
      : worlds.flatMap((world) => {
          const next = narrowed(world, part, performed(world.ways[part] ?? [], { id, part, open, stands }))
          return next ? [next] : []
        })
  return left.length < 2 ? left : [...new Map(left.map((world) => [keyOf(world), world])).values()]
}

/** All ways in which the call `id` takes place as it was answered, after whichever other open calls, and not after more. */
function performed<State, Act>(
  ways: readonly Way<State, Act>[],
  { id, part, open, stands }: Open<State, Act> & { id: number; part: string },
): readonly Way<State, Act>[] {
  const here = [...open].filter(([other, { parts }]) => other === id || (parts.length === 1 && parts[0] === part))
  const seen = new Map(ways.map((way) => [way.key, way]))
  const found = new Map<string, Way<State, Act>>()
  for (const way of seen.values()) {
    if (way.done.includes(id)) {
      const over = wayOf(way.stand, without(way.done, id))
      found.set(over.key, over)
      continue
    }
    for (const [other, { act, said }] of here) {
      if (way.done.includes(other)) continue
      const { says, next: stand } = stands.take(way.stand, act)
      // Nobody can tell whether what changed nothing and was not answered took place.
      if (said === null ? stand === way.stand && other !== id : !says.includes(said)) continue
      const next = wayOf(stand, [...way.done, other].sort())
      if (!seen.has(next.key)) seen.set(next.key, next)
    }
  }
  return [...found.values()]
}

const narrowed = <State, Act>(
  world: World<State, Act>,
  part: string,
  ways: readonly Way<State, Act>[],
): World<State, Act> | undefined =>
  ways.length === 0 ? undefined : { ...world, ways: { ...world.ways, [part]: ways } }

const wayOf = <State, Act>(stand: Stand<State, Act>, done: readonly number[]): Way<State, Act> => ({
  ...{ stand, done },
  key: `${done.join()} ${stand.no}`,
})

const keyOf = <State, Act>({ ways, done }: World<State, Act>) =>
  JSON.stringify([done, Object.entries(ways).map(([part, all]) => [part, all.map(({ key }) => key).sort()])])

const statesOf = <State, Act>(ways: readonly Way<State, Act>[] | undefined) =>
  ways?.map(({ stand }) => stand.state) ?? []
const without = (ids: readonly number[], id: number) => ids.filter((one) => one !== id)
