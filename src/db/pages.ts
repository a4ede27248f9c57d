/** Where a page of a list ended: the instant of its last line, and its id. */
export type Cursor = { at: number; id: string }

/** A page, of which one line more than `limit` was read if there is one; `next`: where the next page begins. */
export function pageOf<T, C>(rows: readonly T[], limit: number, cursorOf: (row: T) => C) {
  const lines = rows.slice(0, limit)
  const last = lines.at(-1)
  return { lines, next: rows.length > limit && last ? cursorOf(last) : undefined }
}
