import { isObject, readJson } from './body.ts'
import { perSecond } from './buckets.ts'
import { ApiError, invalidParameter, invalidProperty, refuseProblems } from './errors.ts'
import type { Answer, Call, Endpoint } from './gate.ts'
import { isChatId, isUserId } from './ids.ts'
import { dayOf, monthOf } from './jst.ts'
import { checkMessages } from './message-rules.ts'
import { useReplyToken } from './reply-tokens.ts'
import {
  acceptKey,
  adversarialPause,
  deliver,
  isReachable,
  refuseAcceptedKey,
  retryKeyOf,
  sentMessagesOf,
  spendQuota,
  unitOf,
} from './sending.ts'
import type { Delivery, User, World } from './world.ts'

const RECIPIENTS_MAX = 500
const UNIT_PAGE_MAX = 100

/** Reply, push, multicast; quota and counters; units; validation. Facts: sections 2.1 to 2.7. */
export const messageEndpoints: readonly Endpoint[] = [
  { name: 'reply', method: 'POST', path: '/v2/bot/message/reply', answer: reply },
  { name: 'push', method: 'POST', path: '/v2/bot/message/push', answer: push },
  { name: 'multicast', method: 'POST', path: '/v2/bot/message/multicast', limit: perSecond(200), answer: multicast },
  { name: 'validate.reply', method: 'POST', path: '/v2/bot/message/validate/reply', answer: validate },
  { name: 'validate.push', method: 'POST', path: '/v2/bot/message/validate/push', answer: validate },
  { name: 'validate.multicast', method: 'POST', path: '/v2/bot/message/validate/multicast', answer: validate },
  { name: 'quota', method: 'GET', path: '/v2/bot/message/quota', answer: quota },
  { name: 'consumption', method: 'GET', path: '/v2/bot/message/quota/consumption', answer: consumption },
  { name: 'delivery', method: 'GET', path: '/v2/bot/message/delivery/:kind', answer: sentThatDay },
  { name: 'units.info', method: 'GET', path: '/v2/bot/message/aggregation/info', answer: unitCount },
  { name: 'units.list', method: 'GET', path: '/v2/bot/message/aggregation/list', answer: unitList },
]

/** Free, once, and only with the token of an event. */
function reply(call: Call): Answer {
  const body = readJson(call)
  if (call.headers.has('x-line-retry-key')) throw new ApiError(400, 'The retry key is not supported on this endpoint')
  if (typeof body.replyToken !== 'string') throw invalidProperty('replyToken')
  const messages = messagesOf(body)
  const user = useReplyToken(call.world, body.replyToken, call.now)
  call.entry.recipients = 1
  const users = user.friend === 'blocked' ? [] : [user]
  return { json: { sentMessages: sentMessagesOf(deliver(call, { endpoint: 'reply', users, messages })) } }
}

function push(call: Call): Answer | Promise<Answer> {
  const body = readJson(call)
  const key = retryKeyOf(call)
  refuseAcceptedKey(call, key)
  const { to } = body
  if (!isUserId(to) && !isChatId(to)) throw invalidProperty('to')
  const messages = messagesOf(body)
  const unit = unitOf(body)
  const user = call.world.users.get(to)
  if (!user) throw new ApiError(400, 'Failed to send messages')
  const sent = send(call, { endpoint: 'push', requested: 1, users: [user], messages, key, unit })
  acceptKey(call, key, sent)
  return afterPause(call, { json: { sentMessages: sentMessagesOf(sent) } })
}

function multicast(call: Call): Answer | Promise<Answer> {
  const body = readJson(call)
  const key = retryKeyOf(call)
  refuseAcceptedKey(call, key)
  const ids = recipientsOf(body, call.world)
  const messages = messagesOf(body)
  const unit = unitOf(body)
  const users = [...new Set(ids)].flatMap((id) => call.world.users.get(id) ?? [])
  send(call, { endpoint: 'multicast', requested: ids.length, users, messages, key, unit })
  acceptKey(call, key)
  return afterPause(call, { json: {} })
}

type Sending = {
  endpoint: Delivery['endpoint']
  requested: number
  users: readonly User[]
  messages: readonly Record<string, unknown>[]
  key: string | undefined
  unit: string | undefined
}

/** Counted and delivered to those whom it can reach. */
function send(call: Call, { endpoint, requested, users, messages, key, unit }: Sending): Delivery {
  const reached = users.filter((user) => isReachable(user, call.now))
  call.entry.recipients = requested
  spendQuota(call, { requested, reachable: reached.length })
  return deliver(call, {
    endpoint,
    users: reached,
    messages,
    ...(key === undefined ? {} : { key }),
    ...(unit === undefined ? {} : { unit }),
  })
}

function afterPause({ world }: Call, answer: Answer): Answer | Promise<Answer> {
  return adversarialPause(world)?.then(() => answer) ?? answer
}

function validate(call: Call): Answer {
  messagesOf(readJson(call))
  return {}
}

function messagesOf(body: Record<string, unknown>): Record<string, unknown>[] {
  const { messages = [] } = body
  if (!Array.isArray(messages)) throw invalidProperty('messages')
  refuseProblems(checkMessages(messages))
  return messages.filter(isObject)
}

function recipientsOf({ to }: Record<string, unknown>, { users }: World): string[] {
  if (!Array.isArray(to)) throw invalidProperty('to')
  if (to.length < 1 || to.length > RECIPIENTS_MAX)
    refuseProblems([{ message: `Size must be between 1 and ${RECIPIENTS_MAX}`, property: 'to' }])
  return to.map((id: unknown, index) => {
    // Who is known has a well-formed id: the slower look at its form is for the others.
    if (typeof id === 'string' && (users.has(id) || isUserId(id))) return id
    throw invalidProperty(`to[${index}]`)
  })
}

function quota({ world }: Call): Answer {
  const { quota: value } = world.switches
  return { json: value === null ? { type: 'none' } : { type: 'limited', value } }
}

function consumption({ world, now }: Call): Answer {
  return { json: { totalUsage: world.usage.get(monthOf(now)) ?? 0 } }
}

/** Ready on the next day, as a rule. */
function sentThatDay({ world, now, param, query }: Call): Answer {
  const kind = param('kind')
  const date = query('date') ?? ''
  if (!['reply', 'push', 'multicast', 'broadcast'].includes(kind)) throw new ApiError(404, 'Not found')
  if (!/^\d{8}$/.test(date)) throw invalidParameter('date')
  if (date < '20180331') return { json: { status: 'out_of_service' } }
  if (date >= dayOf(now)) return { json: { status: 'unready' } }
  return { json: { status: 'ready', success: world.sentByDay.get(`${kind} ${date}`) ?? 0 } }
}

function unitCount({ world, now }: Call): Answer {
  return { json: { numOfCustomAggregationUnits: world.units.get(monthOf(now))?.size ?? 0 } }
}

function unitList({ world, now, query }: Call): Answer {
  const limit = Number(query('limit') ?? UNIT_PAGE_MAX)
  if (!Number.isInteger(limit) || limit < 1 || limit > UNIT_PAGE_MAX) throw invalidParameter('limit')
  const from = Number(query('start') ?? 0)
  if (!Number.isInteger(from) || from < 0) throw invalidParameter('start')
  const names = [...(world.units.get(monthOf(now)) ?? [])]
  const next = from + limit < names.length ? { next: String(from + limit) } : {}
  return { json: { customAggregationUnits: names.slice(from, from + limit), ...next } }
}
