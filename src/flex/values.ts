/** Reading JSON that anyone may have written: whatever does not fit is undefined, nothing throws. */
export type Json = { readonly [name: string]: unknown }

export const isJson = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

export const record = (value: unknown): Json => (isJson(value) ? value : {})

export const list = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : [])

export const string = (value: unknown) => (typeof value === 'string' ? value : undefined)

export const count = (value: unknown) =>
  typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= 10_000 ? value : undefined

export const oneOf = <Word extends string>(value: unknown, words: readonly Word[]) =>
  words.find((word) => word === value)

/** LINE's colours: #RRGGBB or #RRGGBBAA. */
export const color = (value: unknown) => matching(value, /^#(?:[0-9a-f]{6}|[0-9a-f]{8})$/i)

export const px = (value: unknown) => matching(value, /^-?\d{1,4}(?:\.\d{1,3})?px$/)

export const percent = (value: unknown) => matching(value, /^-?\d{1,3}(?:\.\d{1,3})?%$/)

export const degrees = (value: unknown) => matching(value, /^\d{1,3}(?:\.\d{1,3})?deg$/)

/** A length by keyword, in pixels, or in percent. */
export const length = (value: unknown, keywords: Readonly<Record<string, string>>) =>
  keyword(value, keywords) ?? px(value) ?? percent(value)

export const keyword = (value: unknown, keywords: Readonly<Record<string, string>>) =>
  typeof value === 'string' && Object.hasOwn(keywords, value) ? keywords[value] : undefined

/** "20:13" as the CSS value of aspect-ratio. */
export function ratio(value: unknown) {
  const [, width, height] = /^(\d{1,6}(?:\.\d{1,5})?):(\d{1,6}(?:\.\d{1,5})?)$/.exec(string(value) ?? '') ?? []
  return Number(width) > 0 && Number(height) > 0 ? `${width} / ${height}` : undefined
}

/** Pictures come from https addresses only, as LINE demands. */
export const pictureUrl = (value: unknown) =>
  matching(value, /^(?:https:\/\/|http:\/\/(?:127\.0\.0\.1|localhost)[:/])[^\s"'<>\\^`{|}]{1,2000}$/i)

/** Addresses that a tap may open. Everything else (javascript:, data:, ...) is no link. */
export const linkUrl = (value: unknown) => matching(value, /^(?:https?:\/\/|line:\/\/|tel:)[^\s"'<>\\`]{1,2000}$/i)

const matching = (value: unknown, pattern: RegExp) =>
  typeof value === 'string' && pattern.test(value) ? value : undefined

export const SPACES = { none: '0', xs: '2px', sm: '4px', md: '8px', lg: '12px', xl: '16px', xxl: '20px' } as const

export const BORDERS = {
  none: '0',
  light: '0.5px',
  normal: '1px',
  medium: '2px',
  'semi-bold': '3px',
  bold: '4px',
} as const

export const TEXT_SIZES = {
  xxs: '11px',
  xs: '13px',
  sm: '14px',
  md: '16px',
  lg: '19px',
  xl: '22px',
  xxl: '29px',
  '3xl': '35px',
  '4xl': '48px',
  '5xl': '74px',
} as const

export const IMAGE_WIDTHS = {
  xxs: '40px',
  xs: '60px',
  sm: '80px',
  md: '100px',
  lg: '120px',
  xl: '140px',
  xxl: '160px',
  '3xl': '180px',
  '4xl': '200px',
  '5xl': '220px',
  full: '100%',
} as const
