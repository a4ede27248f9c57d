import { ApiError, invalidProperty, MONTHLY_LIMIT } from './errors.ts'
import type { Call } from './gate.ts'
import { isRetryKey } from './ids.ts'
import { dayOf, monthOf } from './jst.ts'
import {
  type AcceptedKey,
  announce,
  append,
  type Delivery,
  evictOldest,
  nextMessageId,
  type User,
  type World,
} from './world.ts'

const DAY_MS = 24 * 60 * 60 * 1000
/** A retry key is remembered for so long; after that it is a new request. */
const RETRY_KEY_MS = DAY_MS
/** A non-friend who wrote may be pushed to for so long. */
const WROTE_MS = 7 * DAY_MS
const UNITS_A_MONTH_MAX = 1_000
const UNIT = /^[A-Za-z0-9_]{1,30}$/
/** Types whose sent message can be quoted. */
const QUOTABLE = new Set(['text', 'textV2', 'sticker', 'image', 'video', 'template', 'flex'])

type Message = Record<string, unknown>

/** Whom a message would reach. LINE never tells: unreachable people are skipped without a word. */
export const isReachable = (user: User, now: number) =>
  user.friend === 'following' || (user.friend === 'never' && now - (user.spokeAt ?? -Infinity) < WROTE_MS)

/** The request's retry key, if it has one that is well-formed. */
export function retryKeyOf({ headers, entry }: Call): string | undefined {
  const key = headers.get('x-line-retry-key')
  if (key === null) return undefined
  if (!isRetryKey(key)) throw new ApiError(400, "The value for the 'X-Line-Retry-Key' parameter is invalid")
  entry.retryKey = key
  return key.toLowerCase()
}

/** Answers 409 when the key was accepted within the last 24 hours. A body that differs is written down, not refused. */
export function refuseAcceptedKey({ world, now, entry }: Call, key: string | undefined) {
  evictOldest(world.retryKeys, ({ at }) => now - at >= RETRY_KEY_MS)
  const accepted = key === undefined ? undefined : world.retryKeys.get(key)
  if (!accepted) return
  if (accepted.bodySha !== entry.bodySha || accepted.endpoint !== entry.endpoint) entry.notes.push('bodyMismatch')
  if (world.switches.adversarial && !accepted.settled) {
    entry.notes.push('overlap')
    return
  }
  throw new ApiError(409, 'The retry key is already accepted', {
    body: accepted.sentMessages ? { sentMessages: accepted.sentMessages } : {},
    headers: { 'x-line-accepted-request-id': accepted.requestId },
  })
}

/** Keeps the key, from now on 409. The adversarial platform only knows it once the answer is on its way. */
export function acceptKey(
  { world, now, requestId, entry, onAnswered }: Call,
  key: string | undefined,
  sent?: Delivery,
) {
  if (key === undefined || world.retryKeys.has(key)) return
  const accepted: AcceptedKey = {
    at: now,
    endpoint: entry.endpoint,
    requestId,
    bodySha: entry.bodySha ?? '',
    settled: false,
    ...(sent ? { sentMessages: sentMessagesOf(sent) } : {}),
  }
  world.retryKeys.set(key, accepted)
  onAnswered.push(() => {
    accepted.settled = true
  })
}

/** In adversarial mode an answer takes a moment, in which the same key can be accepted again. */
export function adversarialPause({ switches }: World): Promise<void> | undefined {
  if (!switches.adversarial) return undefined
  return new Promise((resolve) => setTimeout(resolve, switches.adversarialWindowMs))
}

/** Counts the reachable against the month's quota, or refuses the whole request with 429. */
export function spendQuota({ world, now }: Call, { requested, reachable }: { requested: number; reachable: number }) {
  const month = monthOf(now)
  const used = world.usage.get(month) ?? 0
  world.reservations = world.reservations.filter(({ until }) => until > now)
  const reserved = world.reservations.reduce((sum, { extra }) => sum + extra, 0)
  const { quota, quotaSettleMs } = world.switches
  if (quota !== null && used + reserved + reachable > quota) throw new ApiError(429, MONTHLY_LIMIT)
  world.usage.set(month, used + reachable)
  const extra = requested - reachable
  if (quotaSettleMs > 0 && extra > 0) world.reservations.push({ until: now + quotaSettleMs, extra })
}

/** Reads and checks the aggregation unit: at most one, of 1–30 letters, digits and underscores. */
export function unitOf(body: Record<string, unknown>): string | undefined {
  const units = body.customAggregationUnits
  if (units === undefined) return undefined
  if (!Array.isArray(units) || units.length > 1) throw invalidProperty('customAggregationUnits')
  const unit: unknown = units[0]
  if (unit === undefined) return undefined
  if (typeof unit !== 'string' || !UNIT.test(unit)) throw invalidProperty('customAggregationUnits[0]')
  return unit
}

/** The unit is kept for the statistics; the 1,001st name of a month is sent without a tag. */
function tag({ units }: World, now: number, unit: string) {
  const month = monthOf(now)
  const names = units.get(month) ?? new Set()
  units.set(month, names)
  if (!names.has(unit) && names.size >= UNITS_A_MONTH_MAX) return {}
  names.add(unit)
  return { unit }
}

type Send = {
  endpoint: Delivery['endpoint']
  users: readonly User[]
  messages: readonly Message[]
  key?: string
  unit?: string
}

/** Puts the messages into everyone's chat, and the ledger. All or nobody: nothing in here can fail. */
export function deliver(
  { world, now, requestId, entry }: Call,
  { endpoint, users, messages, key, unit }: Send,
): Delivery {
  const delivery: Delivery = {
    from: 'bot',
    at: now,
    endpoint,
    requestId,
    bodySha: entry.bodySha ?? '',
    messages: messages.map((message) => sentMessage(world, message)),
    ...(key === undefined ? {} : { retryKey: key }),
    ...(unit === undefined ? {} : tag(world, now, unit)),
  }
  for (const user of users) {
    user.received.requests++
    user.received.messages += messages.length
    delete user.loadingUntil
    if (world.settings.ledger === 'full') append(user.chat, delivery, world.settings.chatItemsMax)
  }
  const day = `${endpoint} ${dayOf(now)}`
  world.sentByDay.set(day, (world.sentByDay.get(day) ?? 0) + users.length)
  entry.delivered = users.length
  if (world.listeners.size > 0 && world.settings.ledger === 'full')
    for (const { id } of users) announce(world, { type: 'chat', userId: id })
  return delivery
}

function sentMessage(world: World, message: Message) {
  const id = nextMessageId(world)
  return QUOTABLE.has(String(message.type)) ? { id, quoteToken: `quote-${id}`, message } : { id, message }
}

/** What push and reply answer with. */
export const sentMessagesOf = ({ messages }: Delivery) =>
  messages.map(({ id, quoteToken }) => (quoteToken === undefined ? { id } : { id, quoteToken }))
