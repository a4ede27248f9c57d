import { z } from 'zod'
import {
  COUPON_REMIND_DAYS_MAX,
  COUPON_REMIND_DAYS_USUAL,
  COUPON_TITLE_MAX,
  COUPON_TOTAL_MAX,
  COUPON_USES_MAX,
  COUPON_VALID_DAYS_MAX,
  CouponConditions,
  type NewCoupon,
} from '../coupons.ts'
import { dayStart, type TypedValues, wholeIn } from './typed.ts'
import { unticked, warningsIn } from './warnings.ts'

export const NOTE_MAX = 100
export const YEN_MAX = 1_000_000
export const GUESTS_MAX = 100
const DAY_MS = 86_400_000
const MINUTES = { hour: 60, day: 24 * 60 } as const
/** A shop's day begins at 5: what is earlier belongs to the evening before. */
const DAY_BEGINS = 5 * MINUTES.hour
/** Monday first, as a week's plan is read. */
export const WEEKDAYS = ['1', '2', '3', '4', '5', '6', '0'] as const
export const TIMES = Array.from({ length: COUPON_USES_MAX }, (_, n) => String(n + 1))
export const PERS = ['day', 'week', 'month'] as const

/** What may be wrong with typed terms; each has its words in texts/coupon-terms.ts. */
export const TERMS_FAULTS = [
  'value',
  'percent',
  'item',
  'yen',
  'regular',
  'guests',
  'hours',
  'uses',
  'total',
  'stores',
  'day',
  'endsOn',
  'past',
  'validDays',
  'remind',
  'note',
  'unticked',
] as const
export type TermsFault = (typeof TERMS_FAULTS)[number]
export type Terms = Omit<NewCoupon, 'title'>
export type ReadTerms = { ok: true; terms: Terms } | { ok: false; faults: Readonly<Record<string, TermsFault>> }

const fault = (named: TermsFault) => named
const whole = (wrong: TermsFault, min: number, max: number) =>
  z.string(wrong).transform((typed, context) => {
    const number = wholeIn(typed)
    if (number !== undefined && number >= min && number <= max) return number
    context.addIssue({ code: 'custom', message: wrong })
    return z.NEVER
  })
/** Left empty: no such term. */
const optional = (wrong: TermsFault, min: number, max: number) =>
  z.preprocess((typed) => (typed === '' ? undefined : typed), whole(wrong, min, max).optional())
const listed = <T extends z.ZodType>(each: T) => z.preprocess((typed) => [typed ?? []].flat(), z.array(each))
const day = z.string(fault('day')).transform((typed, context) => {
  const at = dayStart(typed)
  if (at !== undefined) return at
  context.addIssue({ code: 'custom', message: fault('day') })
  return z.NEVER
})
const clock = z
  .string(fault('hours'))
  .regex(/^(?:\d{1,2}:\d{2}(?::00)?)?$/, fault('hours'))
  .default('')

const Form = z.object({
  offer: z.enum(['percent', 'yen', 'free_item', 'special_price']).default('percent'),
  value: whole('value', 1, YEN_MAX),
  item: z.string().trim().max(COUPON_TITLE_MAX, fault('item')).default(''),
  regularYen: optional('regular', 1, YEN_MAX),
  minimumSpendYen: whole('yen', 0, YEN_MAX).default(0),
  combinable: z.string().optional(),
  guestsMax: optional('guests', 1, GUESTS_MAX),
  weekdays: listed(z.enum(WEEKDAYS, fault('hours'))),
  hoursFrom: clock,
  hoursUntil: clock,
  uses: z.enum([...TIMES, ...PERS], fault('uses')).default('1'),
  totalMax: optional('total', 1, COUPON_TOTAL_MAX),
  stores: listed(z.string()).refine((stores) => stores.length > 0, fault('stores')),
  startsOn: day,
  endsOn: day,
  validDays: optional('validDays', 1, COUPON_VALID_DAYS_MAX),
  remindDays: whole('remind', 0, COUPON_REMIND_DAYS_MAX).default(COUPON_REMIND_DAYS_USUAL),
  note: z.string().trim().max(NOTE_MAX, fault('note')).default(''),
})
type Form = z.output<typeof Form>

