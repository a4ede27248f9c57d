import { actionJson } from '../flex/actions.ts'
import { escapeHtml } from '../flex/html.ts'
import { type Rendering, renderMessages, renderQuickReplies } from '../flex/messages.ts'
import { createSheet } from '../flex/sheet.ts'
import { linkUrl } from '../flex/values.ts'
import { dayOf } from './jst.ts'
import type { RichMenuObject } from './rich-menus.ts'
import { quickReplies, richMenuView } from './views.ts'
import type { Delivery, Said, User, World } from './world.ts'

/** What one phone shows is redrawn from this many of its newest requests and words. */
const ITEMS_MAX = 100
const JST_MS = 9 * 60 * 60 * 1000

/** One phone's screen as pieces of HTML. The page puts in place those that changed. */
export type PhoneView = {
  friend: User['friend']
  /** Newest last. A piece with the same key and HTML needs no redrawing. */
  items: { key: string; from: 'bot' | 'user' | 'day'; html: string }[]
  quick: string
  menu: { id: string; chatBarText: string; selected: boolean; html: string } | null
  /** Rules for the classes in all of the HTML. */
  css: string
  /** The bot shows that it is about to answer, for so many ms more. */
  loadingMs: number
  /** In Japan, by the platform's clock: where a date picker starts. */
  localTime: string
}

/** Everything a person sees in the chat with the account, rendered on the server. */
export function phoneView(world: World, user: User, accountName: string): PhoneView {
  const now = world.now()
  const chat = user.chat.slice(-ITEMS_MAX)
  const said = chat.map((item) => ({ item, rendering: renderItem(item, accountName) }))
  const quick = renderQuickReplies({ quickReply: { items: quickReplies(user) } })
  const menu = richMenu(world, user)
  return {
    friend: user.friend,
    items: withDays(said),
    quick: quick.html,
    menu: menu ? menu.view : null,
    css: [...said.map(({ rendering }) => rendering.css), quick.css, menu?.css ?? ''].filter(Boolean).join('\n'),
    loadingMs: Math.max(0, (user.loadingUntil ?? 0) - now),
    localTime: new Date(now + JST_MS).toISOString().slice(0, 16),
  }
}

/** One request of the bot stands together; what the person said stands on the right. */
function renderItem(item: Delivery | Said, accountName: string): Rendering {
  const time = new Date(item.at + JST_MS).toISOString().slice(11, 16)
  if (item.from === 'bot') {
    const messages = item.messages.map(({ message }) => message)
    return renderMessages(messages, { sender: { name: accountName }, time, quickReplies: false })
  }
  if (item.unsent) return { html: '<p class="note">メッセージの送信を取り消しました</p>', css: '' }
  return renderMessages(item.message, { side: 'person', time, quickReplies: false })
}

function withDays(said: readonly { item: Delivery | Said; rendering: Rendering }[]): PhoneView['items'] {
  return said.flatMap(({ item, rendering }, index) => {
    const day = dayOf(item.at)
    const before = said[index - 1]
    const piece = { key: item.from === 'bot' ? item.requestId : item.id, from: item.from, html: rendering.html }
    if (before && dayOf(before.item.at) === day) return [piece]
    return [{ key: `day-${day}`, from: 'day' as const, html: `<p class="note">${dayName(item.at)}</p>` }, piece]
  })
}

const DAY = new Intl.DateTimeFormat('ja-JP', {
  month: 'long',
  day: 'numeric',
  weekday: 'short',
  timeZone: 'Asia/Tokyo',
})

const dayName = (at: number) => escapeHtml(DAY.format(at))

function richMenu(world: World, user: User) {
  const found = richMenuView(world, user)
  if (!found) return undefined
  const sheet = createSheet()
  const { richMenuId: id, chatBarText, selected, size, areas, imageUrl } = found
  const shape = sheet.style({ 'aspect-ratio': `${size.width} / ${size.height}` })
  const tappable = areas.map((area, index) => areaHtml(area, index, sheet.style(placeOf(area.bounds, size)) ?? ''))
  const html = `<div class="lf"><div class="rich-menu ${shape}"><img src="${escapeHtml(imageUrl)}" alt="">${tappable.join('')}</div></div>`
  return { view: { id, chatBarText, selected, html }, css: sheet.css() }
}

type Area = RichMenuObject['areas'][number]

const placeOf = ({ x, y, width, height }: Area['bounds'], size: RichMenuObject['size']) => ({
  left: share(x, size.width),
  top: share(y, size.height),
  width: share(width, size.width),
  height: share(height, size.height),
})

const share = (part: number, whole: number) => `${((part / whole) * 100).toFixed(3)}%`

function areaHtml({ action }: Area, index: number, place: string) {
  const words = [action.label, action.displayText, action.text].find((text) => typeof text === 'string' && text !== '')
  const shared = `class="area ${place}" data-testid="rich-menu-area-${index}" aria-label="${escapeHtml(String(words ?? `メニュー ${index + 1}`))}"`
  const href = action.type === 'uri' ? linkUrl(action.uri) : undefined
  if (href) return `<a ${shared} href="${escapeHtml(href)}" target="_blank" rel="noopener noreferrer"></a>`
  return `<button type="button" ${shared} data-action="${escapeHtml(actionJson(action))}"></button>`
}
