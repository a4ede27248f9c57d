import type { Compilable } from 'kysely'
import { z } from 'zod'
import type { Config } from '../config.ts'
import type { Store } from '../db/store.ts'
import type { Work } from '../deps.ts'
import type { LineGateway, RichMenuName } from './line.ts'
import type { LineMessage } from './messages.ts'

/**
 * A webhook event as far as the product reads it. Unknown types and fields are kept out of the way: LINE adds them
 * without notice (development guidelines).
 */
export const LineEvent = z.object({
  webhookEventId: z.string().min(1).max(100),
  type: z.string().min(1).max(100),
  /** When it happened, UTC epoch ms; unchanged on redelivery. The order of one person's events. */
  timestamp: z.number().int().nonnegative(),
  mode: z.string().optional(),
  source: z.object({ type: z.string(), userId: z.string().optional() }).optional(),
  replyToken: z.string().optional(),
  message: z.object({ id: z.string(), type: z.string(), text: z.string().optional() }).optional(),
  postback: z.object({ data: z.string(), params: z.object({ date: z.string().optional() }).optional() }).optional(),
  follow: z.object({ isUnblocked: z.boolean().optional() }).optional(),
})
export type LineEvent = z.output<typeof LineEvent>

/** One event of one person, on its way through the handlers. */
export type Chat = {
  store: Store
  line: LineGateway
  config: Config
  event: LineEvent
  memberId: string
  now: number
}

/** What an event comes to. The inbox commits it in one batch with the event's own "done": all of it, once. */
export type Effect = {
  /** State changes; an `mustHaveChangedOne` among them makes the event be tried again, from the start. */
  statements?: readonly Compilable[]
  /** At most 5. Free, sent once. */
  reply?: readonly LineMessage[]
  /** A known refusal of the reply becomes a push. */
  important?: boolean
  /** The menu the person has from now on. */
  richMenu?: RichMenuName
  /** Work that this leaves behind for others, such as a seat to be offered on. */
  wakes?: readonly Work[]
}

/** Returns undefined when the event is not for this handler; the next in the list is asked. */
export type ChatHandler = (chat: Chat) => Promise<Effect | undefined>
