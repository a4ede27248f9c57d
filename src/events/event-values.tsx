import { formatTime, tokyoDay } from '../texts/format.ts'
import type { FormValues } from '../web/form.ts'
import { QUESTION_FIELDS, REMINDERS } from './event-form.tsx'
import type { ShopEvent } from './events.ts'

/** The form's value for people who are chosen by a rule that no segment has any more. */
export const KEPT_RULE = 'kept'

/** What an empty form starts with. */
export const freshValues = (more: FormValues): FormValues => ({
  from: '18:00',
  until: '20:00',
  closesTime: '21:00',
  guestsMax: '0',
  feeYen: '0',
  remind: REMINDERS,
  ...more,
})

/** An event as the values it was typed with. */
export const valuesOf = (event: ShopEvent): FormValues => ({
  title: event.title,
  words: event.words,
  imageId: event.imageId ?? '',
  store: event.storeId ?? '',
  place: event.place === event.storeName ? '' : event.place,
  mapUrl: event.mapUrl ?? '',
  day: tokyoDay(event.startsAt),
  from: timeField(event.startsAt),
  until: timeField(event.endsAt),
  closesDay: tokyoDay(event.closesAt),
  closesTime: timeField(event.closesAt),
  capacity: String(event.capacity),
  guestsMax: String(event.guestsMax),
  feeYen: String(event.feeYen),
  ...ticks({ alcohol: event.alcohol, asksAllergies: event.asksAllergies, listed: event.listed }),
  remind: [...(event.remindDay ? ['day'] : []), ...(event.remindHours ? ['hours'] : [])],
  ...Object.fromEntries(event.questions.map((question, n) => [QUESTION_FIELDS[n] ?? '', question])),
  dishes: event.dishes.map(({ name }) => name).join('\n'),
  segment: event.segmentId ?? (event.rule.conditions.length === 0 ? '' : KEPT_RULE),
  version: String(event.updatedAt),
})

const ticks = (said: Readonly<Record<string, boolean>>): FormValues =>
  Object.fromEntries(Object.entries(said).flatMap(([name, yes]) => (yes ? [[name, 'yes']] : [])))

/** 09:05, as a field of the browser takes it. */
const timeField = (at: number) => formatTime(at).padStart(5, '0')
