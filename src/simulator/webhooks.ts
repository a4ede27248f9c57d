import { createHmac } from 'node:crypto'
import { ulid } from './ids.ts'
import { renewReplyToken } from './reply-tokens.ts'
import { announce, append, evictOldest, type World } from './world.ts'

export type WebhookEvent = {
  type: string
  webhookEventId: string
  timestamp: number
  deliveryContext: { isRedelivery: boolean }
  mode: 'active'
  source: { type: 'user'; userId: string }
  replyToken?: string
  [field: string]: unknown
}

export type WebhookReason =
  | 'ok'
  | 'no_endpoint'
  | 'could_not_connect'
  | 'request_timeout'
  | 'error_status_code'
  | 'unclassified'
export type WebhookResult = { reason: WebhookReason; status?: number; ms: number; detail?: string }
export type WebhookRecord = WebhookResult & {
  at: number
  url: string | null
  eventIds: string[]
  types: string[]
  isRedelivery: boolean
}

const LOG_MAX = 1_000
const EVENTS_KEPT_MAX = 1_000

/** An event of a person in the 1:1 chat. Its id is new, its time is now. */
export const webhookEvent = (
  userId: string,
  now: number,
  fields: { type: string; replyToken?: string } & Record<string, unknown>,
): WebhookEvent => ({
  ...fields,
  webhookEventId: ulid(now),
  timestamp: now,
  deliveryContext: { isRedelivery: false },
  mode: 'active',
  source: { type: 'user', userId },
})

/** Sends an event to the bot, or keeps it back while events are held. Settles when the bot has answered, or failed to. */
export async function emit(world: World, event: WebhookEvent): Promise<WebhookResult | 'held'> {
  world.events.set(event.webhookEventId, event)
  evictOldest(world.events, (_, size) => size > EVENTS_KEPT_MAX)
  if (world.switches.hold) {
    world.held.push(event)
    return 'held'
  }
  return deliverEvents(world, [event])
}

/** One request with these events. A failure is repeated later when redelivery is on. */
export async function deliverEvents(world: World, events: readonly WebhookEvent[]): Promise<WebhookResult> {
  const result = await post(world, events)
  if (result.reason !== 'ok' && result.reason !== 'no_endpoint' && events.length > 0) redeliverLater(world, events, 0)
  return result
}

/** The same events again, marked as such; their reply tokens live another minute. */
export function redeliver(world: World, events: readonly WebhookEvent[]): Promise<WebhookResult> {
  for (const { replyToken } of events) if (replyToken) renewReplyToken(world, replyToken, world.now())
  return post(
    world,
    events.map((event) => ({ ...event, deliveryContext: { isRedelivery: true } })),
  )
}

function redeliverLater(world: World, events: readonly WebhookEvent[], attempt: number) {
  const delayMs = world.settings.redeliveryDelaysMs[attempt]
  if (!world.switches.redelivery || delayMs === undefined) return
  const timer = setTimeout(async () => {
    world.timers.delete(timer)
    const { reason } = await redeliver(world, events)
    if (reason !== 'ok') redeliverLater(world, events, attempt + 1)
  }, delayMs)
  timer.unref()
  world.timers.add(timer)
}

async function post(world: World, events: readonly WebhookEvent[]): Promise<WebhookResult> {
  const url = world.switches.webhookUrl
  const startedAt = performance.now()
  const outcome = url === null ? { reason: 'no_endpoint' as const } : await request(world, url, events)
  const result = { ...outcome, ms: Math.round(performance.now() - startedAt) }
  const record: WebhookRecord = {
    ...result,
    at: world.now(),
    url,
    eventIds: events.map(({ webhookEventId }) => webhookEventId),
    types: events.map(({ type }) => type),
    isRedelivery: events.some(({ deliveryContext }) => deliveryContext.isRedelivery),
  }
  append(world.webhookLog, record, LOG_MAX)
  announce(world, { type: 'webhook' })
  return result
}

/** One signed request to that address. Two seconds without an answer are a timeout. */
export async function request(
  { settings }: World,
  url: string,
  events: readonly WebhookEvent[],
): Promise<Omit<WebhookResult, 'ms'>> {
  const body = JSON.stringify({ destination: settings.botUserId, events })
  const headers = {
    'content-type': 'application/json; charset=utf-8',
    'user-agent': 'LineBotWebhook/2.0',
    'x-line-signature': sign(settings.channelSecret, body),
  }
  try {
    const signal = AbortSignal.timeout(settings.webhookTimeoutMs)
    const post = settings.deliver(new Request(url, { method: 'POST', headers, body, signal, redirect: 'manual' }))
    const response = await Promise.race([post, aborted(signal)])
    await response.body?.cancel()
    return { reason: response.ok ? 'ok' : 'error_status_code', status: response.status }
  } catch (error) {
    if (error instanceof Error && error.name === 'TimeoutError') return { reason: 'request_timeout' }
    const detail = error instanceof Error ? String(error.cause ?? error.message) : String(error)
    return { reason: error instanceof TypeError ? 'could_not_connect' : 'unclassified', detail }
  }
}

/** x-line-signature: base64 of HMAC-SHA256 over the raw body, keyed with the channel secret. */
export const sign = (channelSecret: string, body: string) =>
  createHmac('sha256', channelSecret).update(body).digest('base64')

/** For a `deliver` that does not watch the signal, such as an app called in this process. */
function aborted(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason), { once: true })
  })
}
