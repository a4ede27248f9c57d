import type { SegmentRule } from '../../src/segments/rule.ts'
import { DAY, NOON } from '../support.ts'
import type { Person } from './shop.ts'

type Part = SegmentRule['conditions'][number]
type Condition = Exclude<Part, { kind: 'group' }>

/** Who is meant, written down a second time without a look at the SQL: two-valued, person by person. */
export const meant = (people: readonly Person[], { match, conditions }: SegmentRule, storeId: string | null = null) =>
  people
    .filter(({ state }) => state === 'verified')
    .filter((one) => storeId === null || one.storeId === storeId)
    .filter(
      (one) =>
        conditions.length === 0 ||
        quantified(
          match,
          conditions.map((part) => holds(one, part)),
        ),
    )
    .map(({ id }) => id)
    .sort()

const quantified = (match: 'all' | 'any', truths: readonly boolean[]) =>
  match === 'all' ? truths.every(Boolean) : truths.some(Boolean)

function holds(person: Person, part: Part): boolean {
  const truth =
    part.kind === 'group'
      ? quantified(
          part.match,
          part.conditions.map((one) => holds(person, one)),
        )
      : isSo(person, part)
  return part.not ? !truth : truth
}

function isSo(person: Person, c: Condition): boolean {
  const { leftOn, joinedOn } = person
  const prefers = (kind: string, values: readonly string[]) =>
    values.some((value) => person.preferences.includes(`${kind}:${value}`))
  switch (c.kind) {
    case 'store':
      return c.in.includes(person.storeId)
    case 'role':
      return person.roleId !== null && c.in.includes(person.roleId)
    case 'left': {
      if (leftOn === null) return false
      const months = (on: string) => on.slice(0, 7)
      const isAfter = c.from === undefined || (c.from.length === 7 ? months(leftOn) >= c.from : leftOn >= c.from)
      const isBefore = c.until === undefined || (c.until.length === 7 ? months(leftOn) <= c.until : leftOn <= c.until)
      return isAfter && isBefore
    }
    case 'left_within':
      return leftOn !== null && leftOn >= back(c.months)
    case 'left_before':
      return leftOn !== null && leftOn <= back(c.months)
    case 'tenure': {
      if (leftOn === null || joinedOn === null || joinedOn > leftOn) return false
      const months = wholeMonths(joinedOn, leftOn)
      return months >= (c.atLeast ?? 0) && months < (c.under ?? Number.POSITIVE_INFINITY)
    }
    case 'tag':
      return c.anyOf.some((tag) => person.tags.includes(tag))
    case 'consent':
      return person.consents.includes('privacy') && person.consents.includes(c.purpose)
    case 'language':
      return c.in.includes(person.language)
    case 'willing':
      return prefers('willing', c.in)
    case 'skill':
      return prefers('skill', c.in)
    case 'available':
      return (!c.weekdays || prefers('weekday', c.weekdays)) && (!c.dayparts || prefers('daypart', c.dayparts))
    case 'seen':
      return person.lastSeenAt !== null && NOON - person.lastSeenAt <= c.days * DAY
    case 'coupon':
      return person.coupons.some(
        ({ id, voided, used, usedVoided, over }) =>
          c.in.includes(id) &&
          !voided &&
          { received: true, used: used && !usedVoided, unused: !over && (!used || usedVoided) }[c.did],
      )
    case 'event_attended':
      return person.events.some((event) => c.in.includes(event))
    case 'event_answer':
      return c.in.some((event) =>
        c.was === 'came' ? person.came.includes(event) : person.invited.includes(event) && !person.came.includes(event),
      )
    case 'worked_since':
      return person.shifts.some((at) => dayOf(at) >= (c.from ?? back(c.months ?? 0)))
    case 'not_contacted':
      return person.messages.every((at) => NOON - at > c.days * DAY)
    case 'registered_since':
      return person.decidedAt !== null && dayOf(person.decidedAt) >= (c.from ?? back(c.months ?? 0))
    case 'person':
      return c.in.includes(person.id)
  }
}

/** The day in Tokyo. */
const dayOf = (at: number) => new Date(at + 9 * 3_600_000).toISOString().slice(0, 10)

/** The same day so many months ago, or the last one of a shorter month: looked for, not reckoned. */
function back(months: number) {
  const [year = 0, month = 0, day = 0] = dayOf(NOON).split('-').map(Number)
  const all = year * 12 + month - 1 - months
  const inMonth = `${Math.floor(all / 12)}-${String((all % 12) + 1).padStart(2, '0')}`
  for (let last = day; ; last--) {
    const on = `${inMonth}-${String(last).padStart(2, '0')}`
    if (new Date(`${on}T00:00Z`).toISOString().startsWith(on)) return on
  }
}

/** How many times the day of the month came round again, when the day after the last one of work is counted too. */
function wholeMonths(joinedOn: string, leftOn: string) {
  const end = new Date(Date.parse(`${leftOn}T00:00Z`) + DAY).toISOString().slice(0, 10)
  const [year = 0, month = 0, day = ''] = [
    Number(joinedOn.slice(0, 4)),
    Number(joinedOn.slice(5, 7)),
    joinedOn.slice(8),
  ]
  let months = 0
  for (;;) {
    const next = year * 12 + month - 1 + months + 1
    if (`${Math.floor(next / 12)}-${String((next % 12) + 1).padStart(2, '0')}-${day}` > end) return months
    months += 1
  }
}
