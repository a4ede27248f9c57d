import { channelAccessToken, messagingApi } from '@line/bot-sdk'
import { z } from 'zod'
import type { Config } from '../config.ts'
import { Refusal } from '../refusal.ts'
import {
  type Answer,
  CALL_TIMEOUT_MS,
  type Call,
  type LineOptions,
  openCalls,
  type Post,
  type Sent,
  type Wire,
} from './calls.ts'
import { type LineGateway, menusInstead, type Outcome, type RichMenuVariant } from './line.ts'
import { richMenuApi } from './rich-menu-api.ts'
import type { RichMenuApi } from './rich-menus.ts'

/** How long a menu's id is believed; a menu that was drawn anew is noticed by then, or by the first refusal. */
const RICH_MENU_KEPT_MS = 10 * 60_000

const QuotaAnswer = z.object({ type: z.string(), value: z.number().optional() })
const ConsumptionAnswer = z.object({ totalUsage: z.number() })
const DeliveredAnswer = z.object({ status: z.literal('ready'), success: z.number().int().min(0) })
const ProfileAnswer = z.object({ displayName: z.string(), language: z.string().optional() })
const TokenAnswer = z.object({ access_token: z.string().min(1), expires_in: z.number() })
const AliasAnswer = z.object({ richMenuId: z.string().min(1) })
/** The SDK's types for our own bodies: what we build is narrower, and LINE is the one to judge it. */
const Push = z.custom<messagingApi.PushMessageRequest>(isObject)
const Multicast = z.custom<messagingApi.MulticastRequest>(isObject)
const Messages = z.custom<messagingApi.Message[]>(Array.isArray)

/** Without a retry key for a reply: LINE knows none there. */
type PostAsStored = (endpoint: 'reply' | 'push' | 'multicast', body: string, retryKey?: string) => Promise<Sent>
type Clients = {
  api: messagingApi.MessagingApiClient
  data: messagingApi.MessagingApiBlobClient
  /** Instead of the SDK's way, where the runtime has a cheaper one: the stored body as it is. */
  post: PostAsStored | undefined
}

/** LINE, as src/line/line.ts describes it, over HTTP. This file alone knows the SDK. */
export function openLine(options: LineOptions): LineGateway {
  const call = openCalls(options, sdk(options))

  return {
    reply: async (replyToken, messages) => {
      const body = { replyToken, messages: Messages.parse([...messages]) }
      return (
        await call('reply', ({ api, post }) => {
          return post ? post('reply', JSON.stringify(body)) : api.replyMessageWithHttpInfo(body)
        })
      ).outcome
    },
    push: (json, retryKey) =>
      sendAsStored(json, Push, async (body) => {
        return (
          await call('push', ({ api, post }) => {
            return post ? post('push', json, retryKey) : api.pushMessageWithHttpInfo(body, retryKey)
          })
        ).outcome
      }),
    multicast: (json, retryKey) =>
      sendAsStored(json, Multicast, async (body) => {
        return (
          await call('multicast', ({ api, post }) => {
            return post ? post('multicast', json, retryKey) : api.multicastWithHttpInfo(body, retryKey)
          })
        ).outcome
      }),
    validatePush: async (messages) => {
      const body = { messages: Messages.parse([...messages]) }
      return (await call('validate', ({ api }) => api.validatePushWithHttpInfo(body))).outcome
    },
    quota: () => readQuota(call),
    delivered: async (kind, day) => {
      const date = day.replaceAll('-', '')
      const { body } = await call('delivered', ({ api }) =>
        kind === 'push'
          ? api.getNumberOfSentPushMessagesWithHttpInfo(date)
          : api.getNumberOfSentMulticastMessagesWithHttpInfo(date),
      )
      return DeliveredAnswer.safeParse(body).data?.success
    },
    profile: async (lineUserId) => {
      const profile = ProfileAnswer.safeParse(
        (await call('profile', ({ api }) => api.getProfileWithHttpInfo(lineUserId))).body,
      ).data
      return (
        profile && { displayName: profile.displayName, ...(profile.language ? { language: profile.language } : {}) }
      )
    },
    linkRichMenu: openRichMenuLinks(call, options.now),
    unlinkRichMenu: async (lineUserId) =>
      (await call('rich-menu-unlink', ({ api }) => api.unlinkRichMenuIdFromUserWithHttpInfo(lineUserId))).outcome,
    certs: () => readCerts(options.config),
  }
}

/** Rich menus themselves, for `rich-menus:sync`. */
export function openRichMenuApi(options: LineOptions): RichMenuApi {
  const sleep = options.sleep ?? ((ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms)))
  return richMenuApi(openCalls(options, sdk(options)), sleep)
}

