import { dayOf, startOfDay } from '../../labour/days.ts'

const TOKYO_OFFSET_MS = 9 * 3_600_000

/** The first instant in Tokyo of a day that was typed or chosen, 'YYYY-MM-DD'; undefined: there is no such day. */
export function startOf(day: string): number | undefined {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(day)) return undefined
  const at = Date.parse(`${day}T00:00:00.000Z`) - TOKYO_OFFSET_MS
  // A 31 February must not slide into March.
  return Number.isNaN(at) || dayOf(at) !== day ? undefined : at
}

/** How long into its day in Tokyo an instant lies, in ms. */
export const intoDay = (at: number) => at - startOfDay(at)
