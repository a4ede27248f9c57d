import { noteAccess } from '../../interactions/access-log.ts'
import { formatDateTime, formatTime, tokyoDateTime, tokyoDay } from '../../texts/format.ts'
import type { Language } from '../../texts/language.ts'
import { shiftHoursTexts } from '../../texts/shift-hours.ts'
import { type CsvRow, csvResponse } from '../../web/csv.ts'
import type { C } from '../view/view-show.tsx'
import { payMonth, type WorkedLine, workedLines, workedPeople } from './payroll.ts'

/** A month's worked shifts, one line each, for whoever pays the wages. It is noted who took along how many before. */
export async function exportHours(c: C) {
  const { deps, language, operator } = c.var
  const { store } = deps
  const asked = { month: payMonth(c.req.query('month'), deps.now()), storeId: operator.storeId }
  const count = (await workedPeople(store, asked)).length
  const detail = { page: 'shiftHours', count }
  await noteAccess(store, { operatorId: operator.id, action: 'members_exported', detail, now: deps.now() })
  const { csv: t } = shiftHoursTexts[language]
  return csvResponse(c, {
    filename: t.filename(asked.month.name),
    header: [
      ...[t.day, t.name, t.store, t.roles, t.from, t.to, t.break, t.work, t.night, t.overtime],
      ...[t.wage, t.transport, t.pay, t.confirmedAt, t.confirmedBy, t.id],
    ],
    rows: lines(workedLines(store, asked), language),
  })
}

async function* lines(worked: AsyncGenerator<WorkedLine>, language: Language): AsyncGenerator<CsvRow> {
  for await (const line of worked) yield lineOf(line, language)
}

function lineOf(line: WorkedLine, language: Language): CsvRow {
  const { from, to, breakMinutes, workMinutes, nightMinutes, overtimeMinutes, confirmedAt } = line
  return [
    ...[tokyoDay(from), line.name, line.storeName, line.roles, formatTime(from), endOf(from, to), breakMinutes],
    ...[workMinutes, nightMinutes, overtimeMinutes, line.wageYen, line.transportYen, line.payYen],
    ...[confirmedAt === null ? '' : formatDateTime(confirmedAt, language), line.confirmedBy, line.id],
  ]
}

/** With its day when it ended after midnight. */
const endOf = (from: number, to: number) =>
  tokyoDay(from) === tokyoDay(to) ? formatTime(to) : tokyoDateTime(to).replace('T', ' ')
