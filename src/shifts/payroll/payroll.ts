import { type RawBuilder, sql } from 'kysely'
import { z } from 'zod'
import type { Store } from '../../db/store.ts'
import { dayOf } from '../../labour/days.ts'
import { payOf } from '../../labour/pay.ts'

/** Lines that are read from the database at a time. */
const LINES_AT_A_TIME = 200
/** Lines of a file: more than all stores have shifts in a month. */
const LINES_MAX = 100_000
const PEOPLE_MAX = 500
const UNCONFIRMED_MAX = 50

/** A calendar month in Tokyo: 2026-11, from its first instant to that of the next. */
export type PayMonth = { name: string; start: number; end: number }
type Asked = { month: PayMonth; storeId: string | null }

const MonthName = z.string().regex(/^[12]\d{3}-(0[1-9]|1[0-2])$/)

/** The month of a name, or that of an instant when it names none. */
export function payMonth(said: string | undefined, now: number): PayMonth {
  const name = MonthName.safeParse(said).data ?? dayOf(now).slice(0, 7)
  return { name, start: firstOf(name), end: firstOf(monthAfter(name, 1)) }
}

/** 2026-11 and -1: 2026-10. */
export function monthAfter(name: string, months: number) {
  const [year = 0, month = 1] = name.split('-').map(Number)
  const count = year * 12 + month - 1 + months
  return `${String(Math.floor(count / 12)).padStart(4, '0')}-${String((count % 12) + 1).padStart(2, '0')}`
}

const firstOf = (name: string) => Date.parse(`${name}-01T00:00+09:00`)

export type WorkedLine = {
  id: string
  openingId: string
  memberId: string
  name: string | null
  storeName: string
  roles: string
  from: number
  to: number
  breakMinutes: number
  workMinutes: number
  nightMinutes: number
  overtimeMinutes: number
  wageYen: number
  transportYen: number
  payYen: number
  confirmedAt: number | null
  confirmedBy: string | null
}
type Row = Omit<WorkedLine, 'workMinutes' | 'nightMinutes' | 'overtimeMinutes'>

/**
 * Shifts that were worked, one line each, by when they began: a shift over midnight is in the month that it began in. A
 * manager's are those of the own store. Never all in memory.
 */
export async function* workedLines({ db }: Store, { month, storeId }: Asked): AsyncGenerator<WorkedLine> {
  let after = { from: 0, id: '' }
  for (let read = 0; read < LINES_MAX; read += LINES_AT_A_TIME) {
    const { rows } = await sql<Row>`select assignments.id, assignments.opening_id as "openingId",
        assignments.member_id as "memberId", members.name, stores.name as "storeName",
        (select group_concat(name, '・') from (select roles.name from roles, json_each(shift_openings.role_ids) as meant
          where roles.id = meant.value order by roles.position, roles.name)) as roles,
        worked_from as "from", worked_to as "to", worked_break_minutes as "breakMinutes",
        assignments.wage_yen as "wageYen", assignments.transport_yen as "transportYen", pay_yen as "payYen",
        hours_confirmed_at as "confirmedAt", operators.name as "confirmedBy"
      ${workedIn({ month, storeId })} and (worked_from, assignments.id) > (${after.from}, ${after.id})
      order by worked_from, assignments.id limit ${LINES_AT_A_TIME}`.execute(db)
    for (const row of rows) yield lineOf(row)
    const last = rows.at(-1)
    if (!last || rows.length < LINES_AT_A_TIME) return
    after = { from: last.from, id: last.id }
  }
}

/** Which part was at night, and above eight hours; the pay is what was confirmed with the hours. */
function lineOf(row: Row): WorkedLine {
  const { from: startsAt, to: endsAt, breakMinutes, wageYen, transportYen } = row
  const { workMinutes, nightMinutes, overtimeMinutes } = payOf({
    startsAt,
    endsAt,
    breakMinutes,
    wageYen,
    transportYen,
  })
  return { ...row, roles: row.roles ?? '', workMinutes, nightMinutes, overtimeMinutes }
}

export type WorkedPerson = { memberId: string; name: string | null; shifts: number; minutes: number; payYen: number }

/** The month by person, who worked most first. */
export async function workedPeople({ db }: Store, asked: Asked): Promise<readonly WorkedPerson[]> {
  const { rows } = await sql<WorkedPerson>`select members.id as "memberId", members.name, count(*) as shifts,
      sum((worked_to - worked_from) / 60000 - worked_break_minutes) as minutes, sum(pay_yen) as "payYen"
    ${workedIn(asked)} group by members.id order by minutes desc, members.id limit ${PEOPLE_MAX}`.execute(db)
  return rows
}

export type Unconfirmed = {
  openingId: string
  startsAt: number
  endsAt: number
  storeName: string
  people: number
}

/** Shifts that ended and whose hours nobody confirmed: they are in no file so far. The oldest first. */
export async function unconfirmedShifts({ db }: Store, { storeId, now }: { storeId: string | null; now: number }) {
  const { rows } = await sql<Unconfirmed>`select shift_openings.id as "openingId",
      shift_openings.starts_at as "startsAt", shift_openings.ends_at as "endsAt", stores.name as "storeName",
      count(*) as people
    from assignments join shift_openings on shift_openings.id = assignments.opening_id
      join stores on stores.id = shift_openings.store_id
    where assignments.state = 'confirmed' and assignments.ends_at <= ${now}
      and (${storeId} is null or shift_openings.store_id = ${storeId})
    group by shift_openings.id order by shift_openings.starts_at, shift_openings.id
    limit ${UNCONFIRMED_MAX}`.execute(db)
  return rows
}

const workedIn = ({ month, storeId }: Asked): RawBuilder<unknown> => sql`from assignments
    join shift_openings on shift_openings.id = assignments.opening_id
    join stores on stores.id = shift_openings.store_id
    join members on members.id = assignments.member_id
    left join operators on operators.id = assignments.hours_confirmed_by
  where assignments.state = 'worked' and worked_from >= ${month.start} and worked_from < ${month.end}
    and (${storeId} is null or shift_openings.store_id = ${storeId})`
