const JST_MS = 9 * 60 * 60 * 1000

/** yyyyMMdd in Japan. */
export function dayOf(at: number) {
  const date = new Date(at + JST_MS)
  return String(date.getUTCFullYear() * 10_000 + (date.getUTCMonth() + 1) * 100 + date.getUTCDate())
}

/** yyyyMM in Japan: the month of the quota. */
export const monthOf = (at: number) => dayOf(at).slice(0, 6)
