import type { Chat, Effect } from '../line/chat.ts'
import { type LineMessage, tap, text, withQuickReplies } from '../line/messages.ts'
import { REPLY_WINDOW_MS } from '../line/outbox.ts'
import { findMember } from '../members/members.ts'
import { shopName } from '../stores/stores.ts'
import { couponGuestTexts } from '../texts/coupon-guest.ts'
import { couponTexts } from '../texts/coupons.ts'
import { formatDateTimeAsOf } from '../texts/format.ts'
import { htmlLang } from '../texts/language.ts'
import type { Grant } from './grants.ts'
import { CARDS_MAX, sideBySide } from './guest/carousel.ts'
import { heldCard } from './guest/held-card.ts'
import { type After, type Change, changeOf, listHeld, listPast, lookedStatement } from './guest/holding.ts'
import { lastMoment } from './words.ts'

const USED_TOLD_MAX = 5
const CHANGES_TOLD_MAX = 5
const ASKED = /^(マイ)?クーポン$|^(my )?coupons?$/i
/** coupons · coupons:after:<endsAt>:<grantId> */
const TAPPED = /^coupons(?::after:(\d{1,15}):([0-9a-zA-Z-]{1,64})|:.*)?$/s

/**
 * マイクーポン: what can be used, side by side, soonest to expire first; where and when the others were, and what the shop
 * changed since the last look, told once. A free reply.
 */
export async function couponChat(chat: Chat): Promise<Effect | undefined> {
  const asked = whatIsAsked(chat.event)
  if (!asked) return undefined
  const { store, config, memberId, now } = chat
  const { after } = asked

  const { grants: held, total } = await listHeld(store, { memberId, after, limit: CARDS_MAX, now })
  const past = after ? [] : await listPast(store, { memberId, now })
  const name = await shopName(store)
  const cards = await Promise.all(held.map((grant) => heldCard(grant, { config, shopName: name, now })))
  const language = (held[0] ?? past[0])?.memberLanguage ?? (await findMember(store, memberId))?.language ?? 'ja'
  const t = couponGuestTexts[language].list
  const row = sideBySide(cards, t.alt(held.map(({ offer }) => offer.title).join(t.separator)))
  const shown = held.slice(0, row?.count ?? 0)
  const changed = past.filter((grant) => changeOf(grant, now)).slice(0, CHANGES_TOLD_MAX)
  const none = after ? t.end : couponTexts[language].list.empty
  const words = [...(row ? [] : [none]), ...usedLines(past, now)].join('\n\n')
  const messages: readonly LineMessage[] = [
    ...(changed.length > 0 ? [text(changed.flatMap((grant) => changeWords(grant, now)).join('\n\n'))] : []),
    ...(row ? [row.message] : []),
    ...(words === '' ? [] : [text(words)]),
  ]
  const seen = [...new Set([...shown, ...changed].map(({ id }) => id))]
  const reply = withMore(messages, t.more(total - shown.length), total > shown.length ? shown.at(-1) : undefined)
  if (!isInTime(chat) || seen.length === 0) return { reply }
  return {
    reply,
    statements: [lookedStatement(store.db, { memberId, grantIds: seen, now })],
    ...(shown.some(isUnread) ? { richMenu: 'member' } : {}),
  }
}

function whatIsAsked({ type, postback, message }: Chat['event']): { after?: After } | undefined {
  if (type === 'message') return ASKED.test(message?.text?.normalize('NFKC').trim() ?? '') ? {} : undefined
  const [tapped, endsAt, grantId] = (type === 'postback' && TAPPED.exec(postback?.data ?? '')) || []
  if (tapped === undefined) return undefined
  return grantId === undefined ? {} : { after: { endsAt: Number(endsAt), grantId } }
}

/** A reply that comes too late for LINE is read by nobody: then nothing counts as told. */
const isInTime = ({ event, now }: Chat) => event.replyToken !== undefined && now - event.timestamp < REPLY_WINDOW_MS

const isUnread = ({ boardAt, boardReadAt }: Grant) => boardAt !== null && (boardReadAt ?? -1) < boardAt

/** The way on stands under the last message. */
function withMore(messages: readonly LineMessage[], label: string, last: Grant | undefined): readonly LineMessage[] {
  const message = messages.at(-1)
  if (!last || !message) return messages
  const action = tap(label, `coupons:after:${last.offer.endsAt}:${last.id}`)
  return [...messages.slice(0, -1), withQuickReplies(message, [action])]
}

/** Where and when the last ones were used. */
function usedLines(grants: readonly Grant[], now: number): readonly string[] {
  const uses = grants.flatMap(({ offer, uses, memberLanguage }) =>
    uses.map((use) => ({ ...use, title: offer.title, language: memberLanguage })),
  )
  return uses
    .sort((a, b) => b.at - a.at)
    .slice(0, USED_TOLD_MAX)
    .map(({ at, title, storeName, language }) =>
      couponTexts[language].list.used(title, formatDateTimeAsOf(at, now, htmlLang(language)), storeName),
    )
}

function changeWords(grant: Grant, now: number): readonly string[] {
  const change = changeOf(grant, now)
  if (!change) return []
  const { change: t, state } = couponGuestTexts[grant.memberLanguage]
  if (change.kind === 'extended')
    return [t.extended(change.title, lastMoment(change.endsAt, now, grant.memberLanguage))]
  return [[t[change.kind](change.title), ...reason(change, state.shopSays)].join('\n')]
}

const reason = (change: Change, said: (words: string) => string) =>
  'words' in change && change.words !== null ? [said(change.words)] : []
