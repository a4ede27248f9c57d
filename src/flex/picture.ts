import type { Paint } from './actions.ts'
import { element, type Html } from './html.ts'
import { classes } from './sheet.ts'
import { color, IMAGE_WIDTHS, type Json, length, oneOf, pictureUrl, ratio, TEXT_SIZES } from './values.ts'

export const flexImage = (node: Json, paint: Paint): Html => {
  const frame = paint.sheet.style({
    width: length(node.size, IMAGE_WIDTHS) ?? IMAGE_WIDTHS.md,
    'aspect-ratio': ratio(node.aspectRatio) ?? '1 / 1',
    'background-color': color(node.backgroundColor),
  })
  return element('div', { class: classes('lf-frame', frame) }, picture(node.url, node.aspectMode === 'cover'))
}

/** The player is not built: the preview picture under a play sign tells what will be there. */
export const flexVideo = (node: Json, paint: Paint): Html => {
  const frame = paint.sheet.style({ width: '100%', 'aspect-ratio': ratio(node.aspectRatio) ?? '16 / 9' })
  return element(
    'div',
    { class: classes('lf-frame', frame) },
    picture(node.previewUrl, true),
    element('span', { class: 'lf-play', role: 'img', 'aria-label': '動画' }, '▶'),
  )
}

export const flexIcon = (node: Json, paint: Paint): Html => {
  const icon = paint.sheet.style({
    'font-size': length(node.size, TEXT_SIZES),
    'aspect-ratio': ratio(node.aspectRatio) ?? '1 / 1',
  })
  const src = pictureUrl(node.url)
  const shown = classes('lf-icon', icon)
  return src ? element('img', { class: shown, src }) : element('span', { class: shown, 'aria-hidden': 'true' })
}

/** Fills its frame. Without an https address the frame stays, grey. */
export const picture = (url: unknown, cover: boolean): Html | undefined => {
  const src = pictureUrl(url)
  return src ? element('img', { class: cover ? 'lf-img lf-cover' : 'lf-img', src, loading: 'lazy' }) : undefined
}

export const alignment = (node: Json) =>
  ({ start: 'flex-start', center: 'center', end: 'flex-end' })[
    oneOf(node.align, ['start', 'center', 'end']) ?? 'center'
  ]
