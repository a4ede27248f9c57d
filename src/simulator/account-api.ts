import { readJson } from './body.ts'
import { perHour, perMinute, perSecond } from './buckets.ts'
import { ApiError, invalidParameter, invalidProperty, notFound, refuseProblems } from './errors.ts'
import type { Answer, Call, Endpoint } from './gate.ts'
import { isUserId } from './ids.ts'
import { request, type WebhookReason } from './webhooks.ts'
import { announce } from './world.ts'

const WEBHOOK_URL_MAX = 500
const LOADING_SECONDS_DEFAULT = 20

/** Profiles, the bot itself, the loading sign, contents, and the webhook's settings. Facts: sections 1.8, 2.2 and 6. */
export const accountEndpoints: readonly Endpoint[] = [
  { name: 'profile', method: 'GET', path: '/v2/bot/profile/:userId', answer: profile },
  { name: 'followers', method: 'GET', path: '/v2/bot/followers/ids', answer: followers },
  { name: 'info', method: 'GET', path: '/v2/bot/info', answer: info },
  { name: 'loading', method: 'POST', path: '/v2/bot/chat/loading/start', limit: perSecond(100), answer: startLoading },
  { name: 'content', method: 'GET', path: '/v2/bot/message/:messageId/content', answer: content },
  {
    name: 'webhook.get',
    method: 'GET',
    path: '/v2/bot/channel/webhook/endpoint',
    limit: perMinute(1_000),
    answer: getWebhook,
  },
  {
    name: 'webhook.set',
    method: 'PUT',
    path: '/v2/bot/channel/webhook/endpoint',
    limit: perMinute(1_000),
    answer: setWebhook,
  },
  {
    name: 'webhook.test',
    method: 'POST',
    path: '/v2/bot/channel/webhook/test',
    limit: perHour(60),
    answer: testWebhook,
  },
]

/** Of friends, and of those who wrote; 404 for all others, those who blocked included. */
function profile({ world, param }: Call): Answer {
  const userId = param('userId')
  if (!isUserId(userId)) throw invalidParameter('userId')
  const user = world.users.get(userId)
  if (!user || user.friend === 'blocked' || (user.friend === 'never' && user.spokeAt === undefined)) throw notFound()
  const { displayName, pictureUrl, statusMessage, language } = user
  return { json: { displayName, userId, pictureUrl, statusMessage, language } }
}

/** Only verified and premium accounts may list their friends; this one is neither. */
function followers(): Answer {
  throw new ApiError(403, 'Access to this API is not available for your account')
}

function info({ world }: Call): Answer {
  const { botUserId } = world.settings
  return {
    json: {
      userId: botUserId,
      basicId: '@simulator',
      displayName: 'Simulator',
      chatMode: 'bot',
      markAsReadMode: 'auto',
    },
  }
}

/** The sign ends with the next message. */
function startLoading(call: Call): Answer {
  const { chatId, loadingSeconds = LOADING_SECONDS_DEFAULT } = readJson(call)
  if (!isUserId(chatId)) throw invalidProperty('chatId')
  if (typeof loadingSeconds !== 'number') throw invalidProperty('loadingSeconds')
  const property = 'loadingSeconds'
  if (loadingSeconds < 5 || loadingSeconds > 60) refuseProblems([{ message: 'Must be between 5 and 60', property }])
  if (loadingSeconds % 5 !== 0) refuseProblems([{ message: 'must be a multiple of five', property }])
  const user = call.world.users.get(chatId)
  if (user?.friend === 'following') {
    user.loadingUntil = call.now + loadingSeconds * 1_000
    announce(call.world, { type: 'chat', userId: chatId })
  }
  return { status: 202 }
}

function content({ world, param }: Call): Answer {
  const found = world.contents.get(param('messageId'))
  if (!found) throw new ApiError(404, 'not found')
  if (found.gone) throw new ApiError(410, 'The content is gone')
  return { bytes: found.bytes, headers: { 'content-type': found.type } }
}

function getWebhook({ world }: Call): Answer {
  const { webhookUrl } = world.switches
  if (webhookUrl === null) throw new ApiError(404, 'Webhook endpoint not found')
  return { json: { endpoint: webhookUrl, active: true } }
}

function setWebhook(call: Call): Answer {
  const { endpoint } = readJson(call)
  call.world.switches.webhookUrl = parseEndpoint(endpoint)
  return {}
}

/** https, or, because this platform is local, http to this machine. */
function parseEndpoint(endpoint: unknown): string {
  const url = typeof endpoint === 'string' && endpoint.length <= WEBHOOK_URL_MAX ? URL.parse(endpoint) : null
  const isLocal = url !== null && ['127.0.0.1', 'localhost', '[::1]'].includes(url.hostname)
  if (url?.protocol === 'https:' || (url?.protocol === 'http:' && isLocal)) return String(endpoint)
  throw new ApiError(400, 'Invalid webhook endpoint URL')
}

const REASONS: Record<WebhookReason, string> = {
  ok: 'OK',
  no_endpoint: 'COULD_NOT_CONNECT',
  could_not_connect: 'COULD_NOT_CONNECT',
  request_timeout: 'REQUEST_TIMEOUT',
  error_status_code: 'ERROR_STATUS_CODE',
  unclassified: 'UNCLASSIFIED',
}

/** Sends a signed webhook without events and says how it went. */
async function testWebhook(call: Call): Promise<Answer> {
  const given = call.body.length > 0 ? readJson(call).endpoint : undefined
  const url = given === undefined ? call.world.switches.webhookUrl : parseEndpoint(given)
  if (url === null) throw new ApiError(404, 'Webhook endpoint not found')
  const { reason, status = 0, detail = '' } = await request(call.world, url, [])
  return {
    json: {
      success: reason === 'ok',
      timestamp: new Date(call.now).toISOString(),
      statusCode: status,
      reason: REASONS[reason],
      detail: detail || (reason === 'ok' ? String(status) : reason),
    },
  }
}
