/** Of which days a report tells. A shop's day goes from 5:00 in Tokyo to 5:00: one in the morning is the evening before. Pure. */
import { z } from 'zod'
import { DAY_MS, dayOf } from '../../labour/days.ts'
import { DAY_BEGINS_MS } from '../till/windows.ts'

/** The last so many days, today included. */
export const SPANS = ['7', '30', '90'] as const
/** A day that exists, in years that a shop has. */
const Day = z.iso.date().regex(/^2\d{3}/)
/** As many columns as fit beside each other on a phone. */
const COLUMNS_MAX = 31
const SINCE_MONDAY = 3

type Name = (typeof SPANS)[number] | 'all' | 'own'
/** From an instant to another, and the first and last day as they are called. `all` begins at nothing. */
export type Period = { name: Name; from: number; until: number; first: string; last: string }
export type Said = { period?: string | undefined; from?: string | undefined; until?: string | undefined }

/** The shop's day that an instant lies in: 2026-11-28. */
export const shopDay = (at: number) => dayOf(at - DAY_BEGINS_MS)
/** The first instant of a shop's day. */
export const startOfDayNamed = (day: string) => Date.parse(`${day}T00:00:00+09:00`) + DAY_BEGINS_MS

/** What an address asks for: its own days, the last so many, or everything; what makes no sense means everything. */
export function periodOf({ period, from, until }: Said, now: number): Period {
  const today = shopDay(now)
  const [one, other] = [Day.safeParse(from).data, Day.safeParse(until).data]
  if (one || other) {
    const [first = today, last = today] = [one ?? other, other ?? today].sort()
    return between('own', first, last)
  }
  const span = SPANS.find((days) => days === period)
  if (span) return between(span, shopDay(now - (Number(span) - 1) * DAY_MS), today)
  return { ...between('all', today, today), from: 0 }
}

const between = (name: Name, first: string, last: string): Period => ({
  name,
  from: startOfDayNamed(first),
  until: startOfDayNamed(last) + DAY_MS,
  first,
  last,
})

/** The same period as an address says it. */
export const queryOf = ({ name, first, last }: Period) =>
  name === 'own' ? `?from=${first}&until=${last}` : name === 'all' ? '' : `?period=${name}`

export type Unit = 'day' | 'week' | 'month'
export type Column = { day: string; used: number }

/**
 * Uses as the columns of a chart, also those of days without any: by day, by week (its Monday) where that is too many, else
 * by month. A span that was chosen is drawn whole, any other from its first day with something to its last.
 */
export function columnsOf(
  days: readonly { day: string; used: number }[],
  { name, first, last }: Pick<Period, 'name' | 'first' | 'last'>,
): { unit: Unit; columns: readonly Column[] } {
  const isSpan = name !== 'all' && name !== 'own'
  const from = isSpan ? first : days[0]?.day
  const until = isSpan ? last : days.at(-1)?.day
  if (from === undefined || until === undefined) return { unit: 'day', columns: [] }
  const unit = unitFor(noOf(until) - noOf(from) + 1)
  const columns = new Map<string, number>()
  for (let no = noOf(from); no <= noOf(until); no++) columns.set(beginningOf(dayNamed(no), unit), 0)
  for (const { day, used } of days) {
    const key = beginningOf(day, unit)
    columns.set(key, (columns.get(key) ?? 0) + used)
  }
  return { unit, columns: [...columns].map(([day, used]) => ({ day, used })) }
}

const unitFor = (days: number): Unit => (days <= COLUMNS_MAX ? 'day' : days <= COLUMNS_MAX * 7 ? 'week' : 'month')

const noOf = (day: string) => Math.round(Date.parse(`${day}T00:00:00Z`) / DAY_MS)
const dayNamed = (no: number) => new Date(no * DAY_MS).toISOString().slice(0, 10)

function beginningOf(day: string, unit: Unit) {
  if (unit === 'day') return day
  if (unit === 'month') return `${day.slice(0, 7)}-01`
  return dayNamed(noOf(day) - ((noOf(day) + SINCE_MONDAY) % 7))
}
