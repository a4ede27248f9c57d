import { z } from 'zod'
import type { MemberLanguage } from '../db/schema.ts'
import type { Chat, ChatHandler, Effect } from '../line/chat.ts'
import { type LineMessage, link, tap, text, withQuickReplies } from '../line/messages.ts'
import { findMember, type Member } from '../members/members.ts'
import { shopName } from '../stores/stores.ts'
import { returnTexts } from '../texts/returns.ts'
import { openActions, returnData, rulesCard } from './card.ts'
import { returnUrl } from './links.ts'
import { currentRules } from './rules.ts'
import { isOver, takeBackStatements, type Wishing, whyNoWish, wishOf, wishStatements } from './wishes.ts'

const ASKED =
  /^(また(はたらきたい|働きたい)|もう一度働きたい|再入社|復職|復帰|戻りたい|もどりたい|comeback|workagain)(です)?[。!]?$/i

const Kind = z.tuple([
  z.literal('return'),
  z.literal('wish'),
  z.enum(['full_time', 'part_time', 'seasonal', 'adviser', 'project']),
  z.coerce.number().int().nonnegative(),
])

type Asking = Chat & { member: Member; language: MemberLanguage; url: string; shop: string }

/** また働きたい: the rules first, then one tap says it; where it stands, and taking it back. Free replies. */
export const returnChat: ChatHandler = async (chat) => {
  const { event, store, memberId, config } = chat
  const data = event.type === 'postback' ? event.postback?.data : undefined
  const isTyped = event.type === 'message' && ASKED.test(plain(event.message?.text))
  const kind = Kind.safeParse(data?.split(':'))
  if (!isTyped && data !== 'return' && data !== returnData('back') && !kind.success) return undefined
  const member = await findMember(store, memberId)
  const language = member?.language ?? 'ja'
  if (member?.state !== 'verified') return registerFirst(language)
  const [url, shop] = await Promise.all([returnUrl(config, memberId), shopName(store)])
  const asking = { ...chat, member, language, url, shop }
  if (kind.success) return wish(asking, { kind: kind.data[2], rulesSeen: kind.data[3] || null })
  return data === returnData('back') ? takeBack(asking) : show(asking)
}

/** Where the open wish stands, or else the rules and the choice. */
async function show(chat: Asking, lead: readonly LineMessage[] = []): Promise<Effect> {
  const { store, memberId, language, url } = chat
  const t = returnTexts[language]
  const [open, rules] = await Promise.all([wishOf(store, memberId), currentRules(store)])
  if (!open || isOver(open.stage)) return { reply: [...lead, rulesCard({ ...chat, rules })] }
  const words = [t.chat.status(t.state.stages[open.stage], t.kinds[open.kind]), t.state.next[open.stage]]
  return { reply: [withQuickReplies(text(words.join('\n')), openActions(language, url))] }
}

/** Once, however often it is tapped; under rules that are not the ones they read, the new ones are shown instead. */
async function wish(chat: Asking, { kind, rulesSeen }: Pick<Wishing, 'rulesSeen'> & Pick<Wishing['wish'], 'kind'>) {
  const { store, memberId, event, language, url, member } = chat
  const t = returnTexts[language]
  const words = { kind, sinceWords: '', storeId: member.store_id, note: null }
  const wishing = { memberId, wish: words, rulesSeen, at: event.timestamp }
  const why = await whyNoWish(store, wishing)
  if (why !== undefined) return show(chat, why === 'rehire_rules_changed' ? [text(t.rules.changedInChat)] : [])
  const actions = [link(t.chat.open, url), tap(t.chat.back, returnData('back'))]
  return {
    statements: wishStatements(store.db, wishing),
    reply: [withQuickReplies(text(t.chat.thanks(t.kinds[kind])), actions)],
    important: true,
  }
}

async function takeBack({ store, memberId, event, language }: Asking): Promise<Effect> {
  const { chat: t } = returnTexts[language]
  const open = await wishOf(store, memberId)
  const again = [tap(t.again, 'return')]
  const at = event.timestamp
  if (!open || isOver(open.stage) || open.updatedAt > at) return { reply: [withQuickReplies(text(t.nothing), again)] }
  return {
    statements: takeBackStatements(store.db, { memberId, wishId: open.id, at }),
    reply: [withQuickReplies(text(t.takenBack), again)],
    important: true,
  }
}

function registerFirst(language: MemberLanguage): Effect {
  const { chat: t } = returnTexts[language]
  return { reply: [withQuickReplies(text(t.registerFirst), [tap(t.register, 'register')])] }
}

const plain = (typed: string | undefined) => typed?.normalize('NFKC').replace(/\s/g, '') ?? ''
