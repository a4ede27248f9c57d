import { type Child, element, type Html } from './html.ts'
import { classes, type Sheet } from './sheet.ts'
import { isJson, type Json, linkUrl, string } from './values.ts'

/** What every part of a rendering shares. */
export type Paint = { sheet: Sheet; inert: boolean }

type Control = { class: string; label?: string | undefined; testid?: string | undefined }

/** The fields that a tap needs. Others stay out of the page. */
const FIELDS = [
  'type',
  'label',
  'data',
  'displayText',
  'text',
  'mode',
  'initial',
  'min',
  'max',
  'inputOption',
  'fillInText',
  'clipboardText',
  'uri',
  'richMenuAliasId',
] as const

export const labelOf = (action: unknown) => (isJson(action) ? string(action.label) : undefined)

/**
 * A link for addresses that may be opened, a button carrying the action as JSON for everything else, plain words in a
 * preview. The page wires all of them with one listener on [data-action].
 */
export function control(
  action: unknown,
  paint: Paint,
  { label, ...rest }: Control,
  ...children: readonly Child[]
): Html {
  const shared = { class: rest.class, 'aria-label': label, 'data-testid': rest.testid }
  if (paint.inert || !isJson(action)) return element('span', shared, ...children)
  if (action.type === 'uri') {
    const href = linkUrl(action.uri)
    if (!href) return element('span', shared, ...children)
    return element('a', { ...shared, href, target: '_blank', rel: 'noopener noreferrer' }, ...children)
  }
  return element('button', { ...shared, type: 'button', 'data-action': actionJson(action) }, ...children)
}

/** Lies over a whole box, picture or text that can be tapped: buttons inside of it stay above, and HTML stays valid. */
export const hitArea = (node: Json, words: string, paint: Paint) =>
  isJson(node.action) && !paint.inert
    ? control(node.action, paint, { class: classes('lf-hit'), label: labelOf(node.action) || words || '開く' })
    : undefined

export const actionJson = (action: Json) =>
  JSON.stringify(
    Object.fromEntries(
      FIELDS.flatMap((name) => (string(action[name]) === undefined ? [] : [[name, string(action[name])]])),
    ),
  )
