import { z } from 'zod'
import { PURPOSES } from '../consent/consent.ts'
import type { BroadcastPurpose } from '../db/schema.ts'
import { cleanName } from '../members/names.ts'
import type { Registration } from '../members/registration.ts'
import { type Choices, LAST_DAY_MIN } from '../members/steps.ts'
import { readDay } from './dates.ts'
import { readDigits } from './secrets.ts'

/** Above this, a field is not looked at any further. */
const TYPED_MAX = 1_000
/** What can be wrong with a field; the page words it. */
export type FormError = 'agree' | 'choose' | 'name' | 'store' | 'last_day' | 'digits'

const typed = z.union([z.string(), z.array(z.string()).transform((all) => all[0] ?? '')]).default('')
const yesOrNo = typed.pipe(z.enum(['yes', 'no'], 'choose')).transform((answer) => answer === 'yes')

/** The form's answers, each in its own words or nothing: what cannot be read is named by a `FormError`. */
export const formSchema = ({ storeIds, roleIds, today }: Omit<Choices, 'asksDigits'>) =>
  z.object({
    privacy: typed.refine((answer) => answer === 'yes', 'agree'),
    news: yesOrNo,
    coupons: yesOrNo,
    events: yesOrNo,
    shifts: yesOrNo,
    name: readAs(cleanName, 'name'),
    store: readAs((id) => storeIds.find((known) => known === id), 'store'),
    /** Anything unknown is "another one, or not remembered". */
    role: typed.transform((id) => roleIds.find((known) => known === id) ?? null),
    last_day: readAs((words) => readLastDay(words, today), 'last_day'),
    digits: readAs((words) => (words.trim() === '' ? '' : readDigits(words)), 'digits'),
    code: typed.transform((words) => words.slice(0, TYPED_MAX).trim()),
  })
export type FormAnswers = z.output<ReturnType<typeof formSchema>>

export const purposesOf = (answers: FormAnswers): readonly { purpose: BroadcastPurpose; granted: boolean }[] =>
  PURPOSES.map((purpose) => ({ purpose, granted: answers[purpose] }))

/** What was answered in the chat already, as the form's fields have it. The digits are not known any more, only their HMAC. */
export function fieldsOf(open: Registration | undefined): Readonly<Record<string, string>> {
  if (!open) return {}
  const { purposes, name = '', storeId = '', roleId, leftOn = '' } = open.answers
  const answered = PURPOSES.flatMap((purpose) => {
    const granted = purposes[purpose]
    return granted === undefined ? [] : [[purpose, granted ? 'yes' : 'no']]
  })
  return {
    ...(open.step === 'privacy' ? {} : { privacy: 'yes' }),
    ...Object.fromEntries(answered),
    name,
    store: storeId,
    role: roleId ?? '',
    last_day: leftOn,
  }
}

/** Of a month alone its last day; of the one that is running, today. */
function readLastDay(words: string, today: string): string | undefined {
  const said = readDay(words)
  if (!said || said.day < LAST_DAY_MIN) return undefined
  if (said.day <= today) return said.day
  return said.monthOnly && said.day.slice(0, 7) === today.slice(0, 7) ? today : undefined
}

const readAs = (read: (words: string) => string | undefined, error: FormError) =>
  typed.transform((words, context) => {
    const meant = words.length > TYPED_MAX ? undefined : read(words)
    if (meant !== undefined) return meant
    context.addIssue({ code: 'custom', message: error })
    return z.NEVER
  })
