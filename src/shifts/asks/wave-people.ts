import { type RawBuilder, sql } from 'kysely'
import type { MemberLanguage } from '../../db/schema.ts'
import type { Db, Store } from '../../db/store.ts'
import { reasonLeftOut } from '../../sending/reach.ts'
import type { SendingSettings } from '../../sending/sending-settings.ts'
import { isFreeFor } from '../claims/conflicts.ts'
import type { Opening } from '../openings.ts'
import { askable } from './asks.ts'
import { byFit, type Fit, fitColumns } from './fit.ts'

/** Why somebody on whose board it stands gets no push: they answered, it clashes with their shifts, wishes or age, or a cap. */
export type NoPush =
  | 'asked'
  | 'answered'
  | 'clash'
  | 'cap_day'
  | 'cap_month'
  | 'no_consent'
  | 'blocked'
  | 'not_verified'
/** Somebody who may get a push; `held`: not today, for they had their message of the day. */
export type Fitting = Fit & { memberId: string; name: string | null; language: MemberLanguage; held: 0 | 1 }

type Asking = { opening: Opening; settings: SendingSettings; now: number }

/** Those who may get the push of an opening, who fits best first; whom a cap holds today come last. */
export async function findFitting({ db }: Store, { limit, ...asking }: Asking & { limit: number }) {
  const { rows } = await sql<Fitting>`
    select fitting.*, coalesce(reason = 'cap_day', 0) as held from (
      select members.id as "memberId", members.name, members.language, ${fitColumns(asking.opening)},
        ${noPush(asking)} as reason
      from ${meantBy(db, asking)}) as fitting
    where reason is null or reason = 'cap_day'
    order by held, ${byFit}, "memberId" limit ${limit}`.execute(db)
  return rows.map(
    ({ memberId, name, language, held, ...fit }): Fitting => ({
      ...{ memberId, name, language, held },
      did: fit.did,
      times: fit.times,
      weekday: fit.weekday,
      daypart: fit.daypart,
      skilled: fit.skilled,
      willing: fit.willing,
      lastOn: fit.lastOn,
    }),
  )
}

/** How many people there are by why they get no push; null: they may. */
export async function countByPush({ db }: Store, asking: Asking) {
  const { rows } = await sql<{ reason: NoPush | null; people: number }>`
    select reason, count(*) as people from (select ${noPush(asking)} as reason from ${meantBy(db, asking)})
    group by reason`.execute(db)
  return rows
}

/** The members of these whom a push may go to at the moment of the statement. */
export const pushable = (db: Db, { memberIds, ...asking }: Asking & { memberIds: RawBuilder<unknown> }) =>
  sql`(select members.id from ${meantBy(db, asking)} and members.id in ${memberIds} and ${noPush(asking)} is null)`

/** On whose board it stands; of a draft, on whose it would. As members with their addresses. */
const meantBy = (db: Db, { opening, now }: Asking) => {
  const whom =
    opening.state === 'draft'
      ? askable(db, opening, now).select('members.id')
      : sql`select member_id from shift_asks where opening_id = ${opening.id}`
  return sql`members left join line_identities on line_identities.member_id = members.id where members.id in (${whom})`
}

function noPush({ opening: { id, startsAt, endsAt, urgent }, settings, now }: Asking) {
  const left = reasonLeftOut(
    { purpose: 'shifts', urgent, holding: 'skip', settings, now },
    sql.ref<string>('members.id'),
  )
  return sql<NoPush | null>`case
    when exists (select 1 from shift_asks where opening_id = ${id} and member_id = members.id and pushed_at is not null)
    then 'asked'
    when exists (select 1 from shift_claims where opening_id = ${id} and member_id = members.id) then 'answered'
    when exists (select 1 from shift_openings where shift_openings.id = ${id} and not (${isFreeFor(ADDRESSEE)})) then 'clash'
    when exists (select 1 from shift_claims as applied join shift_openings as other on other.id = applied.opening_id
      where applied.member_id = members.id and other.id <> ${id} and applied.state in ('applied', 'offered')
        and other.starts_at < ${endsAt} and other.ends_at > ${startsAt}) then 'clash'
    else ${left} end`
}

/** As `isFreeFor` names the person: it looks at `members` itself. */
const ADDRESSEE = sql<string>`line_identities.member_id`
