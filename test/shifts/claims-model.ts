/** The places of a shift as one would keep them on paper: a list of who has which, and of who is in the line. */
export type Model = {
  mode: 'approve' | 'first_come'
  state: string
  headcount: number
  /** By place: who has it; a gap is free. */
  places: Map<number, string>
  /** Who is in the line, in order. */
  line: string[]
  claims: Map<string, { state: string; offerNo: number; told: boolean }>
  blocked: Set<string>
  /** From whom the shop took the place back. */
  calledOff: Set<string>
  over: boolean
}

export const openModel = (mode: Model['mode'], headcount: number): Model => ({
  mode,
  state: 'open',
  headcount,
  places: new Map(),
  line: [],
  claims: new Map(),
  blocked: new Set(),
  calledOff: new Set(),
  over: false,
})

const LIVE = ['applied', 'standby', 'offered']
const stateOf = (model: Model, name: string) => model.claims.get(name)?.state
const isLive = (model: Model, name: string) => LIVE.includes(stateOf(model, name) ?? '')
const has = (model: Model, name: string) => [...model.places.values()].includes(name)
const taken = (model: Model) =>
  model.places.size + [...model.claims.values()].filter(({ state }) => state === 'offered').length

function become(model: Model, name: string, state: string) {
  const claim = model.claims.get(name) ?? { offerNo: 0, told: false }
  const offerNo = state === 'offered' ? claim.offerNo + 1 : claim.offerNo
  model.claims.set(name, { state, offerNo, told: false })
  if (!LIVE.includes(state)) model.line = model.line.filter((other) => other !== name)
}

function give(model: Model, name: string) {
  let slot = 1
  while (model.places.has(slot)) slot++
  model.places.set(slot, name)
  become(model, name, 'confirmed')
}

/** What follows from any change: free places are offered on or open again, and when there are none it is closed. */
export function settle(model: Model) {
  if (model.state.startsWith('closed'))
    for (const name of [...model.line])
      if (taken(model) < model.headcount && stateOf(model, name) === 'standby' && !model.blocked.has(name))
        become(model, name, 'offered')
  if (model.state === 'closed filled' && taken(model) < model.headcount) model.state = 'open'
  if (model.state === 'open' && taken(model) >= model.headcount) model.state = 'closed filled'
  for (const name of model.line) {
    const state = stateOf(model, name)
    if (state === 'standby' && model.state === 'open') become(model, name, 'applied')
    if (state === 'applied' && model.state !== 'open' && taken(model) >= model.headcount) become(model, name, 'standby')
  }
}

export function claim(model: Model, name: string) {
  const state = stateOf(model, name)
  if (model.state !== 'open' || isLive(model, name) || state === 'confirmed' || state === 'declined') return
  if (model.mode === 'first_come') {
    if (model.calledOff.has(name)) return
    give(model, name)
  } else {
    become(model, name, 'applied')
    model.line.push(name)
  }
  settle(model)
}

export function withdraw(model: Model, name: string) {
  if (isLive(model, name)) become(model, name, 'withdrawn')
  settle(model)
}

export function pass(model: Model, name: string) {
  if (isLive(model, name)) become(model, name, 'withdrawn')
  else if (model.state === 'open' && ['withdrawn', undefined].includes(stateOf(model, name)))
    become(model, name, 'passed')
  settle(model)
}

export function approve(model: Model, names: readonly string[]) {
  for (const name of names) {
    const held = stateOf(model, name) === 'offered' ? 1 : 0
    if (isLive(model, name) && taken(model) - held < model.headcount) give(model, name)
  }
  settle(model)
}

export function decline(model: Model, name: string) {
  if (isLive(model, name)) become(model, name, 'declined')
  settle(model)
}

/** A place is given up, by the person or by the shop. */
export function giveUp(model: Model, name: string, by: 'withdrawn' | 'ended', refill: boolean) {
  if (!has(model, name)) return
  for (const [slot, who] of model.places) if (who === name) model.places.delete(slot)
  become(model, name, by)
  if (by === 'ended') model.calledOff.add(name)
  if (!refill && model.headcount > 1) model.headcount--
  else if (!refill) {
    for (const waiting of [...model.line]) become(model, waiting, 'ended')
    model.state = 'closed owner'
  }
  settle(model)
}

export function accept(model: Model, name: string, offerNo: number) {
  if (offerOf(model, name, offerNo) && taken(model) - 1 < model.headcount) give(model, name)
  settle(model)
}

export function refuse(model: Model, name: string, offerNo: number) {
  if (offerOf(model, name, offerNo)) become(model, name, 'passed')
  settle(model)
}

export function tell(model: Model, name: string, offerNo: number) {
  const offer = offerOf(model, name, offerNo)
  if (offer) offer.told = true
}

/** The windows of all who were told are over; who cannot be told any more waits on. */
export function lapse(model: Model) {
  const before = [...model.claims]
  for (const [name, { state, told }] of before) {
    if (state !== 'offered') continue
    if (told) become(model, name, 'ended')
    else if (model.blocked.has(name)) become(model, name, 'standby')
  }
  settle(model)
}

const offerOf = (model: Model, name: string, offerNo: number) => {
  const found = model.claims.get(name)
  return found?.state === 'offered' && found.offerNo === offerNo ? found : undefined
}

/** The clock's work: who could not be told of a place waits on, and everybody else who has an offer is told. */
export function workOn(model: Model) {
  for (const [name, { state, told }] of [...model.claims])
    if (state === 'offered' && !told && model.blocked.has(name)) become(model, name, 'standby')
  settle(model)
  for (const [name, claim] of model.claims) if (claim.state === 'offered' && !model.blocked.has(name)) claim.told = true
}
