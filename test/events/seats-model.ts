/** The seats of one event as one would keep them on paper: slow, and in words of its own. */
export type Guest = {
  state: 'going' | 'waiting' | 'offered' | 'declined' | 'cancelled' | 'lapsed'
  party: number
  seats: number
  refused: number
  offerNo: number
  told: boolean
}
export type Model = {
  capacity: number
  open: boolean
  guests: Map<string, Guest>
  /** The line, from its head. */
  line: string[]
  blocked: Set<string>
}

export const openModel = (capacity: number): Model => ({
  capacity,
  open: true,
  guests: new Map(),
  line: [],
  blocked: new Set(),
})

export const held = ({ guests }: Model) => [...guests.values()].reduce((sum, { seats }) => sum + seats, 0)
const free = (model: Model) => Math.max(0, model.capacity - held(model))

/** Who of these people is the first that would take one or more of so many seats. */
function firstToTake(model: Model, names: readonly string[], seats: number) {
  return names.find((name) => {
    const guest = model.guests.get(name)
    return guest && !model.blocked.has(name) && guest.seats < guest.party && guest.refused < guest.seats + seats
  })
}

/** Gives the free seats to the first who would take any, again and again. */
export function offerOn(model: Model) {
  while (model.open && free(model) > 0) {
    const name = firstToTake(model, model.line, free(model))
    const guest = name === undefined ? undefined : model.guests.get(name)
    if (!guest) return
    guest.seats = Math.min(guest.party, guest.seats + free(model))
    guest.state = 'offered'
    guest.offerNo++
    guest.told = false
  }
}

const FRESH: Guest = { state: 'declined', party: 0, seats: 0, refused: 0, offerNo: 0, told: false }

export function join(model: Model, name: string, party: number, { byHand = false } = {}) {
  if (!model.open && !byHand) return
  const guest = model.guests.get(name) ?? { ...FRESH }
  const place = model.line.indexOf(name)
  const before = place < 0 ? model.line : model.line.slice(0, place)
  const fits = party - guest.seats <= free(model)
  const nobodyPassed = !model.open || firstToTake(model, before, free(model)) === undefined
  if (party <= guest.seats || (fits && nobodyPassed)) {
    leaveLine(model, name)
    model.guests.set(name, { ...guest, state: 'going', party, seats: party, refused: 0, told: false })
  } else if (guest.state !== 'going' && model.open) lineUp(model, name, guest, party)
  offerOn(model)
}

function lineUp(model: Model, name: string, guest: Guest, party: number) {
  const stays = model.line.includes(name) && party <= guest.party
  const refused = model.line.includes(name) && guest.refused < party ? guest.refused : 0
  if (stays) return model.guests.set(name, { ...guest, party, refused })
  leaveLine(model, name)
  model.line.push(name)
  return model.guests.set(name, { ...guest, state: 'waiting', party, seats: 0, refused, told: false })
}

export function leave(model: Model, name: string) {
  const guest = model.guests.get(name) ?? { ...FRESH, party: 1 }
  const came = ['going', 'waiting', 'offered', 'cancelled'].includes(guest.state)
  leaveLine(model, name)
  model.guests.set(name, { ...guest, state: came ? 'cancelled' : 'declined', seats: 0, refused: 0, told: false })
  offerOn(model)
}

export function accept(model: Model, name: string, offerNo: number) {
  const guest = offerOf(model, name, offerNo)
  if (!guest || !model.open) return
  leaveLine(model, name)
  model.guests.set(name, { ...guest, state: 'going', party: guest.seats, refused: 0, told: false })
  offerOn(model)
}

export function keep(model: Model, name: string, offerNo: number) {
  const guest = offerOf(model, name, offerNo)
  if (!guest || !model.open || guest.seats === guest.party) return
  model.guests.set(name, { ...guest, state: 'waiting', refused: guest.seats, seats: 0, told: false })
  offerOn(model)
}

export function tell(model: Model, name: string, offerNo: number) {
  const guest = offerOf(model, name, offerNo)
  if (guest) guest.told = true
}

/** The windows of all who were told are over. */
export function lapse(model: Model) {
  for (const [name, guest] of model.guests) {
    const isLost = !guest.told && model.blocked.has(name)
    if (guest.state !== 'offered' || (model.open && !guest.told && !isLost)) continue
    const refused = model.open && !isLost ? guest.seats : guest.refused
    const waits = isLost || guest.seats < guest.party
    if (!waits) leaveLine(model, name)
    model.guests.set(name, {
      ...guest,
      state: waits ? 'waiting' : 'lapsed',
      seats: 0,
      refused: waits ? refused : 0,
      told: waits ? false : guest.told,
    })
  }
  offerOn(model)
}

function offerOf(model: Model, name: string, offerNo: number) {
  const guest = model.guests.get(name)
  return guest?.state === 'offered' && guest.offerNo === offerNo ? guest : undefined
}

function leaveLine(model: Model, name: string) {
  model.line = model.line.filter((other) => other !== name)
}
