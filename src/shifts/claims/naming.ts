import { sql } from 'kysely'
import { z } from 'zod'
import type { OpeningMode } from '../../db/schema-shifts.ts'
import type { Store } from '../../db/store.ts'
import { Refusal } from '../../refusal.ts'
import { shiftTitle } from '../ad/shift-words.ts'
import type { Named } from './claim-statements.ts'

const Roles = z.array(z.object({ name: z.string() }))

/** What timelines call an opening. `storeId`: the store that the asker's rights end at; null: all. Refusal not_found. */
export async function nameOpening(
  { db }: Store,
  { openingId, storeId = null }: { openingId: string; storeId?: string | null },
): Promise<Named & { mode: OpeningMode }> {
  const opening = await db
    .selectFrom('shift_openings')
    .innerJoin('stores', 'stores.id', 'shift_openings.store_id')
    .select(['starts_at as startsAt', 'ends_at as endsAt', 'mode', 'store_id as storeId', 'stores.name as store'])
    .select(
      sql<string>`(select json_group_array(json_object('name', name)) from (select roles.name
        from roles, json_each(shift_openings.role_ids) as meant where roles.id = meant.value
        order by roles.position, roles.name))`.as('roles'),
    )
    .where('shift_openings.id', '=', openingId)
    .$if(storeId !== null, (query) => query.where('shift_openings.store_id', '=', storeId))
    .executeTakeFirst()
  if (!opening) throw new Refusal('not_found')
  const roles = Roles.parse(JSON.parse(opening.roles))
  return { title: shiftTitle('ja', { ...opening, roles }), ...opening }
}
