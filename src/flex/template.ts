import { control, labelOf, type Paint } from './actions.ts'
import { row } from './bubble.ts'
import { element, type Html } from './html.ts'
import { picture } from './picture.ts'
import { classes } from './sheet.ts'
import { isJson, type Json, list, string } from './values.ts'

const COLUMNS_MAX = 10
const ACTIONS_MAX = 4

/** Buttons, confirm, carousel, image carousel. Undefined for anything else. */
export function template(node: unknown, paint: Paint): Html | undefined {
  if (!isJson(node)) return undefined
  const columns = list(node.columns).filter(isJson).slice(0, COLUMNS_MAX)
  switch (node.type) {
    case 'buttons':
      return card(node, node, paint)
    case 'confirm':
      return confirm(node, paint)
    case 'carousel':
      return row(columns.map((column) => card(column, node, paint)))
    case 'image_carousel':
      return row(columns.map((column) => imageColumn(column, paint)))
    default:
      return undefined
  }
}

/** How pictures are shown is said once, on the template. */
function card(node: Json, look: Json, paint: Paint): Html {
  const title = string(node.title)
  const frame = classes('lf-frame', 'lf-wide', look.imageAspectRatio === 'square' ? 'lf-square' : 'lf-rectangle')
  return element(
    'div',
    { class: 'lf-bubble lf-template' },
    node.thumbnailImageUrl === undefined
      ? undefined
      : element('div', { class: frame }, picture(node.thumbnailImageUrl, look.imageSize !== 'contain')),
    element(
      'div',
      { class: 'lf-words' },
      title ? element('p', { class: 'lf-title' }, title) : undefined,
      element('p', { class: 'lf-body-text' }, string(node.text)),
    ),
    element('div', { class: 'lf-choices' }, ...choices(node, ACTIONS_MAX, paint)),
  )
}

const confirm = (node: Json, paint: Paint): Html =>
  element(
    'div',
    { class: 'lf-bubble lf-template' },
    element('div', { class: 'lf-words' }, element('p', { class: 'lf-body-text' }, string(node.text))),
    element('div', { class: 'lf-choices lf-two' }, ...choices(node, 2, paint)),
  )

const choices = (node: Json, max: number, paint: Paint) =>
  list(node.actions)
    .slice(0, max)
    .map((action) => control(action, paint, { class: 'lf-choice' }, labelOf(action)))

const imageColumn = (column: Json, paint: Paint): Html =>
  element(
    'div',
    { class: 'lf-bubble lf-template lf-photo-card' },
    element('div', { class: 'lf-frame lf-wide lf-square' }, picture(column.imageUrl, true)),
    control(column.action, paint, { class: 'lf-hit', label: labelOf(column.action) ?? '開く' }),
    element('span', { class: 'lf-tag', 'aria-hidden': 'true' }, labelOf(column.action)),
  )
