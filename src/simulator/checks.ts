import { isObject } from './body.ts'
import { type ErrorDetail, invalidProperty } from './errors.ts'

export type Problems = ErrorDetail[]
type Fields = Record<string, unknown>

type TextRule = {
  max: number
  min?: number
  /** LINE counts UTF-16 units, but what a person sees (grapheme clusters) in labels, titles and the like. */
  unit?: 'utf16' | 'grapheme'
  optional?: boolean
}

const graphemes = new Intl.Segmenter('ja', { granularity: 'grapheme' })

export function lengthOf(text: string, unit: 'utf16' | 'grapheme' = 'utf16') {
  return unit === 'utf16' ? text.length : [...graphemes.segment(text)].length
}

export const at = (property: string, name: string | number) =>
  typeof name === 'number' ? `${property}[${name}]` : property === '' ? name : `${property}.${name}`

/** A text of the right length; empty ones only where `min` is 0. */
export function checkText(problems: Problems, fields: Fields, name: string, property: string, rule: TextRule) {
  const { max, min = 1, unit = 'utf16', optional = false } = rule
  const value = fields[name]
  const where = at(property, name)
  if (value === undefined) {
    if (!optional) problems.push({ message: 'must be specified', property: where })
    return
  }
  if (typeof value !== 'string') throw invalidProperty(where)
  if (value === '' && min > 0) problems.push({ message: 'May not be empty', property: where })
  // No text has more grapheme clusters than UTF-16 units, so the slow count is rarely needed.
  else if (value.length > max && lengthOf(value, unit) > max)
    problems.push({ message: `Length must be between 0 and ${max}`, property: where })
}

export function checkOneOf(
  problems: Problems,
  fields: Fields,
  name: string,
  property: string,
  values: readonly string[],
) {
  const value = fields[name]
  if (typeof value === 'string' && values.includes(value)) return true
  const message =
    value === undefined ? 'must be specified' : `Must be one of the following values: [${values.join(', ')}]`
  problems.push({ message, property: at(property, name) })
  return false
}

/** The items of a list with an allowed number of them; an empty list when there is none to look at. */
export function checkList(
  problems: Problems,
  fields: Fields,
  name: string,
  property: string,
  { min, max }: { min: number; max: number },
): unknown[] {
  const value = fields[name]
  const where = at(property, name)
  if (value === undefined && min > 0) problems.push({ message: 'must be specified', property: where })
  if (value === undefined) return []
  if (!Array.isArray(value)) throw invalidProperty(where)
  if (value.length < min || value.length > max)
    problems.push({ message: `Size must be between ${min} and ${max}`, property: where })
  // What lies beyond the limit isn't looked at: a list of a million bad things costs no more than a full one.
  return value.slice(0, max)
}

export function checkNumber(
  problems: Problems,
  fields: Fields,
  name: string,
  property: string,
  { min, max, integer = false }: { min: number; max: number; integer?: boolean },
) {
  const value = fields[name]
  const where = at(property, name)
  if (value === undefined) problems.push({ message: 'must be specified', property: where })
  else if (typeof value !== 'number' || (integer && !Number.isInteger(value))) throw invalidProperty(where)
  else if (value < min || value > max) problems.push({ message: `Must be between ${min} and ${max}`, property: where })
}

type UrlRule = { max: number; schemes: readonly string[]; optional?: boolean; local?: true }
/** As LINE: https. A bot on the same machine, which LINE could not reach at all, may use plain http. */
const HTTPS_MEDIA: UrlRule = { max: 2_000, schemes: ['https:'], local: true }

export function checkUrl(
  problems: Problems,
  fields: Fields,
  name: string,
  property: string,
  rule: UrlRule = HTTPS_MEDIA,
) {
  const { max, schemes, optional = false, local = false } = rule
  const before = problems.length
  checkText(problems, fields, name, property, { max, optional })
  const value = fields[name]
  if (typeof value !== 'string' || problems.length > before) return
  if (!isUri(value, schemes) && !(local && isLocal(value)))
    problems.push({ message: 'invalid uri', property: at(property, name) })
}

/** URL-encoded, with one of the schemes. */
function isUri(value: string, schemes: readonly string[]) {
  if (!/^[\x21-\x7e]+$/.test(value)) return false
  const url = URL.parse(value)
  return url !== null && schemes.includes(url.protocol)
}

const isLocal = (value: string) => isUri(value, ['http:']) && /^http:\/\/(127\.0\.0\.1|localhost)[:/]/.test(value)

/** The object under `name`; throws when it is something else, notes when it is missing. */
export function checkObject(problems: Problems, fields: Fields, name: string, property: string): Fields | undefined {
  const value = fields[name]
  const where = at(property, name)
  if (value === undefined) problems.push({ message: 'must be specified', property: where })
  else if (!isObject(value)) throw invalidProperty(where)
  else return value
  return undefined
}

export function asObject(value: unknown, property: string): Fields {
  if (!isObject(value)) throw invalidProperty(property)
  return value
}
