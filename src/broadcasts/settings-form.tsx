import { z } from 'zod'
import { PLANS, QUIET_HOURS_MAX, type SendingSettings } from '../sending/sending-settings.ts'
import { formatNumber } from '../texts/format.ts'
import type { Language } from '../texts/language.ts'
import { sendingSettingsTexts } from '../texts/sending-settings.ts'

const HOURS = 24
const COUNT_MAX = 1_000_000
const CAP_MAX = 100
const YEN_MAX = 3

/** The settings as they are typed: full-width digits and commas are digits too. */
export const SettingsForm = (lang: Language, { canApprove }: { canApprove: boolean }) => {
  const t = sendingSettingsTexts[lang]
  const number = (min: number, max: number, isWhole = true) => {
    const message = t.errors.number(formatNumber(min), formatNumber(max))
    const plain = z.string(message).transform((typed) => typed.normalize('NFKC').replace(/[,\s]/g, ''))
    return plain.pipe(
      z
        .string()
        .regex(isWhole ? /^\d{1,9}$/ : /^\d{1,3}(\.\d{1,2})?$/, message)
        .transform(Number)
        .pipe(z.number().min(min, message).max(max, message)),
    )
  }
  return z
    .object({
      plan: z.enum(PLANS, t.errors.choose),
      extraYen: number(0, YEN_MAX, false),
      reserve: number(0, COUNT_MAX),
      quietFrom: number(0, HOURS),
      quietTo: number(0, HOURS),
      capDay: number(1, CAP_MAX),
      capMonth: number(1, CAP_MAX),
      urgentCapDay: number(1, CAP_MAX),
      urgentCapMonth: number(1, CAP_MAX),
      typedAbove: number(0, COUNT_MAX),
      approvalAbove: number(0, COUNT_MAX),
    })
    .refine(({ quietFrom, quietTo }) => quietHours(quietFrom, quietTo) <= QUIET_HOURS_MAX, {
      path: ['quietTo'],
      message: t.quiet.tooLong,
    })
    .refine(({ capDay, capMonth }) => capDay <= capMonth, { path: ['capMonth'], message: t.caps.order })
    .refine(({ urgentCapDay, urgentCapMonth }) => urgentCapDay <= urgentCapMonth, {
      path: ['urgentCapMonth'],
      message: t.caps.order,
    })
    .refine(({ approvalAbove }) => approvalAbove === 0 || canApprove, {
      path: ['approvalAbove'],
      message: t.care.alone,
    }) satisfies z.ZodType<SendingSettings>
}

const quietHours = (from: number, to: number) => (to - from + HOURS) % HOURS
