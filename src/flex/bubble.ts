import { hitArea, type Paint } from './actions.ts'
import { component } from './component.ts'
import { element, type Html } from './html.ts'
import { classes } from './sheet.ts'
import { wordsOf } from './text.ts'
import { color, isJson, type Json, list, oneOf, record } from './values.ts'

/** LINE shows at most this many bubbles side by side. */
const BUBBLES_MAX = 12
const BLOCKS = ['header', 'hero', 'body', 'footer'] as const
const SIZES = ['nano', 'micro', 'deca', 'hecto', 'kilo', 'mega', 'giga'] as const
type Block = (typeof BLOCKS)[number]
type Size = (typeof SIZES)[number]

/** The contents of a Flex message: one bubble, or several in a row to swipe. Undefined when it is neither. */
export function flexContents(contents: unknown, paint: Paint): Html | undefined {
  if (!isJson(contents)) return undefined
  if (contents.type === 'bubble') return bubble(contents, paint)
  if (contents.type !== 'carousel') return undefined
  const bubbles = list(contents.contents).filter(isJson).slice(0, BUBBLES_MAX)
  return row(bubbles.map((one) => bubble(one, paint)))
}

/** Cards to swipe. It takes the focus, so that the arrow keys move it. */
export const row = (cards: readonly Html[]) =>
  element('div', { class: 'lf-row', role: 'group', 'aria-label': 'カルーセル', tabindex: '0' }, ...cards)

function bubble(node: Json, paint: Paint): Html {
  const size = oneOf(node.size, SIZES) ?? 'mega'
  const blocks = BLOCKS.map((name) => block(name, node, size, paint))
  const hit = hitArea(node, wordsOf(record(node.body)), paint)
  return element(
    'div',
    { class: `lf-bubble lf-${size}`, dir: oneOf(node.direction, ['rtl']) },
    hit,
    ...(blocks.some(Boolean) ? blocks : [element('div', { class: 'lf-empty' }, '空のカード')]),
  )
}

function block(name: Block, bubble: Json, size: Size, paint: Paint): Html | undefined {
  const content = bubble[name]
  if (!isJson(content)) return undefined
  const style = record(record(bubble.styles)[name])
  const line = paint.sheet.style({ 'border-color': color(style.separatorColor) })
  const padding = name === 'hero' ? undefined : blockPadding(name, size, isJson(bubble.footer))
  const place = { layout: 'vertical', first: true, depth: 0, ...(padding ? { padding } : {}) } as const
  return element(
    'div',
    {
      class: classes('lf-block', `lf-${name}`, paint.sheet.style({ 'background-color': color(style.backgroundColor) })),
    },
    style.separator === true ? element('div', { class: classes('lf-rule', line) }) : undefined,
    component(content, place, paint),
  )
}

function blockPadding(name: Block, size: Size, footed: boolean) {
  if (name === 'footer') return '10px'
  if (size === 'nano' || size === 'micro') return '10px'
  const last = name === 'body' && footed
  if (size === 'deca' || size === 'hecto') return last ? '11px 14px 17px' : '11px 14px 13px'
  if (size === 'kilo') return last ? '13px 13px 17px' : '13px'
  return name === 'header' ? '20px' : last ? '19px 20px 10px' : '19px 20px 20px'
}
