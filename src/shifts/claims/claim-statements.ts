import { type RawBuilder, sql } from 'kysely'
import type { Db } from '../../db/store.ts'
import { type Gate, passes } from './gate.ts'
import { statement } from './places.ts'

type Who = { openingId: string; memberId: string }
type Said = Who & { at: number; now: number }

const isLive = sql`state in ('applied', 'standby', 'offered')`
const isOwn = ({ openingId, memberId }: Who) => sql`opening_id = ${openingId} and member_id = ${memberId}`

/** The place after everybody in the line of `shift_openings`. */
const endOfLine = sql<number>`(select coalesce(max(last.place), 0) + 1 from shift_claims as last
  where last.opening_id = shift_openings.id and last.place is not null)`

/** The smallest number of a place that nobody has. */
const freeSlot = sql<number>`(select min(slot) from (
    select 1 as slot union all select had.slot + 1 from assignments as had
    where had.opening_id = shift_openings.id and had.state in ('confirmed', 'worked', 'missed'))
  where slot not in (select had.slot from assignments as had
    where had.opening_id = shift_openings.id and had.state in ('confirmed', 'worked', 'missed')))`

/** Somebody lines up, or says again what stands already: then they keep their place. */
export const applyStatement = (db: Db, { openingId, memberId, note, at, now, gate }: Said & Noted & { gate: Gate }) =>
  statement(
    db,
    sql`insert into shift_claims (opening_id, member_id, state, place, note, answered_at, changed_at, created_at)
      select shift_openings.id, ${memberId}, 'applied', ${endOfLine}, ${note ?? null}, ${at}, ${now}, ${now}
      from shift_openings where shift_openings.id = ${openingId} and shift_openings.mode = 'approve' and ${passes(gate)}
      on conflict (opening_id, member_id) do update set
        changed_at = iif(${isLive} or state = 'confirmed', changed_at, excluded.changed_at),
        place = iif(${isLive} or state = 'confirmed', place, excluded.place),
        offer_ends_at = iif(${isLive} or state = 'confirmed', offer_ends_at, null),
        state = iif(${isLive} or state = 'confirmed', state, 'applied'),
        note = coalesce(excluded.note, note), answered_at = excluded.answered_at
      where shift_claims.answered_at < excluded.answered_at`,
  )
type Noted = { note?: string | undefined }

/** A place is given to somebody, if the gate lets them: with what is agreed from now on. */
export const confirmStatement = (
  db: Db,
  given: Who & { assignmentId: string; operatorId?: string | undefined; gate: Gate; mode?: 'first_come'; now: number },
) =>
  statement(
    db,
    sql`insert into assignments (id, opening_id, member_id, slot, starts_at, ends_at, break_minutes, wage_yen,
        transport_yen, terms, confirmed_at, confirmed_by, notice_by, notice_chosen_at)
      select ${given.assignmentId}, shift_openings.id, ${given.memberId}, ${freeSlot}, shift_openings.starts_at,
        shift_openings.ends_at, shift_openings.break_minutes, shift_openings.wage_yen, shift_openings.transport_yen,
        shift_openings.terms, ${given.now}, ${given.operatorId ?? null}, person.notice_by,
        iif(person.notice_by is null, null, ${given.now})
      from shift_openings join members as person on person.id = ${given.memberId}
      where shift_openings.id = ${given.openingId} and shift_openings.mode = coalesce(${given.mode ?? null}, shift_openings.mode)
        and ${passes(given.gate)}`,
  )

const wasGiven = (assignmentId: string) =>
  sql`exists (select 1 from assignments as given where given.id = ${assignmentId})`

/** The answer of who took a place at the tap. */
export const tookStatement = (db: Db, { openingId, memberId, note, at, now, assignmentId }: Said & Noted & Given) =>
  statement(
    db,
    sql`insert into shift_claims (opening_id, member_id, state, note, answered_at, decided_at, changed_at, created_at)
      select ${openingId}, ${memberId}, 'confirmed', ${note ?? null}, ${at}, ${now}, ${now}, ${now}
      where ${wasGiven(assignmentId)}
      on conflict (opening_id, member_id) do update set state = 'confirmed', place = null, offer_ends_at = null,
        note = coalesce(excluded.note, note), answered_at = excluded.answered_at, decided_at = excluded.decided_at,
        changed_at = excluded.changed_at`,
  )
type Given = { assignmentId: string }

