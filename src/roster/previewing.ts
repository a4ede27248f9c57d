import type { Store } from '../db/store.ts'
import { type PlannedRow, planImport, ROW_STATES, type RowState } from './import-plan.ts'
import type { RosterImport } from './imports.ts'

/** Rows of a page of the preview. */
export const PREVIEW_PAGE_MAX = 50

type Asked = {
  file: RosterImport
  onlyStoreId: string | null
  sessionSecret: string
  /** Which lines to show; of those with any, the first of ROW_STATES: what is wrong comes first. */
  tab: RowState | undefined
  /** The line that the page before ended with. */
  after: number | undefined
  now: number
}

/** How many lines of each kind there are, and a page of one kind: one pass over the file, of which only those are kept. */
export async function previewImport(store: Store, { tab: wanted, after, ...planning }: Asked) {
  const counts = { wrong: 0, changed: 0, new: 0, same: 0 }
  const pages: Record<RowState, PlannedRow[]> = { wrong: [], changed: [], new: [], same: [] }
  for await (const rows of planImport(store, planning))
    for (const row of rows) {
      counts[row.state]++
      if (row.line > (after ?? 0) && pages[row.state].length <= PREVIEW_PAGE_MAX) pages[row.state].push(row)
    }
  const tab = wanted ?? ROW_STATES.find((state) => counts[state] > 0) ?? 'new'
  const rows = pages[tab].slice(0, PREVIEW_PAGE_MAX)
  const next = pages[tab].length > PREVIEW_PAGE_MAX ? rows.at(-1)?.line : undefined
  return { counts, tab, rows, next, later: after !== undefined }
}
export type Preview = Awaited<ReturnType<typeof previewImport>>
