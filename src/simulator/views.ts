import { isObject } from './body.ts'
import { monthOf } from './jst.ts'
import { effectiveRichMenu } from './rich-menus.ts'
import { isReachable } from './sending.ts'
import type { Delivery, User, World } from './world.ts'

export type ChatItem = {
  id: string
  at: number
  from: 'bot' | 'user'
  message: Record<string, unknown>
  unsent?: boolean
  /** Of the bot's messages: how it came. */
  endpoint?: string
  requestId?: string
}

export type DeliveryView = Omit<Delivery, 'from' | 'messages'> & {
  userId: string
  messageIds: string[]
  messages: number
}

export const userView = (user: User, now: number) => {
  const { id, displayName, language, pictureUrl, friend, received, loadingUntil } = user
  const at = user.chat.at(-1)?.at
  return {
    id,
    displayName,
    language,
    pictureUrl,
    friend,
    reachable: isReachable(user, now),
    received,
    loading: (loadingUntil ?? 0) > now,
    lastAt: at,
  }
}

/** Both directions, oldest first: what the person sees. */
export const chatItems = ({ chat }: User): ChatItem[] =>
  chat.flatMap((item): ChatItem[] => {
    if (item.from === 'user') return [{ ...item }]
    const { at, from, endpoint, requestId } = item
    return item.messages.map(({ id, message }) => ({ id, at, from, message, endpoint, requestId }))
  })

/** The quick replies under the newest message: only those of the last message of a request are shown, until somebody writes. */
export function quickReplies({ chat }: User): unknown[] {
  const last = chat.at(-1)
  if (last?.from !== 'bot') return []
  const quickReply = last.messages.at(-1)?.message.quickReply
  return isObject(quickReply) && Array.isArray(quickReply.items) ? quickReply.items : []
}

export function richMenuView(world: World, user: User) {
  const found = effectiveRichMenu(world, user)
  if (!found) return null
  const { id, menu, source } = found
  return { richMenuId: id, ...menu, source, imageUrl: `/_simulator/rich-menus/${id}/image` }
}

export const chatView = (world: World, user: User) => ({
  user: userView(user, world.now()),
  items: chatItems(user),
  quickReplies: quickReplies(user),
  richMenu: richMenuView(world, user),
})

/** What the platform really put into this person's chat, one line a request. */
export const deliveriesTo = ({ id, chat }: User): DeliveryView[] =>
  chat.flatMap((item) => {
    if (item.from !== 'bot') return []
    const { from, messages, ...delivery } = item
    return [{ ...delivery, userId: id, messageIds: messages.map((one) => one.id), messages: messages.length }]
  })

export type DeliveryFilter = { endpoint?: string | undefined; unit?: string | undefined; retryKey?: string | undefined }

/** Everybody's deliveries, or those of one endpoint, aggregation unit or retry key. */
export const allDeliveries = ({ users }: World, { endpoint, unit, retryKey }: DeliveryFilter = {}): DeliveryView[] =>
  [...users.values()]
    .flatMap(deliveriesTo)
    .filter(
      (one) =>
        (endpoint === undefined || one.endpoint === endpoint) &&
        (unit === undefined || one.unit === unit) &&
        (retryKey === undefined || one.retryKey === retryKey.toLowerCase()),
    )

/** The oracle in numbers: requests by outcome, and how much reached how many. */
export function ledgerSummary({ ledger, users }: World) {
  const reached = { users: 0, requests: 0, messages: 0, perUserMin: Number.POSITIVE_INFINITY, perUserMax: 0 }
  for (const { received } of users.values()) {
    if (received.requests > 0) reached.users++
    reached.requests += received.requests
    reached.messages += received.messages
    reached.perUserMin = Math.min(reached.perUserMin, received.requests)
    reached.perUserMax = Math.max(reached.perUserMax, received.requests)
  }
  if (users.size === 0) reached.perUserMin = 0
  return { requests: Object.fromEntries(ledger.counts), delivered: reached, lastSeq: ledger.seq }
}

export const quotaView = ({ switches, usage, now }: World) => ({
  quota: switches.quota,
  used: usage.get(monthOf(now())) ?? 0,
  month: monthOf(now()),
})
