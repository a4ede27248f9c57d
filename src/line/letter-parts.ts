import { cutTo, isShowable, LIMITS } from './limits.ts'
import {
  type Action,
  type FlexBox,
  type FlexComponent,
  type FlexImage,
  type FlexMessage,
  INDIGO,
  INK,
  MUTED,
} from './messages.ts'

/** The paper that every letter is written on. Named in every part, so that it reads alike in a dark chat. */
const LETTER = '#fffdf8'
const QUOTE = '#f3eee3'
const ANSWER = '#e9eef6'
const RULE = '#e4ded3'
/** The shapes in which pictures stand in a card, width by height: the nearest cuts off as little as can be. */
export const PHOTO_RATIOS = ['4:5', '1:1', '4:3', '3:2', '16:9', '2:1'] as const
const RATIO_USUAL = '3:2'

type LetterCard = {
  altText: string
  hero?: FlexImage | undefined
  body: readonly FlexComponent[]
  /** What the person can do, beside stopping. */
  buttons?: readonly FlexComponent[]
  stop: Action
}

/** A letter: words on paper, signed, with a quiet stop under a line. */
export const letterCard = ({ altText, hero, body, buttons = [], stop }: LetterCard): FlexMessage => ({
  type: 'flex',
  altText,
  contents: {
    type: 'bubble',
    size: 'mega',
    ...(hero ? { hero } : {}),
    body: {
      type: 'box',
      layout: 'vertical',
      spacing: 'md',
      paddingAll: '20px',
      backgroundColor: LETTER,
      contents: body,
    },
    footer: {
      type: 'box',
      layout: 'vertical',
      spacing: 'sm',
      paddingAll: '12px',
      backgroundColor: LETTER,
      contents: [
        ...buttons,
        { type: 'separator', color: RULE },
        { type: 'button', style: 'link', height: 'sm', color: MUTED, adjustMode: 'shrink-to-fit', action: stop },
      ],
    },
  },
})

export const paragraph = (words: string): FlexComponent => ({
  type: 'text',
  text: words,
  size: 'md',
  color: INK,
  wrap: true,
  lineSpacing: '6px',
})

export const heading = (words: string): FlexComponent => ({
  type: 'text',
  text: words,
  size: 'xl',
  weight: 'bold',
  color: INK,
  wrap: true,
})

/** What kind of letter it is, small above the rest. */
export const label = (words: string): FlexComponent => ({
  type: 'text',
  text: words,
  size: 'xs',
  weight: 'bold',
  color: INDIGO,
  wrap: true,
})

/** One thing that matters, with what it is: 日時 2026年4月8日. */
export const fact = (term: string, said: string): FlexBox => ({
  type: 'box',
  layout: 'baseline',
  spacing: 'md',
  contents: [
    { type: 'text', text: term, size: 'sm', color: MUTED, flex: 2 },
    { type: 'text', text: said, size: 'sm', color: INK, wrap: true, flex: 7 },
  ],
})

/** A remark under the buttons. */
export const note = (words: string): FlexComponent => ({
  type: 'text',
  text: words,
  size: 'xs',
  color: MUTED,
  wrap: true,
  align: 'center',
  margin: 'md',
})

/** Who writes, at the end of the line as in a letter, with the shop below. */
export const signature = (from: string, shopName: string): FlexBox => ({
  type: 'box',
  layout: 'vertical',
  margin: 'lg',
  contents: [
    { type: 'text', text: from, size: 'sm', weight: 'bold', color: INK, wrap: true, align: 'end' },
    ...(from.includes(shopName)
      ? []
      : [{ type: 'text', text: shopName, size: 'xs', color: MUTED, wrap: true, align: 'end' } as const]),
  ],
})

/** Somebody else's words, with whose they are. */
export const quoted = (words: string, name: string): FlexBox => ({
  type: 'box',
  layout: 'vertical',
  spacing: 'md',
  paddingAll: '14px',
  cornerRadius: '8px',
  backgroundColor: QUOTE,
  contents: [
    paragraph(words),
    { type: 'text', text: name, size: 'sm', weight: 'bold', color: INK, wrap: true, align: 'end' },
  ],
})

/** Answers to tap: boxes, because a button would cut off a long one. */
export const answers = (given: readonly { answer: string; data: string }[]): readonly FlexBox[] =>
  given.map(({ answer, data }) => ({
    type: 'box',
    layout: 'vertical',
    paddingAll: '12px',
    cornerRadius: '8px',
    backgroundColor: ANSWER,
    action: {
      type: 'postback',
      label: cutTo(answer, LIMITS.buttonLabel),
      data,
      displayText: cutTo(answer, LIMITS.displayText),
    },
    contents: [{ type: 'text', text: answer, size: 'md', weight: 'bold', color: INDIGO, wrap: true, align: 'center' }],
  }))

/** A picture over the whole width. Only one that LINE shows; without it there is none. */
export const photo = (url: string | undefined, ratio: string = RATIO_USUAL): FlexImage | undefined =>
  url && isShowable(url) ? { type: 'image', url, size: 'full', aspectRatio: ratio, aspectMode: 'cover' } : undefined

/** The shape in which a picture of this size is shown. */
export function photoRatio({ width, height }: { width: number; height: number }): string {
  const distance = (ratio: string) => {
    const [across = 1, down = 1] = ratio.split(':').map(Number)
    return Math.abs(Math.log(width / height / (across / down)))
  }
  return PHOTO_RATIOS.reduce((nearest, ratio) => (distance(ratio) < distance(nearest) ? ratio : nearest))
}
