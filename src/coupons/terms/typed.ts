import { dayOf } from '../../labour/days.ts'

/** What came out of a form, as it was typed. */
export type TypedValues = Readonly<Record<string, string | readonly string[] | undefined>>

export const firstOf = (typed: TypedValues, name: string) => [typed[name] ?? ''].flat()[0] ?? ''

/** A number as people type it: １，２００円 too. undefined: it is none. */
export function wholeIn(typed: string): number | undefined {
  const digits = typed.normalize('NFKC').replace(/[,\s円%回人名枚日]/g, '')
  return /^\d{1,9}$/.test(digits) ? Number(digits) : undefined
}

/** The first instant of a day ('YYYY-MM-DD') in Tokyo; undefined: there is no such day. */
export function dayStart(typed: string): number | undefined {
  const at = /^\d{4}-\d{2}-\d{2}$/.test(typed) ? Date.parse(`${typed}T00:00:00.000+09:00`) : Number.NaN
  // A 31 February must not slide into March.
  return Number.isNaN(at) || dayOf(at) !== typed ? undefined : at
}
