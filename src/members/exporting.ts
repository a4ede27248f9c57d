import { type SqlBool, sql } from 'kysely'
import type { Db, Store } from '../db/store.ts'

/** People of a file: what Excel opens (1,048,576 lines), and what a shop of any size has. */
export const EXPORT_MAX = 1_000_000
/** People read at a time: one query, and what is in memory. */
const EXPORT_PAGE = 1_000

export type Exported = Awaited<ReturnType<typeof pageAfter>>[number]

/** How many people an export of now would hold. */
export async function countExported({ db }: Store): Promise<number> {
  const { count } = await db
    .selectFrom('members')
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .where(exported)
    .executeTakeFirstOrThrow()
  return Math.min(count, EXPORT_MAX)
}

/** Everybody who registered, one after the other, never all in memory; those who leave meanwhile are not in it. */
export async function* exportMembers({ db }: Store): AsyncGenerator<Exported> {
  let after = ''
  for (let read = 0; read < EXPORT_MAX; read += EXPORT_PAGE) {
    const page = await pageAfter(db, after)
    yield* page
    const last = page.at(-1)
    if (!last || page.length < EXPORT_PAGE) return
    after = last.id
  }
}

/** Guests told the shop nothing yet: there is nothing to take along. Birth years are for one purpose only, and stay. */
const exported = sql<SqlBool>`members.state in ('applied', 'verified', 'declined')`

/** What a person agreed to now: '1', '0', or null when never asked. */
const answerTo = (purpose: string) => sql<0 | 1 | null>`(select granted from current_consents
  where current_consents.purpose = ${sql.lit(purpose)} and current_consents.member_id = members.id)`

const pageAfter = (db: Db, after: string) =>
  db
    .selectFrom('members')
    .leftJoin('stores', 'stores.id', 'members.store_id')
    .leftJoin('roles', 'roles.id', 'members.role_id')
    .leftJoin('line_identities', 'line_identities.member_id', 'members.id')
    .leftJoin('roster_entries', 'roster_entries.id', 'members.roster_entry_id')
    .select([
      'members.id',
      'members.state',
      'members.name',
      'roster_entries.kana',
      'stores.name as store_name',
      'roles.name as role_name',
      'members.joined_on',
      'members.left_on',
      'members.language',
      'members.applied_at',
      'members.decided_at',
      'members.last_seen_at',
      'line_identities.follow_state',
      answerTo('privacy').as('privacy'),
      answerTo('news').as('news'),
      answerTo('coupons').as('coupons'),
      answerTo('events').as('events'),
      answerTo('shifts').as('shifts'),
      sql<string | null>`(select group_concat(tag, '、') from
        (select tag from member_tags where member_tags.member_id = members.id order by created_at, tag))`.as('tags'),
    ])
    .where(exported)
    .where('members.id', '>', after)
    .orderBy('members.id')
    .limit(EXPORT_PAGE)
    .execute()
