import { expect } from 'vitest'
import { consentChat } from '../../src/consent/chat.ts'
import type { Store } from '../../src/db/store.ts'
import type { Deps } from '../../src/deps.ts'
import type { ChatHandler } from '../../src/line/chat.ts'
import { workInbox } from '../../src/line/inbox.ts'
import type { Action, LineMessage } from '../../src/line/messages.ts'
import { fallbackChat, memberChat } from '../../src/members/chat.ts'
import { ensureMember } from '../../src/members/members.ts'
import { checkMessages } from '../../src/simulator/message-rules.ts'
import { bodyOf, messageEvent, newDeps, post } from '../line/support.ts'
import { lineUserId, MINUTE } from '../support.ts'

export const handlers: readonly ChatHandler[] = [memberChat, consentChat, fallbackChat]

/** One person's LINE: what they do goes in at the webhook, and what the product then owes them is what they read. */
export function openPhone(
  store: Store,
  name = 'hana',
  asked: readonly ChatHandler[] = handlers,
  more: Partial<Deps> = {},
) {
  const { deps, clock } = newDeps(store, more)
  let shown: readonly LineMessage[] = []
  let menu: string | undefined
  const userId = lineUserId(name)

  const work = () => workInbox(deps, { handlers: asked, identify: ensureMember })
  const arrive = async (...events: Record<string, unknown>[]) => {
    await post(deps, bodyOf(...events))
    await work()
  }
  const event = (more: Record<string, unknown>) =>
    messageEvent(name, '', { timestamp: clock.now, message: undefined, ...more })

  /** Events that happen now, in one webhook; returns what was answered to the last of them. */
  const happen = async (...things: Record<string, unknown>[]) => {
    clock.now += MINUTE
    const events = things.map(event)
    await arrive(...events)
    const owed = () => store.db.selectFrom('outbox_messages').where('created_at', '=', clock.now)
    const token = String(events.at(-1)?.replyToken)
    const reply = await owed().select('body').where('reply_token', '=', token).executeTakeFirst()
    const changed = await owed()
      .select('rich_menu')
      .where('kind', '=', 'rich_menu')
      .where('member_id', '=', await ensureMember(store, { lineUserId: userId, now: clock.now }))
      .executeTakeFirst()
    shown = reply?.body ? parse(reply.body) : []
    if (shown.length > 0) expect(checkMessages(shown)).toEqual([])
    menu = changed?.rich_menu ?? menu
    return words(shown)
  }

  const tapData = (data: string, params?: { date: string }) =>
    happen({ type: 'postback', postback: { data, ...(params ? { params } : {}) } })
  const dataOf = (label: string) => {
    const action = actions(shown).find((action) => action.label === label)
    if (action?.type !== 'postback' && action?.type !== 'datetimepicker')
      throw new Error(`There is no 「${label}」 to tap, only ${actions(shown).map(({ label }) => label)}.`)
    return action.data
  }

  return {
    clock,
    deps,
    work,
    arrive,
    event,
    happen,
    userId,
    add: () => happen({ type: 'follow', follow: { isUnblocked: false } }),
    block: () => happen({ type: 'unfollow', replyToken: undefined }),
    say: (typed: string) => happen({ type: 'message', message: { id: '1', type: 'text', text: typed } }),
    sendSticker: () => happen({ type: 'message', message: { id: '1', type: 'sticker' } }),
    send: (type: string) => happen({ type: 'message', message: { id: '1', type } }),
    /** What a button that is shown now would send. */
    dataOf,
    tap: (label: string) => tapData(dataOf(label)),
    tapData,
    pick: (label: string, date: string) => tapData(dataOf(label), { date }),
    labels: () => actions(shown).map(({ label }) => label),
    read: () => words(shown),
    messages: () => shown,
    menu: () => menu,
    memberId: () => ensureMember(store, { lineUserId: userId, now: clock.now }),
  }
}

export type Phone = ReturnType<typeof openPhone>

/** From the first hello to the last page, tapping as people do. */
export async function registerUpToConfirm(
  phone: Phone,
  {
    name = '佐藤 花',
    store = '渋谷店',
    role = 'ホール',
    leftOn = '2023-03-31',
    purposes = ['受け取る', '受け取る', '受け取らない', '受け取る'],
  } = {},
) {
  await phone.add()
  await phone.tap('登録をはじめる')
  await phone.tap('同意してはじめる')
  for (const yesOrNo of purposes) await phone.tap(yesOrNo)
  await phone.say(name)
  await phone.tap(store)
  await phone.tap(role)
  return phone.pick('日付を選ぶ', leftOn)
}

export const register = async (phone: Phone, facts: Parameters<typeof registerUpToConfirm>[1] = {}) => {
  await registerUpToConfirm(phone, facts)
  return phone.tap('この内容で登録する')
}

/** The replies as tests read them; the JSON was written by the product itself. */
const parse = (body: string): readonly LineMessage[] => JSON.parse(body)

/** Every text of the messages, one a line. */
export const words = (messages: readonly LineMessage[]) => textsIn(messages).join('\n')

function textsIn(value: unknown): readonly string[] {
  if (Array.isArray(value)) return value.flatMap(textsIn)
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([key, inner]) =>
    key === 'text' && typeof inner === 'string'
      ? [inner]
      : key === 'action' || key === 'quickReply'
        ? []
        : textsIn(inner),
  )
}

/** Every action that can be tapped: the buttons of cards, then the quick replies of the last message. */
export function actions(messages: readonly LineMessage[]): readonly Action[] {
  const inCards = messages.flatMap((message) => (message.type === 'flex' ? actionsIn(message.contents) : []))
  return [...inCards, ...(messages.at(-1)?.quickReply?.items.map(({ action }) => action) ?? [])]
}

function actionsIn(value: unknown): readonly Action[] {
  if (Array.isArray(value)) return value.flatMap(actionsIn)
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([key, inner]) => (key === 'action' ? [inner] : actionsIn(inner)))
}
