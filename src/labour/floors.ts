import { FLOOR_TABLE, TABLE_ENDS_ON } from './floor-table.ts'

export { PREFECTURES, type Prefecture, TABLE_ENDS_ON } from './floor-table.ts'

/** A minimum wage that an owner looked up: yen an hour, from which day, where it was read, and on which day. */
export type EnteredFloor = { prefecture: string; yen: number; effectiveOn: string; source: string; enteredOn: string }

/** Yen an hour that nobody may be paid less than. `source`: where the owner read it; null: the table. */
export type Floor = { yen: number; effectiveOn: string | null; source: string | null }

/**
 * The minimum wage of a prefecture on a day (Tokyo): 最低賃金法 4条. Up to the end of the table, the table; what an owner
 * entered may raise it and never lower it. After that only what an owner entered, in force on that day and looked up in the
 * same cycle (new figures come from October on); undefined: nobody knows, and nothing may be sent.
 */
export function floorOn({
  prefecture,
  on,
  entered,
}: {
  prefecture: string
  on: string
  entered: readonly EnteredFloor[]
}): Floor | undefined {
  const row = FLOOR_TABLE.find(([name]) => name === prefecture)
  if (!row) return undefined
  const [, before, yen, effectiveOn] = row
  const listed: Floor =
    on >= effectiveOn ? { yen, effectiveOn, source: null } : { yen: before, effectiveOn: null, source: null }
  const known = entered.filter((floor) => floor.prefecture === prefecture && floor.effectiveOn <= on)
  const latest = known.reduce<EnteredFloor | undefined>(later, undefined)
  if (on <= TABLE_ENDS_ON) return latest && latest.yen > listed.yen ? asFloor(latest) : listed
  if (!latest || latest.yen < yen || on > lastDayOf(latest)) return undefined
  return asFloor(latest)
}

/** Until when an entered figure may be trusted: the last of September after it was looked up. */
export function lastDayOf({ enteredOn }: Pick<EnteredFloor, 'enteredOn'>): string {
  const year = Number(enteredOn.slice(0, 4))
  return enteredOn.slice(5) > '09-30' ? `${year + 1}-09-30` : `${year}-09-30`
}

/** What the table says of a prefecture, for who compares; undefined: there is no such prefecture. */
export function listedFloor(prefecture: string) {
  const row = FLOOR_TABLE.find(([name]) => name === prefecture)
  return row && { before: row[1], yen: row[2], effectiveOn: row[3] }
}

/** In force later; of the same day what was entered later, or is higher: a correction counts. */
function later(one: EnteredFloor | undefined, other: EnteredFloor): EnteredFloor {
  if (!one) return other
  if (one.effectiveOn !== other.effectiveOn) return one.effectiveOn > other.effectiveOn ? one : other
  if (one.enteredOn !== other.enteredOn) return one.enteredOn > other.enteredOn ? one : other
  return one.yen >= other.yen ? one : other
}

const asFloor = ({ yen, effectiveOn, source }: EnteredFloor): Floor => ({ yen, effectiveOn, source })
