import type { MemberLanguage } from '../../db/schema.ts'
import { cutTo } from '../../line/limits.ts'
import {
  type Action,
  type LineMessage,
  link,
  QUICK_REPLY_LABEL_MAX,
  tap,
  text,
  withQuickReplies,
} from '../../line/messages.ts'
import { shiftChatTexts } from '../../texts/shift-chat.ts'
import { shiftStandingTexts } from '../../texts/shift-standing.ts'
import { shiftData } from '../ad/shift-card.ts'
import { shiftTitle } from '../ad/shift-words.ts'
import { noticeWays, ownOpening, type View } from './standing-words.ts'

export const REASONS = ['sick', 'family', 'work', 'other'] as const
export type Reason = (typeof REASONS)[number]

/** 18歳以上ですか: before a night shift, of who is not known to be. */
export function askAdult(openingId: string, language: MemberLanguage): LineMessage {
  const t = shiftChatTexts[language]
  return withQuickReplies(text(t.askAdult), [
    tap(t.buttons.adultYes, shiftData(openingId, 'adult:yes')),
    tap(t.buttons.adultNo, shiftData(openingId, 'adult:no')),
  ])
}

/** Why they cannot come, in one tap or in their own words on their page; and the way back. */
export function askReason(view: View, url: string): LineMessage {
  const { opening, language } = view
  const t = shiftChatTexts[language]
  return withQuickReplies(text(t.askReason(shiftTitle(language, ownOpening(view)))), [
    ...REASONS.map((reason) =>
      saying(shiftStandingTexts[language].reasons[reason], shiftData(opening.id, `cancel:${reason}`)),
    ),
    link(t.buttons.ownWords, url),
    tap(t.buttons.notCancel, shiftData(opening.id, 'show')),
  ])
}

/** How they want the notice of working conditions, as taps under the card; nothing where there is nothing to choose. */
export function withNoticeWays(message: LineMessage, view: View): LineMessage {
  const ways = noticeWays(view)
  return ways.length > 0 ? withQuickReplies(message, ways) : message
}

/** A tap that says in the chat all of what its label may have no room for. */
const saying = (words: string, data: string): Action => ({
  type: 'postback',
  label: cutTo(words, { max: QUICK_REPLY_LABEL_MAX, unit: 'grapheme' }),
  data,
  displayText: words,
})
