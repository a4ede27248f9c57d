import { z } from 'zod'
import { eventFormTexts } from '../texts/event-form.ts'
import { formatNumber, fromTokyo } from '../texts/format.ts'
import type { Language } from '../texts/language.ts'
import { cleanLine, cleanLines } from '../web/clean-words.ts'
import {
  CAPACITY_MAX,
  DISH_NAME_MAX,
  DISHES_MAX,
  type EventDraft,
  FEE_YEN_MAX,
  GUESTS_MAX,
  PLACE_MAX,
  QUESTION_MAX,
  QUESTIONS_MAX,
  TITLE_MAX,
  URL_MAX,
  WORDS_MAX,
} from './events-draft.ts'

/** What may be said with a change of time or place. */
export const TELL_WORDS_MAX = 300
const DAY_MS = 86_400_000

/** Names of the fields for the shop's own questions. */
export const QUESTION_FIELDS = Array.from({ length: QUESTIONS_MAX }, (_, n) => `question${n + 1}`)

/** What was typed; whom it is for is still the segment's id. */
export type TypedEvent = {
  event: Omit<EventDraft, 'rule' | 'segmentId' | 'audienceStoreId'>
  segment: string
  told: string
  /** The version that was shown. */
  version: number
}

/** Before the event: on the evening of the day before, and in its last hours. */
export const REMINDERS = ['day', 'hours'] as const

type Asked = {
  lang: Language
  /** Where it may be held. */
  stores: readonly { id: string; name: string }[]
  /** A manager's is their own store's. */
  isManager: boolean
  /** What nobody could answer any more is not planned; what is under way may be put right. */
  mustBeAhead: boolean
  now: number
}

/** A browser sends each line's end as two characters; it is counted, kept and sent as one. */
const words = (wrong: string, max: number) => z.string(wrong).overwrite(cleanLines).trim().max(max, wrong)
const line = (wrong: string, max: number) => z.string(wrong).overwrite(cleanLine).trim().max(max, wrong)

/** Digits as people type them: １，２００ too. */
const whole = (wrong: string, min: number, max: number) =>
  z
    .string(wrong)
    .transform((typed) => typed.normalize('NFKC').replaceAll(',', '').trim())
    .refine((typed) => /^\d{1,9}$/.test(typed) && Number(typed) >= min && Number(typed) <= max, wrong)
    .transform(Number)

const time = (wrong: string) => z.string(wrong).regex(/^\d{2}:\d{2}(:\d{2})?$/, wrong)
const day = (wrong: string) => z.string(wrong).refine((typed) => fromTokyo(typed) !== undefined, wrong)
const ticked = z
  .string()
  .optional()
  .transform((said) => said !== undefined)

const fieldsOf = (lang: Language) => {
  const t = eventFormTexts[lang].errors
  return {
    title: line(t.title(TITLE_MAX), TITLE_MAX).min(1, t.title(TITLE_MAX)),
    words: words(t.words(WORDS_MAX), WORDS_MAX).min(1, t.words(WORDS_MAX)),
    imageId: z
      .string()
      .regex(/^(?:[0-9a-f]{32})?$/, t.image)
      .default(''),
    store: z.string().max(64).default(''),
    place: line(t.place(PLACE_MAX), PLACE_MAX).default(''),
    mapUrl: z.string().trim().default('').transform(mapUrl(t.mapUrl)),
    day: day(t.day),
    from: time(t.time),
    until: time(t.time),
    closesDay: day(t.closes),
    closesTime: time(t.closes),
    capacity: whole(t.capacity(formatNumber(CAPACITY_MAX)), 1, CAPACITY_MAX),
    guestsMax: whole(t.guests, 0, GUESTS_MAX).default(0),
    feeYen: whole(t.fee(formatNumber(FEE_YEN_MAX)), 0, FEE_YEN_MAX).default(0),
    alcohol: ticked,
    asksAllergies: ticked,
    ...Object.fromEntries(
      QUESTION_FIELDS.map((name) => [name, line(t.question(QUESTION_MAX), QUESTION_MAX).default('')]),
    ),
    dishes: z.string().default('').transform(dishes(lang)),
    segment: z.string().max(100).default(''),
    listed: ticked,
    remind: z.preprocess((said) => [said ?? []].flat(), z.array(z.enum(REMINDERS))),
    told: words(t.tell(TELL_WORDS_MAX), TELL_WORDS_MAX).default(''),
    version: z.coerce.number().int().default(0),
  }
}

