/**
 * The control API: what a person with a phone, a test or the demo does to the simulated platform. JSON over HTTP.
 * `:id` is a LINE user id. Errors: 404/409/422 with `{ error }`. Writing calls from another origin are refused (403).
 * Every act of a person answers `{ event?, messageId?, uri?, webhook? }` once the bot has answered its webhook (2 s at most);
 * `webhook` is `{ reason: ok|no_endpoint|could_not_connect|request_timeout|error_status_code|unclassified, status?, ms }` or `held`.
 *
 * People (control-people.ts)
 *   GET    /_simulator/users                       { users: [{ id, displayName, language?, pictureUrl?, friend: never|following|blocked, reachable, received, loading, lastAt? }] }
 *   POST   /_simulator/users                       { displayName, id?, language?, pictureUrl?, statusMessage?, friend? } → { user }; or { users: [those] } → { users }
 *   GET    /_simulator/users/:id                   { user }
 *   GET    /_simulator/users/:id/chat              { user, items: [{ id, at, from: bot|user, message, unsent?, endpoint?, requestId? }], quickReplies: [{ imageUrl?, action }], richMenu }
 *                                                  message is the LINE message object as sent (Flex JSON, text, …) or `{ type: text|sticker|image, … }` of the person
 *   GET    /_simulator/users/:id/deliveries        { deliveries: [{ userId, at, endpoint, requestId, retryKey?, unit?, bodySha, messageIds, messages }] }
 *   GET    /_simulator/users/:id/rich-menu         { richMenu: { richMenuId, source: user|default, imageUrl, size, name, chatBarText, selected, areas } | null }
 *   GET    /_simulator/rich-menus/:richMenuId/image                the PNG or JPEG
 *   GET    /_simulator/contents/:messageId         the image that a person sent
 *   POST   /_simulator/users/:id/follow            adds the account, or unblocks it
 *   POST   /_simulator/users/:id/block
 *   POST   /_simulator/users/:id/messages          { text } or { sticker: { packageId, stickerId } } or { image: base64, type: image/png|image/jpeg }
 *   DELETE /_simulator/users/:id/messages/:messageId               unsend
 *   POST   /_simulator/users/:id/taps              { action, value? }: any action object of a message or quick reply; value: what was picked (`2026-04-01`)
 *   POST   /_simulator/users/:id/rich-menu-taps    { area, value? }: area is the number of the area, from 0
 *   POST   /_simulator/users/:id/postbacks         { data, params?, displayText? }: a postback as such
 *   POST   /_simulator/users/:id/id-tokens         { alg?: ES256|HS256, nonce?, expiresInSeconds?, clientId?, issuer? } → { idToken }
 *   GET    /_simulator/users/:id/liff?url=…        where a https://liff.line.me/… link leads on that phone (liff.ts)
 *   GET    /_simulator/events[?user=:id]           server-sent events `change` with `{ type: chat|user|rich-menu, userId? }`; without userId it concerns everybody
 *
 * The platform (control-platform.ts)
 *   GET    /_simulator/state                       { now, clockOffsetMs, switches, quota: { quota, used, month }, held, faults }
 *   PATCH  /_simulator/switches                    any of { webhookUrl, redelivery, hold, adversarial, adversarialWindowMs, quotaSettleMs }
 *   POST   /_simulator/clock                       { advanceMs } → { now }
 *   PUT    /_simulator/quota                       { quota: number|null, used? }
 *   GET    /_simulator/faults    POST (see faults.ts: { endpoint, kind: status|slow|reset|garbage, when: before|after, status?, ms?, times?, skip?, probability?, seed? }) → { fault }    DELETE (all)
 *   DELETE /_simulator/tokens                      every stateless token stops working
 *   GET    /_simulator/webhooks[?limit=]           { webhooks: [{ at, url, eventIds, types, isRedelivery, reason, status?, ms }] }, oldest first
 *   POST   /_simulator/webhooks/release            held events: { order?: given|reversed|shuffled, seed?, copies?, perRequest?, concurrency? } → { results }
 *   POST   /_simulator/webhooks/resend             { eventIds, times?, concurrency?, isRedelivery? } → { results }
 *   GET    /_simulator/ledger                      { requests: { "push 200": n, "push accepted": n, … }, delivered: { users, requests, messages, perUserMin, perUserMax }, lastSeq }
 *   GET    /_simulator/ledger/requests?after=&limit=               { requests: [see ledger.ts] }
 *   GET    /_simulator/ledger/deliveries?endpoint=&unit=&retryKey= { deliveries: [as above, of everybody] }
 */
import type { Context, Hono, MiddlewareHandler } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { HTTPException } from 'hono/http-exception'
import { z } from 'zod'
import { mountPeople } from './control-people.ts'
import { mountPlatform } from './control-platform.ts'
import type { Env } from './gate.ts'
import { CannotDo } from './people.ts'
import type { World } from './world.ts'

const CONTROL_BYTES_MAX = 32 * 1024 * 1024
const LOCAL_HOSTS = ['127.0.0.1', 'localhost', '[::1]']

export function mountControl(app: Hono<Env>, world: World) {
  app.use('/_simulator/*', onlyFromHere, bodyLimit({ maxSize: CONTROL_BYTES_MAX }))
  mountPeople(app, world)
  mountPlatform(app, world)
}

/** Another site's page must not drive the simulator, not even under a name that resolves to this machine. */
const onlyFromHere: MiddlewareHandler<Env> = async (c, next) => {
  if (c.req.method === 'GET' || c.req.method === 'HEAD') return next()
  const { host, hostname } = new URL(c.req.url)
  const origin = c.req.header('origin')
  const isForeign = origin !== undefined && URL.parse(origin)?.host !== host
  if (isForeign || !LOCAL_HOSTS.includes(hostname)) return c.json({ error: 'refused: not from this origin' }, 403)
  return next()
}

/** What went wrong, for whoever drives the simulator; undefined for bugs. */
export function controlError(error: unknown, c: Context<Env>): Response | undefined {
  if (error instanceof CannotDo) return c.json({ error: error.message }, error.status)
  if (error instanceof z.ZodError) return c.json({ error: z.prettifyError(error) }, 422)
  if (error instanceof SyntaxError) return c.json({ error: 'the body is not JSON' }, 422)
  return error instanceof HTTPException ? error.getResponse() : undefined
}
