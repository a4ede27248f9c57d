import type { Compilable } from 'kysely'
import { z } from 'zod'
import { findBroadcast } from '../broadcasts/drafts.ts'
import { openDesk } from '../broadcasts/letters.ts'
import { lookAtCouponBoard } from '../coupons/board-card.ts'
import { grantStatement, recordGranted } from '../coupons/grants.ts'
import type { Chat, ChatHandler, Effect } from '../line/chat.ts'
import { type Action, type LineMessage, tap, text, withQuickReplies } from '../line/messages.ts'
import { REPLY_WINDOW_MS } from '../line/outbox.ts'
import { findMember } from '../members/members.ts'
import { lookAtBoard } from '../shifts/talk/board-card.ts'
import { findWorker } from '../shifts/talk/listing.ts'
import { boardTexts } from '../texts/board.ts'
import { couponGuestTexts } from '../texts/coupon-guest.ts'
import { countUnread, findReader, type Notice, noticesFor, type Place, type Reader, readStatements } from './reading.ts'

/** LINE takes five messages a reply. */
const MESSAGES_MAX = 5
/** So many notices a tap: more would scroll away unread. */
const NOTICES_MAX = 4
const ASKED = /^(お知らせ|おしらせ|お知らせを見る|news)$/i
/** board · board:more · board:more:<since> · board:more:<since>:<shown>:<id> */
const TAPPED = /^board(?::more(?::(\d{1,15})(?::(\d{1,15}):([0-9a-zA-Z-]{1,64}))?)?)?$/

const Messages = z.object({ messages: z.custom<readonly LineMessage[]>(Array.isArray) })

type Page = {
  notice: Notice
  messages: readonly LineMessage[]
  grant?: { grantId: string; couponId: string } | undefined
}

/** お知らせ: what the shop put on the board, unread first, as a free reply. It is read by being shown. */
export const boardChat: ChatHandler = async (chat) => {
  const asked = whatIsAsked(chat.event)
  if (!asked) return undefined
  const reader = await findReader(chat.store, chat.memberId)
  return reader ? showBoard(chat, reader, asked.place) : registerFirst(chat)
}

function whatIsAsked({ type, postback, message }: Chat['event']): { place?: Place | undefined } | undefined {
  if (type === 'message') return ASKED.test(message?.text?.normalize('NFKC').trim() ?? '') ? {} : undefined
  const [tapped, since, shownAt, id] = (type === 'postback' && TAPPED.exec(postback?.data ?? '')) || []
  if (tapped === undefined) return undefined
  if (since === undefined) return {}
  return { place: { since: Number(since), ...(id ? { shownAt: Number(shownAt), id } : {}) } }
}

async function showBoard(chat: Chat, reader: Reader, place: Place | undefined): Promise<Effect> {
  const { store, memberId, now } = chat
  const t = boardTexts[reader.language]
  const found = await noticesFor(store, { memberId, place, limit: NOTICES_MAX + 1, now })
  const shifts = place ? undefined : await newShifts(chat)
  const coupons = place ? undefined : await lookAtCouponBoard(chat)
  const first = [shifts?.message, coupons?.message].filter((message) => message !== undefined)
  const lead = !place && first.length === 0 && found[0] && found[0].readAt !== null ? [text(t.allRead)] : first
  const { pages, looked } = await writePages(chat, reader, found.slice(0, NOTICES_MAX), MESSAGES_MAX - lead.length)
  const reading = pages.filter(({ notice }) => notice.readAt === null)
  const unread = (await countUnread(store, { memberId, now })) - reading.length
  const messages = pages.flatMap((page) => page.messages)
  const isEmpty = messages.length === 0 && first.length === 0
  const shown = isEmpty ? [text(place ? t.end : t.none)] : [...lead, ...messages]
  const onward =
    found.length > looked.length ? [tap(unread > 0 ? t.more(unread) : t.older, behind(looked, place, now))] : []
  const others = coupons && coupons.left > 0 ? [tap(couponGuestTexts[reader.language].board.all, 'coupons')] : []
  const reply = withMore(shown, isEmpty ? [tap(t.centre, 'consents')] : [...onward, ...others])
  if (!isInTime(chat)) return { reply }
  return {
    reply,
    statements: [
      ...(shifts?.statements ?? []),
      ...(coupons?.statements ?? []),
      ...readStatements(store.db, { memberId, broadcastIds: reading.map(({ notice }) => notice.broadcastId), now }),
      ...pages.flatMap((page) => grantStatements(chat, page)),
    ],
    ...(unread > 0 ? {} : { richMenu: 'member' }),
  }
}

/** Shifts that somebody has not read come first: they are over soonest. */
async function newShifts(chat: Chat) {
  const worker = await findWorker(chat.store, chat.memberId)
  return worker && lookAtBoard(chat, worker, { unreadOnly: true })
}

/** A reply that comes too late for LINE is read by nobody: then nothing is marked. */
const isInTime = ({ event, now }: Chat) => event.replyToken !== undefined && now - event.timestamp < REPLY_WINDOW_MS

/** As many notices as there is room for, written as they would be sent now; what may not be told any more is passed over. */
async function writePages(chat: Chat, reader: Reader, notices: readonly Notice[], room: number) {
  const { store, now } = chat
  const pages: Page[] = []
  const looked: Notice[] = []
  let left = room
  for (const notice of notices) {
    const broadcast = await findBroadcast(store, { broadcastId: notice.broadcastId })
    const desk = broadcast && (await openDesk(chat, broadcast, now))
    if (desk && desk.closed === undefined) {
      const { body, grant } = await desk.write([reader])
      const { messages } = Messages.parse(JSON.parse(body))
      if (messages.length > left) break
      left -= messages.length
      pages.push({ notice, messages, grant })
    }
    looked.push(notice)
  }
  return { pages, looked }
}

/** The coupon is theirs from the moment they read of it. */
const grantStatements = ({ store: { db }, memberId, now }: Chat, { notice, grant }: Page): readonly Compilable[] =>
  grant
    ? [
        grantStatement(db, { ...grant, memberId, broadcastId: notice.broadcastId, now }),
        recordGranted(db, { grantId: grant.grantId, now }),
      ]
    : []

/** Where the next tap goes on: behind the last one that was read before; what is unread then comes first again. */
function behind(looked: readonly Notice[], place: Place | undefined, now: number) {
  const last = looked.findLast(({ readAt }) => readAt !== null)
  const at = last ? { shownAt: last.shownAt, id: last.broadcastId } : place
  const position = at?.id === undefined ? '' : `:${at.shownAt}:${at.id}`
  return `board:more:${place?.since ?? now}${position}`
}

/** LINE shows quick replies under the last message only; those that it has come after ours. */
function withMore(messages: readonly LineMessage[], actions: readonly Action[]): readonly LineMessage[] {
  const last = messages.at(-1)
  if (!last || actions.length === 0) return messages
  const own = last.quickReply?.items.map(({ action }) => action) ?? []
  return [...messages.slice(0, -1), withQuickReplies(last, [...actions, ...own])]
}

async function registerFirst({ store, memberId }: Chat): Promise<Effect> {
  const t = boardTexts[(await findMember(store, memberId))?.language ?? 'ja']
  return { reply: [withQuickReplies(text(t.registerFirst), [tap(t.register, 'register')])] }
}
