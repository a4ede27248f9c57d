import type { Store } from '../../db/store.ts'
import { noteAccessAgain } from '../../interactions/access-log.ts'
import { startOfTokyoDay } from '../../sending/quiet.ts'
import { Roles, rolesOf } from '../openings.ts'

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS
/** An evening's work goes on past midnight: what begins until 5:00 is of this evening too. */
const EVENING_OVER_MS = 5 * HOUR_MS
/** More than a chain has in one evening. */
const ON_DUTY_MAX = 50
/** Whoever keeps the page open looks at it all day: that is noted once in so long. */
const NOTED_EVERY_MS = 10 * 60_000

/** One of the alumni who works today. */
export type OnDuty = {
  assignmentId: string
  name: string | null
  storeName: string
  startsAt: number
  endsAt: number
  roles: readonly { id: string; name: string }[]
}

/** Who of the alumni works today and is not done yet, for those who work beside them. `storeId`: at that store alone. */
export async function onDutyToday(
  { db }: Store,
  { storeId, now }: { storeId: string | null; now: number },
): Promise<readonly OnDuty[]> {
  const rows = await db
    .selectFrom('assignments')
    .innerJoin('shift_openings', 'shift_openings.id', 'assignments.opening_id')
    .innerJoin('stores', 'stores.id', 'shift_openings.store_id')
    .innerJoin('members', 'members.id', 'assignments.member_id')
    .select(['assignments.id as assignmentId', 'members.name', 'stores.name as storeName'])
    .select(['assignments.starts_at as startsAt', 'assignments.ends_at as endsAt', rolesOf.as('roles')])
    .where('assignments.state', '=', 'confirmed')
    .where('assignments.starts_at', '<', startOfTokyoDay(now) + DAY_MS + EVENING_OVER_MS)
    .where('assignments.ends_at', '>', now)
    .$if(storeId !== null, (query) => query.where('shift_openings.store_id', '=', storeId))
    .orderBy('assignments.starts_at')
    .orderBy('assignments.id')
    .limit(ON_DUTY_MAX)
    .execute()
  return rows.map(({ roles, ...row }) => ({
    ...row,
    roles: Roles.parse(JSON.parse(roles)).map(([id, name]) => ({ id, name })),
  }))
}

/** Notes that an operator saw who works today, before they do; not of nobody. */
export async function noteOnDutySeen(
  store: Store,
  { operatorId, people, now }: { operatorId: string; people: readonly OnDuty[]; now: number },
) {
  if (people.length === 0) return
  // The day takes the place of the event.
  const detail = { page: 'onDuty', event: String(startOfTokyoDay(now)), count: people.length }
  await noteAccessAgain(store, { operatorId, action: 'members_listed', detail, everyMs: NOTED_EVERY_MS, now })
}
