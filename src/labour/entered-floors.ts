import type { Store } from '../db/store.ts'
import { dayOf } from './days.ts'
import { type EnteredFloor, type Floor, floorOn } from './floors.ts'

const FLOORS_MAX = 500

type Entering = {
  prefecture: string
  yen: number
  effectiveOn: string
  source: string
  operatorId: string
  now: number
}

/** Keeps a minimum wage that an owner looked up. Earlier entries stay: they say what older openings were checked against. */
export async function enterFloor({ db }: Store, { prefecture, yen, effectiveOn, source, operatorId, now }: Entering) {
  const id = crypto.randomUUID()
  await db
    .insertInto('wage_floors')
    .values({ id, prefecture, yen, effective_on: effectiveOn, source, entered_by: operatorId, entered_at: now })
    .execute()
  return id
}

/** What was entered, the newest first. */
export async function listFloors({ db }: Store, { prefecture }: { prefecture?: string } = {}) {
  const rows = await db
    .selectFrom('wage_floors')
    .leftJoin('operators', 'operators.id', 'wage_floors.entered_by')
    .select(['wage_floors.id', 'prefecture', 'yen', 'effective_on', 'source', 'entered_at', 'operators.name'])
    .$if(prefecture !== undefined, (query) => query.where('prefecture', '=', prefecture ?? ''))
    .orderBy('entered_at', 'desc')
    .limit(FLOORS_MAX)
    .execute()
  return rows.map(({ effective_on, entered_at, name, ...row }) => ({
    ...row,
    effectiveOn: effective_on,
    enteredAt: entered_at,
    enteredOn: dayOf(entered_at),
    enteredBy: name,
  }))
}

/** The minimum wage at a place on a day; undefined: nobody knows, and an owner has to look it up. */
export async function floorAt(
  store: Store,
  { prefecture, on }: { prefecture: string; on: string },
): Promise<Floor | undefined> {
  const entered: readonly EnteredFloor[] = await listFloors(store, { prefecture })
  return floorOn({ prefecture, on, entered })
}
