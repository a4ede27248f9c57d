import type { Store } from '../../db/store.ts'

export type CheckedFloor = { yen: number; effectiveOn: string; source: string | null }

/** The minimum wage that an opening was checked against when it went out; undefined: it is a draft. */
export async function readCheckedFloor({ db }: Store, openingId: string): Promise<CheckedFloor | undefined> {
  const row = await db
    .selectFrom('shift_openings')
    .select(['floor_yen as yen', 'floor_effective_on as effectiveOn', 'floor_source as source'])
    .where('id', '=', openingId)
    .executeTakeFirst()
  if (!row || row.yen === null || row.effectiveOn === null) return undefined
  return { yen: row.yen, effectiveOn: row.effectiveOn, source: row.source }
}
