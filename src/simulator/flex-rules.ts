import { checkAction } from './action-rules.ts'
import { asObject, at, checkList, checkOneOf, checkUrl, type Problems } from './checks.ts'
import { invalidProperty } from './errors.ts'
import { COMPONENTS, type FlexRule } from './flex-properties.ts'

const BUBBLE_BYTES_MAX = 30 * 1024
const CAROUSEL_BYTES_MAX = 50 * 1024
const BUBBLES = { min: 1, max: 12 }
const ANIMATED_IMAGES_MAX = 10
const DEPTH_MAX = 30
const BLOCKS = ['header', 'hero', 'body', 'footer'] as const
const BUBBLE_SIZES = ['nano', 'micro', 'deca', 'hecto', 'kilo', 'mega', 'giga']
const IN_BASELINE = ['text', 'icon', 'filler', 'spacer']
const IN_BOX = ['box', 'button', 'image', 'text', 'separator', 'filler', 'icon', 'video']

type Fields = Record<string, unknown>

/** A bubble of at most 30 KB, or a carousel of at most 12 bubbles and 50 KB; every component by its own table. */
export function checkFlex(problems: Problems, container: Fields, property: string) {
  if (!checkOneOf(problems, container, 'type', property, ['bubble', 'carousel'])) return
  const json = JSON.stringify(container)
  if (container.type === 'bubble') {
    checkSize(problems, json, property, BUBBLE_BYTES_MAX)
    checkBubble(problems, container, property)
  } else {
    checkSize(problems, json, property, CAROUSEL_BYTES_MAX)
    for (const [index, value] of checkList(problems, container, 'contents', property, BUBBLES).entries()) {
      const where = at(at(property, 'contents'), index)
      const bubble = asObject(value, where)
      checkSize(problems, JSON.stringify(bubble), where, BUBBLE_BYTES_MAX)
      if (checkOneOf(problems, bubble, 'type', where, ['bubble'])) checkBubble(problems, bubble, where)
    }
  }
  const animated = json.split('"animated":true').length - 1
  if (animated > ANIMATED_IMAGES_MAX)
    problems.push({ message: `at most ${ANIMATED_IMAGES_MAX} animated images`, property })
}

function checkSize(problems: Problems, json: string, property: string, bytesMax: number) {
  if (Buffer.byteLength(json) > bytesMax) problems.push({ message: `Size must be between 0 and ${bytesMax}`, property })
}

function checkBubble(problems: Problems, bubble: Fields, property: string) {
  const known = ['type', 'size', 'direction', 'styles', 'action', ...BLOCKS]
  checkUnknown(problems, bubble, property, known)
  if (bubble.size !== undefined) checkOneOf(problems, bubble, 'size', property, BUBBLE_SIZES)
  if (bubble.direction !== undefined) checkOneOf(problems, bubble, 'direction', property, ['ltr', 'rtl'])
  if (bubble.action !== undefined) checkAction(problems, bubble.action, at(property, 'action'), 'flex')
  if (bubble.styles !== undefined) checkStyles(problems, bubble.styles, at(property, 'styles'))
  if (BLOCKS.every((block) => bubble[block] === undefined))
    problems.push({ message: 'at least one block must be specified', property })
  for (const block of BLOCKS) {
    if (bubble[block] === undefined) continue
    const allowed = block === 'hero' ? ['box', 'image', 'video'] : ['box']
    checkComponent(problems, bubble[block], at(property, block), { allowed, depth: 0 })
  }
}

function checkStyles(problems: Problems, value: unknown, property: string) {
  const styles = asObject(value, property)
  checkUnknown(problems, styles, property, BLOCKS)
  for (const block of BLOCKS) {
    if (styles[block] === undefined) continue
    const where = at(property, block)
    checkUnknown(problems, asObject(styles[block], where), where, ['backgroundColor', 'separator', 'separatorColor'])
  }
}

function checkComponent(
  problems: Problems,
  value: unknown,
  property: string,
  { allowed, depth }: { allowed: readonly string[]; depth: number },
) {
  if (depth > DEPTH_MAX) throw invalidProperty(property)
  const component = asObject(value, property)
  if (!checkOneOf(problems, component, 'type', property, allowed)) return
  const rules = COMPONENTS[String(component.type)] ?? {}
  for (const name of Object.keys(component)) {
    if (name === 'type') continue
    const rule = rules[name]
    if (!rule) problems.push({ message: 'unknown field', property: at(property, name) })
    else if (!isAsRuled(rule, component[name]))
      problems.push({ message: `invalid property`, property: at(property, name) })
  }
  checkParts(problems, component, property, depth)
}

/** What a component must have, and what stands inside it. */
function checkParts(problems: Problems, component: Fields, property: string, depth: number) {
  const { type } = component
  if (type === 'box') {
    checkOneOf(problems, component, 'layout', property, ['horizontal', 'vertical', 'baseline'])
    const allowed = component.layout === 'baseline' ? IN_BASELINE : IN_BOX.filter((name) => name !== 'icon')
    if (component.contents === undefined)
      problems.push({ message: 'must be specified', property: at(property, 'contents') })
    checkChildren(problems, component, property, { allowed, depth })
  }
  if (type === 'text') {
    if (component.contents === undefined && (component.text === undefined || component.text === ''))
      problems.push({ message: 'must be non-empty text', property: at(property, 'text') })
    checkChildren(problems, component, property, { allowed: ['span'], depth })
  }
  if (type === 'image' || type === 'icon' || type === 'video') checkUrl(problems, component, 'url', property)
  if (type === 'video') {
    checkUrl(problems, component, 'previewUrl', property)
    checkComponent(problems, component.altContent, at(property, 'altContent'), {
      allowed: ['box', 'image'],
      depth: depth + 1,
    })
  }
  if (type === 'button') checkAction(problems, component.action, at(property, 'action'), 'flexButton')
  else if (component.action !== undefined) checkAction(problems, component.action, at(property, 'action'), 'flex')
}

function checkChildren(
  problems: Problems,
  component: Fields,
  property: string,
  { allowed, depth }: { allowed: readonly string[]; depth: number },
) {
  if (component.contents === undefined) return
  if (!Array.isArray(component.contents)) throw invalidProperty(at(property, 'contents'))
  for (const [index, child] of component.contents.entries())
    checkComponent(problems, child, at(at(property, 'contents'), index), { allowed, depth: depth + 1 })
}

function checkUnknown(problems: Problems, fields: Fields, property: string, known: readonly string[]) {
  for (const name of Object.keys(fields))
    if (!known.includes(name)) problems.push({ message: 'unknown field', property: at(property, name) })
}

function isAsRuled(rule: FlexRule, value: unknown) {
  if (rule === 'boolean' || rule === 'object') return typeof value === rule
  if (rule === 'integer') return Number.isInteger(value)
  if (rule === 'list') return Array.isArray(value)
  if (typeof value !== 'string') return false
  return rule === 'string' || rule.test(value)
}
