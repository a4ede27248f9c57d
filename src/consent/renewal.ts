import type { Compilable } from 'kysely'
import type { ConsentPurpose, MemberLanguage } from '../db/schema.ts'
import type { Db, Store } from '../db/store.ts'
import type { Chat, ChatHandler, Effect, LineEvent } from '../line/chat.ts'
import { type LineMessage, QUICK_REPLIES_MAX } from '../line/messages.ts'
import { shopName } from '../stores/stores.ts'
import { renewalCard } from './card.ts'
import {
  CONSENT_VERSION,
  type CurrentConsent,
  currentConsents,
  isLeaveWord,
  isStopWord,
  PURPOSES,
  recordConsent,
} from './consent.ts'

/** How long somebody who did not agree yet is left in peace before they are asked once more. */
const ASKED_AGAIN_MS = 24 * 3_600_000
/** LINE takes five messages a reply. */
const MESSAGES_MAX = 5

type Current = Partial<Record<ConsentPurpose, CurrentConsent>>

/** Whether what a person agreed to is an older text than today's. What they agreed to holds all the same. */
export const isRenewable = ({ privacy }: Current) => privacy?.granted === true && privacy.version !== CONSENT_VERSION

/**
 * The statements by which a person agrees to today's text: the notice, and each kind of message they get already, anew.
 * None when they agreed to no text, or to this one.
 */
export async function renewalStatements(
  store: Store,
  { memberId, ...said }: { memberId: string; channel: 'line' | 'web'; eventId?: string; at: number },
): Promise<readonly Compilable[]> {
  const current = await currentConsents(store, memberId)
  if (!isRenewable(current)) return []
  const granted = PURPOSES.filter((purpose) => current[purpose]?.granted)
  return (['privacy', ...granted] as const).flatMap((purpose) =>
    recordConsent(store.db, { memberId, purpose, granted: true, ...said }),
  )
}

/**
 * A handler whose answer also asks whoever agreed to an older text to agree to today's: at the end of a free reply to
 * something they did, at most once a day, and never when they are just saying what they don't want.
 */
export const withRenewal =
  (handler: ChatHandler): ChatHandler =>
  async (chat) => {
    const effect = await handler(chat)
    if (!effect || !mayAsk(chat.event, effect)) return effect
    const language = await findAsked(chat)
    return language === undefined ? effect : ask(chat, effect, language)
  }

function mayAsk({ type, replyToken, message, postback }: LineEvent, { reply = [] }: Effect) {
  if (replyToken === undefined || reply.length === 0 || reply.length >= MESSAGES_MAX) return false
  if (type === 'message') return !isStopWord(message?.text ?? '') && !isLeaveWord(message?.text ?? '')
  return type === 'postback' && !/^(consent|renewal):/.test(postback?.data ?? '')
}

/** The language in which a person is to be asked now; undefined: not now. */
async function findAsked({ store: { db }, memberId, now }: Chat): Promise<MemberLanguage | undefined> {
  const asked = await db
    .selectFrom('members')
    .innerJoin('current_consents', (join) =>
      join.onRef('current_consents.member_id', '=', 'members.id').on('current_consents.purpose', '=', 'privacy'),
    )
    .select('members.language')
    .where('members.id', '=', memberId)
    .where('members.state', 'in', ['applied', 'verified'])
    .where('current_consents.granted', '=', 1)
    .where('current_consents.text_version', '<>', CONSENT_VERSION)
    .where(({ eb, or }) => or([eb('consent_asked_at', 'is', null), eb('consent_asked_at', '<=', now - ASKED_AGAIN_MS)]))
    .executeTakeFirst()
  return asked?.language
}

/** LINE shows quick replies under the last message only: those of the answer move below the question. */
async function ask({ store, config, memberId, now }: Chat, effect: Effect, language: MemberLanguage): Promise<Effect> {
  const card = renewalCard({ shopName: await shopName(store), baseUrl: config.baseUrl, language })
  const reply = effect.reply ?? []
  const items = reply.at(-1)?.quickReply?.items.slice(0, QUICK_REPLIES_MAX) ?? []
  return {
    ...effect,
    reply: [...reply.map(withoutQuickReplies), items.length > 0 ? { ...card, quickReply: { items } } : card],
    statements: [...(effect.statements ?? []), noteAsked(store.db, { memberId, now })],
  }
}

const withoutQuickReplies = ({ quickReply: _, ...message }: LineMessage): LineMessage => message

const noteAsked = (db: Db, { memberId, now }: { memberId: string; now: number }) =>
  db.updateTable('members').set({ consent_asked_at: now }).where('id', '=', memberId)
