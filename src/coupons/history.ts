import { type Compilable, type Expression, type ExpressionBuilder, type SqlBool, sql } from 'kysely'
import type { InteractionKind, Schema } from '../db/schema.ts'
import type { Db } from '../db/store.ts'

type Happening = {
  /** Says what happened to what: the same line is never added twice. */
  id: string
  kind: InteractionKind
  grantId: string
  storeId?: string
  operatorId?: string
  now: number
}
type Condition = (eb: ExpressionBuilder<Schema, 'coupon_grants' | 'coupons'>) => Expression<SqlBool>

/**
 * The statement that adds a line about a grant to its person's timeline, if the grant exists and `condition` holds once
 * the statements before it in the batch have run.
 */
export const recordOnGrant = (
  db: Db,
  { id, kind, grantId, storeId, operatorId, now }: Happening,
  condition?: Condition,
): Compilable =>
  db
    .insertInto('interactions')
    .columns(['id', 'member_id', 'kind', 'ref', 'detail', 'operator_id', 'store_id', 'at'])
    .expression((eb) =>
      eb
        .selectFrom('coupon_grants')
        .innerJoin('coupons', 'coupons.id', 'coupon_grants.coupon_id')
        .select((eb) => [
          eb.val(id).as('id'),
          'coupon_grants.member_id',
          eb.val(kind).as('kind'),
          'coupon_grants.id as ref',
          sql<string>`json_object('coupon_id', coupons.id, 'title', coupons.title)`.as('detail'),
          eb.val(operatorId ?? null).as('operator_id'),
          eb.val(storeId ?? null).as('store_id'),
          eb.val(now).as('at'),
        ])
        .where('coupon_grants.id', '=', grantId)
        .$if(condition !== undefined, (query) => query.where((eb) => condition?.(eb) ?? eb.lit(true))),
    )
    .onConflict((clash) => clash.column('id').doNothing())
