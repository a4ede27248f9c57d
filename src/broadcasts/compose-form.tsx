import { z } from 'zod'
import type { BroadcastPurpose } from '../db/schema.ts'
import { fits, type Limit } from '../line/limits.ts'
import { composeTexts } from '../texts/compose.ts'
import { composeEventTexts } from '../texts/compose-event.ts'
import type { Language } from '../texts/language.ts'
import { CHOICE_MAX } from './addressee.ts'
import {
  ANSWER,
  ANSWERS_MAX,
  ANSWERS_MIN,
  type BroadcastContent,
  FALLBACK_MAX,
  FROM_MAX,
  HEADING_MAX,
  LINK_LABEL,
  MOMENTS,
  TITLE_MAX,
  URL_MAX,
  WORDS_MAX,
} from './content.ts'
import { CouponForm } from './coupon-form.tsx'
import type { Draft } from './drafts.ts'
import { type Kind, PURPOSES_OF } from './kinds.ts'
import { strangeVariable, VARIABLES_MAX, variablesIn } from './variables.ts'

/** What was composed; the audience is still the segment's id. */
export type Composed = Pick<Draft, 'title' | 'purpose' | 'content' | 'holding'> & { segment: string }

/** Names of the fields for the answers of a poll. */
export const ANSWER_FIELDS = Array.from({ length: ANSWERS_MAX }, (_, n) => `answer${n + 1}`)

/** A browser sends each line's end as two characters; it is counted, kept and sent as one. */
const words = (wrong: string, max: number) =>
  z
    .string(wrong)
    .overwrite((typed) => typed.replaceAll('\r\n', '\n'))
    .trim()
    .min(1, wrong)
    .max(max, wrong)

/** Words in which a name or a store may be filled in. */
const variableWords = (lang: Language, wrong: string, max: number) => {
  const t = composeTexts[lang].errors
  return words(wrong, max).superRefine((typed, context) => {
    const strange = strangeVariable(typed)
    if (strange) context.addIssue({ code: 'custom', message: t.variable(strange) })
    else if (variablesIn(typed).length > VARIABLES_MAX) context.addIssue({ code: 'custom', message: t.variables })
  })
}

const counted = (wrong: string, limit: Limit) =>
  z
    .string()
    .trim()
    .default('')
    .refine((typed) => fits(typed, limit), wrong)

/** Chosen where there is something to choose. */
function purposeOf(kind: Kind): z.ZodType<BroadcastPurpose> {
  const [usual, ...others] = PURPOSES_OF[kind]
  return others.length === 0
    ? z
        .string()
        .default('')
        .transform(() => usual)
    : z.enum(PURPOSES_OF[kind]).default(usual)
}

/** What every kind asks. */
const common = (lang: Language, kind: Kind) => {
  const t = composeTexts[lang].errors
  return {
    title: words(t.title, TITLE_MAX),
    from: words(t.from, FROM_MAX),
    senderId: z.string().max(64).default(''),
    segment: z.string().max(CHOICE_MAX).default(''),
    purpose: purposeOf(kind),
    holding: z.enum(['morning', 'skip']).default('morning'),
    nameFallback: z.string().trim().max(FALLBACK_MAX, t.fallback).default(''),
    storeFallback: z.string().trim().max(FALLBACK_MAX, t.fallback).default(''),
  }
}

type Common = z.output<z.ZodObject<ReturnType<typeof common>>>

/** The draft, without what was left as it is by itself. */
const composed = (form: Common, content: BroadcastContent): Composed => ({
  title: form.title,
  purpose: form.purpose,
  segment: form.segment,
  holding: form.holding,
  content: {
    ...content,
    ...(form.senderId && { senderId: form.senderId }),
    ...((form.nameFallback || form.storeFallback) && {
      fallbacks: {
        ...(form.nameFallback && { name: form.nameFallback }),
        ...(form.storeFallback && { store: form.storeFallback }),
      },
    }),
  },
})

const TextForm = (lang: Language, kind: 'text' | 'check_in') =>
  z
    .object({ ...common(lang, kind), text: variableWords(lang, composeTexts[lang].errors.words, WORDS_MAX) })
    .transform((form) => composed(form, { kind, text: form.text, from: form.from }))

