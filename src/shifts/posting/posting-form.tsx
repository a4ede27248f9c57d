import { z } from 'zod'
import { PREFECTURES } from '../../labour/floors.ts'
import { NAME_MAX, Terms, WORDS_MAX } from '../../labour/terms.ts'
import { formatNumber, fromTokyo } from '../../texts/format.ts'
import type { Language } from '../../texts/language.ts'
import { shiftFormTexts } from '../../texts/shift-form.ts'
import { cleanLine, cleanLines } from '../../web/clean-words.ts'
import {
  BREAK_MINUTES_MAX,
  HEADCOUNT_MAX,
  LEAD_MINUTES_MAX,
  type OpeningDraft,
  ROLES_MAX,
  SHIFT_MS_MAX,
  TRANSPORT_YEN_MAX,
  WAGE_YEN_MAX,
  WAVE_MINUTES_MAX,
  WAVE_MINUTES_MIN,
  WAVE_SIZE_MAX,
} from './drafts.ts'
import { TEMPLATE_NAME_MAX } from './templates.ts'

const DAY_MS = 86_400_000
/** What may be said to who is confirmed already. */
export const TOLD_MAX = 300

/** The words of an ad, each a field of its own name. */
export const TERM_FIELDS = Terms.keyof().options
export type TermField = (typeof TERM_FIELDS)[number]

/** What was typed; whom it is for is still the segment's id. */
export type TypedOpening = {
  draft: Omit<OpeningDraft, 'storeId' | 'rule' | 'segmentId' | 'audienceStoreId'>
  segment: string
  templateName: string
  told: string
  /** The version that was shown. */
  version: number
}

/** Digits as people type them: １，３００ too. */
export const whole = (lang: Language, min: number, max: number) => {
  const wrong = shiftFormTexts[lang].errors.number(formatNumber(min), formatNumber(max))
  return z
    .string(wrong)
    .transform((typed) => typed.normalize('NFKC').replaceAll(',', '').trim())
    .refine((typed) => /^\d{1,9}$/.test(typed) && Number(typed) >= min && Number(typed) <= max, wrong)
    .transform(Number)
}

const time = (wrong: string) => z.string(wrong).regex(/^\d{2}:\d{2}(:\d{2})?$/, wrong)
const day = (wrong: string) => z.string(wrong).refine((typed) => fromTokyo(typed) !== undefined, wrong)
const ticked = z
  .string()
  .optional()
  .transform((said) => said !== undefined)

/** The lines that are one line; the others may be several. */
const ONE_LINE: readonly TermField[] = ['employerName', 'prefecture']

const termFields = (lang: Language) => {
  const t = shiftFormTexts[lang].errors
  const field = (name: TermField) => {
    const max = name === 'employerName' ? NAME_MAX : WORDS_MAX
    const clean = ONE_LINE.includes(name) ? cleanLine : cleanLines
    return z.string().overwrite(clean).trim().max(max, t.words(max)).default('')
  }
  return Object.fromEntries(TERM_FIELDS.map((name) => [name, field(name)]))
}

const fieldsOf = (lang: Language) => {
  const t = shiftFormTexts[lang].errors
  return {
    day: day(t.day),
    from: time(t.time),
    until: time(t.time),
    breakMinutes: whole(lang, 0, BREAK_MINUTES_MAX),
    headcount: whole(lang, 1, HEADCOUNT_MAX),
    closesDay: day(t.closes),
    closesTime: time(t.closes),
    roles: z.preprocess((said) => [said ?? []].flat(), z.array(z.string().max(64)).max(ROLES_MAX, t.roles)),
    wageYen: whole(lang, 1, WAGE_YEN_MAX),
    transportYen: whole(lang, 0, TRANSPORT_YEN_MAX),
    segment: z.string().max(100).default(''),
    mode: z.enum(['approve', 'first_come']).default('approve'),
    urgent: ticked,
    shared: ticked,
    leadMinutes: whole(lang, 0, LEAD_MINUTES_MAX),
    waveSize: whole(lang, 1, WAVE_SIZE_MAX),
    waveMinutes: whole(lang, WAVE_MINUTES_MIN, WAVE_MINUTES_MAX),
    templateName: z.string().overwrite(cleanLine).trim().max(TEMPLATE_NAME_MAX, t.words(TEMPLATE_NAME_MAX)).default(''),
    told: z.string().overwrite(cleanLines).trim().max(TOLD_MAX, t.words(TOLD_MAX)).default(''),
    version: z.coerce.number().int().default(0),
  }
}

/**
 * A shift as it was typed, with what cannot be kept said at its field. What the law asks for is another matter: a draft may be
 * unfinished.
 */
export const OpeningForm = ({ lang, roleIds }: { lang: Language; roleIds: readonly string[] }) =>
  z.looseObject({ ...fieldsOf(lang), ...termFields(lang) }).transform((form, context): TypedOpening => {
    const t = shiftFormTexts[lang].errors
    const wrong = (field: string, message: string) => context.addIssue({ code: 'custom', path: [field], message })
    const times = timesOf(form)
    if (times.endsAt - times.startsAt >= SHIFT_MS_MAX) wrong('until', t.long)
    if (times.closesAt > times.startsAt) wrong('closesDay', t.closesLate)
    if (form.roles.some((id) => !roleIds.includes(id))) wrong('roles', t.roles)
    const { segment, templateName, told, version, roles, wageYen, transportYen, urgent, mode, shared } = form
    const { breakMinutes, headcount, leadMinutes, waveSize, waveMinutes } = form
    const terms = Terms.parse(Object.fromEntries(TERM_FIELDS.map((name) => [name, form[name]])))
    const paid = { wageYen, transportYen, breakMinutes, headcount, terms }
    const asked = { urgent, mode, shared, leadMinutes, waveSize, waveMinutes }
    return { draft: { ...times, ...paid, ...asked, roleIds: roles }, segment, templateName, told, version }
  })

type Times = Record<'day' | 'from' | 'until' | 'closesDay' | 'closesTime', string>

/** An end that is not after the start is on the next day. */
export function timesOf({ day: on, from, until, closesDay, closesTime }: Times) {
  const startsAt = fromTokyo(`${on}T${from}`) ?? 0
  const sameDay = fromTokyo(`${on}T${until}`) ?? 0
  return {
    startsAt,
    endsAt: sameDay > startsAt ? sameDay : sameDay + DAY_MS,
    closesAt: fromTokyo(`${closesDay}T${closesTime}`) ?? 0,
  }
}

/** The prefectures, as a field offers them. */
export const PREFECTURE_CHOICES = PREFECTURES.map((name) => ({ value: name, label: name }))
