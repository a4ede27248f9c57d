import { sql } from 'kysely'
import { BroadcastContent } from '../broadcasts/content.ts'
import type { Occasion } from '../db/schema.ts'
import type { Store } from '../db/store.ts'

/** In the order in which they come in the time with a person. */
export const OCCASIONS = ['welcome', 'left_30', 'left_180', 'left_365', 'anniversary', 'birthday_month'] as const

export type AutomaticMessage = {
  occasion: Occasion
  content: BroadcastContent
  /** null: it is switched off. */
  enabledAt: number | null
  enabledBy: string | null
  updatedAt: number
}

/** Every occasion that was ever worded or switched on. */
export async function automaticMessages({ db }: Store): Promise<readonly AutomaticMessage[]> {
  const rows = await db.selectFrom('automatic_messages').selectAll().execute()
  return rows.map(({ occasion, content, ...row }) => ({
    occasion,
    content: BroadcastContent.parse(JSON.parse(content)),
    enabledAt: row.enabled_at,
    enabledBy: row.enabled_by,
    updatedAt: row.updated_at,
  }))
}

type Worded = { occasion: Occasion; content: BroadcastContent; now: number }

/** Keeps the words of an occasion. On or off it stays as it is: from now on these words go. */
export async function wordAutomatic({ db }: Store, { occasion, content, now }: Worded) {
  const words = JSON.stringify(BroadcastContent.parse(content))
  await db
    .insertInto('automatic_messages')
    .values({ occasion, content: words, enabled_at: null, enabled_by: null, updated_at: now })
    .onConflict((clash) => clash.column('occasion').doUpdateSet({ content: words, updated_at: now }))
    .execute()
}

/** Switches an occasion on, with its own words or else these. Repeating it changes nothing: since when it is on stays. */
export async function startAutomatic(
  { db }: Store,
  { occasion, content, startedBy, now }: Worded & { startedBy: string },
) {
  const words = JSON.stringify(BroadcastContent.parse(content))
  await db
    .insertInto('automatic_messages')
    .values({ occasion, content: words, enabled_at: now, enabled_by: startedBy, updated_at: now })
    .onConflict((clash) =>
      clash
        .column('occasion')
        .doUpdateSet({ enabled_at: now, enabled_by: startedBy, updated_at: now })
        .where(sql.ref('automatic_messages.enabled_at'), 'is', null),
    )
    .execute()
}

/** Switches an occasion off. What was handed to the broadcasts before goes out. Repeating it changes nothing. */
export const stopAutomatic = ({ db }: Store, { occasion, now }: { occasion: Occasion; now: number }) =>
  db
    .updateTable('automatic_messages')
    .set({ enabled_at: null, enabled_by: null, updated_at: now })
    .where('occasion', '=', occasion)
    .where('enabled_at', 'is not', null)
    .execute()
