import { type Compilable, sql } from 'kysely'
import type { Db, Store } from '../../db/store.ts'
import { Refusal } from '../../refusal.ts'
import { CODES_KEPT_MS } from '../codes.ts'

export const PER_DAY_MAX = 200
export const VALUE_YEN_MAX = 100_000
/** A till that was not in use for so long takes no share of the day's number. */
const IN_USE_MS = 14 * 86_400_000

export type PaperMode = {
  /** So many uses a shop's day (from 5:00) in the whole store. */
  perDayMax: number
  /** The most that one use may take off. */
  valueMaxYen: number
}
export type StorePaperMode = { storeId: string; storeName: string; mode: PaperMode | null; updatedAt: number | null }

/** What a store allows while the net is down; undefined: nothing, coupons wait. */
export async function readPaperMode({ db }: Store, { storeId }: { storeId: string }): Promise<PaperMode | undefined> {
  const row = await db.selectFrom('paper_modes').selectAll().where('store_id', '=', storeId).executeTakeFirst()
  return row && { perDayMax: row.per_day_max, valueMaxYen: row.value_max_yen }
}

/**
 * How many of the day's uses one device may log by itself: the store's number shared among its tills in use, for they
 * cannot know of each other. At least one each. Who filled it is counted on the device, in a shop's day from 5:00; what all of
 * them bring is counted again here, by the day on which the codes were on the screen, and what is above the store's number
 * (more tills than it, one enrolled since) counts and is told to the owner.
 */
export async function shareOfTill(
  { db }: Store,
  { storeId, mode, now }: { storeId: string; mode: PaperMode; now: number },
) {
  const { tills } = await db
    .selectFrom('tills')
    .select(sql<number>`count(*)`.as('tills'))
    .where('store_id', '=', storeId)
    .where('revoked_at', 'is', null)
    .where('last_seen_at', '>', now - IN_USE_MS)
    .executeTakeFirstOrThrow()
  return Math.max(1, Math.floor(mode.perDayMax / Math.max(1, tills)))
}

type Setting = { storeId: string; mode: PaperMode; operatorId: string; now: number }

/**
 * Lets a store go on while the net is down, within these limits. What was noted before, since it last stopped, does not count.
 * Refusal: not_found (no such store).
 */
export async function setPaperMode({ db, batch }: Store, { storeId, mode, operatorId, now }: Setting) {
  const set = db
    .insertInto('paper_modes')
    .columns(['store_id', 'per_day_max', 'value_max_yen', 'updated_by', 'updated_at'])
    .expression((eb) =>
      eb
        .selectFrom('stores')
        .select([
          'stores.id',
          sql<number>`${mode.perDayMax}`.as('per_day_max'),
          sql<number>`${mode.valueMaxYen}`.as('value_max_yen'),
          eb.val(operatorId).as('updated_by'),
          sql<number>`${now}`.as('updated_at'),
        ])
        .where('stores.id', '=', storeId),
    )
    .onConflict((clash) =>
      clash.column('store_id').doUpdateSet(({ ref }) => ({
        per_day_max: ref('excluded.per_day_max'),
        value_max_yen: ref('excluded.value_max_yen'),
        updated_by: ref('excluded.updated_by'),
        updated_at: ref('excluded.updated_at'),
      })),
    )
  const [, stores] = await batch([gapUntil(db, { storeId, now }), set])
  if (stores === 0) throw new Refusal('not_found')
}

/** Where a store does not note now: from its last end, or from ever. */
const gapUntil = (db: Db, { storeId, now }: { storeId: string; now: number }): Compilable => ({
  compile: () =>
    sql`insert into paper_gaps (store_id, from_at, until_at)
      select id, coalesce((select ended_at from paper_mode_ends where store_id = stores.id), 0), ${now} from stores
      where id = ${storeId} and not exists (select 1 from paper_modes where store_id = stores.id)
      on conflict (store_id, from_at) do update set until_at = excluded.until_at`.compile(db),
})

/**
 * Coupons wait again while the net is down. A scan that was noted before still counts when it comes in, a later one is a
 * conflict. Safe to repeat: the first end stays.
 */
export async function endPaperMode(
  { db, batch }: Store,
  { storeId, operatorId, now }: { storeId: string; operatorId: string; now: number },
) {
  const end: Compilable = {
    compile: () =>
      sql`insert into paper_mode_ends (store_id, ended_at, ended_by)
        select store_id, ${now}, ${operatorId} from paper_modes where store_id = ${storeId}
        on conflict (store_id) do update set ended_at = excluded.ended_at, ended_by = excluded.ended_by`.compile(db),
  }
  await batch([end, db.deleteFrom('paper_modes').where('store_id', '=', storeId)])
}

/**
 * Whether a store let its tills note scans at a time of the last days, as a question: what has passed does not change any
 * more. No: before it first did, after it last stopped, and between an end and the next beginning.
 */
export async function notedAt({ db }: Store, { storeId, now }: { storeId: string; now: number }) {
  const rows = await db
    .selectFrom('stores')
    .leftJoin('paper_modes', 'paper_modes.store_id', 'stores.id')
    .leftJoin('paper_mode_ends', 'paper_mode_ends.store_id', 'stores.id')
    .leftJoin('paper_gaps', (join) =>
      join.onRef('paper_gaps.store_id', '=', 'stores.id').on('until_at', '>', now - CODES_KEPT_MS),
    )
    .select(['paper_modes.store_id as on', 'ended_at', 'from_at', 'until_at'])
    .where('stores.id', '=', storeId)
    .execute()
  const [row] = rows
  const until = row?.on ? Number.POSITIVE_INFINITY : (row?.ended_at ?? 0)
  return (at: number) =>
    at < until && !rows.some(({ from_at, until_at }) => at >= (from_at ?? 0) && at < (until_at ?? 0))
}

/** Every store with what it allows; of one store, or (null) of all. */
export async function listPaperModes(
  { db }: Store,
  { storeId }: { storeId: string | null },
): Promise<StorePaperMode[]> {
  const rows = await db
    .selectFrom('stores')
    .leftJoin('paper_modes', 'paper_modes.store_id', 'stores.id')
    .select(['stores.id', 'stores.name', 'per_day_max', 'value_max_yen', 'updated_at'])
    .$if(storeId !== null, (query) => query.where('stores.id', '=', storeId ?? ''))
    .orderBy('stores.position')
    .orderBy('stores.id')
    .execute()
  return rows.map(({ id, name, per_day_max, value_max_yen, updated_at }) => ({
    storeId: id,
    storeName: name,
    mode:
      per_day_max === null || value_max_yen === null ? null : { perDayMax: per_day_max, valueMaxYen: value_max_yen },
    updatedAt: updated_at,
  }))
}