function sdk({ config: { apiBaseUrl, dataApiBaseUrl }, post }: LineOptions): Wire<Clients> {
  const issuer = new channelAccessToken.ChannelAccessTokenClient({ baseURL: apiBaseUrl })
  return {
    clientFor: (token) => ({
      api: new messagingApi.MessagingApiClient({ channelAccessToken: token, baseURL: apiBaseUrl }),
      data: new messagingApi.MessagingApiBlobClient({ channelAccessToken: token, baseURL: dataApiBaseUrl }),
      post: post && postAsStored(post, apiBaseUrl, token),
    }),
    issueToken: async (channelId, channelSecret) => {
      const issued = TokenAnswer.parse(await issuer.issueStatelessChannelTokenByClientSecret(channelId, channelSecret))
      return { token: issued.access_token, seconds: issued.expires_in }
    },
  }
}

function postAsStored(post: Post, apiBaseUrl: string, token: string): PostAsStored {
  return async (endpoint, body, retryKey) => {
    const url = new URL(`/v2/bot/message/${endpoint}`, apiBaseUrl)
    const headers = {
      'content-type': 'application/json',
      authorization: `Bearer ${token}`,
      ...(retryKey === undefined ? {} : { 'x-line-retry-key': retryKey }),
    }
    const answer = await post(url, headers, body)
    // As the SDK does: what is not taken is thrown with LINE's answer in it.
    if (answer.status < 200 || answer.status > 299) throw Object.assign(new Error('not taken'), answer)
    return { httpResponse: answer, body: answer.body ? JSON.parse(answer.body) : null }
  }
}

/** The SDK serialises again what we stored; a body that would not come out byte for byte the same is not sent. */
async function sendAsStored<T>(
  json: string,
  shape: z.ZodType<T>,
  send: (body: T) => Promise<Outcome>,
): Promise<Outcome> {
  const parsed = shape.safeParse(parseJson(json))
  return parsed.success && JSON.stringify(parsed.data) === json
    ? send(parsed.data)
    : { kind: 'refused', status: 0, reason: 'invalid', message: 'The stored body is not the JSON that would be sent.' }
}

async function readQuota(call: Call<Clients>) {
  const [quota, consumption] = await Promise.all([
    call('quota', ({ api }) => api.getMessageQuotaWithHttpInfo()),
    call('consumption', ({ api }) => api.getMessageQuotaConsumptionWithHttpInfo()),
  ])
  const allowed = QuotaAnswer.safeParse(quota.body)
  const used = ConsumptionAnswer.safeParse(consumption.body)
  if (!allowed.success || !used.success) throw new Refusal('line_unreachable')

  const { type, value } = allowed.data
  if (type !== 'none' && value === undefined) throw new Refusal('line_unreachable')
  return { limit: type === 'none' ? null : (value ?? null), used: used.data.totalUsage }
}

/** LINE Login's keys are open to everybody, and no part of the SDK. */
async function readCerts({ apiBaseUrl }: Config['line']): Promise<unknown> {
  const signal = AbortSignal.timeout(CALL_TIMEOUT_MS)
  try {
    const response = await fetch(new URL('/oauth2/v2.1/certs', apiBaseUrl), { signal, redirect: 'error' })
    if (response.ok) return await response.json()
  } catch {
    // Falls through: why does not matter to the person who waits.
  }
  throw new Refusal('line_unreachable')
}

/** A menu drawn anew has another id under the same alias: after a refusal the alias is asked again, once. */
function openRichMenuLinks(call: Call<Clients>, now: () => number): LineGateway['linkRichMenu'] {
  const known = new Map<RichMenuVariant, { id: string; until: number }>()

  const askAlias = async (menu: RichMenuVariant): Promise<{ id: string } | Answer> => {
    const answer = await call('rich-menu-alias', ({ api }) => api.getRichMenuAliasWithHttpInfo(`okaeri-${menu}`))
    const alias = AliasAnswer.safeParse(answer.body)
    if (!alias.success) return answer
    known.set(menu, { id: alias.data.richMenuId, until: now() + RICH_MENU_KEPT_MS })
    return { id: alias.data.richMenuId }
  }
  const link = async (lineUserId: string, menu: RichMenuVariant, id: string) => {
    const { outcome } = await call('rich-menu-link', ({ api }) => api.linkRichMenuIdToUserWithHttpInfo(lineUserId, id))
    if (outcome.kind === 'refused') known.delete(menu)
    return outcome
  }

  const linkNamed = async (lineUserId: string, menu: RichMenuVariant) => {
    const kept = known.get(menu)
    if (kept && now() < kept.until) {
      const outcome = await link(lineUserId, menu, kept.id)
      if (outcome.kind !== 'refused' || outcome.reason !== 'invalid') return outcome
    }
    const found = await askAlias(menu)
    if ('id' in found) return link(lineUserId, menu, found.id)
    const { outcome } = found
    return outcome.kind === 'accepted' ? ({ kind: 'unknown', message: 'unreadable alias' } as const) : outcome
  }

  return async (lineUserId, menu) => {
    let outcome = await linkNamed(lineUserId, menu)
    for (const instead of menusInstead(menu)) {
      if (outcome.kind !== 'refused' || outcome.status !== 404) break
      outcome = await linkNamed(lineUserId, instead)
    }
    return outcome
  }
}

function parseJson(json: string): unknown {
  try {
    return JSON.parse(json)
  } catch {
    return undefined
  }
}

function isObject(value: unknown) {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
