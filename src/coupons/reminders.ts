import { type RawBuilder, sql } from 'kysely'
import { oweMenus } from '../board/board.ts'
import { hasConsent } from '../consent/consent.ts'
import { mayWork } from '../db/fence.ts'
import type { Store } from '../db/store.ts'
import type { Deps } from '../deps.ts'
import { COUPON_REMIND_DAYS_MAX } from './coupons.ts'
import { hasUsesLeft } from './guest/holding.ts'

const DAY_MS = 86_400_000
/** So many a minute: each owes a menu. The others follow in the next minutes, soonest to end first. */
const REMINDED_MAX = 2_000

/** The minute job. Nobody is reminded out of a copied or restored database. */
export async function remindOfCoupons(deps: Deps, now: number) {
  if ((await nextReminder(deps.store, { now })) === undefined || (await mayWork(deps)) !== 'yes') return
  const reminded = await remindEnding(deps.store, { now })
  if (reminded > 0) deps.wake('outbox')
}

/**
 * Puts on the board what ends within the days that its coupon says, while it can still be used: each once, at no cost, and
 * silently. Who was given it a day ago or less knows. Answers how many.
 */
export async function remindEnding({ db, batch }: Store, { now }: { now: number }): Promise<number> {
  const due = dueReminders(now)
  const changed = await batch([
    oweMenus(db, sql`select distinct member_id from coupon_grants where id in (${due})`, now),
    {
      compile: () =>
        sql`update coupon_grants set board_at = ${now}, reminded_at = ${now} where id in (${due})`.compile(db),
    },
  ])
  return changed[1] ?? 0
}

const nextReminder = async ({ db }: Store, { now }: { now: number }) =>
  (await sql<{ id: string }>`select id from (${dueReminders(now)}) limit 1`.execute(db)).rows[0]

/** Each condition is a guard with a test of its own. */
const dueReminders = (now: number): RawBuilder<unknown> => sql`select coupon_grants.id
  from coupon_grants
  join coupons on coupons.id = coupon_grants.coupon_id
  join members on members.id = coupon_grants.member_id
  where coupon_grants.reminded_at is null and coupon_grants.voided_at is null
    and coupon_grants.ends_at > ${now} and coupon_grants.ends_at <= ${now + COUPON_REMIND_DAYS_MAX * DAY_MS}
    and coupon_grants.starts_at <= ${now}
    and coupons.remind_days > 0 and coupon_grants.ends_at <= ${now} + coupons.remind_days * ${DAY_MS}
    and coupon_grants.created_at <= ${now - DAY_MS}
    and coupons.stopped_at is null
    and members.state = 'verified' and ${hasConsent('coupons', sql<string>`members.id`)}
    and ${hasUsesLeft}
    and (coupons.total_max is null or coupons.total_max > (select count(*) from redemptions
      where redemptions.coupon_id = coupons.id and redemptions.voided_at is null))
  order by coupon_grants.ends_at, coupon_grants.id limit ${REMINDED_MAX}`
