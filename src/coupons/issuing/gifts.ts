import { type Compilable, type SqlBool, sql } from 'kysely'
import { oweMenus } from '../../board/board.ts'
import { type Db, isAborted, mustHaveChangedOne, type Store } from '../../db/store.ts'
import type { LineMessage } from '../../line/messages.ts'
import { owePush } from '../../line/outbox.ts'
import { Refusal } from '../../refusal.ts'
import { capReached } from '../../sending/caps.ts'
import { type MonthQuota, stillFits } from '../../sending/cost.ts'
import type { SendingSettings } from '../../sending/sending-settings.ts'
import { grantIdFor } from '../grants.ts'
import { findGivable, isGivable, mayReceive } from './audience.ts'
import { grantsOfIssue, holdersOfIssue, recordIssue } from './statements.ts'

type Gift = {
  couponId: string
  memberId: string
  operatorId: string
  /** Where the giver's rights end, for the person as for the coupon; null: nowhere. */
  storeId: string | null
  /** A push that tells of it, which costs one message; left out: it stands on the board, free of charge. */
  telling?: Telling | undefined
  now: number
}
type Telling = {
  messages: readonly LineMessage[]
  leavesAt: number
  quota: MonthQuota
  settings: SendingSettings
}

/**
 * Gives one person a coupon. Who has it already keeps what they have: then nothing is given and nobody is told, so repeating
 * it changes nothing. Refusal not_found, person_without_consent, person_blocked_us, coupon_stopped, coupon_expired,
 * quota_too_small, person_capped; then it is neither given nor told.
 */
export async function issueToPerson(store: Store, gift: Gift): Promise<{ grantId: string; given: boolean }> {
  const { db, batch } = store
  const { couponId, memberId, telling, now } = gift
  const issueId = crypto.randomUUID()
  const grantId = await grantIdFor({ couponId, memberId })
  try {
    await batch([
      issueStatement(db, issueId, gift),
      mustHaveChangedOne(db),
      grantsOfIssue(db, { issueId, people: sql`select ${grantId} as id, ${memberId} as member_id`, now }),
      recordIssue(db, { issueId, now }),
      oweMenus(db, holdersOfIssue(issueId), now),
      ...(telling ? tellStatements(db, { grantId, memberId, ...telling, now }) : []),
    ])
    return { grantId, given: true }
  } catch (error) {
    if (!isAborted(error)) throw error
    return whatStands(store, gift)
  }
}

type Told = Pick<Telling, 'messages' | 'leavesAt'> & { grantId: string; memberId: string; now: number }

const tellStatements = (db: Db, { grantId, memberId, messages, leavesAt, now }: Told): readonly Compilable[] => [
  owePush(db, { memberId, messages, leavesAt, now }),
  db.updateTable('coupon_grants').set({ told_at: leavesAt }).where('id', '=', grantId),
]

/** Which limit of one person's messages would be reached by a push that leaves then; null: none. */
export async function capAt(
  { db }: Store,
  { memberId, settings, leavesAt }: Pick<Telling, 'settings' | 'leavesAt'> & { memberId: string },
) {
  const capped = { settings, now: leavesAt }
  const { rows } = await sql<{ cap: 'cap_day' | 'cap_month' | null }>`
    select ${capReached(capped, sql`${memberId}`)} as cap`.execute(db)
  return rows[0]?.cap ?? null
}

const mayBeTold = ({ quota, settings, leavesAt }: Telling) =>
  sql<SqlBool>`${stillFits(quota, { messages: 1, kept: settings.reserve })}
    and ${capReached({ settings, now: leavesAt }, sql.ref('members.id'))} is null`

const issueStatement = (db: Db, issueId: string, gift: Gift): Compilable => {
  const { couponId, memberId, operatorId, storeId, telling, now } = gift
  return {
    compile: () =>
      sql`insert into coupon_issues (id, coupon_id, how, confirmed_count, issued_by, at)
        select ${issueId}, coupons.id, 'person', 1, ${operatorId}, ${now}
        from coupons cross join members on members.id = ${memberId}
        where coupons.id = ${couponId} and ${isGivable({ storeId, now })}
          and ${mayReceive} and (${storeId} is null or members.store_id = ${storeId}) and ${telling ? mayBeTold(telling) : sql`1`}
          and not exists (select 1 from coupon_grants where coupon_id = ${couponId} and member_id = ${memberId})`.compile(
        db,
      ),
  }
}

/** Of a gift that was not made: the grant that the person has, or why it cannot be. */
async function whatStands(store: Store, { couponId, memberId, storeId, telling, now }: Gift) {
  const person = await store.db
    .selectFrom('members')
    .leftJoin('line_identities', 'line_identities.member_id', 'members.id')
    .select([
      'members.state',
      'follow_state',
      sql<string | null>`(select id from coupon_grants
        where coupon_grants.coupon_id = ${couponId} and coupon_grants.member_id = members.id)`.as('grantId'),
      sql<number>`${mayReceive}`.as('mayReceive'),
    ])
    .where('members.id', '=', memberId)
    .$if(storeId !== null, (query) => query.where('members.store_id', '=', storeId))
    .executeTakeFirst()
  if (person?.state !== 'verified') throw new Refusal('not_found')
  await findGivable(store, { couponId, storeId, now })
  if (person.grantId !== null) return { grantId: person.grantId, given: false }
  if (person.follow_state !== 'following') throw new Refusal('person_blocked_us')
  if (!person.mayReceive) throw new Refusal('person_without_consent')
  throw new Refusal(telling && (await capAt(store, { memberId, ...telling })) ? 'person_capped' : 'quota_too_small')
}
