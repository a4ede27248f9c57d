import { sql } from 'kysely'
import { z } from 'zod'
import type { ClaimState } from '../../db/schema-shifts.ts'
import type { Store } from '../../db/store.ts'
import { weekOf } from '../../labour/rest.ts'
import type { RefusalCode } from '../../refusal.ts'
import { weekdayOf } from '../asks/fit.ts'
import { personGate } from '../claims/conflicts.ts'
import type { Opening } from '../openings.ts'

/** People of an opening that its page shows. */
export const CANDIDATES_MAX = 200

/** Who answered an opening, with what matters for a yes. Nothing here says what sex or how old somebody is. */
export type Candidate = {
  memberId: string
  name: string | null
  storeName: string | null
  /** What they did before, and until when. */
  roleName: string | null
  leftOn: string | null
  state: ClaimState
  /** 1: the first who applied among those who still wait; null: not in the line. */
  nth: number | null
  note: string | null
  offerNo: number
  /** Until when a place is held for them; null: nobody told them yet. */
  offerEndsAt: number | null
  answeredAt: number
  decidedAt: number | null
  declineWords: string | null
  /** Shifts through openings of this store, in one of these roles. */
  didHere: number
  /** The last shift through any opening of the shop; null: none so far. */
  lastWorkedAt: number | null
  /** They had one of these roles at this very store. */
  wasHere: boolean
  /** They say that they know one of these roles. */
  isSkilled: boolean
  /** Whether they said that this day of the week suits them; null: they said nothing of days. */
  suitsWeekday: boolean | null
  hasMainJob: boolean | null
  mainJobHours: number | null
  /** Minutes of work agreed here in the week of the shift, other shifts alone. */
  weekMinutes: number
  /** Confirmed shifts they did not come to: for the shop's own eyes. */
  missed: number
  lastMissedAt: number | null
  isReachable: boolean
  /** What keeps them from the shift as it stands now: the shop cannot say yes. */
  conflicts: readonly RefusalCode[]
}

type Truth = 0 | 1
type Row = Omit<Candidate, 'wasHere' | 'isSkilled' | 'suitsWeekday' | 'hasMainJob' | 'isReachable' | 'conflicts'> & {
  wasHere: Truth
  isSkilled: Truth
  suitsWeekday: Truth | null
  hasMainJob: Truth | null
  isReachable: Truth
  failed: string
}

const Failed = z.array(z.number().nullable())

type Asked = Pick<Opening, 'id' | 'storeId' | 'startsAt' | 'roles'>

/** Everybody who answered: those who wait by their place, then the others, who changed last first. */
export async function listCandidates({ db }: Store, { id, storeId, startsAt, roles }: Asked) {
  const roleIds = JSON.stringify(roles.map((role) => role.id))
  const week = weekOf(startsAt)
  const { rows } = await sql<Row>`select members.id as "memberId", members.name, stores.name as "storeName",
      roles.name as "roleName", members.left_on as "leftOn", claims.state, claims.note, claims.offer_no as "offerNo",
      claims.offer_ends_at as "offerEndsAt", claims.answered_at as "answeredAt", claims.decided_at as "decidedAt",
      claims.decline_words as "declineWords", members.has_main_job as "hasMainJob",
      members.main_job_hours as "mainJobHours",
      iif(claims.place is null, null, (select count(*) from shift_claims as before
        where before.opening_id = ${id} and before.place is not null and before.place <= claims.place)) as nth,
      (select count(*) from assignments join shift_openings on shift_openings.id = assignments.opening_id
        where assignments.member_id = members.id and assignments.state = 'worked'
          and shift_openings.store_id = ${storeId} and exists (select 1 from json_each(shift_openings.role_ids) as did
            where did.value in (select value from json_each(${roleIds})))) as "didHere",
      (select max(worked_from) from assignments
        where member_id = members.id and state = 'worked') as "lastWorkedAt",
      members.store_id is ${storeId}
        and coalesce(members.role_id in (select value from json_each(${roleIds})), 0) as "wasHere",
      exists (select 1 from member_preferences where member_id = members.id and kind = 'skill'
        and value in (select value from json_each(${roleIds}))) as "isSkilled",
      (select max(value = ${weekdayOf(startsAt)}) from member_preferences
        where member_id = members.id and kind = 'weekday') as "suitsWeekday",
      (select coalesce(sum((coalesce(worked_to, ends_at) - coalesce(worked_from, starts_at)) / 60000
        - coalesce(worked_break_minutes, break_minutes)), 0) from assignments
        where member_id = members.id and state in ('confirmed', 'worked') and opening_id <> ${id}
          and starts_at >= ${week.start} and starts_at < ${week.end}) as "weekMinutes",
      (select count(*) from assignments where member_id = members.id and state = 'missed') as missed,
      (select max(starts_at) from assignments where member_id = members.id and state = 'missed') as "lastMissedAt",
      coalesce(line_identities.follow_state = 'following', 0) as "isReachable",
      json_array(${failures()}) as failed
    from shift_claims as claims join shift_openings on shift_openings.id = claims.opening_id join members on members.id = claims.member_id
      left join stores on stores.id = members.store_id
      left join roles on roles.id = members.role_id
      left join line_identities on line_identities.member_id = members.id
    where claims.opening_id = ${id}
    order by claims.place is null, claims.place, claims.changed_at desc, members.id
    limit ${CANDIDATES_MAX}`.execute(db)
  return rows.map(candidateOf)
}

const gateOf = () => personGate(sql`claims.member_id`)
/** The places in the gate of what they do not pass. */
const failures = () => sql.join(gateOf().map(({ passes }, i) => sql`iif(${passes}, null, ${sql.lit(i)})`))

const candidateOf = ({ failed, ...row }: Row): Candidate => ({
  ...row,
  wasHere: row.wasHere === 1,
  isSkilled: row.isSkilled === 1,
  suitsWeekday: saidOf(row.suitsWeekday),
  hasMainJob: saidOf(row.hasMainJob),
  isReachable: row.isReachable === 1,
  conflicts: Failed.parse(JSON.parse(failed)).flatMap((i) => (i === null ? [] : (gateOf()[i]?.otherwise ?? []))),
})

const saidOf = (truth: Truth | null) => (truth === null ? null : truth === 1)