/**
 * The terms of a coupon as they were typed, or what is wrong at which field. A free item above what the law allows for it, and
 * words that seem to buy a review, need their tick.
 */
export function readTerms(typed: TypedValues, now: number): ReadTerms {
  const parsed = Form.safeParse(typed)
  const faults = parsed.success ? faultsIn(parsed.data, now) : faultsOf(parsed.error)
  for (const { field } of unticked(typed, warningsIn(typed))) faults[field] = 'unticked'
  if (!parsed.success || Object.keys(faults).length > 0) return { ok: false, faults }
  return { ok: true, terms: termsOf(parsed.data) }
}

function faultsOf({ issues }: z.ZodError) {
  const faults: Record<string, TermsFault> = {}
  for (const { path, message } of issues)
    faults[String(path[0] ?? '')] ??= TERMS_FAULTS.find((known) => known === message) ?? 'value'
  return faults
}

function faultsIn(form: Form, now: number) {
  const { offer, value, item, regularYen, hoursFrom, hoursUntil, startsOn, endsOn } = form
  const faults: Record<string, TermsFault> = {}
  if (offer === 'percent' && value > 100) faults.value = 'percent'
  if (isOfItem(form) && item === '') faults.item = 'item'
  if (offer === 'special_price' && regularYen !== undefined && regularYen <= value) faults.regularYen = 'regular'
  if (!hoursFrom !== !hoursUntil) faults[hoursFrom ? 'hoursUntil' : 'hoursFrom'] = 'hours'
  else if (hoursFrom && !hoursOf(form)) faults.hoursUntil = 'hours'
  if (endsOn < startsOn) faults.endsOn = 'endsOn'
  else if (endsOn + DAY_MS <= now) faults.endsOn = 'past'
  return faults
}

const isOfItem = ({ offer }: Form) => offer === 'free_item' || offer === 'special_price'

function termsOf(form: Form): Terms {
  const { offer, value, item, regularYen, uses, totalMax, stores, startsOn, endsOn, validDays, remindDays } = form
  const per = PERS.find((known) => known === uses)
  return {
    kind: offer,
    value,
    ...(isOfItem(form) && { item }),
    ...(offer === 'special_price' && regularYen !== undefined && { regularYen }),
    conditions: conditionsOf(form),
    usesMax: per ? 1 : Number(uses),
    ...(per && { per }),
    ...(totalMax !== undefined && { totalMax }),
    storeIds: stores,
    startsAt: startsOn,
    endsAt: endsOn + DAY_MS,
    ...(validDays !== undefined && { validDays }),
    remindDays,
  }
}

function conditionsOf(form: Form): CouponConditions {
  const { minimumSpendYen, combinable, guestsMax, weekdays, note } = form
  const days = WEEKDAYS.filter((one) => weekdays.includes(one))
  const hours = hoursOf(form)
  return {
    minimumSpendYen,
    combinable: combinable !== undefined,
    ...(guestsMax !== undefined && { guestsMax }),
    ...(days.length > 0 && days.length < WEEKDAYS.length && { weekdays: days.map(Number) }),
    ...(hours && { hours }),
    ...(note && { note }),
  }
}

/** An end that is not after the start is past midnight: 17:00–2:00 is kept as 17:00–26:00. */
function hoursOf({ hoursFrom, hoursUntil }: Pick<Form, 'hoursFrom' | 'hoursUntil'>) {
  if (!hoursFrom || !hoursUntil) return undefined
  const typed = minutesOf(hoursFrom)
  const from = typed < DAY_BEGINS ? typed + MINUTES.day : typed
  const end = minutesOf(hoursUntil)
  const until = end <= from ? end + MINUTES.day : end
  const parsed = CouponConditions.shape.hours.safeParse({ from: clockOf(from), until: clockOf(until) })
  return parsed.success ? parsed.data : undefined
}

function minutesOf(typed: string) {
  const [hour = 0, minute = 0] = typed.split(':').map(Number)
  return hour * MINUTES.hour + minute
}

const clockOf = (minutes: number) =>
  `${String(Math.floor(minutes / MINUTES.hour)).padStart(2, '0')}:${String(minutes % MINUTES.hour).padStart(2, '0')}`
