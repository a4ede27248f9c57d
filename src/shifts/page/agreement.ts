import { type RawBuilder, sql } from 'kysely'
import { z } from 'zod'
import type { MemberLanguage } from '../../db/schema.ts'
import type { AssignmentState, NoticeBy, OpeningMode } from '../../db/schema-shifts.ts'
import type { Db, Store } from '../../db/store.ts'
import { Terms } from '../../labour/terms.ts'

/** What was agreed with somebody about a shift, in full: what the notice of working conditions says. */
export type Agreement = {
  id: string
  openingId: string
  memberId: string
  memberName: string | null
  language: MemberLanguage
  state: AssignmentState
  storeId: string
  storeName: string
  roles: readonly { id: string; name: string }[]
  mode: OpeningMode
  startsAt: number
  endsAt: number
  breakMinutes: number
  wageYen: number
  transportYen: number
  terms: Terms
  /** Rises with every change that both agreed to; each version is a notice of its own. */
  version: number
  confirmedAt: number
  /** When this version was agreed to: confirmed, or a change accepted. */
  agreedAt: number
  noticeBy: NoticeBy | null
  noticeChosenAt: number | null
  endedAt: number | null
  reason: string | null
  allowanceYen: number | null
  payYen: number | null
  thanksWords: string | null
  /** When this version was opened by the person, printed and handed over. */
  openedAt: number | null
  printedAt: number | null
  handedAt: number | null
}

const Roles = z.array(z.tuple([z.string(), z.string()]))

type Row = Omit<Agreement, 'terms' | 'roles'> & { terms: string; roles: string }

/** By its id. `storeId`: beyond it the asker has no rights; null: all stores. */
export async function findAgreement(
  { db }: Store,
  { assignmentId, storeId = null }: { assignmentId: string; storeId?: string | null },
): Promise<Agreement | undefined> {
  const { rows } = await sql<Row>`${columns} where assignments.id = ${assignmentId}
    and (${storeId} is null or shift_openings.store_id = ${storeId})`.execute(db)
  return rows[0] && agreementOf(rows[0])
}

/** What is agreed with a person about an opening, or was last: they may have given it up and come back. */
export async function agreementWith(
  { db }: Store,
  { openingId, memberId }: { openingId: string; memberId: string },
): Promise<Agreement | undefined> {
  const { rows } = await sql<Row>`${columns}
    where assignments.opening_id = ${openingId} and assignments.member_id = ${memberId}
    order by assignments.state in ('cancelled_by_member', 'cancelled_by_shop'), assignments.confirmed_at desc,
      assignments.id
    limit 1`.execute(db)
  return rows[0] && agreementOf(rows[0])
}

type Delivery = { assignmentId: string; version: number; operatorId?: string; now: number }

/**
 * Notes how a version of the notice reached the person (労働基準法施行規則 5条4項), once each however often it is done. opened:
 * only of who chose it electronically. Of a version that is no more the agreed one nothing is noted.
 */
export const noteDelivery = async (store: Store, how: 'opened' | 'printed' | 'handed', delivery: Delivery) =>
  void (await store.batch([deliveryStatement(store.db, how, delivery)]))

const deliveryStatement = (
  db: Db,
  how: 'opened' | 'printed' | 'handed',
  { assignmentId, version, operatorId, now }: Delivery,
) => ({
  compile: () =>
    sql`insert into notice_deliveries (id, assignment_id, version, how, operator_id, at)
      select ${crypto.randomUUID()}, assignments.id, assignments.version, ${how}, ${operatorId ?? null}, ${now}
      from assignments
      where assignments.id = ${assignmentId} and assignments.version = ${version}
        and (${how} <> 'opened' or assignments.notice_by = 'electronic')
        and not exists (select 1 from notice_deliveries as before
          where before.assignment_id = assignments.id and before.version = assignments.version and before.how = ${how})`.compile(
      db,
    ),
})

const agreementOf = ({ terms, roles, ...row }: Row): Agreement => ({
  ...row,
  terms: Terms.parse(JSON.parse(terms)),
  roles: Roles.parse(JSON.parse(roles)).map(([id, name]) => ({ id, name })),
})

const delivered = (how: RawBuilder<string>) => sql`(select max(notice_deliveries.at) from notice_deliveries
  where notice_deliveries.assignment_id = assignments.id and notice_deliveries.version = assignments.version
    and notice_deliveries.how = ${how})`

const columns = sql`select assignments.id, assignments.opening_id as "openingId", assignments.member_id as "memberId",
    members.name as "memberName", members.language, assignments.state, shift_openings.store_id as "storeId",
    stores.name as "storeName", shift_openings.mode,
    (select json_group_array(json_array(id, name)) from (
      select roles.id, roles.name from roles, json_each(shift_openings.role_ids) as meant
      where roles.id = meant.value order by roles.position, roles.name)) as roles,
    assignments.starts_at as "startsAt", assignments.ends_at as "endsAt", assignments.break_minutes as "breakMinutes",
    assignments.wage_yen as "wageYen", assignments.transport_yen as "transportYen", assignments.terms,
    assignments.version, assignments.confirmed_at as "confirmedAt",
    coalesce((select max(assignment_requests.answered_at) from assignment_requests
      where assignment_requests.assignment_id = assignments.id and assignment_requests.kind = 'change'
        and assignment_requests.state = 'accepted'), assignments.confirmed_at) as "agreedAt", assignments.notice_by as "noticeBy",
    assignments.notice_chosen_at as "noticeChosenAt", assignments.ended_at as "endedAt", assignments.reason,
    assignments.allowance_yen as "allowanceYen", assignments.pay_yen as "payYen",
    assignments.thanks_words as "thanksWords", ${delivered(sql`'opened'`)} as "openedAt",
    ${delivered(sql`'printed'`)} as "printedAt", ${delivered(sql`'handed'`)} as "handedAt"
  from assignments
    join shift_openings on shift_openings.id = assignments.opening_id
    join stores on stores.id = shift_openings.store_id
    join members on members.id = assignments.member_id`
