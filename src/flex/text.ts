import type { Paint } from './actions.ts'
import { type Child, element, fragment, type Html } from './html.ts'
import { classes } from './sheet.ts'
import { color, count, isJson, type Json, length, list, oneOf, px, string, TEXT_SIZES } from './values.ts'

const URL_IN_TEXT = /https?:\/\/[^\s<>"'`、。，）」』】]+/gi

/** A chat text: line breaks stay, web addresses can be tapped. */
export function chatText(text: string, paint: Paint): Html {
  const parts: Child[] = []
  let end = 0
  for (const match of text.matchAll(URL_IN_TEXT)) {
    const url = match[0].replace(/[.,;:!?)\]]+$/, '')
    parts.push(text.slice(end, match.index), chatLink(url, paint))
    end = match.index + url.length
  }
  return fragment(...parts, text.slice(end))
}

const chatLink = (url: string, paint: Paint) =>
  paint.inert
    ? element('span', { class: 'lf-link' }, url)
    : element('a', { class: 'lf-link', href: url, target: '_blank', rel: 'noopener noreferrer' }, url)

/** Flex text, with its spans if it has any. */
export function flexText(node: Json, paint: Paint): Html {
  const spans = list(node.contents).filter(isJson)
  const lines = count(node.maxLines) || undefined
  const style = paint.sheet.style({
    ...letters(node),
    'text-align': oneOf(node.align, ['start', 'center', 'end']),
    ...(node.wrap === true ? { 'white-space': 'pre-wrap', 'overflow-wrap': 'anywhere' } : {}),
    ...(node.wrap === true && lines
      ? { display: '-webkit-box', '-webkit-box-orient': 'vertical', '-webkit-line-clamp': String(lines) }
      : {}),
    ...spacing(px(node.lineSpacing)),
  })
  const words = spans.length > 0 ? spans.map((span) => flexSpan(span, paint)) : [string(node.text)]
  return element('p', { class: classes('lf-p', style) }, ...words)
}

const flexSpan = (span: Json, paint: Paint) =>
  element('span', { class: paint.sheet.style(letters(span)) }, string(span.text))

const letters = (node: Json) => ({
  'font-size': length(node.size, TEXT_SIZES),
  color: color(node.color),
  'font-weight': oneOf(node.weight, ['bold']) ?? (node.weight === 'regular' ? '400' : undefined),
  'font-style': oneOf(node.style, ['italic', 'normal']),
  'text-decoration': oneOf(node.decoration, ['underline', 'line-through', 'none']),
})

/** LINE puts the space between lines only: what CSS adds above the first and below the last is taken back. */
const spacing = (space: string | undefined) =>
  space ? { 'line-height': `calc(1.4em + ${space})`, 'margin-block': `calc(${space} / -2)` } : {}

/** The words of a component and of all inside of it: names a tappable area for those who cannot see it. */
export function wordsOf(node: Json, depth = 0): string {
  if (depth > 20) return ''
  const own =
    string(node.text) ?? (isJson(node.action) && node.type === 'button' ? string(node.action.label) : undefined)
  return [own, ...list(node.contents).map((child) => (isJson(child) ? wordsOf(child, depth + 1) : ''))]
    .filter(Boolean)
    .join(' ')
    .slice(0, 200)
}
