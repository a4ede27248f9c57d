import { type SqlBool, sql } from 'kysely'
import type { Store } from '../db/store.ts'
import { foldName } from '../members/names.ts'
import { Refusal } from '../refusal.ts'

/** Rows of a page of the list. */
export const ENTRIES_PAGE_MAX = 30

export const ENTRY_STATES = ['not_invited', 'invited', 'matched', 'excluded'] as const
export type EntryState = (typeof ENTRY_STATES)[number]
export const ENTRY_TABS = ['all', ...ENTRY_STATES] as const
export type EntryTab = (typeof ENTRY_TABS)[number]

/** Where a page ended: those who left last come first. */
export type EntryCursor = { leftOn: string; id: string }
type Reader = { id: string; storeId: string | null }

type Listing = {
  tab: EntryTab
  /** A part of a name or of its kana; '' for everybody. */
  search: string
  /** A manager reads their own store; who was left out by somebody else is the owner's to know. */
  operator: Reader
  after?: EntryCursor | undefined
  now: number
}

/** The entries of a tab by pages, who left last first; `next` is where the following page begins. */
export async function listEntries({ db }: Store, { tab, search, operator, after, now }: Listing) {
  const folded = foldName(search)
  const rows = await readable(db, operator, now)
    .$if(tab !== 'all', (query) => query.where(sql<SqlBool>`${stateAt(now)} = ${tab}`))
    .$if(folded !== '', (query) =>
      query.where(
        sql<SqlBool>`(instr(roster_entries.name_folded, ${folded}) > 0 or instr(roster_entries.kana_folded, ${folded}) > 0)`,
      ),
    )
    .$if(after !== undefined, (query) => query.where(beyond(after ?? { leftOn: '', id: '' })))
    .orderBy('roster_entries.left_on', 'desc')
    .orderBy('roster_entries.id')
    .limit(ENTRIES_PAGE_MAX + 1)
    .execute()
  const entries = rows.slice(0, ENTRIES_PAGE_MAX)
  const last = rows.length > ENTRIES_PAGE_MAX ? entries.at(-1) : undefined
  return { entries, next: last && { leftOn: last.left_on, id: last.id } }
}
export type ListedEntry = Awaited<ReturnType<typeof listEntries>>['entries'][number]

/** How many entries are in which state. */
export async function countEntries({ db }: Store, { operator, now }: { operator: Reader; now: number }) {
  const counts = await db
    .selectFrom(readable(db, operator, now).as('entry'))
    .select(({ fn }) => ['state', fn.countAll<number>().as('count')])
    .groupBy('state')
    .execute()
  const of = (state: EntryState) => counts.find((one) => one.state === state)?.count ?? 0
  return {
    all: counts.reduce((sum, { count }) => sum + count, 0),
    not_invited: of('not_invited'),
    invited: of('invited'),
    matched: of('matched'),
    excluded: of('excluded'),
  }
}

type Asked = { entryId: string; operator: Reader; now: number }

/** One entry, of a store that the operator may read. Refusal: not_found. */
export async function getEntry({ db }: Store, { entryId, operator, now }: Asked) {
  const entry = await readable(db, operator, now)
    .select([
      'roster_entries.joined_on',
      'roster_entries.note',
      'roster_entries.created_at',
      'roster_entries.updated_at',
      'roster_entries.excluded_at',
      sql<0 | 1>`roster_entries.staff_no_hmac is not null`.as('has_staff_no'),
      sql<0 | 1>`roster_entries.digits_hmac is not null`.as('has_digits'),
    ])
    .where('roster_entries.id', '=', entryId)
    .executeTakeFirst()
  if (!entry) throw new Refusal('not_found')
  return entry
}
export type ShownEntry = Awaited<ReturnType<typeof getEntry>>

/** Takes an entry, and its invitations, off the roster; whoever registered for it stays. Refusals: not_found, roster_entry_taken. */
export async function deleteEntry(store: Store, { entryId, operator, now }: Asked) {
  await getEntry(store, { entryId, operator, now })
  const gone = await store.db
    .deleteFrom('roster_entries')
    .where('id', '=', entryId)
    .where(sql<SqlBool>`not exists (select 1 from members where members.roster_entry_id = roster_entries.id)`)
    .returning('id')
    .executeTakeFirst()
  if (!gone) throw new Refusal('roster_entry_taken')
}

const readable = (db: Store['db'], { id, storeId }: Reader, now: number) =>
  db
    .selectFrom('roster_entries')
    .innerJoin('stores', 'stores.id', 'roster_entries.store_id')
    .leftJoin('roles', 'roles.id', 'roster_entries.role_id')
    .leftJoin('members', 'members.roster_entry_id', 'roster_entries.id')
    .select([
      'roster_entries.id',
      'roster_entries.name',
      'roster_entries.kana',
      'roster_entries.left_on',
      'stores.name as store_name',
      'roles.name as role_name',
      'members.id as member_id',
      stateAt(now).as('state'),
    ])
    .$if(storeId !== null, (query) =>
      query
        .where('roster_entries.store_id', '=', storeId ?? '')
        .where(sql<SqlBool>`(roster_entries.excluded_at is null or roster_entries.excluded_by = ${id})`),
    )

/** Who left out a person may say so of a matched one too: that they registered is what counts. */
const stateAt = (now: number) => sql<EntryState>`case
  when members.id is not null then 'matched'
  when roster_entries.excluded_at is not null then 'excluded'
  when exists (select 1 from roster_invitations as i where i.entry_id = roster_entries.id and i.used_at is null
    and i.revoked_at is null and i.expires_at > ${now}) then 'invited'
  else 'not_invited' end`

/** Two conditions, as the index can be entered by the first only. */
const beyond = ({ leftOn, id }: EntryCursor) =>
  sql<SqlBool>`roster_entries.left_on <= ${leftOn} and (roster_entries.left_on < ${leftOn} or roster_entries.id > ${id})`
