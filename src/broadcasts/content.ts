import { z } from 'zod'
import { NewCoupon } from '../coupons/coupons.ts'
import { fits } from '../line/limits.ts'
import { hasVariables, VARIABLES_MAX, variablesIn } from './variables.ts'

export const TITLE_MAX = 40
/** Well under LINE's limit of 5,000: nobody reads more. */
export const WORDS_MAX = 1_000
export const FROM_MAX = 30
export const HEADING_MAX = 60
/** As LINE counts labels, of which it takes 40: a vote is read at a glance. */
export const ANSWER = { max: 20, unit: 'grapheme' } as const
export const ANSWERS_MIN = 2
export const ANSWERS_MAX = 5
export const LINK_LABEL = { max: 20, unit: 'grapheme' } as const
/** LINE's limit for a URI action. */
export const URL_MAX = 1_000
export const FALLBACK_MAX = 20

const Words = z
  .string()
  .trim()
  .min(1)
  .max(WORDS_MAX)
  .refine((words) => variablesIn(words).length <= VARIABLES_MAX)
const Label = (limit: typeof ANSWER) =>
  z
    .string()
    .trim()
    .min(1)
    .refine((words) => fits(words, limit))
/** Who of the shop signs: 店長の田中. `senderId`: the operator whose face stands beside it; by default nobody's. */
const signed = {
  from: z.string().trim().min(1).max(FROM_MAX),
  senderId: z.string().nullable().optional(),
  /** What stands for {名前} and {店舗} where a person's own cannot. */
  fallbacks: z
    .object({ name: z.string().trim().max(FALLBACK_MAX), store: z.string().trim().max(FALLBACK_MAX) })
    .partial()
    .optional(),
}
const imageId = z
  .string()
  .regex(/^[0-9a-f]{32}$/)
  .nullable()
  .optional()
const Link = z.object({
  label: Label(LINK_LABEL),
  url: z.url({ protocol: /^https$/ }).max(URL_MAX),
})

/** Who is asked to come, or thanked for it. */
export const MOMENTS = ['invite', 'thanks'] as const
export type Moment = (typeof MOMENTS)[number]
/** Of an event. */
const eventId = z.string().min(1).max(64)

/** What a broadcast says. A new coupon is created when it is confirmed; from then on broadcasts.coupon_id names it. */
export const BroadcastContent = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('text'), text: Words, ...signed }),
  /** `eventId`: with the thanks after an event, whose dishes they may speak of. */
  z.object({
    kind: z.literal('coupon'),
    greeting: Words,
    coupon: NewCoupon.optional(),
    /** Instead of a new one: a coupon that there is already. */
    couponId: z.string().min(1).max(64).optional(),
    eventId: eventId.optional(),
    ...signed,
  }),
  z.object({
    kind: z.literal('news'),
    heading: z.string().trim().min(1).max(HEADING_MAX),
    text: Words,
    imageId,
    link: Link.nullable().optional(),
    ...signed,
  }),
  /** The story itself is in stories, with the consent of whom it is about. */
  z.object({ kind: z.literal('story'), storyId: z.string().min(1), text: Words, ...signed }),
  z.object({
    kind: z.literal('poll'),
    text: Words,
    answers: z.array(Label(ANSWER)).min(ANSWERS_MIN).max(ANSWERS_MAX),
    ...signed,
  }),
  z.object({ kind: z.literal('check_in'), text: Words, ...signed }),
  /** What, when and where is the event's, as it stands when it leaves. */
  z.object({ kind: z.literal('event'), eventId, moment: z.enum(MOMENTS), text: Words, ...signed }),
])
export type BroadcastContent = z.output<typeof BroadcastContent>

/** The words above the card, or in it. */
export const wordsOf = (content: BroadcastContent) => (content.kind === 'coupon' ? content.greeting : content.text)

/** The event that it invites to, or thanks for. */
export const eventOf = (content: BroadcastContent) =>
  content.kind === 'event' || content.kind === 'coupon' ? content.eventId : undefined

/** Whether a name or a store of each person stands in it. */
export const isFilledIn = (content: BroadcastContent) =>
  hasVariables(wordsOf(content)) || (content.kind === 'news' && hasVariables(content.heading))

/** Whether each recipient gets a message of their own: their name, their coupon, or a link that is theirs. */
export const isPersonal = (content: BroadcastContent) =>
  content.kind === 'coupon' || (content.kind === 'news' && (content.link ?? null) !== null) || isFilledIn(content)

/** Equal messages go to 500 people a request; a personal one goes alone. The owner never has to know. */
export const methodFor = (content: BroadcastContent): 'multicast' | 'push' =>
  isPersonal(content) ? 'push' : 'multicast'
