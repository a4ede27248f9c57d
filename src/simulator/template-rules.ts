import { checkAction } from './action-rules.ts'
import { asObject, at, checkList, checkObject, checkOneOf, checkText, checkUrl, type Problems } from './checks.ts'

type Fields = Record<string, unknown>

const IMAGE = { max: 2_000, schemes: ['https:'], optional: true } as const
const TITLE = { max: 40, unit: 'grapheme', optional: true } as const
/** With an image or a title there is less room for the text. */
const TEXT_BESIDE_MAX = 60
const COLUMNS = { min: 1, max: 10 }

/** Buttons, confirm, carousel and image carousel. */
export function checkTemplate(problems: Problems, template: Fields, property: string) {
  if (!checkOneOf(problems, template, 'type', property, ['buttons', 'confirm', 'carousel', 'image_carousel'])) return
  if (template.type === 'buttons') checkCard(problems, template, property, { textMax: 160, actionsMax: 4 })
  if (template.type === 'confirm') {
    checkText(problems, template, 'text', property, { max: 240, unit: 'grapheme' })
    checkActions(problems, template, property, { min: 2, max: 2 })
  }
  if (template.type === 'carousel') checkCarousel(problems, template, property)
  if (template.type === 'image_carousel') checkImageCarousel(problems, template, property)
}

function checkCard(
  problems: Problems,
  card: Fields,
  property: string,
  { textMax, actionsMax }: { textMax: number; actionsMax: number },
) {
  const isShort = card.thumbnailImageUrl !== undefined || card.title !== undefined
  checkUrl(problems, card, 'thumbnailImageUrl', property, IMAGE)
  checkText(problems, card, 'title', property, TITLE)
  checkText(problems, card, 'text', property, { max: isShort ? TEXT_BESIDE_MAX : textMax, unit: 'grapheme' })
  checkActions(problems, card, property, { min: 1, max: actionsMax })
  if (card.defaultAction !== undefined)
    checkAction(problems, card.defaultAction, at(property, 'defaultAction'), 'imageCarousel')
}

function checkActions(problems: Problems, fields: Fields, property: string, size: { min: number; max: number }) {
  for (const [index, action] of checkList(problems, fields, 'actions', property, size).entries())
    checkAction(problems, action, at(at(property, 'actions'), index), 'template')
}

/** Every column has the same number of actions, and either all or none have an image, and a title. */
function checkCarousel(problems: Problems, template: Fields, property: string) {
  const shapes = new Set<string>()
  for (const [index, value] of checkList(problems, template, 'columns', property, COLUMNS).entries()) {
    const where = at(at(property, 'columns'), index)
    const column = asObject(value, where)
    checkCard(problems, column, where, { textMax: 120, actionsMax: 3 })
    const actions = Array.isArray(column.actions) ? column.actions.length : 0
    shapes.add(`${actions} ${column.thumbnailImageUrl !== undefined} ${column.title !== undefined}`)
  }
  if (shapes.size > 1)
    problems.push({
      message: 'columns must have the same number of actions, images and titles',
      property: at(property, 'columns'),
    })
}

function checkImageCarousel(problems: Problems, template: Fields, property: string) {
  for (const [index, value] of checkList(problems, template, 'columns', property, COLUMNS).entries()) {
    const where = at(at(property, 'columns'), index)
    const column = asObject(value, where)
    checkUrl(problems, column, 'imageUrl', where)
    if (checkObject(problems, column, 'action', where))
      checkAction(problems, column.action, at(where, 'action'), 'imageCarousel')
  }
}
