import { sql } from 'kysely'
import type { AssignmentState, ClaimState, NoticeBy, RequestState } from '../../db/schema-shifts.ts'
import type { Store } from '../../db/store.ts'
import { Terms } from '../../labour/terms.ts'
import type { RefusalCode } from '../../refusal.ts'
import { type Proposal, parseProposal } from './change-proposals.ts'
import { conflictsOf } from './gates.ts'
import { freePlaces } from './places.ts'

/** A person's own answer. */
export type Claim = {
  state: ClaimState
  note: string | null
  answeredAt: number
  declineWords: string | null
  changedAt: number
}

/** A shift as it was agreed. */
export type Assignment = {
  id: string
  openingId: string
  memberId: string
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
  endedAt: number | null
  reason: string | null
  allowanceYen: number | null
  workedFrom: number | null
  workedTo: number | null
  workedBreakMinutes: number | null
  payYen: number | null
}

export type ShiftRequest = {
  id: string
  kind: 'cancel' | 'change'
  words: string
  /** Of a change: what would be agreed instead; what is missing in it stays. */
  proposal: Proposal | undefined
  state: RequestState
  askedAt: number
  answerUntil: number
}

/** How somebody stands to an opening. */
export type Standing = {
  /** undefined: they have not answered. */
  claim: Claim | undefined
  /** Their place among those in the line, from 1; undefined: not in it. */
  nth: number | undefined
  /** Names the newest offer they had; 0: none. */
  offerNo: number
  /** undefined: not told yet, or no offer. */
  offerEndsAt: number | undefined
  /** The agreed shift, or the last one that was given up. */
  assignment: Assignment | undefined
  /** Of that shift, the newest first. */
  requests: readonly ShiftRequest[]
  /** What keeps them from applying, apart from the opening's being over. */
  conflicts: readonly RefusalCode[]
}

type Who = { openingId: string; memberId: string }

/** The standing of one person, answered or not. */
export async function standingOf(store: Store, who: Who): Promise<Standing> {
  const claim = await store.db
    .selectFrom('shift_claims')
    .selectAll()
    .select(
      sql<number>`(select count(*) from shift_claims as line
        where line.opening_id = shift_claims.opening_id and line.place <= shift_claims.place)`.as('nth'),
    )
    .where('opening_id', '=', who.openingId)
    .where('member_id', '=', who.memberId)
    .executeTakeFirst()
  const assignment = claim && (await findAssignmentOf(store, who))
  return {
    claim: claim && {
      state: claim.state,
      note: claim.note,
      answeredAt: claim.answered_at,
      declineWords: claim.decline_words,
      changedAt: claim.changed_at,
    },
    nth: claim?.nth || undefined,
    offerNo: claim?.offer_no ?? 0,
    offerEndsAt: claim?.offer_ends_at ?? undefined,
    assignment,
    requests: assignment ? await requestsOf(store, assignment.id) : [],
    conflicts: await conflictsOf(store, who),
  }
}

const assignments = ({ db }: Store) => db.selectFrom('assignments').selectAll()
type Row = Awaited<ReturnType<ReturnType<typeof assignments>['executeTakeFirstOrThrow']>>

async function findAssignmentOf(store: Store, { openingId, memberId }: Who) {
  const row = await assignments(store)
    .where('opening_id', '=', openingId)
    .where('member_id', '=', memberId)
    .orderBy(sql`state in ('cancelled_by_member', 'cancelled_by_shop')`)
    .orderBy('confirmed_at', 'desc')
    .executeTakeFirst()
  return row && assignmentOf(row)
}

/** One agreed shift; undefined: there is none, or not of that person. */
export async function findAssignment(
  store: Store,
  { assignmentId, memberId }: { assignmentId: string; memberId?: string },
): Promise<Assignment | undefined> {
  const row = await assignments(store)
    .where('id', '=', assignmentId)
    .$if(memberId !== undefined, (query) => query.where('member_id', '=', memberId ?? ''))
    .executeTakeFirst()
  return row && assignmentOf(row)
}

const assignmentOf = (row: Row): Assignment => ({
  id: row.id,
  openingId: row.opening_id,
  memberId: row.member_id,
  state: row.state,
  startsAt: row.starts_at,
  endsAt: row.ends_at,
  breakMinutes: row.break_minutes,
  wageYen: row.wage_yen,
  transportYen: row.transport_yen,
  terms: Terms.parse(JSON.parse(row.terms)),
  version: row.version,
  confirmedAt: row.confirmed_at,
  noticeBy: row.notice_by,
  endedAt: row.ended_at,
  reason: row.reason,
  allowanceYen: row.allowance_yen,
  workedFrom: row.worked_from,
  workedTo: row.worked_to,
  workedBreakMinutes: row.worked_break_minutes,
  payYen: row.pay_yen,
})

/** What was asked for of an agreed shift, the newest first. */
export async function requestsOf({ db }: Store, assignmentId: string): Promise<readonly ShiftRequest[]> {
  const rows = await db
    .selectFrom('assignment_requests')
    .selectAll()
    .where('assignment_id', '=', assignmentId)
    .orderBy('asked_at', 'desc')
    .orderBy('id')
    .execute()
  return rows.map((row) => ({
    id: row.id,
    kind: row.kind,
    words: row.words,
    proposal: parseProposal(row.proposal),
    state: row.state,
    askedAt: row.asked_at,
    answerUntil: row.answer_until,
  }))
}

/** An opening's people as they stand now. */
export type OpeningCounts = Record<ClaimState, number> & {
  headcount: number
  /** Places that nobody has and that are held for nobody. */
  free: number
  worked: number
  missed: number
  asked: number
  read: number
  pushed: number
}

/** `confirmed` counts agreed shifts that were neither worked nor missed. */
export async function openingCounts({ db }: Store, { openingId }: { openingId: string }): Promise<OpeningCounts> {
  const claimsIn = (state: ClaimState) =>
    sql`(select count(*) from shift_claims where shift_claims.opening_id = shift_openings.id and shift_claims.state = ${state})`
  const given = (state: AssignmentState) =>
    sql`(select count(*) from assignments where assignments.opening_id = shift_openings.id and assignments.state = ${state})`
  const asks = (what: string) =>
    sql`(select count(${sql.ref(what)}) from shift_asks where shift_asks.opening_id = shift_openings.id)`
  const { rows } = await sql<OpeningCounts>`select headcount, ${freePlaces} as free,
      ${claimsIn('applied')} as applied, ${claimsIn('standby')} as standby, ${claimsIn('offered')} as offered,
      ${given('confirmed')} as confirmed, ${claimsIn('withdrawn')} as withdrawn, ${claimsIn('passed')} as passed,
      ${claimsIn('declined')} as declined, ${claimsIn('ended')} as ended, ${given('worked')} as worked,
      ${given('missed')} as missed, ${asks('member_id')} as asked, ${asks('read_at')} as "read", ${asks('pushed_at')} as pushed
    from shift_openings where shift_openings.id = ${openingId}`.execute(db)
  return rows[0] ?? NOBODY
}

const NOBODY: OpeningCounts = {
  headcount: 0,
  free: 0,
  applied: 0,
  standby: 0,
  offered: 0,
  confirmed: 0,
  withdrawn: 0,
  passed: 0,
  declined: 0,
  ended: 0,
  worked: 0,
  missed: 0,
  asked: 0,
  read: 0,
  pushed: 0,
}
