import { sql } from 'kysely'
import { z } from 'zod'
import type { ClosedBecause, OpeningMode, OpeningState } from '../db/schema-shifts.ts'
import type { Store } from '../db/store.ts'
import { Terms } from '../labour/terms.ts'
import type { SegmentRule } from '../segments/rule.ts'
import { parseRule } from '../segments/segments.ts'

/** A job slot with a headcount, as everybody reads it. Times are UTC epoch ms, money is integer yen. */
export type Opening = {
  id: string
  state: OpeningState
  closedBecause: ClosedBecause | null
  storeId: string
  storeName: string
  startsAt: number
  endsAt: number
  breakMinutes: number
  roles: readonly { id: string; name: string }[]
  headcount: number
  /** Places that somebody has, or that are held for who was offered one. */
  taken: number
  wageYen: number
  /** Per shift, there and back. */
  transportYen: number
  terms: Terms
  closesAt: number
  urgent: boolean
  mode: OpeningMode
  /** Whom it is for, as it stands now: of its segment, while there is one. */
  rule: SegmentRule
  segmentId: string | null
  /** The store beyond whose people it is not for: that of a manager who planned it. */
  audienceStoreId: string | null
  shared: boolean
  leadMinutes: number
  waveSize: number
  waveMinutes: number
  asksMax: number
  nextWaveAt: number | null
  waves: number
  wavesEndedBecause: 'owner' | 'everybody' | 'quota' | 'confirmed' | null
  templateId: string | null
  openedAt: number | null
  cancelWords: string | null
  createdBy: string | null
  openedBy: string | null
  /** Names its version, and is the day that the ad is "as of". */
  updatedAt: number
  /** When what would be agreed last changed after it went out; null: never. */
  conditionsAt: number | null
}

export const Roles = z.array(z.tuple([z.string(), z.string()]))
const Audience = z.object({ rule: z.unknown(), storeId: z.string().nullish() })

/** Of `shift_openings`: id and name of each of its roles, in the order of the shop. */
export const rolesOf = sql<string>`(select json_group_array(json_array(id, name)) from (
  select roles.id, roles.name from roles, json_each(shift_openings.role_ids) as meant
  where roles.id = meant.value order by roles.position, roles.name))`

/** Of `shift_openings`: places that somebody has, or that are held for who was offered one. */
export const takenPlaces = sql<number>`((select count(*) from assignments
    where assignments.opening_id = shift_openings.id and assignments.state in ('confirmed', 'worked', 'missed'))
  + (select count(*) from shift_claims
    where shift_claims.opening_id = shift_openings.id and shift_claims.state = 'offered'))`

/** `storeId`: the store that the asker's rights end at, whose own openings alone are found; null: all. */
export async function findOpening(
  { db }: Store,
  { openingId, storeId = null }: { openingId: string; storeId?: string | null },
): Promise<Opening | undefined> {
  const row = await db
    .selectFrom('shift_openings')
    .innerJoin('stores', 'stores.id', 'shift_openings.store_id')
    .leftJoin('segments', 'segments.id', 'shift_openings.segment_id')
    .selectAll('shift_openings')
    .select(['stores.name as store_name', 'segments.rule as segment_rule'])
    .select([rolesOf.as('roles'), takenPlaces.as('taken')])
    .where('shift_openings.id', '=', openingId)
    .$if(storeId !== null, (query) => query.where('shift_openings.store_id', '=', storeId))
    .executeTakeFirst()
  if (!row) return undefined
  const audience = Audience.parse(JSON.parse(row.audience))
  return {
    id: row.id,
    state: row.state,
    closedBecause: row.closed_because,
    storeId: row.store_id,
    storeName: row.store_name,
    startsAt: row.starts_at,
    endsAt: row.ends_at,
    breakMinutes: row.break_minutes,
    roles: Roles.parse(JSON.parse(row.roles)).map(([id, name]) => ({ id, name })),
    headcount: row.headcount,
    taken: row.taken,
    wageYen: row.wage_yen,
    transportYen: row.transport_yen,
    terms: Terms.parse(JSON.parse(row.terms)),
    closesAt: row.closes_at,
    urgent: row.urgent === 1,
    mode: row.mode,
    rule: parseRule(row.segment_rule ?? JSON.stringify(audience.rule)),
    segmentId: row.segment_id,
    audienceStoreId: audience.storeId ?? null,
    shared: row.shared === 1,
    leadMinutes: row.lead_minutes,
    waveSize: row.wave_size,
    waveMinutes: row.wave_minutes,
    asksMax: row.asks_max,
    nextWaveAt: row.next_wave_at,
    waves: row.waves,
    wavesEndedBecause: row.waves_ended_because,
    templateId: row.template_id,
    openedAt: row.opened_at,
    cancelWords: row.cancel_words,
    createdBy: row.created_by,
    openedBy: row.opened_by,
    updatedAt: row.updated_at,
    conditionsAt: row.conditions_at,
  }
}
