import { checkAction } from './action-rules.ts'
import {
  asObject,
  at,
  checkList,
  checkNumber,
  checkObject,
  checkOneOf,
  checkText,
  checkUrl,
  type Problems,
} from './checks.ts'
import { checkFlex } from './flex-rules.ts'
import { checkTemplate } from './template-rules.ts'

const MESSAGES_MAX = 5
const QUICK_REPLIES_MAX = 13
const SENDER_NAME_MAX = 20
const ALT_TEXT_MAX = 1_500

type Fields = Record<string, unknown>
type Rule = (problems: Problems, message: Fields, property: string) => void

/** Everything that is wrong with the messages of one request: facts, section 4. */
export function checkMessages(messages: readonly unknown[]): Problems {
  const problems: Problems = []
  if (messages.length < 1 || messages.length > MESSAGES_MAX)
    problems.push({ message: `Size must be between 1 and ${MESSAGES_MAX}`, property: 'messages' })
  for (const [index, message] of messages.slice(0, MESSAGES_MAX).entries())
    checkMessage(problems, asObject(message, `messages[${index}]`), `messages[${index}]`)
  return problems
}

function checkMessage(problems: Problems, message: Fields, property: string) {
  if (!checkOneOf(problems, message, 'type', property, Object.keys(RULES))) return
  RULES[String(message.type)]?.(problems, message, property)
  if (message.quickReply !== undefined) checkQuickReply(problems, message.quickReply, at(property, 'quickReply'))
  if (message.sender !== undefined) checkSender(problems, message.sender, at(property, 'sender'))
}

const RULES: Record<string, Rule> = {
  text(problems, message, property) {
    checkText(problems, message, 'text', property, { max: 5_000 })
    checkEmojis(problems, message, property)
  },
  textV2(problems, message, property) {
    checkText(problems, message, 'text', property, { max: 5_000 })
    if (message.substitution === undefined) return
    const where = at(property, 'substitution')
    const keys = Object.keys(asObject(message.substitution, where))
    if (keys.length > 100) problems.push({ message: 'Size must be between 0 and 100', property: where })
    for (const key of keys.slice(0, 100))
      if (!/^[0-9A-Za-z_]{1,20}$/.test(key)) problems.push({ message: 'invalid key', property: at(where, key) })
  },
  sticker(problems, message, property) {
    checkText(problems, message, 'packageId', property, { max: 20 })
    checkText(problems, message, 'stickerId', property, { max: 20 })
  },
  image(problems, message, property) {
    checkUrl(problems, message, 'originalContentUrl', property)
    checkUrl(problems, message, 'previewImageUrl', property)
  },
  video(problems, message, property) {
    checkUrl(problems, message, 'originalContentUrl', property)
    checkUrl(problems, message, 'previewImageUrl', property)
    checkText(problems, message, 'trackingId', property, { max: 100, optional: true })
  },
  audio(problems, message, property) {
    checkUrl(problems, message, 'originalContentUrl', property)
    checkNumber(problems, message, 'duration', property, { min: 1, max: Number.MAX_SAFE_INTEGER })
  },
  location(problems, message, property) {
    checkText(problems, message, 'title', property, { max: 100 })
    checkText(problems, message, 'address', property, { max: 100 })
    checkNumber(problems, message, 'latitude', property, { min: -90, max: 90 })
    checkNumber(problems, message, 'longitude', property, { min: -180, max: 180 })
  },
  coupon(problems, message, property) {
    checkText(problems, message, 'couponId', property, { max: 100 })
    checkText(problems, message, 'deliveryTag', property, { max: 30, optional: true })
  },
  imagemap: checkImagemap,
  template(problems, message, property) {
    checkText(problems, message, 'altText', property, { max: ALT_TEXT_MAX })
    const template = checkObject(problems, message, 'template', property)
    if (template) checkTemplate(problems, template, at(property, 'template'))
  },
  flex(problems, message, property) {
    checkText(problems, message, 'altText', property, { max: ALT_TEXT_MAX })
    const contents = checkObject(problems, message, 'contents', property)
    if (contents) checkFlex(problems, contents, at(property, 'contents'))
  },
}

/** Each emoji replaces one `$` of the text. */
function checkEmojis(problems: Problems, message: Fields, property: string) {
  if (message.emojis === undefined) return
  const text = typeof message.text === 'string' ? message.text : ''
  for (const [index, value] of checkList(problems, message, 'emojis', property, { min: 0, max: 20 }).entries()) {
    const where = at(at(property, 'emojis'), index)
    const emoji = asObject(value, where)
    checkText(problems, emoji, 'productId', where, { max: 100 })
    checkText(problems, emoji, 'emojiId', where, { max: 100 })
    if (typeof emoji.index !== 'number' || text.charAt(emoji.index) !== '$')
      problems.push({ message: 'must point at a $ in the text', property: at(where, 'index') })
  }
}

function checkImagemap(problems: Problems, message: Fields, property: string) {
  checkUrl(problems, message, 'baseUrl', property)
  checkText(problems, message, 'altText', property, { max: ALT_TEXT_MAX })
  const size = checkObject(problems, message, 'baseSize', property)
  if (size) {
    checkNumber(problems, size, 'width', at(property, 'baseSize'), { min: 1_040, max: 1_040 })
    checkNumber(problems, size, 'height', at(property, 'baseSize'), { min: 1, max: 10_000 })
  }
  for (const [index, value] of checkList(problems, message, 'actions', property, { min: 1, max: 50 }).entries()) {
    const where = at(at(property, 'actions'), index)
    const action = asObject(value, where)
    if (!checkOneOf(problems, action, 'type', where, ['message', 'uri', 'clipboard'])) continue
    checkText(problems, action, 'label', where, { max: 100, optional: true, unit: 'grapheme' })
    if (action.type === 'message') checkText(problems, action, 'text', where, { max: 400 })
    if (action.type === 'uri')
      checkUrl(problems, action, 'linkUri', where, { max: 1_000, schemes: ['http:', 'https:', 'line:', 'tel:'] })
    checkObject(problems, action, 'area', where)
  }
}

function checkQuickReply(problems: Problems, value: unknown, property: string) {
  const quickReply = asObject(value, property)
  for (const [index, one] of checkList(problems, quickReply, 'items', property, {
    min: 1,
    max: QUICK_REPLIES_MAX,
  }).entries()) {
    const where = at(at(property, 'items'), index)
    const item = asObject(one, where)
    checkUrl(problems, item, 'imageUrl', where, { max: 2_000, schemes: ['https:'], optional: true })
    checkAction(problems, item.action, at(where, 'action'), 'quickReply')
  }
}

function checkSender(problems: Problems, value: unknown, property: string) {
  const sender = asObject(value, property)
  checkText(problems, sender, 'name', property, { max: SENDER_NAME_MAX, optional: true })
  checkUrl(problems, sender, 'iconUrl', property, { max: 2_000, schemes: ['https:'], optional: true, local: true })
  // LINE refuses names that look like its own; which others it refuses it does not say.
  if (typeof sender.name === 'string' && /^line$/i.test(sender.name.trim()))
    problems.push({ message: 'The name contains a word that cannot be used', property: at(property, 'name') })
}
