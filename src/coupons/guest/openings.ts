import { type Compilable, sql } from 'kysely'
import type { Db, Store } from '../../db/store.ts'

/** Calling a code up again sooner is the same opening: who waits in a line reloads. */
export const OPENINGS_APART_MS = 10 * 60_000
/** How long it is known on which devices a coupon was shown. */
export const DEVICES_KEPT_MS = 90 * 86_400_000

export type OpenedOn = {
  grantId: string
  /** SHA-256 of a random mark that the browser keeps; left out: unknown. */
  deviceHash?: string
  now: number
}

/**
 * The statements that keep that a grant's code was called up: counted 10 minutes apart at least, seen by its holder, and on
 * which device. Repeating them changes nothing but the last time.
 */
export const openingStatements = (db: Db, { grantId, deviceHash, now }: OpenedOn): readonly Compilable[] => [
  db
    .updateTable('coupon_grants')
    .set({ opens: sql`opens + 1`, opened_at: now, looked_at: now, seen_at: firstSeen(now), board_read_at: now })
    .where('id', '=', grantId)
    .where(({ or, eb }) => or([eb('opened_at', 'is', null), eb('opened_at', '<=', now - OPENINGS_APART_MS)])),
  ...(deviceHash === undefined ? [] : [deviceStatement(db, { grantId, deviceHash, now })]),
]

/** For a statement that keeps that a grant was looked at: the first time stays. */
export const firstSeen = (now: number) => sql<number>`coalesce(seen_at, ${now})`

const deviceStatement = (db: Db, { grantId, deviceHash, now }: Required<OpenedOn>): Compilable =>
  db
    .insertInto('coupon_devices')
    .columns(['device_hash', 'grant_id', 'member_id', 'first_at', 'last_at'])
    .expression((eb) =>
      eb
        .selectFrom('coupon_grants')
        .select((eb) => [
          eb.val(deviceHash).as('device_hash'),
          'coupon_grants.id as grant_id',
          'coupon_grants.member_id',
          eb.val(now).as('first_at'),
          eb.val(now).as('last_at'),
        ])
        .where('coupon_grants.id', '=', grantId),
    )
    .onConflict((clash) => clash.columns(['device_hash', 'grant_id']).doUpdateSet({ last_at: now }))

/** Forgets on which devices coupons were shown, 90 days after the last time. */
export const forgetOldDevices = ({ db }: Store, { now }: { now: number }) =>
  db
    .deleteFrom('coupon_devices')
    .where('last_at', '<=', now - DEVICES_KEPT_MS)
    .execute()
