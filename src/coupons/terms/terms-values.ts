import { DAY_MS, dayOf } from '../../labour/days.ts'
import { COUPON_REMIND_DAYS_USUAL } from '../coupons.ts'
import type { TypedValues } from './typed.ts'
import { readTerms, type Terms } from './typed-terms.ts'
import { ticksFor, warningsIn } from './warnings.ts'

/** How long a new coupon is good for, unless the owner says otherwise. */
const COUPON_DAYS = 30
/** Each round replaces what was wrong with a sample; a rule over two fields shows only after both make sense. */
const ROUNDS_MAX = 3

/** What an empty form starts with. */
export const freshTerms = ({ storeIds, now }: { storeIds: readonly string[]; now: number }): TypedValues => ({
  offer: 'percent',
  minimumSpendYen: '0',
  uses: '1',
  remindDays: String(COUPON_REMIND_DAYS_USUAL),
  stores: storeIds,
  startsOn: dayOf(now),
  endsOn: dayOf(now + COUPON_DAYS * DAY_MS),
})

/** Terms as the form has them; what was warned of is ticked, because they could not be kept without. */
export function termsValues(terms: Terms & { title?: string }): TypedValues {
  const { kind, value, item, regularYen, conditions, usesMax, per, totalMax, validDays, remindDays } = terms
  const { minimumSpendYen, combinable, guestsMax, weekdays, hours, note } = conditions
  const typed: TypedValues = {
    offer: kind,
    value: String(value),
    item: item ?? '',
    regularYen: numberOf(regularYen),
    minimumSpendYen: String(minimumSpendYen),
    ...(combinable && { combinable: 'yes' }),
    guestsMax: numberOf(guestsMax),
    weekdays: weekdays?.map(String),
    hoursFrom: clockOf(hours?.from),
    hoursUntil: clockOf(hours?.until),
    uses: per ?? String(usesMax),
    totalMax: numberOf(totalMax),
    stores: terms.storeIds,
    startsOn: dayOf(terms.startsAt),
    endsOn: dayOf(terms.endsAt - 1),
    validDays: numberOf(validDays),
    remindDays: String(remindDays ?? COUPON_REMIND_DAYS_USUAL),
    note: note ?? '',
  }
  return { ...typed, ...ticksFor(warningsIn({ ...typed, title: terms.title })) }
}

/** The terms as far as they were typed, for a preview: what is missing or wrong is replaced by a sample. */
export function sampledTerms(typed: TypedValues, now: number): Terms | undefined {
  let values: TypedValues = { ...typed, ...ticksFor(warningsIn(typed)) }
  for (let round = 0; round < ROUNDS_MAX; round++) {
    const read = readTerms(values, now)
    if (read.ok) return read.terms
    values = {
      ...values,
      ...Object.fromEntries(Object.keys(read.faults).map((name) => [name, sampleTerms(now)[name]])),
    }
    values = { ...values, ...ticksFor(warningsIn(values)) }
  }
  return undefined
}

/** Of every field something that makes sense beside whatever stands in the others. */
export const sampleTerms = (now: number): TypedValues => ({
  ...freshTerms({ storeIds: ['sample'], now }),
  value: '10',
  item: '◯◯',
})

const numberOf = (number: number | undefined) => (number === undefined ? '' : String(number))

/** 26:00 as a time field takes it: 02:00. */
function clockOf(clock: string | undefined) {
  if (clock === undefined) return ''
  const [hour = 0, minute = '00'] = [Number(clock.slice(0, 2)), clock.slice(3)]
  return `${String(hour % 24).padStart(2, '0')}:${minute}`
}
