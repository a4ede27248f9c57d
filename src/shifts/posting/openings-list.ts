import { type SqlBool, sql } from 'kysely'
import type { ClosedBecause, OpeningState } from '../../db/schema-shifts.ts'
import type { Store } from '../../db/store.ts'
import { Roles, rolesOf, takenPlaces } from '../openings.ts'
import { ofStore } from './drafts.ts'

/** A page of the list. */
export const OPENINGS_PAGE = 30

export type OpeningLine = {
  id: string
  state: OpeningState
  closedBecause: ClosedBecause | null
  startsAt: number
  endsAt: number
  closesAt: number
  storeName: string
  roles: readonly { id: string; name: string }[]
  headcount: number
  urgent: boolean
  /** Places that somebody has, or that are held for who was offered one. */
  taken: number
  /** People who wait for a decision of the shop. */
  applied: number
}

/** Where a page ended. */
export type OpeningCursor = { startsAt: number; id: string }

type Asked = {
  when: 'coming' | 'past'
  storeId?: string | null
  after?: OpeningCursor | undefined
  max?: number
  now: number
}

const applied = sql<number>`(select count(*) from shift_claims
  where shift_claims.opening_id = shift_openings.id and shift_claims.state = 'applied')`

/**
 * The openings of a store, or all, by pages: those that are still to come or under way, the next one first; or those that are
 * over or called off, the last one first.
 */
export async function listOpenings(
  { db }: Store,
  { when, storeId = null, after, max = OPENINGS_PAGE, now }: Asked,
): Promise<OpeningLine[]> {
  const isPast = sql<SqlBool>`(shift_openings.state in ('done', 'cancelled') or shift_openings.ends_at <= ${now})`
  const way = when === 'coming' ? ('asc' as const) : ('desc' as const)
  const rows = await db
    .selectFrom('shift_openings')
    .innerJoin('stores', 'stores.id', 'shift_openings.store_id')
    .select(['shift_openings.id', 'shift_openings.state', 'shift_openings.closed_because as closedBecause'])
    .select(['shift_openings.starts_at as startsAt', 'shift_openings.ends_at as endsAt'])
    .select(['shift_openings.closes_at as closesAt', 'stores.name as storeName'])
    .select(['shift_openings.headcount', 'shift_openings.urgent'])
    .select([rolesOf.as('roles'), takenPlaces.as('taken'), applied.as('applied')])
    .where(ofStore(storeId))
    .where(when === 'past' ? isPast : sql<SqlBool>`not ${isPast}`)
    .$if(after !== undefined, (query) =>
      query.where(({ eb, refTuple, tuple }) =>
        eb(
          refTuple('shift_openings.starts_at', 'shift_openings.id'),
          when === 'coming' ? '>' : '<',
          tuple(after?.startsAt ?? 0, after?.id ?? ''),
        ),
      ),
    )
    .orderBy('shift_openings.starts_at', way)
    .orderBy('shift_openings.id', way)
    .limit(max)
    .execute()
  return rows.map(({ roles, urgent, ...row }) => ({
    ...row,
    urgent: urgent === 1,
    roles: Roles.parse(JSON.parse(roles)).map(([id, name]) => ({ id, name })),
  }))
}
