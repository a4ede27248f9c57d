import type { Chat, Effect } from '../line/chat.ts'
import { tap, text, withQuickReplies } from '../line/messages.ts'
import { findInvitation, wrongCode } from '../roster/invitations.ts'
import { registrationTexts } from '../texts/registration.ts'
import { registrationHelpTexts } from '../texts/registration-help.ts'
import { ask } from './asking-chat.ts'
import { whatToTap } from './card.ts'
import { findMember } from './members.ts'
import { findRegistration } from './registration.ts'
import { beginInvited } from './registration-chat.ts'

/**
 * 「招待コード ABCD-EFGH」 and the bare code: a live one begins the registration with what the roster says, or goes on with
 * it. Wrong, used, revoked and over are answered alike. Undefined when what was typed is no code.
 */
export async function answerInvitation(chat: Chat, typed: string): Promise<Effect | undefined> {
  const { store, config, memberId, now } = chat
  const found = await findInvitation(store, { sessionSecret: config.sessionSecret, typed, memberId, now })
  if (!found) return undefined
  const member = await findMember(store, memberId)
  const language = member?.language ?? 'ja'
  const { invitation } = registrationHelpTexts[language]
  const name = member?.name ?? ''
  const tappable = whatToTap(member?.state, language)
  if (member?.state === 'verified') return { reply: [withQuickReplies(text(invitation.already(name)), tappable)] }
  if (member?.state === 'applied')
    return { reply: [withQuickReplies(text(registrationTexts[language].waitingBack(name)), tappable)] }
  if (found.kind === 'locked') return goOn(chat, invitation.locked)
  if (found.kind === 'unusable')
    return { ...(await goOn(chat, invitation.unusable)), statements: wrongCode(store.db, { memberId, now }) }
  return beginInvited(chat, { ...found.entry, invitationId: found.invitationId })
}

/** Some words, and the way on: the question that is open, or the beginning. */
async function goOn(chat: Chat, words: string): Promise<Effect> {
  const { store, memberId, now } = chat
  const open = await findRegistration(store, { memberId, now })
  if (open) return ask(chat, open, { lead: () => words })
  const { begin } = registrationTexts[(await findMember(store, memberId))?.language ?? 'ja']
  return { reply: [withQuickReplies(text(words), [tap(begin, 'register')])] }
}