const EventForm = (lang: Language) =>
  z
    .object({
      ...common(lang, 'event'),
      eventId: words(composeEventTexts[lang].gone, 64),
      moment: z.enum(MOMENTS).default('invite'),
      text: variableWords(lang, composeTexts[lang].errors.words, WORDS_MAX),
    })
    .transform(({ eventId, moment, text, ...form }) =>
      composed(form, { kind: 'event', eventId, moment, text, from: form.from }),
    )

const StoryForm = (lang: Language) => {
  const t = composeTexts[lang].errors
  return z
    .object({
      ...common(lang, 'story'),
      storyId: words(t.story, 64),
      text: variableWords(lang, t.words, WORDS_MAX),
    })
    .transform((form) => composed(form, { kind: 'story', storyId: form.storyId, text: form.text, from: form.from }))
}

const NewsForm = (lang: Language) => {
  const t = composeTexts[lang].errors
  return z
    .object({
      ...common(lang, 'news'),
      heading: variableWords(lang, t.heading, HEADING_MAX),
      text: variableWords(lang, t.words, WORDS_MAX),
      imageId: z
        .string()
        .regex(/^(?:[0-9a-f]{32})?$/, t.image)
        .default(''),
      linkLabel: counted(t.linkLabel, LINK_LABEL),
      linkUrl: z
        .string()
        .trim()
        .default('')
        .transform((typed, context) => {
          const url = typed === '' ? '' : httpsUrl(typed)
          if (url !== undefined) return url
          context.addIssue({ code: 'custom', message: t.linkUrl })
          return z.NEVER
        }),
    })
    .refine(({ linkLabel, linkUrl }) => linkUrl === '' || linkLabel !== '', {
      path: ['linkLabel'],
      message: t.linkLabel,
    })
    .refine(({ linkLabel, linkUrl }) => linkLabel === '' || linkUrl !== '', { path: ['linkUrl'], message: t.linkUrl })
    .transform((form) =>
      composed(form, {
        kind: 'news',
        heading: form.heading,
        text: form.text,
        from: form.from,
        ...(form.imageId && { imageId: form.imageId }),
        ...(form.linkUrl && { link: { label: form.linkLabel, url: form.linkUrl } }),
      }),
    )
}

/** An address as LINE takes it: https, with what is not ASCII spelled out. */
function httpsUrl(typed: string) {
  const url = URL.parse(typed)
  return url?.protocol === 'https:' && url.hostname.includes('.') && url.href.length <= URL_MAX ? url.href : undefined
}

const PollForm = (lang: Language) => {
  const t = composeTexts[lang].errors
  const fields = Object.fromEntries(ANSWER_FIELDS.map((name) => [name, counted(t.answer, ANSWER)]))
  return z
    .looseObject({ ...common(lang, 'poll'), text: variableWords(lang, t.words, WORDS_MAX) })
    .and(z.object(fields))
    .transform((form, context) => {
      const answers = ANSWER_FIELDS.map((name) => String(form[name] ?? '')).filter(Boolean)
      const problem =
        answers.length < ANSWERS_MIN ? t.answers : new Set(answers).size < answers.length ? t.sameAnswers : undefined
      if (problem) {
        context.addIssue({
          code: 'custom',
          path: [ANSWER_FIELDS[answers.length < ANSWERS_MIN ? answers.length : 0] ?? ''],
          message: problem,
        })
        return z.NEVER
      }
      return composed(form, { kind: 'poll', text: form.text, answers, from: form.from })
    })
}

const CouponDraftForm = (lang: Language, now: number) =>
  z
    .object({
      ...common(lang, 'coupon'),
      eventId: z.string().max(64).default(''),
      greeting: variableWords(lang, composeTexts[lang].errors.words, WORDS_MAX),
    })
    .and(CouponForm(lang, now))
    .transform((form) =>
      composed(form, {
        kind: 'coupon',
        greeting: form.greeting,
        from: form.from,
        ...('couponId' in form ? { couponId: form.couponId } : { coupon: { ...form.coupon, title: form.title } }),
        ...(form.eventId && { eventId: form.eventId }),
      }),
    )

/** A composed broadcast, whichever kind it is. */
export function ComposeForm(kind: Kind, lang: Language, now: number): z.ZodType<Composed> {
  if (kind === 'coupon') return CouponDraftForm(lang, now)
  if (kind === 'event') return EventForm(lang)
  if (kind === 'news') return NewsForm(lang)
  if (kind === 'story') return StoryForm(lang)
  return kind === 'poll' ? PollForm(lang) : TextForm(lang, kind)
}
