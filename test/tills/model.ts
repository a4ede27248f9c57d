/** The coupons of a history as a careful person would keep them on paper; nothing of the product's is in it. */
const MINUTE = 60_000
const DAY = 24 * 60 * MINUTE
const UNDO_MS = 10 * MINUTE
/** A shop's day begins at 5:00 in Tokyo: at 20:00 of the day before by UTC. */
export const dayOf = (at: number) => Math.floor((at + 4 * 60 * MINUTE) / DAY)

export type Terms = { uses: number; perDay: boolean; total: number | null }
type Use = Pick<Redeem, 'key' | 'till' | 'store' | 'by'> & { no: number; at: number; undone: boolean }
type Held = { uses: readonly Use[]; endsAt: number; withdrawn: boolean; erased: boolean }
/** Grants of one coupon that have to do with each other, by `coupon/person`: all of them where there is a total, else one. */
export type Book = { stopped: boolean; held: Readonly<Record<string, Held>> }

type Redeem = {
  do: 'redeem'
  grant: string
  key: string
  till: string
  store: string
  /** The store's and the staff's names. */
  by: string
  shownAt: number
  expiresAt: number
  now: number
}
/** `tooMany`: the store had undone too often that day. */
type Undo = { do: 'undo'; grant: string; key: string; store: string; tooMany?: boolean; now: number }
type Extend = { do: 'extend'; grant: string; endsAt: number; now: number }
export type Act =
  | Redeem
  | Undo
  | Extend
  | { do: 'withdraw'; grant: string; now: number }
  | { do: 'stop'; coupon: string; now: number }
  | { do: 'erase'; person: string; now: number }
  /** What the product tells of a grant, and what stands in its rows. */
  | { do: 'look' | 'audit'; grant: string; now: number }

/** What it may be answered, and how things stand after it. */
export type Taken = { says: readonly string[]; book: Book }

/** What an act at an instant should be answered by one who has these grants alone, and does one thing after the other. */
export function take(book: Book, act: Act, terms: Terms): Taken {
  switch (act.do) {
    case 'redeem':
      return redeem(book, act, terms)
    case 'undo':
      return undo(book, act)
    case 'extend':
      return extend(book, act)
    case 'withdraw': {
      const held = heldIn(book, act.grant)
      if (held.erased) return { says: ['not_found'], book }
      if (held.withdrawn) return { says: ['done'], book }
      if (book.stopped || act.now >= held.endsAt) return { says: ['coupon_not_changeable'], book }
      return { says: ['done'], book: kept(book, act.grant, { ...held, withdrawn: true }) }
    }
    case 'stop':
      return { says: ['done'], book: book.stopped ? book : { ...book, stopped: true } }
    case 'erase':
      return { says: ['done'], book: erase(book, act.person) }
    case 'look':
      return { says: [lookOf(book, act.grant, terms)], book }
    case 'audit':
      return { says: [auditOf(heldIn(book, act.grant).uses)], book }
  }
}

function redeem(book: Book, act: Redeem, terms: Terms): Taken {
  for (const [grant, { uses }] of Object.entries(book.held)) {
    const known = uses.find(({ key }) => key === act.key)
    if (!known) continue
    const isOurs = grant === act.grant && known.till === act.till && known.store === act.store
    return { says: [isOurs ? usedWords(known) : 'redemption_key_reused'], book }
  }
  const reasons = whyNot(book, act, terms)
  if (reasons.length > 0) return { says: reasons, book }
  const held = heldIn(book, act.grant)
  const { key, till, store, by, now } = act
  const use = { key, till, store, by, at: now, no: numberFor(held, now, terms), undone: false }
  const uses = [...held.uses, use].sort((one, other) => (one.key < other.key ? -1 : 1))
  return { says: [usedWords(use)], book: kept(book, act.grant, { ...held, uses }) }
}

/** All that is in the way: which of it is told first is no question of order. */
function whyNot(book: Book, act: Redeem, terms: Terms): readonly string[] {
  const held = heldIn(book, act.grant)
  const living = held.uses.filter(({ undone }) => !undone)
  const counting = terms.perDay ? living.filter(({ at }) => dayOf(at) === dayOf(act.now)) : living
  const full = counting.length >= (terms.perDay ? 1 : terms.uses) ? counting : []
  const since = living.filter(({ at }) => at > act.shownAt)
  const all = Object.values(book.held).flatMap(({ uses }) => uses.filter(({ undone }) => !undone))
  return [
    ...[...full, ...since].map(alreadyWords),
    ...(held.withdrawn || book.stopped ? ['coupon_stopped'] : []),
    ...(act.now >= held.endsAt ? ['coupon_expired'] : []),
    ...(terms.total !== null && all.length >= terms.total ? ['coupon_sold_out'] : []),
    ...(act.now >= act.expiresAt ? ['preview_expired'] : []),
  ]
}

