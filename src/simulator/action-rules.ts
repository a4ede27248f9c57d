import { asObject, at, checkOneOf, checkText, checkUrl, type Problems } from './checks.ts'

/** Where an action stands decides which types it may have, and whether it needs a label. */
export type ActionPlace = 'template' | 'imageCarousel' | 'quickReply' | 'richMenu' | 'flexButton' | 'flex'

const EVERYWHERE = ['postback', 'message', 'uri', 'datetimepicker', 'clipboard'] as const
const TYPES: Record<ActionPlace, readonly string[]> = {
  template: EVERYWHERE,
  imageCarousel: EVERYWHERE,
  quickReply: [...EVERYWHERE, 'camera', 'cameraRoll', 'location'],
  richMenu: [...EVERYWHERE, 'richmenuswitch'],
  flexButton: EVERYWHERE,
  flex: EVERYWHERE,
}
const LABELS: Record<ActionPlace, { max: number; optional?: boolean }> = {
  template: { max: 20 },
  imageCarousel: { max: 12, optional: true },
  quickReply: { max: 20 },
  richMenu: { max: 20, optional: true },
  flexButton: { max: 40 },
  flex: { max: 40, optional: true },
}
const DATA_MAX = 300
const GRAPHEMES_300 = { max: 300, unit: 'grapheme', optional: true } as const
const INPUT_OPTIONS = ['closeRichMenu', 'openRichMenu', 'openKeyboard', 'openVoice'] as const
const URI = { max: 1_000, schemes: ['http:', 'https:', 'line:', 'tel:'] } as const
const PICKED = {
  date: /^\d{4}-\d{2}-\d{2}$/,
  time: /^\d{2}:\d{2}$/,
  datetime: /^\d{4}-\d{2}-\d{2}[Tt]\d{2}:\d{2}$/,
} as const

/** An action with the limits of the place where it stands. */
export function checkAction(problems: Problems, value: unknown, property: string, place: ActionPlace) {
  if (value === undefined) {
    problems.push({ message: 'must be specified', property })
    return
  }
  const action = asObject(value, property)
  if (!checkOneOf(problems, action, 'type', property, TYPES[place])) return
  checkText(problems, action, 'label', property, { unit: 'grapheme', ...LABELS[place] })
  RULES[String(action.type)]?.(problems, action, property, place)
}

type Rule = (problems: Problems, action: Record<string, unknown>, property: string, place: ActionPlace) => void

const RULES: Record<string, Rule> = {
  postback(problems, action, property) {
    checkText(problems, action, 'data', property, { max: DATA_MAX })
    checkText(problems, action, 'displayText', property, GRAPHEMES_300)
    checkText(problems, action, 'text', property, GRAPHEMES_300)
    checkText(problems, action, 'fillInText', property, GRAPHEMES_300)
    if (action.displayText !== undefined && action.text !== undefined)
      problems.push({ message: 'displayText and text cannot be specified together', property })
    if (action.inputOption !== undefined) checkOneOf(problems, action, 'inputOption', property, INPUT_OPTIONS)
    if (action.fillInText !== undefined && action.inputOption !== 'openKeyboard')
      problems.push({ message: 'can only be specified with openKeyboard', property: at(property, 'fillInText') })
  },
  message: (problems, action, property) =>
    checkText(problems, action, 'text', property, { max: 300, unit: 'grapheme' }),
  uri(problems, action, property, place) {
    checkUrl(problems, action, 'uri', property, URI)
    if (action.altUri === undefined || place === 'quickReply') return
    checkUrl(problems, asObject(action.altUri, at(property, 'altUri')), 'desktop', at(property, 'altUri'), URI)
  },
  datetimepicker(problems, action, property) {
    checkText(problems, action, 'data', property, { max: DATA_MAX })
    if (!checkOneOf(problems, action, 'mode', property, ['date', 'time', 'datetime'])) return
    checkPickerRange(problems, action, property)
  },
  richmenuswitch(problems, action, property) {
    checkText(problems, action, 'richMenuAliasId', property, { max: 32 })
    checkText(problems, action, 'data', property, { max: DATA_MAX, min: 0 })
  },
  clipboard: (problems, action, property) => checkText(problems, action, 'clipboardText', property, { max: 1_000 }),
}

/** initial, min and max in the mode's own form, from 1900 to 2100, min before max, initial between them. */
function checkPickerRange(problems: Problems, action: Record<string, unknown>, property: string) {
  const { mode, initial, min, max } = action
  const form = mode === 'date' ? PICKED.date : mode === 'time' ? PICKED.time : PICKED.datetime
  for (const name of ['initial', 'min', 'max']) {
    const value = action[name]
    if (value === undefined) continue
    if (typeof value !== 'string' || !form.test(value) || !isRealMoment(value))
      problems.push({ message: 'invalid date format', property: at(property, name) })
  }
  if (typeof min === 'string' && typeof max === 'string' && min >= max)
    problems.push({ message: 'must be less than max', property: at(property, 'min') })
  if (typeof initial !== 'string') return
  if ((typeof min === 'string' && initial < min) || (typeof max === 'string' && initial > max))
    problems.push({ message: 'must be between min and max', property: at(property, 'initial') })
}

function isRealMoment(value: string) {
  const [date, time] = value.includes(':') && !value.includes('-') ? ['2000-01-01', value] : value.split(/[Tt]/)
  const moment = new Date(`${date}T${time ?? '00:00'}Z`)
  // A day that does not exist is either refused or moved into the next month.
  if (Number.isNaN(moment.getTime()) || moment.toISOString().slice(0, 10) !== date) return false
  return moment.getUTCFullYear() >= 1900 && moment.getUTCFullYear() <= 2100
}
