import { control, labelOf, type Paint } from './actions.ts'
import { flexContents } from './bubble.ts'
import { element, fragment, type Html, write } from './html.ts'
import { picture } from './picture.ts'
import { createSheet } from './sheet.ts'
import { template } from './template.ts'
import { chatText } from './text.ts'
import { isJson, type Json, list, pictureUrl, record, string } from './values.ts'

const MESSAGES_MAX = 50
const QUICK_REPLIES_MAX = 13

export type RenderOptions = {
  /** Nothing can be tapped: for the admin page. */
  preview?: boolean
  /** Whose words they are: the shop's on the left (the default), or the person's own on the right. */
  side?: 'shop' | 'person'
  /** The account's face and name; a message's own sender goes first. Without it none is shown. */
  sender?: { name: string; iconUrl?: string }
  /** Beside the last message, for example 19:42. */
  time?: string
  /** Shows the quick replies of the last message, as LINE does. Default true. */
  quickReplies?: boolean
}

export type Rendering = {
  html: string
  /** Rules for the classes in html; goes after BASE_CSS into a stylesheet. Contains no less-than sign. */
  css: string
}

/**
 * LINE messages (one, or the list of one sending) as HTML, as LINE shows them. Takes whatever JSON there is, never
 * throws: what it does not know becomes a small placeholder. No inline styles, no scripts, no handlers come out.
 */
export function renderMessages(messages: unknown, options: RenderOptions = {}): Rendering {
  const paint = { sheet: createSheet(), inert: options.preview === true }
  const all = (Array.isArray(messages) ? messages : [messages]).slice(0, MESSAGES_MAX)
  const rows = all.map((message, index) => {
    const [last, again] = [index === all.length - 1, index > 0 && sameSender(message, all[index - 1])]
    return chatRow(record(message), options, { last, again }, paint)
  })
  const chips = options.quickReplies === false ? undefined : quickReplies(all.at(-1), paint)
  return { html: write(element('div', { class: 'lf' }, ...rows, chips)), css: paint.sheet.css() }
}

/** The quick replies of the last message alone: the phone shows them above its input. Empty when it has none. */
export function renderQuickReplies(messages: unknown, { preview = false }: RenderOptions = {}): Rendering {
  const paint = { sheet: createSheet(), inert: preview }
  const chips = quickReplies(Array.isArray(messages) ? messages.at(-1) : messages, paint)
  return { html: chips ? write(element('div', { class: 'lf' }, chips)) : '', css: paint.sheet.css() }
}

/** What the notification on the lock screen says. */
export function notificationText(message: unknown): string {
  const { type, text, altText } = record(message)
  const words = type === 'text' || type === 'textV2' ? text : altText
  return string(words) ?? NOTIFICATIONS[string(type) ?? ''] ?? 'メッセージが届きました'
}

/** The notification as it lies on a lock screen: the account's name and the words that work alone. */
export function renderNotification(message: unknown, sender: { name: string }): Rendering {
  const name = string(record(record(message).sender).name) ?? sender.name
  const card = element(
    'div',
    { class: 'lf-notification' },
    element('p', { class: 'lf-notification-name' }, name),
    element('p', { class: 'lf-notification-text' }, notificationText(message)),
  )
  return { html: write(element('div', { class: 'lf' }, card)), css: '' }
}

const NOTIFICATIONS: Record<string, string> = {
  image: '写真が届きました',
  video: '動画が届きました',
  audio: '音声が届きました',
  sticker: 'スタンプが届きました',
  location: '位置情報が届きました',
  coupon: 'クーポンが届きました',
}

/** LINE shows face and name once for what one sender says in a row. */
const sameSender = (message: unknown, before: unknown) => sentBy(message) === sentBy(before)

const sentBy = (message: unknown) => string(record(record(message).sender).name)

