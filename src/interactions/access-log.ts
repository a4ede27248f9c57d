import { sql } from 'kysely'
import { type Cursor, pageOf } from '../db/pages.ts'
import type { AccessAction } from '../db/schema-rights.ts'
import type { Db, Store } from '../db/store.ts'

/** A page of the log. */
export const ACCESSES_PAGE_MAX = 50
const OPERATORS_LISTED_MAX = 200
/** Thirteen months: a year can be looked back on, and the month it is asked in. */
const KEPT_DAYS = 396
const DAY_MS = 86_400_000

/** Everything that is noted; the order in which the log offers it as a filter. */
export const ACCESS_ACTIONS: readonly AccessAction[] = [
  'member_viewed',
  'members_listed',
  'members_exported',
  'roster_listed',
  'roster_viewed',
  'roster_exported',
  'invitations_printed',
]

type Access = {
  operatorId: string
  action: AccessAction
  /** Whose record it was; missing when it was several. */
  memberId?: string
  /** References and counts, no personal data: what page, how many. */
  detail?: Readonly<Record<string, string | number>>
  now: number
}

/**
 * Notes that an operator saw or took along somebody's data, before they do: await it, and let it fail the request. What
 * could not be noted is not shown.
 */
export const noteAccess = async ({ db }: Store, { operatorId, action, memberId, detail, now }: Access) => {
  await db
    .insertInto('access_log')
    .values({
      id: crypto.randomUUID(),
      operator_id: operatorId,
      member_id: memberId ?? null,
      action,
      detail: JSON.stringify(detail ?? {}),
      at: now,
    })
    .execute()
}

/**
 * The same for a page that keeps itself up to date: noted once in `everyMs`, for as long as the same operator looks at the
 * same `page` of the same `event`.
 */
export const noteAccessAgain = async (
  { db }: Store,
  { operatorId, action, detail, everyMs, now }: Omit<Access, 'memberId'> & Again,
) =>
  void (await sql`insert into access_log (id, operator_id, action, detail, at)
    select ${crypto.randomUUID()}, ${operatorId}, ${action}, ${JSON.stringify(detail)}, ${now}
    where not exists (select 1 from access_log where operator_id = ${operatorId} and at > ${now - everyMs} and action = ${action}
      and detail ->> 'page' = ${detail.page} and detail ->> 'event' = ${detail.event})`.execute(db))

type Again = { detail: { page: string; event: string; count: number }; everyMs: number }

/** Who saw one person's record last, newest first. */
export const accessesOf = ({ db }: Store, { memberId, limit }: { memberId: string; limit: number }) =>
  newestFirst(db).where('access_log.member_id', '=', memberId).limit(limit).execute()

type Asked = {
  operatorId?: string | undefined
  action?: AccessAction | undefined
  memberId?: string | undefined
  before?: Cursor | undefined
}

/**
 * Who saw or took along what, newest first, by pages; of one operator, action or person only, if asked. `next`: where the
 * next page begins.
 */
export async function listAccesses({ db }: Store, { operatorId, action, memberId, before }: Asked) {
  const rows = await newestFirst(db)
    .leftJoin('members', 'members.id', 'access_log.member_id')
    .select(['access_log.member_id', 'members.name as member_name', 'members.state as member_state'])
    .$if(operatorId !== undefined, (query) => query.where('access_log.operator_id', '=', operatorId ?? ''))
    .$if(memberId !== undefined, (query) => query.where('access_log.member_id', '=', memberId ?? ''))
    .$if(action !== undefined, (query) => query.where('access_log.action', '=', action ?? 'member_viewed'))
    .$if(before !== undefined, (query) =>
      query.where(({ eb, or, and }) =>
        or([
          eb('access_log.at', '<', before?.at ?? 0),
          and([eb('access_log.at', '=', before?.at ?? 0), eb('access_log.id', '>', before?.id ?? '')]),
        ]),
      ),
    )
    .limit(ACCESSES_PAGE_MAX + 1)
    .execute()
  return pageOf(rows, ACCESSES_PAGE_MAX, ({ at, id }) => ({ at, id }))
}

/** Everybody who is in the log, also those who are operators no more. */
export const operatorsInLog = ({ db }: Store) =>
  db
    .selectFrom('operators')
    .select(['id', 'name'])
    .where(({ exists, selectFrom }) =>
      exists(selectFrom('access_log').select('access_log.id').whereRef('access_log.operator_id', '=', 'operators.id')),
    )
    .orderBy('name')
    .orderBy('id')
    .limit(OPERATORS_LISTED_MAX)
    .execute()

/** What is older than thirteen months is of no use any more. */
export const forgetOldAccesses = ({ db }: Store, { now }: { now: number }) =>
  db
    .deleteFrom('access_log')
    .where('at', '<', now - KEPT_DAYS * DAY_MS)
    .execute()

const newestFirst = (db: Db) =>
  db
    .selectFrom('access_log')
    .innerJoin('operators', 'operators.id', 'access_log.operator_id')
    .select([
      'access_log.id',
      'access_log.action',
      'access_log.detail',
      'access_log.at',
      'access_log.operator_id',
      'operators.name as operator_name',
    ])
    .orderBy('access_log.at', 'desc')
    .orderBy('access_log.id')
