import { type SqlBool, sql } from 'kysely'
import type { MemberState } from '../db/schema.ts'
import type { Store } from '../db/store.ts'
import { foldName } from './names.ts'

/** Rows of a page of the list. */
export const LIST_PAGE_MAX = 30

/** waiting: 承認待ち, alumni: 卒業生, all: also those who did not register, or were declined. */
export const LIST_TABS = ['waiting', 'alumni', 'all'] as const
export type ListTab = (typeof LIST_TABS)[number]

const STATES: Record<ListTab, readonly MemberState[]> = {
  waiting: ['applied'],
  alumni: ['verified'],
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
export async function listMembers({ db }: Store, { tab, search, storeId, after }: Listing) {
  const rows = await db
    .selectFrom('members')
    .leftJoin('stores', 'stores.id', 'members.store_id')
    .leftJoin('roles', 'roles.id', 'members.role_id')
    .leftJoin('line_identities', 'line_identities.member_id', 'members.id')
    .leftJoin('roster_entries', 'roster_entries.id', 'members.roster_entry_id')
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
    .where('members.state', 'in', STATES[tab])
    .$if(storeId !== null, (query) => query.where('members.store_id', '=', storeId))
    .$if(foldName(search) !== '', (query) => query.where(named(foldName(search))))
    .$if(after !== undefined, (query) => query.where(beyond(after ?? { waiting: 1, at: 0, id: '' })))
    .orderBy('waiting', 'desc')
    .orderBy('members.created_at', 'desc')
    .orderBy('members.id')
    .limit(LIST_PAGE_MAX + 1)
    .execute()

  const page = rows.slice(0, LIST_PAGE_MAX)
  const last = rows.length > LIST_PAGE_MAX ? page.at(-1) : undefined
  return {
    members: page,
    next: last && ({ waiting: last.waiting, at: last.created_at, id: last.id } satisfies ListCursor),
  }
}

/** How many people wait for a decision; a manager's own store's. */
export async function countWaiting({ db }: Store, { storeId }: { storeId: string | null }): Promise<number> {
  const { waiting } = await db
    .selectFrom('members')
    .select(({ fn }) => fn.countAll<number>().as('waiting'))
    .where('state', '=', 'applied')
    .$if(storeId !== null, (query) => query.where('store_id', '=', storeId))
    .executeTakeFirstOrThrow()
  return waiting
}

const named = (folded: string) =>
  sql<SqlBool>`(instr(members.name_folded, ${folded}) > 0 or instr(roster_entries.kana_folded, ${folded}) > 0)`

const beyond = ({ waiting, at, id }: ListCursor) =>
  sql<SqlBool>`(-(members.state = 'applied'), -members.created_at, members.id) > (${-waiting}, ${-at}, ${id})`
