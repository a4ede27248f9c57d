import { randomToken, sha256Hex } from '../crypto.ts'
import type { MemberLanguage } from '../db/schema.ts'
import { mustHaveChangedOne } from '../db/store.ts'
import type { Chat, Effect } from '../line/chat.ts'
import { card, type LineMessage, link, text } from '../line/messages.ts'
import { cleanName, foldName } from '../members/names.ts'
import { shopName } from '../stores/stores.ts'
import { operatorChatTexts } from '../texts/operators.ts'
import { acceptance, invitationFor } from './invitations.ts'
import { hasOwner, isOwnerClaimCode, loginLink, memberLanguage, operatorOfMember, ownershipClaim } from './operators.ts'

/** 管理, かんり, ｶﾝﾘ, Admin: as names are folded. */
const ASKED = ['管理', '管理画面', 'カンリ', 'admin'].map(foldName)
/** Longer texts are neither the word nor the code. */
const TYPED_MAX = 40

/**
 * 管理 gives an operator a one-time link as a free reply; the claim code makes whoever sends it the owner while there is
 * none, and an invitation's code makes them a manager or staff. Everybody else is answered by the other handlers, as if these words meant nothing.
 */
export async function operatorChat(chat: Chat): Promise<Effect | undefined> {
  const typed = chat.event.type === 'message' ? chat.event.message?.text : undefined
  if (typed === undefined || typed.length > TYPED_MAX) return undefined
  if (ASKED.includes(foldName(typed))) return openDoor(chat)
  return (await claim(chat, typed)) ?? accept(chat, typed)
}

async function openDoor(chat: Chat): Promise<Effect | undefined> {
  const { store, memberId, now } = chat
  const operator = await operatorOfMember(store, memberId)
  if (!operator) return undefined
  const { tokenHash, message } = await newLink(chat, operator.language)
  return {
    statements: [loginLink(store.db, { tokenHash, operator: { id: operator.id }, now }), mustHaveChangedOne(store.db)],
    reply: [message],
  }
}

async function claim(chat: Chat, typed: string): Promise<Effect | undefined> {
  const { store, config, memberId, now } = chat
  if (!(await isOwnerClaimCode(config.sessionSecret, typed)) || (await hasOwner(store))) return undefined
  const language = await memberLanguage(store, memberId)
  const t = operatorChatTexts[language]
  const name = (await displayName(chat)) ?? t.ownerUnnamed
  const { tokenHash, message } = await newLink(chat, language)
  return {
    statements: [
      ownershipClaim(store.db, { memberId, name, now }),
      mustHaveChangedOne(store.db),
      loginLink(store.db, { tokenHash, operator: { memberId }, now }),
    ],
    reply: [text(t.claimed(name)), message],
  }
}

async function accept(chat: Chat, typed: string): Promise<Effect | undefined> {
  const { store, config, memberId, now } = chat
  const invitation = await invitationFor(store, { sessionSecret: config.sessionSecret, typed, memberId, now })
  if (!invitation) return undefined
  const language = await memberLanguage(store, memberId)
  const t = operatorChatTexts[language]
  const { tokenHash, message } = await newLink(chat, language)
  return {
    statements: [
      ...acceptance(store.db, { invitationId: invitation.id, memberId, now }),
      loginLink(store.db, { tokenHash, operator: { memberId }, now }),
    ],
    reply: [text(t.accepted(invitation.name, invitation.storeName, t.roles[invitation.role])), message],
  }
}

async function newLink(
  { store, config }: Chat,
  language: MemberLanguage,
): Promise<{ tokenHash: string; message: LineMessage }> {
  const t = operatorChatTexts[language]
  const token = randomToken()
  const message = card({
    altText: t.alt,
    from: await shopName(store),
    title: t.title,
    lines: t.lines,
    // In the phone's own browser the session lasts; LINE's forgets it.
    main: link(t.open, `${config.baseUrl}/login/${token}?openExternalBrowser=1`),
    note: t.note,
  })
  return { tokenHash: await sha256Hex(token), message }
}

/** The name that the person goes by in LINE, if it is fit to be shown. */
async function displayName({ line, event }: Chat) {
  const userId = event.source?.userId
  const profile = userId === undefined ? undefined : await line.profile(userId)
  return profile && cleanName(profile.displayName)
}
