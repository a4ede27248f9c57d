import { type SqlBool, sql } from 'kysely'
import { type Cursor, pageOf } from '../db/pages.ts'
import type { Store } from '../db/store.ts'
import { type Inviter, isWithin, mayKnow } from './invitations.ts'
import { retentionDays } from './settings.ts'

/** How long before an entry goes the shop is told. */
export const NOTICE_DAYS = 7
const DAY_MS = 86_400_000
/** Deleted in one statement. */
const PURGED_MAX = 500
export const LEAVING_PAGE_MAX = 100

/** Nobody registered for it. */
const isFree = sql<SqlBool>`not exists (select 1 from members where members.roster_entry_id = roster_entries.id)`
/** Put in days after `created_at`, so that the index by age serves. */
const cameBefore = (time: number) => sql<SqlBool>`roster_entries.created_at <= ${time} - ${retentionDays} * ${DAY_MS}`

/**
 * Deletes the entries, with their invitations, that nobody registered for in the days that the shop keeps them, counted
 * from their import; not one earlier, and all that are due. Returns how many.
 */
export async function purgeRoster({ db }: Store, { now }: { now: number }): Promise<number> {
  let purged = 0
  for (;;) {
    const gone = await db
      .deleteFrom('roster_entries')
      .where('id', 'in', (eb) =>
        eb.selectFrom('roster_entries').select('id').where(cameBefore(now)).where(isFree).limit(PURGED_MAX),
      )
      .returning('id')
      .execute()
    purged += gone.length
    if (gone.length < PURGED_MAX) return purged
  }
}

type Asked = { operator: Inviter; now: number }

/** How many entries leave the roster by themselves within a week, and when the first of them does. */
export async function countLeaving({ db }: Store, { operator, now }: Asked) {
  const { people, first } = await db
    .selectFrom('roster_entries')
    .select([
      sql<number>`count(*)`.as('people'),
      sql<number | null>`min(roster_entries.created_at) + ${retentionDays} * ${DAY_MS}`.as('first'),
    ])
    .where(cameBefore(now + NOTICE_DAYS * DAY_MS))
    .where(isFree)
    .where(isWithin(operator.storeId))
    .where(mayKnow(operator))
    .executeTakeFirstOrThrow()
  return { people, firstAt: first }
}

/** Those entries, the first to leave first, by pages; `next`: where the next page begins. */
export async function listLeaving({ db }: Store, { operator, now, after }: Asked & { after?: Cursor | undefined }) {
  const rows = await db
    .selectFrom('roster_entries')
    .innerJoin('stores', 'stores.id', 'roster_entries.store_id')
    .select([
      'roster_entries.id',
      'roster_entries.name',
      'roster_entries.left_on',
      'roster_entries.excluded_at',
      'roster_entries.created_at',
      'stores.name as store_name',
      sql<number>`roster_entries.created_at + ${retentionDays} * ${DAY_MS}`.as('leaves_at'),
    ])
    .where(cameBefore(now + NOTICE_DAYS * DAY_MS))
    .where(isFree)
    .where(isWithin(operator.storeId))
    .where(mayKnow(operator))
    .$if(after !== undefined, (query) =>
      query.where(
        sql<SqlBool>`(roster_entries.created_at, roster_entries.id) > (${after?.at ?? 0}, ${after?.id ?? ''})`,
      ),
    )
    .orderBy('roster_entries.created_at')
    .orderBy('roster_entries.id')
    .limit(LEAVING_PAGE_MAX + 1)
    .execute()
  return pageOf(rows, LEAVING_PAGE_MAX, ({ created_at, id }) => ({ at: created_at, id }))
}
