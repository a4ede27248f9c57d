import { consentData } from '../consent/card.ts'
import { record } from '../interactions/interactions.ts'
import type { Chat, ChatHandler, Effect, LineEvent } from '../line/chat.ts'
import { type LineMessage, tap, text, withQuickReplies } from '../line/messages.ts'
import { formatNumber } from '../texts/format.ts'
import { shiftChatTexts } from '../texts/shift-chat.ts'
import { NOTE_MAX, noteClaim } from './claims/claims.ts'
import { findOpening } from './openings.ts'
import { lookAtBoard } from './talk/board-card.ts'
import { answerTap, SAID, type Tapped } from './talk/claims-chat.ts'
import { findWorker, noteAwaited, noteHeardStatement, type Worker } from './talk/listing.ts'
import { look, stand } from './talk/scene-chat.ts'

/** After so long, what a person types is no longer taken for a note. */
const NOTE_AWAITED_MS = 30 * 60_000
const ASKED = /^(シフト|シフトを見る|シフト募集|求人|仕事|shifts?|works?|jobs?)$/i
/** shift:<id>:<what> · shift:<id>:<what>:<about> */
const TAPPED = /^shift:([0-9a-zA-Z-]{1,64}):([a-z-]{1,16})(?::([0-9a-zA-Z-]{1,64}))?$/
/** Typed, these mean something everywhere, and are no note. */
const COMMANDS =
  /^(お知らせ|おしらせ|マイページ|(マイ)?クーポン|ことば|言葉|言語|登録|メニュー|また働きたい|英語|日本語|にほんご|やさしい日本語|languages?|english|japanese|news|my ?page|(my )?coupons?|register|return)$/i

/** Answers to job ads, and シフト: what is open. Free replies, each with how the person stands and every way on. */
export const shiftChat: ChatHandler = async (chat) => {
  const tapped = readTap(chat.event)
  const asked = isListAsked(chat.event)
  if (!tapped && !asked) return keepNote(chat)
  const worker = await findWorker(chat.store, chat.memberId)
  if (worker?.state !== 'verified') return registerFirst(worker)
  return tapped ? answerTap(chat, worker, tapped) : showShifts(chat, worker)
}

const typedOf = ({ type, message }: LineEvent) =>
  type === 'message' ? message?.text?.normalize('NFKC').trim() : undefined

const isListAsked = (event: LineEvent) =>
  event.type === 'postback' ? event.postback?.data === 'shifts' : ASKED.test(typedOf(event) ?? '')

function readTap({ type, postback }: LineEvent): Tapped | undefined {
  const [, openingId, said, about = ''] = (type === 'postback' && TAPPED.exec(postback?.data ?? '')) || []
  const what = SAID.find((known) => known === said)
  return openingId === undefined || what === undefined ? undefined : { openingId, what, about }
}

function registerFirst(worker: Worker | undefined): Effect {
  const t = shiftChatTexts[worker?.language ?? 'ja']
  return { reply: [withQuickReplies(text(t.registerFirst), [tap(t.buttons.register, 'register')])] }
}

/** What was typed soon after ひとこと添える; undefined when no note is waited for. */
async function keepNote(chat: Chat): Promise<Effect | undefined> {
  const { store, memberId, now } = chat
  const note = typedOf(chat.event)
  if (!note || COMMANDS.test(note)) return undefined
  const openingId = await noteAwaited(store, { memberId, since: now - NOTE_AWAITED_MS })
  if (openingId === undefined) return undefined
  const [worker, opening] = await Promise.all([findWorker(store, memberId), findOpening(store, { openingId })])
  if (worker?.state !== 'verified' || !opening) return undefined
  const isKept = await noteClaim(store, { openingId, memberId, note: note.slice(0, NOTE_MAX) })
  const t = shiftChatTexts[worker.language]
  const scene = { chat, worker, opening, about: '' }
  const stood = await stand(scene, await look(scene), [text(isKept ? t.noteKept : t.noteNot)])
  return {
    ...stood,
    statements: [
      ...(stood.statements ?? []),
      noteHeardStatement(store.db, { memberId }),
      record(store.db, { memberId, kind: 'message_received', at: chat.event.timestamp }),
    ],
    important: true,
  }
}

/** シフト: what is open to this person, and what they have or wait for. It is read by being shown. */
async function showShifts(chat: Chat, worker: Worker): Promise<Effect> {
  const t = shiftChatTexts[worker.language]
  const { message, left, statements } = await lookAtBoard(chat, worker)
  const messages: LineMessage[] = [
    ...(message ? [message] : [text(worker.wantsShifts ? t.list.none : t.stopped)]),
    ...(left > 0 ? [text(t.list.more(formatNumber(left)))] : []),
  ]
  const wants = worker.wantsShifts ? [] : [tap(t.buttons.wantShifts, consentData('shifts', 'on'))]
  return {
    reply: wants.length > 0 ? lastWith(messages, wants) : messages,
    statements,
    ...(statements.length > 0 ? { richMenu: 'member' } : {}),
  }
}

/** LINE shows quick replies under the last message only. */
const lastWith = (messages: readonly LineMessage[], actions: Parameters<typeof withQuickReplies>[1]) =>
  messages.map((message, nth) => (nth === messages.length - 1 ? withQuickReplies(message, actions) : message))
