import type { Store } from '../../db/store.ts'
import { findOpening, type Opening, takenPlaces } from '../openings.ts'

/** As many as a shop has at once, and more. */
const PUBLIC_MAX = 50

/** What anybody may read of the shop's openings that may be passed on: those that take applications now, the next first. */
export async function listPublicOpenings(store: Store, { now }: { now: number }): Promise<readonly Opening[]> {
  const ids = await store.db
    .selectFrom('shift_openings')
    .select('id')
    .where('state', '=', 'open')
    .where('shared', '=', 1)
    .where('closes_at', '>', now)
    .where(takenPlaces, '<', (eb) => eb.ref('headcount'))
    .orderBy('starts_at')
    .orderBy('id')
    .limit(PUBLIC_MAX)
    .execute()
  const found = await Promise.all(ids.map(({ id }) => findOpening(store, { openingId: id })))
  return found.filter((opening) => opening !== undefined)
}

/**
 * One that may be passed on and was out once; `isOver`: it takes no applications any more, and all that is left to say is
 * that. undefined for every other, as if there were none.
 */
export async function findPublicOpening(
  store: Store,
  { openingId, now }: { openingId: string; now: number },
): Promise<{ opening: Opening; isOver: boolean } | undefined> {
  const opening = await findOpening(store, { openingId })
  if (!opening?.shared || opening.openedAt === null) return undefined
  return { opening, isOver: !takesApplications(opening, now) }
}

/** Whether who reads of it now may still apply and get a place. */
export const takesApplications = ({ state, closesAt, taken, headcount }: Opening, now: number) =>
  state === 'open' && now < closesAt && taken < headcount
