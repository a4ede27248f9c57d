import type { JWK } from 'jose'
import type { Bucket } from './buckets.ts'
import type { ArmedFault } from './faults.ts'
import { createLedger, type Ledger } from './ledger.ts'
import type { RichMenu } from './rich-menus.ts'
import type { WebhookEvent, WebhookRecord } from './webhooks.ts'

/** How the platform behaves; fixed when it is created. */
export type Settings = {
  channelId: string
  channelSecret: string
  /** A long-lived token that always works; stateless tokens come from POST /oauth2/v3/token. */
  accessToken: string
  /** The LINE Login channel that ID tokens are for. */
  loginChannelId: string
  loginChannelSecret: string
  botUserId: string
  /** Where LIFF links lead; null: /liff beside the webhook. */
  liffEndpointUrl: string | null
  /** counts: bot messages are counted per user but not kept, for runs with very many recipients. */
  ledger: 'full' | 'counts'
  /** Kept per user; older ones are forgotten, the counts are not. */
  chatItemsMax: number
  requestsMax: number
  rateLimits: boolean
  webhookTimeoutMs: number
  redeliveryDelaysMs: readonly number[]
  deliver: (request: Request) => Promise<Response>
}

/** What may be changed while it runs. */
export type Switches = {
  webhookUrl: string | null
  /** Messages a month; null: no limit. */
  quota: number | null
  /** How long a send reserves its whole list of recipients before it is settled to the reachable ones. */
  quotaSettleMs: number
  redelivery: boolean
  /** Events are kept back until released. */
  hold: boolean
  /** Two requests with one retry key that overlap in time are both delivered, and noted. */
  adversarial: boolean
  adversarialWindowMs: number
}

export type SentMessage = { id: string; quoteToken?: string; message: Record<string, unknown> }

/** One accepted request; shared by all whom it reached. */
export type Delivery = {
  from: 'bot'
  at: number
  endpoint: 'reply' | 'push' | 'multicast'
  requestId: string
  retryKey?: string
  unit?: string
  bodySha: string
  messages: readonly SentMessage[]
}

export type Said = {
  from: 'user'
  id: string
  at: number
  message: Record<string, unknown>
  unsent?: boolean
}

export type User = {
  id: string
  displayName: string
  language?: string
  pictureUrl?: string
  statusMessage?: string
  friend: 'never' | 'following' | 'blocked'
  /** The last time the person wrote: a non-friend may be pushed to for seven days after. */
  spokeAt?: number
  richMenuId?: string
  loadingUntil?: number
  chat: (Delivery | Said)[]
  /** Requests and message objects received, whatever became of the chat. */
  received: { requests: number; messages: number }
}

export type AcceptedKey = {
  at: number
  endpoint: string
  requestId: string
  bodySha: string
  sentMessages?: readonly { id: string; quoteToken?: string }[]
  /** False while the answer has not left yet. */
  settled: boolean
}

export type ReplyToken = { userId: string; eventAt: number; issuedAt: number; used: boolean }
export type Content = { userId: string; type: string; bytes: Uint8Array<ArrayBuffer>; gone: boolean }
export type Reservation = { until: number; extra: number }

export type World = {
  settings: Settings
  switches: Switches
  /** UTC epoch ms: the given clock plus what it was advanced by. */
  now: () => number
  clockOffsetMs: number
  /** Numbers messages: LINE's ids are numeric strings. */
  messageSeq: number
  users: Map<string, User>
  replyTokens: Map<string, ReplyToken>
  retryKeys: Map<string, AcceptedKey>
  /** Messages counted, by month (yyyyMM, JST). */
  usage: Map<string, number>
  reservations: Reservation[]
  /** Messages sent by API, by `endpoint yyyyMMdd` (JST). */
  sentByDay: Map<string, number>
  /** Aggregation units, by month. */
  units: Map<string, Set<string>>
  richMenus: Map<string, RichMenu>
  aliases: Map<string, string>
  defaultRichMenuId: string | null
  contents: Map<string, Content>
  statelessTokens: Map<string, number>
  /** The ES256 pair that signs ID tokens; made when first needed. */
  signingKey: JWK | null
  buckets: Map<string, Bucket>
  faults: ArmedFault[]
  ledger: Ledger
  held: WebhookEvent[]
  /** The last events sent, for sending them again. */
  events: Map<string, WebhookEvent>
  webhookLog: WebhookRecord[]
  timers: Set<NodeJS.Timeout>
  listeners: Set<(change: Change) => void>
}

/** chat, user, rich-menu: of that person, or of everybody. request, webhook: something else was written down. */
export type Change = { type: 'chat' | 'user' | 'rich-menu' | 'request' | 'webhook'; userId?: string }

export function createWorld(settings: Settings, switches: Switches, clock: () => number): World {
  const world: World = {
    settings,
    switches,
    now: () => clock() + world.clockOffsetMs,
    clockOffsetMs: 0,
    messageSeq: 600_000_000_000_000,
    users: new Map(),
    replyTokens: new Map(),
    retryKeys: new Map(),
    usage: new Map(),
    reservations: [],
    sentByDay: new Map(),
    units: new Map(),
    richMenus: new Map(),
    aliases: new Map(),
    defaultRichMenuId: null,
    contents: new Map(),
    statelessTokens: new Map(),
    signingKey: null,
    buckets: new Map(),
    faults: [],
    ledger: createLedger(settings.requestsMax),
    held: [],
    events: new Map(),
    webhookLog: [],
    timers: new Set(),
    listeners: new Set(),
  }
  return world
}

/** Tells whoever watches (the phone page, the snapshot). */
export function announce({ listeners }: World, change: Change) {
  for (const listener of listeners) listener(change)
}

export const nextMessageId = (world: World) => String(world.messageSeq++)

/** Drops the oldest entries while `stale` says so. Entries stand in the order in which they were added. */
export function evictOldest<Value>(entries: Map<string, Value>, stale: (value: Value, size: number) => boolean) {
  for (const [key, value] of entries) {
    if (!stale(value, entries.size)) return
    entries.delete(key)
  }
}

/** Appends and drops the oldest beyond `max`. */
export function append<Item>(list: Item[], item: Item, max: number) {
  list.push(item)
  if (list.length > max) list.splice(0, list.length - max)
}
