import { sql } from 'kysely'
import { z } from 'zod'
import type { AssignmentState, NoticeBy, RequestState } from '../../db/schema-shifts.ts'
import type { Store } from '../../db/store.ts'
import { Terms } from '../../labour/terms.ts'
import { personGate, type Span } from '../claims/conflicts.ts'

/** More than an opening has places, those given up included. */
const ASSIGNED_MAX = 200

export type AssignedRequest = {
  id: string
  kind: 'cancel' | 'change'
  words: string
  /** Of a change: what would be agreed instead, as it is kept. */
  proposal: string | null
  state: RequestState
  askedAt: number
  answerUntil: number
  answeredAt: number | null
  /** The operator who answered; null: a person, or the clock. */
  answeredBy: string | null
}

/** Somebody's agreed shift, as the shop reads it. */
export type Assigned = {
  id: string
  memberId: string
  name: string | null
  storeName: string | null
  state: AssignmentState
  startsAt: number
  endsAt: number
  breakMinutes: number
  wageYen: number
  transportYen: number
  terms: Terms
  version: number
  confirmedAt: number
  noticeBy: NoticeBy | null
  /** How the notice of working conditions reached them last, in its current version. */
  noticeHow: 'opened' | 'printed' | 'handed' | null
  noticeAt: number | null
  endedAt: number | null
  /** Who of the shop ended it. */
  endedBy: string | null
  reason: string | null
  allowanceYen: number | null
  workedFrom: number | null
  workedTo: number | null
  workedBreakMinutes: number | null
  payYen: number | null
  thanksWords: string | null
  isReachable: boolean
  /** By what they said of their age since: nobody under 18 may work it as it stands (労働基準法 61条). */
  isTooYoung: boolean
  /** The newest first. */
  requests: readonly AssignedRequest[]
}

type Row = Omit<Assigned, 'isReachable' | 'isTooYoung' | 'requests' | 'terms'> & {
  isReachable: 0 | 1
  isTooYoung: 0 | 1
  requests: string
  terms: string
}
const Requests = z.array(
  z.object({
    id: z.string(),
    kind: z.enum(['cancel', 'change']),
    words: z.string(),
    proposal: z.string().nullable(),
    state: z.enum(['pending', 'accepted', 'declined', 'taken_back', 'lapsed']),
    askedAt: z.number(),
    answerUntil: z.number(),
    answeredAt: z.number().nullable(),
    answeredBy: z.string().nullable(),
  }),
)

/** Who has a place, or had one, by slot: who comes before who does not. */
export async function listAssigned({ db }: Store, openingId: string): Promise<readonly Assigned[]> {
  const { rows } = await sql<Row>`${columns} where assignments.opening_id = ${openingId}
    order by assignments.state in ('cancelled_by_member', 'cancelled_by_shop'), assignments.slot, assignments.confirmed_at,
      assignments.id
    limit ${ASSIGNED_MAX}`.execute(db)
  return rows.map(assignedOf)
}

/** One of them; undefined: it is of another opening, or of none. */
export async function findAssigned(
  { db }: Store,
  { openingId, assignmentId }: { openingId: string; assignmentId: string },
): Promise<Assigned | undefined> {
  const { rows } = await sql<Row>`${columns} where assignments.opening_id = ${openingId}
    and assignments.id = ${assignmentId}`.execute(db)
  return rows[0] && assignedOf(rows[0])
}

const assignedOf = ({ requests, terms, isReachable, isTooYoung, ...row }: Row): Assigned => ({
  ...row,
  terms: Terms.parse(JSON.parse(terms)),
  isReachable: isReachable === 1,
  isTooYoung: isTooYoung === 1,
  requests: Requests.parse(JSON.parse(requests)),
})

const noticed = sql`from notice_deliveries
  where notice_deliveries.assignment_id = assignments.id and notice_deliveries.version = assignments.version
  order by at desc, id limit 1`

const span: Span = {
  openingId: sql`assignments.opening_id`,
  startsAt: sql`assignments.starts_at`,
  endsAt: sql`assignments.ends_at`,
  breakMinutes: sql`assignments.break_minutes`,
}
const isTooYoung = sql`${sql.join(
  personGate(sql`assignments.member_id`, span).flatMap(({ passes, otherwise }) =>
    otherwise === 'shift_minor' ? [sql`not ${passes}`] : [],
  ),
  sql` or `,
)}`

const columns = sql`select assignments.id, assignments.member_id as "memberId", members.name,
    stores.name as "storeName", assignments.state, assignments.starts_at as "startsAt", assignments.ends_at as "endsAt",
    assignments.break_minutes as "breakMinutes", assignments.wage_yen as "wageYen",
    assignments.transport_yen as "transportYen", assignments.terms, assignments.version, assignments.confirmed_at as "confirmedAt",
    assignments.notice_by as "noticeBy", (select how ${noticed}) as "noticeHow", (select at ${noticed}) as "noticeAt",
    assignments.ended_at as "endedAt", operators.name as "endedBy", assignments.reason,
    assignments.allowance_yen as "allowanceYen", assignments.worked_from as "workedFrom",
    assignments.worked_to as "workedTo", assignments.worked_break_minutes as "workedBreakMinutes",
    assignments.pay_yen as "payYen", assignments.thanks_words as "thanksWords",
    coalesce(line_identities.follow_state = 'following', 0) as "isReachable", ${isTooYoung} as "isTooYoung",
    (select json_group_array(json_object('id', id, 'kind', kind, 'words', words, 'proposal', proposal, 'state', state,
      'askedAt', asked_at, 'answerUntil', answer_until, 'answeredAt', answered_at,
      'answeredBy', answered_by)) from
      (select * from assignment_requests where assignment_requests.assignment_id = assignments.id
        order by asked_at desc, id)) as requests
  from assignments join members on members.id = assignments.member_id
    left join stores on stores.id = members.store_id
    left join operators on operators.id = assignments.ended_by
    left join line_identities on line_identities.member_id = members.id`
