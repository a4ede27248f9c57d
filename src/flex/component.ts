import { control, hitArea, labelOf, type Paint } from './actions.ts'
import { SHRINK } from './base-css.ts'
import { type Child, element, type Html } from './html.ts'
import { alignment, flexIcon, flexImage, flexVideo } from './picture.ts'
import { classes, type Declarations } from './sheet.ts'
import { flexText, wordsOf } from './text.ts'
import {
  BORDERS,
  color,
  count,
  degrees,
  isJson,
  type Json,
  length,
  list,
  oneOf,
  percent,
  px,
  SPACES,
} from './values.ts'

/** Boxes in boxes beyond this depth are left out: LINE refuses them, and a rendering must end. */
const DEPTH_MAX = 20

/** Where a component stands: decides what flex, margin and separators mean. */
export type Place = {
  layout: 'horizontal' | 'vertical' | 'baseline'
  spacing?: string | undefined
  first: boolean
  depth: number
  /** Paddings of a block that the box itself does not override. */
  padding?: string
}

export function component(node: unknown, place: Place, paint: Paint): Html | undefined {
  if (!isJson(node) || place.depth > DEPTH_MAX) return undefined
  switch (node.type) {
    case 'box':
      return box(node, place, paint)
    case 'text':
      return item(node, place, paint, 'lf-text', gravity(node), flexText(node, paint))
    case 'button':
      return item(node, place, paint, 'lf-btn', gravity(node), button(node, paint))
    case 'image':
      return item(
        node,
        place,
        paint,
        'lf-image',
        { ...gravity(node), 'align-items': alignment(node) },
        flexImage(node, paint),
      )
    case 'video':
      return item(node, place, paint, 'lf-image', {}, flexVideo(node, paint))
    case 'icon':
      return item(node, place, paint, 'lf-icon-item', {}, flexIcon(node, paint))
    case 'separator':
      return item(node, place, paint, place.layout === 'vertical' ? 'lf-rule' : 'lf-rule-v', {
        'border-color': color(node.color),
      })
    case 'filler':
    case 'spacer':
      return item({ type: 'filler', flex: node.flex }, { ...place, first: true }, paint, 'lf-filler', {})
    default:
      return item({}, place, paint, 'lf-unknown', {}, '表示できない部品')
  }
}

export function box(node: Json, place: Place, paint: Paint): Html {
  const layout: Place['layout'] = oneOf(node.layout, ['horizontal', 'baseline']) ?? 'vertical'
  const spacing = length(node.spacing, SPACES)
  const inside = { layout, spacing, depth: place.depth + 1 }
  const children = list(node.contents).map((child, index) => component(child, { ...inside, first: index === 0 }, paint))
  return item(node, place, paint, `lf-box lf-${layout}`, boxStyle(node, place), ...children)
}

/** A component inside its parent box: with its share, its distance, and the area that takes a tap. */
function item(node: Json, place: Place, paint: Paint, name: string, own: Declarations, ...children: readonly Child[]) {
  const hit = node.type === 'button' ? undefined : hitArea(node, wordsOf(node), paint)
  const placed = placement(node, place)
  const style = paint.sheet.style({ ...(hit && !placed.position ? { position: 'relative' } : {}), ...own, ...placed })
  return element('div', { class: classes('lf-item', name, style) }, hit, ...children)
}

function placement(node: Json, { layout, spacing, first }: Place): Declarations {
  const down = layout === 'vertical'
  const share = count(node.flex) ?? defaultShare(node, down)
  const margin = length(node.margin, SPACES) ?? (first ? undefined : spacing)
  const offsets = {
    top: length(node.offsetTop, SPACES),
    bottom: length(node.offsetBottom, SPACES),
    'inset-inline-start': length(node.offsetStart, SPACES),
    'inset-inline-end': length(node.offsetEnd, SPACES),
  }
  if (node.position === 'absolute') return { position: 'absolute', ...offsets }
  return {
    flex: share === 0 ? '0 0 auto' : down ? `${share} 0 auto` : `${share} 0 0`,
    ...(down ? { 'margin-top': margin } : { 'margin-inline-start': margin }),
    ...(Object.values(offsets).some(Boolean) ? { position: 'relative', ...offsets } : {}),
  }
}

function defaultShare(node: Json, down: boolean) {
  if (node.type === 'filler') return 1
  if (node.type === 'icon' || node.type === 'separator') return 0
  if (down) return 0
  return node.type === 'box' && node.width !== undefined ? 0 : 1
}

const gravity = (node: Json): Declarations => ({
  'justify-content': { center: 'center', bottom: 'flex-end', top: undefined }[
    oneOf(node.gravity, ['center', 'bottom']) ?? 'top'
  ],
})

function boxStyle(node: Json, place: Place): Declarations {
  const background = isJson(node.background) ? gradient(node.background) : undefined
  const border = length(node.borderWidth, BORDERS)
  const all = length(node.paddingAll, SPACES) ?? place.padding
  return {
    padding: all,
    'padding-top': length(node.paddingTop, SPACES),
    'padding-bottom': length(node.paddingBottom, SPACES),
    'padding-inline-start': length(node.paddingStart, SPACES),
    'padding-inline-end': length(node.paddingEnd, SPACES),
    'background-color': color(node.backgroundColor),
    'background-image': background,
    border: border ? `${border} solid ${color(node.borderColor) ?? 'transparent'}` : undefined,
    'border-radius': length(node.cornerRadius, SPACES),
    width: px(node.width) ?? percent(node.width),
    'max-width': px(node.maxWidth) ?? percent(node.maxWidth),
    height: px(node.height) ?? percent(node.height),
    'max-height': px(node.maxHeight) ?? percent(node.maxHeight),
    'justify-content': oneOf(node.justifyContent, JUSTIFY),
    'align-items': oneOf(node.alignItems, ['center', 'flex-start', 'flex-end']),
  }
}

const JUSTIFY = ['center', 'flex-start', 'flex-end', 'space-between', 'space-around', 'space-evenly'] as const

function gradient(background: Json) {
  const [angle, start, end] = [degrees(background.angle), color(background.startColor), color(background.endColor)]
  if (background.type !== 'linearGradient' || !angle || !start || !end) return undefined
  const center = color(background.centerColor)
  const stops = center ? [start, `${center} ${percent(background.centerPosition) ?? '50%'}`, end] : [start, end]
  return `linear-gradient(${angle}, ${stops.join(', ')})`
}

function button(node: Json, paint: Paint) {
  const look = oneOf(node.style, ['primary', 'secondary']) ?? 'link'
  const style = paint.sheet.style(
    look === 'link' ? { color: color(node.color) } : { 'background-color': color(node.color) },
  )
  const name = classes('lf-button', `lf-as-${look}`, node.height === 'sm' ? 'lf-sm' : undefined, shrunk(node), style)
  return control(node.action, paint, { class: name }, element('span', { class: 'lf-label' }, labelOf(node.action)))
}

/** How a long label shrinks, by how many full letters wide it is. */
function shrunk(node: Json) {
  if (node.adjustMode !== 'shrink-to-fit') return undefined
  const wide = [...(labelOf(node.action) ?? '')].reduce((sum, letter) => sum + (letter > '\u02ff' ? 1 : 0.6), 0)
  return wide < SHRINK.min ? undefined : `lf-fit lf-fit-${Math.min(Math.ceil(wide), SHRINK.max)}`
}