/** An event as it was typed, with everything that may be wrong in it said at its field. */
export const EventForm = ({ lang, stores, isManager, mustBeAhead, now }: Asked) =>
  z.looseObject(fieldsOf(lang)).transform((form, context): TypedEvent => {
    const t = eventFormTexts[lang].errors
    const wrong = (field: string, message: string) => context.addIssue({ code: 'custom', path: [field], message })

    const store = isManager ? stores[0] : stores.find(({ id }) => id === form.store)
    if (isManager ? !store : form.store !== '' && !store) wrong('store', t.store)
    const place = form.place || (store?.name ?? '')
    if (place === '') wrong('place', t.place(PLACE_MAX))

    const times = timesOf(form)
    if (mustBeAhead && times.startsAt <= now) wrong('day', t.dayPast)
    if (times.closesAt > times.startsAt) wrong('closesDay', t.closesLate)
    else if (mustBeAhead && times.closesAt <= now) wrong('closesDay', t.closesPast)

    const { segment, told, version } = form
    const { title, words: said, mapUrl: map, capacity, guestsMax, feeYen, alcohol, asksAllergies } = form
    const questions = [...new Set(QUESTION_FIELDS.map((name) => String(form[name] ?? '')).filter(Boolean))]
    const held = { imageId: form.imageId || null, storeId: store?.id ?? null, place, mapUrl: map || null, ...times }
    const asked = { capacity, guestsMax, feeYen, alcohol, asksAllergies, questions, dishes: form.dishes }
    const reminded = { remindDay: form.remind.includes('day'), remindHours: form.remind.includes('hours') }
    const event = { title, words: said, ...held, ...asked, listed: form.listed, ...reminded }
    return { event, segment, told, version }
  })

type Times = Record<'day' | 'from' | 'until' | 'closesDay' | 'closesTime', string>

/** An end that is not after the start is on the next day. */
function timesOf({ day: on, from, until, closesDay, closesTime }: Times) {
  const startsAt = fromTokyo(`${on}T${from}`) ?? 0
  const sameDay = fromTokyo(`${on}T${until}`) ?? 0
  return {
    startsAt,
    endsAt: sameDay > startsAt ? sameDay : sameDay + DAY_MS,
    closesAt: fromTokyo(`${closesDay}T${closesTime}`) ?? 0,
  }
}

/** An address as LINE takes it: https, with what is not ASCII spelled out. */
const mapUrl = (wrong: string) => (typed: string, context: z.RefinementCtx) => {
  if (typed === '') return ''
  const url = URL.parse(typed)
  if (url?.protocol === 'https:' && url.hostname.includes('.') && url.href.length <= URL_MAX) return url.href
  context.addIssue({ code: 'custom', message: wrong })
  return z.NEVER
}

/** One a line. */
const dishes = (lang: Language) => (typed: string, context: z.RefinementCtx) => {
  const t = eventFormTexts[lang].errors
  const names = typed
    .split('\n')
    .map((name) => cleanLine(name).trim())
    .filter(Boolean)
  const wrong =
    names.length > DISHES_MAX
      ? t.dishes(DISHES_MAX)
      : names.some((name) => name.length > DISH_NAME_MAX)
        ? t.dish(DISH_NAME_MAX)
        : new Set(names).size < names.length
          ? t.dishTwice
          : undefined
  if (wrong === undefined) return names
  context.addIssue({ code: 'custom', message: wrong })
  return z.NEVER
}
