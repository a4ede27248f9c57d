import { z } from 'zod'
import { shiftPageTexts } from '../../texts/shift-page.ts'
import { cleanLines } from '../../web/clean-words.ts'
import { REASON_MAX } from '../claims/assignments.ts'
import { NOTE_MAX } from '../claims/claims.ts'
import { MAIN_JOB_HOURS_MAX, SHIFT_HOURS_MAX } from './own-limits.ts'
import type { Visit } from './visit.ts'

type Asked = Pick<Visit, 'language' | 'standing'>

const note = ({ language }: Asked) =>
  z.string().overwrite(cleanLines).trim().max(NOTE_MAX, shiftPageTexts[language].tooLong(NOTE_MAX)).default('')

export const noteSchema = (visit: Asked) => z.object({ note: note(visit) })

/** Whether they are 18 is only asked where it must be known; what nobody asked brings nothing. */
export function claimSchema(visit: Asked) {
  const missing = shiftPageTexts[visit.language].adultMissing
  const isAsked = visit.standing.conflicts.includes('shift_age_unknown')
  const adult = z.enum(['yes', 'no'], missing)
  const notAsked = z
    .unknown()
    .optional()
    .transform(() => undefined)
  return z.object({
    note: note(visit),
    conditions: z.string().max(20).default(''),
    adult: isAsked ? adult : notAsked,
  })
}

export function cancelSchema({ language }: Asked) {
  const t = shiftPageTexts[language]
  return z.object({
    words: z
      .string(t.cancelMissing)
      .overwrite(cleanLines)
      .trim()
      .min(1, t.cancelMissing)
      .max(REASON_MAX, t.tooLong(REASON_MAX)),
  })
}

/** Hours as people type them, also in wide digits; an empty field says nothing. */
export function limitsSchema({ language }: Asked) {
  const t = shiftPageTexts[language]
  const hours = (most: number) =>
    z
      .string()
      .default('')
      .transform((typed) => typed.normalize('NFKC').trim())
      .refine((typed) => typed === '' || (/^\d{1,2}$/.test(typed) && inRange(Number(typed), most)), t.hoursWrong(most))
      .transform((typed) => (typed === '' ? null : Number(typed)))
  return z
    .object({
      shiftHoursMax: hours(SHIFT_HOURS_MAX),
      mainJobHours: hours(MAIN_JOB_HOURS_MAX),
      mainJob: z.enum(['yes', 'no', '']).default(''),
    })
    .transform(({ shiftHoursMax, mainJobHours, mainJob }) => ({
      ...{ shiftHoursMax, mainJobHours },
      hasMainJob: mainJob === '' ? null : mainJob === 'yes',
    }))
}

export const Offer = z.object({
  offer: z
    .string()
    .regex(/^\d{1,6}$/)
    .transform(Number),
})
export const AnswerSchema = z.object({ request: z.string().min(1).max(100), answer: z.enum(['yes', 'no']) })
export const NoticeChoice = z.object({ by: z.enum(['electronic', 'paper']) })

const inRange = (hours: number, most: number) => hours >= 1 && hours <= most
