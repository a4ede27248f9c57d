import { cutTo, LIMITS } from './limits.ts'

/** The part of LINE's message objects that the product builds; limits: facts in the Messaging API reference, "Message objects". */
export type LineMessage = (TextMessage | FlexMessage | CarouselMessage) & {
  quickReply?: { items: readonly QuickReplyItem[] }
  sender?: Sender
}
/** Whose name and face stand beside a message, in place of the account's. */
export type Sender = { name: string; iconUrl?: string }
export type TextMessage = { type: 'text'; text: string }
export type FlexMessage = { type: 'flex'; altText: string; contents: FlexBubble }
/** Cards side by side, to swipe; at most twelve. */
export type CarouselMessage = {
  type: 'flex'
  altText: string
  contents: { type: 'carousel'; contents: readonly FlexBubble[] }
}
export type QuickReplyItem = { type: 'action'; action: Action }
export type Action =
  | { type: 'postback'; label: string; data: string; displayText?: string }
  | { type: 'message'; label: string; text: string }
  | { type: 'uri'; label: string; uri: string }
  | {
      type: 'datetimepicker'
      label: string
      data: string
      mode: 'date'
      initial?: string
      min?: string
      max?: string
    }
export type FlexBubble = {
  type: 'bubble'
  size?: 'kilo' | 'mega'
  header?: FlexBox
  hero?: FlexImage
  body?: FlexBox
  footer?: FlexBox
}
export type FlexBox = {
  type: 'box'
  layout: 'vertical' | 'horizontal' | 'baseline'
  contents: readonly FlexComponent[]
  spacing?: FlexSize
  margin?: FlexSize
  paddingAll?: string
  backgroundColor?: string
  cornerRadius?: string
  action?: Action
}
export type FlexImage = {
  type: 'image'
  url: string
  size?: 'full' | FlexSize
  aspectRatio?: string
  aspectMode?: 'cover' | 'fit'
  margin?: FlexSize
}
export type FlexComponent =
  | FlexBox
  | FlexImage
  | {
      type: 'text'
      text: string
      size?: FlexSize | 'xxs' | '3xl'
      weight?: 'bold' | 'regular'
      color?: string
      wrap?: boolean
      lineSpacing?: string
      align?: 'start' | 'center' | 'end'
      flex?: number
      margin?: FlexSize
    }
  | {
      type: 'button'
      action: Action
      style?: 'primary' | 'secondary' | 'link'
      color?: string
      height?: 'sm' | 'md'
      adjustMode?: 'shrink-to-fit'
      margin?: FlexSize
    }
  | { type: 'separator'; margin?: FlexSize; color?: string }
export type FlexSize = 'none' | 'xs' | 'sm' | 'md' | 'lg' | 'xl' | 'xxl'

/** LINE shows at most this many quick replies. */
export const QUICK_REPLIES_MAX = 13
/** The longest label of a quick reply, in grapheme clusters. */
export const QUICK_REPLY_LABEL_MAX = LIMITS.quickReplyLabel.max

export const text = (words: string): TextMessage => ({ type: 'text', text: words })

/** Puts tappable answers under the last message. Those beyond LINE's limit are left out. */
export const withQuickReplies = (message: LineMessage, actions: readonly Action[]): LineMessage => ({
  ...message,
  quickReply: { items: actions.slice(0, QUICK_REPLIES_MAX).map((action) => ({ type: 'action', action })) },
})

/** A tap that comes back to us as data, and shows its label in the chat as if the person had said it. */
export const tap = (label: string, data: string): Action => ({
  type: 'postback',
  label: cut(label, QUICK_REPLY_LABEL_MAX),
  data,
  displayText: label,
})

export const link = (label: string, uri: string): Action => ({ type: 'uri', label, uri })

export type Card = {
  /** Works alone in the notification. */
  altText: string
  /** Who speaks: the shop's name. */
  from: string
  title: string
  lines: readonly (string | { label: string; value: string })[]
  main: Action
  /** At most two more. */
  more?: readonly Action[]
  note?: string
  color?: string
}

export const INK = '#1f2430'
export const MUTED = '#6b6558'
export const INDIGO = '#22406b'
export const PAPER = '#fbf9f5'

/**
 * One idea, one main action, at most two more: the shape of every card the product sends. Its grounds are named, so that
 * it reads alike in a dark chat.
 */
export const card = ({ altText, from, title, lines, main, more = [], note, color = INDIGO }: Card): FlexMessage => ({
  type: 'flex',
  altText,
  contents: {
    type: 'bubble',
    size: 'mega',
    header: {
      type: 'box',
      layout: 'vertical',
      backgroundColor: color,
      paddingAll: '16px',
      contents: [
        { type: 'text', text: from, size: 'sm', color: PAPER, wrap: true },
        { type: 'text', text: title, size: 'xl', weight: 'bold', color: '#ffffff', wrap: true, margin: 'sm' },
      ],
    },
    body: {
      type: 'box',
      layout: 'vertical',
      spacing: 'md',
      paddingAll: '16px',
      backgroundColor: '#ffffff',
      contents: [
        ...lines.map(cardLine),
        ...(note ? [{ type: 'text', text: note, size: 'xs', color: MUTED, wrap: true, margin: 'lg' } as const] : []),
      ],
    },
    footer: {
      type: 'box',
      layout: 'vertical',
      spacing: 'sm',
      paddingAll: '12px',
      backgroundColor: '#ffffff',
      contents: [
        { type: 'button', style: 'primary', color, action: main },
        ...more
          .slice(0, 2)
          .map(
            (action) => ({ type: 'button', style: 'link', height: 'sm', adjustMode: 'shrink-to-fit', action }) as const,
          ),
      ],
    },
  },
})

const cardLine = (line: Card['lines'][number]): FlexComponent =>
  typeof line === 'string'
    ? { type: 'text', text: line, size: 'md', color: INK, wrap: true }
    : {
        type: 'box',
        layout: 'baseline',
        spacing: 'md',
        contents: [
          { type: 'text', text: line.label, size: 'sm', color: MUTED, flex: 1 },
          { type: 'text', text: line.value, size: 'sm', color: INK, wrap: true, flex: 2 },
        ],
      }

/** Shortens to so many grapheme clusters, the unit in which LINE counts labels. */
export const cut = (words: string, graphemesMax: number) => cutTo(words, { max: graphemesMax, unit: 'grapheme' })
