import { z } from 'zod'
import { fromTokyo } from '../../texts/format.ts'
import type { Language } from '../../texts/language.ts'
import { shiftHoursTexts } from '../../texts/shift-hours.ts'
import { cleanLines } from '../../web/clean-words.ts'
import { type FormErrors, type FormValues, valueIn, valuesIn } from '../../web/form.ts'
import { THANKS_MAX } from '../claims/hours.ts'
import type { Assigned } from './assigned.ts'

const MINUTE_MS = 60_000
/** Further from the agreed hours it is another day, typed by mistake. */
const FAR_MS = 12 * 60 * MINUTE_MS

export type WorkedHours = { assignmentId: string; from: number; to: number; breakMinutes: number }
type Asked = { lang: Language; now: number }
type Read = { hours: readonly WorkedHours[]; thanks: string | undefined; errors: FormErrors }

/** Several people's hours stand in one form: each field is named with whose it is. */
export const fieldOf = (field: 'from' | 'to' | 'break', { id }: Pick<Assigned, 'id'>) => `${field}.${id}`

const Thanks = z.string().overwrite(cleanLines).trim().max(THANKS_MAX)
const Minutes = z
  .string()
  .regex(/^\d{1,3}$/)
  .transform(Number)

/** What was typed of those who were chosen; with an error at each field that cannot be so, nothing is to be kept of any. */
export function readHours(values: FormValues, assigned: readonly Assigned[], { lang, now }: Asked): Read {
  const t = shiftHoursTexts[lang].form
  const chosen = assigned.filter(({ id }) => valuesIn(values, 'take').includes(id))
  const thanks = Thanks.safeParse(valueIn(values, 'thanks'))
  const read = chosen.map((one) => hoursOf(values, one, { lang, now }))
  const errors: Record<string, string | undefined> = Object.assign({}, ...read.map((one) => one.errors))
  if (chosen.length === 0) errors[''] = t.noneChosen
  if (!thanks.success) errors.thanks = t.wrongThanks(THANKS_MAX)
  return { hours: read.map(({ hours }) => hours), thanks: thanks.data || undefined, errors }
}

function hoursOf(values: FormValues, one: Assigned, { lang, now }: Asked): { hours: WorkedHours; errors: FormErrors } {
  const t = shiftHoursTexts[lang].form
  const typed = (field: 'from' | 'to' | 'break') => valueIn(values, fieldOf(field, one))
  const [from, to] = [fromTokyo(typed('from')), fromTokyo(typed('to'))]
  const breakMinutes = Minutes.safeParse(typed('break')).data
  const errors: Record<string, string> = {}
  if (from === undefined) errors[fieldOf('from', one)] = t.wrongTime
  else if (Math.abs(from - one.startsAt) > FAR_MS) errors[fieldOf('from', one)] = t.wrongFar
  if (to === undefined) errors[fieldOf('to', one)] = t.wrongTime
  else if (from !== undefined && to <= from) errors[fieldOf('to', one)] = t.wrongOrder
  else if (Math.abs(to - one.endsAt) > FAR_MS) errors[fieldOf('to', one)] = t.wrongFar
  else if (to > now) errors[fieldOf('to', one)] = t.wrongAhead
  const span = from === undefined || to === undefined ? Number.POSITIVE_INFINITY : to - from
  if (breakMinutes === undefined || breakMinutes * MINUTE_MS >= span) errors[fieldOf('break', one)] = t.wrongBreak
  return { hours: { assignmentId: one.id, from: from ?? 0, to: to ?? 0, breakMinutes: breakMinutes ?? 0 }, errors }
}
