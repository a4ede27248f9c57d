import { type RawBuilder, type SqlBool, sql } from 'kysely'
import { pageOf } from '../db/pages.ts'
import type { MemberState } from '../db/schema.ts'
import type { Db, Store } from '../db/store.ts'
import { foldName } from './names.ts'

/** Rows of a page of the list. */
export const LIST_PAGE_MAX = 30

/** all: but those who left. */
export const LIST_TABS = ['waiting', 'alumni', 'guests', 'declined', 'all'] as const
export type ListTab = (typeof LIST_TABS)[number]

const STATES: Record<ListTab, readonly MemberState[]> = {
  waiting: ['applied'],
  alumni: ['verified'],
  guests: ['guest'],
  declined: ['declined'],
  all: ['applied', 'verified', 'declined', 'guest'],
}

/** Where a page ended. */
export type ListCursor = { waiting: 0 | 1; at: number; id: string }

type Listing = {
  tab: ListTab
  /** A part of a name, or of its kana on the roster; '' for everybody. */
  search: string
  /** Only people of this store; null: of all, and those who named none yet. */
  storeId: string | null
  after?: ListCursor | undefined
}

/** The people of a tab, those who wait first, then the newest, by pages; `next` is where the following page begins. */
export async function listMembers({ db }: Store, listing: Listing) {
  const rows = await pageQuery(db, listing).execute()
  const { lines, next } = pageOf(rows, LIST_PAGE_MAX, ({ waiting, created_at: at, id }) => ({ waiting, at, id }))
  return { members: lines, next }
}

/**
 * A page and one row more, in one query. Only its people are looked up in other tables; who they are is read from an index
 * without, and in one pass over the indexes of names and of kana with a search.
 */
export const pageQuery = (db: Db, listing: Listing) =>
  db
    .selectFrom('members')
    .leftJoin('stores', 'stores.id', 'members.store_id')
    .leftJoin('roles', 'roles.id', 'members.role_id')
    .leftJoin('line_identities', 'line_identities.member_id', 'members.id')
    .select([
      'members.id',
      'members.name',
      'members.state',
      'members.left_on',
      'members.created_at',
      'members.applied_at',
      'stores.name as store_name',
      'roles.name as role_name',
      'line_identities.follow_state',
      sql<0 | 1>`members.state = 'applied'`.as('waiting'),
    ])
    .where(sql<SqlBool>`members.id in (${foldName(listing.search) === '' ? newest(listing) : found(listing)})`)
    .orderBy('waiting', 'desc')
    .orderBy('members.created_at', 'desc')
    .orderBy('members.id')

/** Each state is read in the order of its index, from the cursor as far as a page goes. */
function newest({ tab, storeId, after }: Listing): RawBuilder<unknown> {
  const branches = STATES[tab].flatMap((state) => {
    const waiting = state === 'applied' ? 1 : 0
    if (after && waiting > after.waiting) return []
    const below = after && waiting === after.waiting ? belowInState(after) : sql`1`
    return sql`select id from (
      select m.id, m.created_at from members as m
      where m.state = ${sql.lit(state)} and ${inStore(storeId)} and ${below}
      order by m.created_at desc, m.id limit ${sql.lit(LIST_PAGE_MAX + 1)})`
  })
  if (branches.length === 0) return sql`select null where 0`
  return sql`select m.id from members as m where m.id in (${sql.join(branches, sql` union all `)})
    order by m.state = 'applied' desc, m.created_at desc, m.id limit ${sql.lit(LIST_PAGE_MAX + 1)}`
}

/** By rowid: the indexes of names and kana have it, so that no row is read that does not match. */
function found({ tab, search, storeId, after }: Listing): RawBuilder<unknown> {
  const folded = foldName(search)
  const states = sql.join(STATES[tab].map((state) => sql.lit(state)))
  return sql`select m.id from members as m
    where m.rowid in (
        select rowid from members where instr(name_folded, ${folded}) > 0
        union all
        select matched.rowid from roster_entries join members as matched on matched.roster_entry_id = roster_entries.id
          where roster_entries.rowid in (select rowid from roster_entries where instr(kana_folded, ${folded}) > 0))
      and m.state in (${states}) and ${inStore(storeId)} and ${after ? beyond(after) : sql`1`}
    order by m.state = 'applied' desc, m.created_at desc, m.id limit ${sql.lit(LIST_PAGE_MAX + 1)}`
}

const inStore = (storeId: string | null) => (storeId === null ? sql`1` : sql`m.store_id = ${storeId}`)

/** Two conditions, as the index can be entered by the first only. */
const belowInState = ({ at, id }: ListCursor) => sql`m.created_at <= ${at} and (m.created_at < ${at} or m.id > ${id})`

const beyond = ({ waiting, at, id }: ListCursor) =>
  sql`(-(m.state = 'applied'), -m.created_at, m.id) > (${-waiting}, ${-at}, ${id})`