/** The smallest free one; once a day, the day's own. */
function numberFor({ uses }: Held, now: number, { perDay }: Terms) {
  if (perDay) return dayOf(now)
  let no = 1
  while (uses.some((use) => !use.undone && use.no === no)) no++
  return no
}

function undo(book: Book, { grant, key, store, tooMany, now }: Undo): Taken {
  const held = heldIn(book, grant)
  const use = held.uses.find((one) => one.key === key)
  if (!use) return { says: ['not_found'], book }
  if (use.store !== store) return { says: ['redemption_not_undoable'], book }
  if (use.undone) return { says: ['undone'], book }
  if (now >= use.at + UNDO_MS) return { says: ['redemption_not_undoable'], book }
  if (tooMany) return { says: ['undos_too_many'], book }
  const uses = held.uses.map((one) => (one === use ? { ...use, undone: true } : one))
  return { says: ['undone'], book: kept(book, grant, { ...held, uses }) }
}

function extend(book: Book, { grant, endsAt, now }: Extend): Taken {
  const held = heldIn(book, grant)
  if (held.erased) return { says: ['not_found'], book }
  const isLiving = !held.withdrawn && !book.stopped
  if (isLiving && endsAt > held.endsAt && endsAt > now)
    return { says: ['done'], book: kept(book, grant, { ...held, endsAt }) }
  return { says: [endsAt === held.endsAt && !held.withdrawn ? 'done' : 'coupon_not_changeable'], book }
}

function erase(book: Book, person: string): Book {
  const theirs = Object.entries(book.held).filter(([grant]) => grant.endsWith(`/${person}`))
  if (theirs.every(([, { erased }]) => erased)) return book
  const gone = theirs.map(([grant, held]) => [grant, { ...held, withdrawn: true, erased: true }])
  return { ...book, held: { ...book.held, ...Object.fromEntries(gone) } }
}

function heldIn({ held }: Book, grant: string): Held {
  const found = held[grant]
  if (!found) throw new Error(`${grant} is not in this book.`)
  return found
}

const kept = (book: Book, grant: string, held: Held): Book => ({ ...book, held: { ...book.held, [grant]: held } })

function lookOf(book: Book, grant: string, { total }: Terms) {
  const { uses, withdrawn, endsAt } = heldIn(book, grant)
  const all = Object.values(book.held).flatMap((held) => held.uses.filter(({ undone }) => !undone))
  return lookWords({
    uses: uses.filter(({ undone }) => !undone),
    ...{ withdrawn, stopped: book.stopped, endsAt, soldOut: total !== null && all.length >= total },
  })
}

/** How the answers are written down, by those who ask as by those who judge. */
export const usedWords = ({ no, at, by }: Pick<Use, 'no' | 'at' | 'by'>) => `used no ${no} ${timeOf(at)} ${by}`
export const alreadyWords = ({ at, by }: Pick<Use, 'at' | 'by'>) => `already ${timeOf(at)} ${by}`

type Look = Pick<Held, 'withdrawn' | 'endsAt'> & { uses: readonly Pick<Use, 'at' | 'by'>[] } & {
  stopped: boolean
  soldOut: boolean
}
export const lookWords = ({ uses, withdrawn, stopped, endsAt, soldOut }: Look) =>
  [
    `uses [${uses
      .map(({ at, by }) => `${timeOf(at)} ${by}`)
      .sort()
      .join(', ')}]`,
    `until ${timeOf(endsAt)}`,
    ...(withdrawn ? ['withdrawn'] : []),
    ...(stopped ? ['stopped'] : []),
    ...(soldOut ? ['sold out'] : []),
  ].join(' ')

export const auditOf = (uses: readonly Use[]) =>
  `rows [${uses
    .map(
      ({ key, no, at, till, store, by, undone }) =>
        `${key} no ${no} ${timeOf(at)} ${till} ${store} ${by}${undone ? ' undone' : ''}`,
    )
    .sort()
    .join(', ')}]`

/** 04-01T12:00:05.000 in Tokyo. */
export const timeOf = (at: number) => new Date(at + 9 * 60 * MINUTE).toISOString().slice(5, 23)