/** The claim of who was given a place. `at`: when they said yes themselves. */
export const givenStatement = (
  db: Db,
  given: Who & Given & { operatorId?: string | undefined; at?: number; now: number },
) =>
  statement(
    db,
    sql`update shift_claims set state = 'confirmed', place = null, offer_ends_at = null, decided_at = ${given.now},
        decided_by = ${given.operatorId ?? null}, answered_at = max(answered_at, ${given.at ?? 0}), changed_at = ${given.now}
      where ${isOwn(given)} and ${wasGiven(given.assignmentId)}`,
  )

/** A place is held for somebody whom the shop chose, until they say yes to what it is now: the gate says whom. */
export const askAnewStatement = (db: Db, { now, gate, ...who }: Who & { now: number; gate: Gate }) =>
  statement(
    db,
    sql`update shift_claims set state = 'offered', offer_no = offer_no + 1, offered_at = ${now}, offer_ends_at = null,
        changed_at = ${now}
      where ${isOwn(who)} and ${isLive}
        and exists (select 1 from shift_openings where shift_openings.id = ${who.openingId} and ${passes(gate)})`,
  )

/** Out of the line, as long as nothing is agreed. */
export const leaveLineStatement = (
  db: Db,
  { at, now, becomes = 'withdrawn', only = sql`true`, ...who }: Said & { becomes?: string; only?: RawBuilder<unknown> },
) =>
  statement(
    db,
    sql`update shift_claims set state = ${becomes}, place = null, offer_ends_at = null, answered_at = ${at}, changed_at = ${now}
      where ${isOwn(who)} and ${isLive} and answered_at < ${at} and ${only}`,
  )

/** 今回は見送る: of who is in the line, it takes them out of it. */
export const passStatement = (db: Db, { openingId, memberId, at, now, gate }: Said & { gate: Gate }) =>
  statement(
    db,
    sql`insert into shift_claims (opening_id, member_id, state, answered_at, changed_at, created_at)
      select shift_openings.id, ${memberId}, 'passed', ${at}, ${now}, ${now}
      from shift_openings where shift_openings.id = ${openingId} and ${passes(gate)}
      on conflict (opening_id, member_id) do update set state = iif(${isLive}, 'withdrawn', 'passed'), place = null,
        offer_ends_at = null, answered_at = excluded.answered_at, changed_at = iif(state = 'passed', changed_at, ${now})
      where shift_claims.answered_at < excluded.answered_at`,
  )

/** What the lines of a timeline name a shift by. */
export type Named = { title: string; store: string; storeId: string }
const detail = ({ title, store }: Named) => JSON.stringify({ title, store })

/** The line of the person's timeline for what they just said of an opening, if it changed anything. */
export const recordClaim = (db: Db, { openingId, memberId, at, now, named }: Said & { named: Named }) =>
  statement(
    db,
    sql`insert into interactions (id, member_id, kind, ref, detail, store_id, at)
      select ${`shift_claim:${openingId}:${memberId}:${at}`}, member_id,
        case state when 'passed' then 'shift_passed' when 'withdrawn' then 'shift_withdrawn' else 'shift_applied' end,
        opening_id, ${detail(named)}, ${named.storeId}, ${at}
      from shift_claims where ${isOwn({ openingId, memberId })} and answered_at = ${at} and changed_at = ${now}
        and state in ('applied', 'passed', 'withdrawn')
      on conflict (id) do nothing`,
  )

/** The line for what just became of an agreed shift: of the assignment of this id, if `only` holds of it. */
export const recordAssignment = (
  db: Db,
  line: {
    assignmentId: string
    kind: 'shift_confirmed' | 'shift_changed' | 'shift_cancelled' | 'shift_called_off' | 'shift_worked' | 'shift_missed'
    only: RawBuilder<unknown>
    named: Named
    operatorId?: string | undefined
    at: number
    /** What else tells it from another of its kind. */
    ref?: string
  },
) =>
  statement(
    db,
    sql`insert into interactions (id, member_id, kind, ref, detail, operator_id, store_id, at)
      select ${`${line.kind}:${line.assignmentId}${line.ref ? `:${line.ref}` : ''}`}, member_id, ${line.kind}, opening_id,
        ${detail(line.named)}, ${line.operatorId ?? null}, ${line.named.storeId}, ${line.at}
      from assignments where id = ${line.assignmentId} and ${line.only}
      on conflict (id) do nothing`,
  )