function chatRow(
  message: Json,
  options: RenderOptions,
  { last, again }: { last: boolean; again: boolean },
  paint: Paint,
): Html {
  const own = options.side === 'person'
  const sender = own || !options.sender ? undefined : senderOf(message, options.sender, again)
  const time = last && options.time ? element('time', { class: 'lf-time' }, options.time) : undefined
  return element(
    'div',
    { class: own ? 'lf-message lf-own' : 'lf-message' },
    sender?.face,
    element(
      'div',
      { class: 'lf-said' },
      sender?.name,
      element('div', { class: 'lf-line' }, messageBody(message, paint), time),
    ),
  )
}

function senderOf(message: Json, account: { name: string; iconUrl?: string }, again: boolean) {
  if (again) return { name: undefined, face: element('span', { class: 'lf-face lf-again' }) }
  const special = record(message.sender)
  const name = string(special.name) ?? account.name
  const src = pictureUrl(special.iconUrl) ?? pictureUrl(account.iconUrl)
  const face = src ? element('img', { class: 'lf-img lf-cover', src }) : [...name][0]
  return {
    name: element('span', { class: 'lf-name' }, name),
    face: element('span', { class: 'lf-face', 'aria-hidden': 'true' }, face),
  }
}

function messageBody(message: Json, paint: Paint): Html {
  switch (message.type) {
    case 'text':
      return element('div', { class: 'lf-balloon' }, chatText(string(message.text) ?? '', paint))
    case 'textV2':
      return element('div', { class: 'lf-balloon' }, chatText(substituted(message), paint))
    case 'flex':
      return flexContents(message.contents, paint) ?? unknown(message)
    case 'template':
      return template(message.template, paint) ?? unknown(message)
    case 'image':
      return media(message.previewImageUrl ?? message.originalContentUrl, '写真')
    case 'video':
      return media(message.previewImageUrl, '動画', '▶')
    case 'imagemap':
      return media(`${string(message.baseUrl) ?? ''}/1040`, string(message.altText) ?? '画像')
    case 'sticker':
      return element('div', { class: 'lf-sticker', role: 'img', 'aria-label': 'スタンプ' }, '(＾▽＾)')
    case 'audio':
      return element('div', { class: 'lf-balloon' }, '▶ 音声')
    case 'location':
      return element(
        'div',
        { class: 'lf-balloon' },
        [message.title, message.address].map(string).filter(Boolean).join('\n'),
      )
    case 'coupon':
      return element('div', { class: 'lf-balloon' }, 'クーポン')
    default:
      return unknown(message)
  }
}

const media = (url: unknown, label: string, sign?: string) =>
  element(
    'div',
    { class: 'lf-media', role: 'img', 'aria-label': label },
    picture(url, true) ?? element('span', { class: 'lf-media-label' }, label),
    sign ? element('span', { class: 'lf-play', 'aria-hidden': 'true' }, sign) : undefined,
  )

const unknown = (message: Json) =>
  element('div', { class: 'lf-unknown' }, string(message.altText) ?? '表示できないメッセージです')

/** {name} and its like become words; {{ and }} are braces. */
const substituted = (message: Json) =>
  (string(message.text) ?? '').replace(/\{\{|\}\}|\{([0-9A-Za-z_]{1,20})\}/g, (found, key: string | undefined) => {
    if (key === undefined) return found.slice(1)
    const value = record(record(message.substitution)[key])
    return value.type === 'mention' ? '@メンバー' : value.type === 'emoji' ? '☺' : found
  })

function quickReplies(message: unknown, paint: Paint): Html | undefined {
  const items = list(record(record(message).quickReply).items)
    .slice(0, QUICK_REPLIES_MAX)
    .filter(isJson)
  if (items.length === 0) return undefined
  return element(
    'div',
    { class: 'lf-quick', role: 'group', 'aria-label': 'クイックリプライ' },
    ...items.map((item) => chip(item, paint)),
  )
}

function chip(item: Json, paint: Paint) {
  const src = pictureUrl(item.imageUrl)
  const icon = src ? element('img', { class: 'lf-chip-icon', src }) : undefined
  return control(item.action, paint, { class: 'lf-chip', testid: 'quick-reply' }, fragment(icon, labelOf(item.action)))
}
