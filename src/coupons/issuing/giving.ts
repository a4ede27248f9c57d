import { type Compilable, sql } from 'kysely'
import { oweMenus } from '../../board/board.ts'
import { mayWork } from '../../db/fence.ts'
import type { CouponOccasion } from '../../db/schema-coupons.ts'
import { type Db, isAborted, mustHaveChangedOne, type Store } from '../../db/store.ts'
import type { Deps } from '../../deps.ts'
import { grantEndsAt } from '../grants.ts'
import { dueOn } from './occasions.ts'

/** People of one batch; the others follow in the next. */
const PEOPLE_MAX = 500
/** Batches of one occasion in one run. */
const BATCHES_MAX = 10

type Giving = Pick<Deps, 'store' | 'instance' | 'log' | 'now' | 'wake'>
type Switched = { occasion: CouponOccasion; couponId: string; enabledAt: number }
type Gift = Switched & { issueId: string; now: number }

/**
 * Gives what is due on the occasions that are on: on the board and in マイクーポン, free of messages. Each person once for an
 * occurrence, however often and wherever this runs. Never out of a copy or a backup. Returns how many people were given something.
 */
export async function giveAutomatic(deps: Giving): Promise<number> {
  const switched = await switchedOn(deps.store)
  if (switched.length === 0 || (await mayWork(deps)) !== 'yes') return 0
  let given = 0
  for (const one of switched)
    for (let batch = 0, count = PEOPLE_MAX; batch < BATCHES_MAX && count === PEOPLE_MAX; batch += 1) {
      count = await giveOn(deps.store, { ...one, now: deps.now() })
      given += count
    }
  if (given === 0) return 0
  deps.log.info('automatic coupons', { count: given })
  deps.wake('outbox')
  return given
}

async function switchedOn({ db }: Store): Promise<readonly Switched[]> {
  const rows = await db.selectFrom('automatic_coupons').selectAll().execute()
  return rows.flatMap(({ occasion, coupon_id: couponId, enabled_at: enabledAt }) =>
    enabledAt === null ? [] : [{ occasion, couponId, enabledAt }],
  )
}

/** One batch of an occasion. Looked at before it is written: mostly nobody's time has come. */
async function giveOn({ db, batch }: Store, due: Switched & { now: number }) {
  const { rows } = await sql<{ count: number }>`select count(*) as count from (${dueOn(due, PEOPLE_MAX)})`.execute(db)
  if (rows[0]?.count === 0) return 0
  const gift = { ...due, issueId: crypto.randomUUID() }
  try {
    const [, , given = 0] = await batch([
      issueStatement(db, gift),
      mustHaveChangedOne(db),
      rememberStatement(db, gift),
      grantsStatement(db, gift),
      recordStatement(db, gift),
      oweMenus(db, sql`select coupon_grants.member_id ${touchedBy(gift)}`, gift.now),
    ])
    return given
  } catch (error) {
    // The coupon is over, the occasion was switched off or another process gave it: nothing was changed.
    if (isAborted(error)) return 0
    throw error
  }
}

/** Only while the occasion is on with this very coupon, and the coupon lives. */
const issueStatement = (db: Db, gift: Gift): Compilable => {
  const { issueId, occasion, couponId, enabledAt, now } = gift
  return {
    compile: () =>
      sql`insert into coupon_issues (id, coupon_id, how, confirmed_count, issued_by, at)
        select ${issueId}, coupons.id, 'automatic', due.people, automatic_coupons.enabled_by, ${now}
        from automatic_coupons cross join coupons on coupons.id = automatic_coupons.coupon_id
        cross join (select count(*) as people from (${dueOn(gift, PEOPLE_MAX)})) as due
        where automatic_coupons.occasion = ${occasion} and automatic_coupons.enabled_at = ${enabledAt}
          and coupons.id = ${couponId} and coupons.stopped_at is null and coupons.ends_at > ${now}
          and due.people > 0`.compile(db),
  }
}

/** Who got it for what: the key is the guard against a second time. */
const rememberStatement = (db: Db, gift: Gift): Compilable => ({
  compile: () =>
    sql`insert into automatic_grants (occasion, member_id, occurrence, coupon_id, issue_id, at)
      select ${gift.occasion}, due.member_id, due.occurrence, ${gift.couponId}, ${gift.issueId}, ${gift.now}
      from (${dueOn(gift, PEOPLE_MAX)}) as due where true
      on conflict (occasion, member_id, occurrence) do nothing`.compile(db),
})

/**
 * A grant each. Who has the coupon already may use it so many times more, until later; of one that was over, what was unused
 * is gone, and it begins anew: a scan from before, noted without the net, takes none of the new uses. Of a coupon that counts
 * by the day, week or month only the end moves. What was withdrawn stays withdrawn.
 */
const grantsStatement = (db: Db, { issueId, now }: Gift): Compilable => ({
  compile: () =>
    sql`insert into coupon_grants
        (id, coupon_id, member_id, issue_id, uses_max, starts_at, ends_at, secret, created_at, board_at)
      select lower(hex(randomblob(16))), coupons.id, automatic_grants.member_id, ${issueId}, coupons.uses_max,
        coupons.starts_at, ${grantEndsAt(now)}, lower(hex(randomblob(32))), ${now}, ${now}
      from automatic_grants cross join coupons on coupons.id = automatic_grants.coupon_id
      where automatic_grants.issue_id = ${issueId}
      on conflict (coupon_id, member_id) do update set
        extra_uses = case
          when (select per from coupons where coupons.id = excluded.coupon_id) is not null then coupon_grants.extra_uses
          when coupon_grants.ends_at > ${now} then coupon_grants.extra_uses + excluded.uses_max
          else (select count(*) from redemptions
              where redemptions.grant_id = coupon_grants.id and redemptions.voided_at is null)
            + excluded.uses_max - coupon_grants.uses_max end,
        starts_at = iif(coupon_grants.ends_at > ${now}
          or (select per from coupons where coupons.id = excluded.coupon_id) is not null, coupon_grants.starts_at, ${now}),
        ends_at = max(coupon_grants.ends_at, excluded.ends_at),
        board_at = excluded.board_at, reminded_at = null
      where coupon_grants.voided_at is null`.compile(db),
})

/** The timeline tells of each time. */
const recordStatement = (db: Db, gift: Gift): Compilable => ({
  compile: () =>
    sql`insert into interactions (id, member_id, kind, ref, detail, at)
      select 'coupon_granted:' || coupon_grants.id || iif(coupon_grants.issue_id is ${gift.issueId}, '', ':' || ${gift.issueId}),
        coupon_grants.member_id, 'coupon_granted', coupon_grants.id,
        json_object('coupon_id', coupons.id, 'title', coupons.title), ${gift.now}
      ${touchedBy(gift)} on conflict (id) do nothing`.compile(db),
})

/** The living grants that an issue made or added to. */
const touchedBy = ({ issueId }: Gift) => sql`
  from automatic_grants
  cross join coupon_grants on coupon_grants.coupon_id = automatic_grants.coupon_id
    and coupon_grants.member_id = automatic_grants.member_id
  cross join coupons on coupons.id = coupon_grants.coupon_id
  where automatic_grants.issue_id = ${issueId} and coupon_grants.voided_at is null`
