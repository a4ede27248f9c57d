import { z } from 'zod'
import type { Refusal } from '../../refusal.ts'
import { formatYen } from '../../texts/format.ts'
import type { Language } from '../../texts/language.ts'
import { tillTexts } from '../../texts/till.ts'
import type { FormErrors } from '../../web/form.ts'
import { PREVIEW_TOKEN_MAX } from './previews.ts'

const BILL_MAX_YEN = 10_000_000
const GUESTS_MAX = 100

export const PreviewForm = z.object({ code: z.string().max(500) })

/** The signed preview, and what staff may have typed of the visit; empty is not known. */
export const redemptionForm = (lang: Language) =>
  z.object({
    preview: z.string().max(PREVIEW_TOKEN_MAX),
    bill: amount({ min: 0, max: BILL_MAX_YEN, wrong: tillTexts[lang].billWrong }),
    guests: amount({ min: 1, max: GUESTS_MAX, wrong: tillTexts[lang].guestsWrong }),
  })

/** A whole number as hands type it: ３，２００円, ¥3,200, 4人. */
const amount = ({ min, max, wrong }: { min: number; max: number; wrong: string }) =>
  z
    .string()
    .default('')
    .transform((typed, context) => {
      const plain = typed.normalize('NFKC').replace(/[,、\s¥円人名]/g, '')
      if (plain === '') return undefined
      const number = /^\d{1,8}$/.test(plain) ? Number(plain) : Number.NaN
      if (number >= min && number <= max) return number
      context.addIssue({ code: 'custom', message: wrong })
      return undefined
    })

/** A refusal that is about what was typed, at its field; undefined when it is about something else. */
export function wordMisfit({ code, facts }: Refusal, lang: Language): FormErrors | undefined {
  const t = tillTexts[lang]
  if (code === 'coupon_bill_too_small') return { bill: t.billTooSmall(formatYen(Number(facts.min ?? 0), lang)) }
  if (code === 'coupon_too_many_guests') return { guests: t.tooManyGuests(Number(facts.max ?? 0)) }
  return undefined
}
