const JST_MS = 9 * 60 * 60 * 1000

/** yyyyMMdd in Japan. */
export const dayOf = (at: number) => new Date(at + JST_MS).toISOString().slice(0, 10).replaceAll('-', '')

/** yyyyMM in Japan: the month of the quota. */
export const monthOf = (at: number) => dayOf(at).slice(0, 6)
