import { z } from 'zod'
import { checkAction } from './action-rules.ts'
import { asObject, at, checkList, checkNumber, checkObject, checkText, type Problems } from './checks.ts'
import { ApiError, invalidProperty, refuseProblems } from './errors.ts'
import { hex32 } from './ids.ts'
import { imageSize } from './image-size.ts'
import { announce, type User, type World } from './world.ts'

const MENUS_MAX = 1_000
const IMAGE_BYTES_MAX = 1024 * 1024
const AREAS_MAX = 20
const WIDTH = { min: 800, max: 2_500, integer: true }
const HEIGHT_MIN = 250
const RATIO_MIN = 1.45
const ALIAS_ID = /^[a-z0-9_-]{1,32}$/

export const RichMenuObject = z.object({
  size: z.object({ width: z.number(), height: z.number() }),
  selected: z.boolean(),
  name: z.string(),
  chatBarText: z.string(),
  areas: z.array(
    z.object({
      bounds: z.object({ x: z.number(), y: z.number(), width: z.number(), height: z.number() }),
      action: z.looseObject({ type: z.string() }),
    }),
  ),
})
export type RichMenuObject = z.output<typeof RichMenuObject>

export type RichMenu = {
  id: string
  menu: RichMenuObject
  image?: { type: 'image/png' | 'image/jpeg'; bytes: Uint8Array<ArrayBuffer> }
}

export const richMenuNotFound = () => new ApiError(404, 'richmenu not found', { details: [] })

/** Reads a rich menu object, or refuses it with everything that is wrong: facts, section 7. */
export function parseRichMenu(body: Record<string, unknown>): RichMenuObject {
  const problems: Problems = []
  const size = checkObject(problems, body, 'size', '')
  if (size) checkSize(problems, size)
  checkText(problems, body, 'name', '', { max: 300, unit: 'grapheme' })
  checkText(problems, body, 'chatBarText', '', { max: 14, unit: 'grapheme' })
  if (typeof body.selected !== 'boolean') throw invalidProperty('selected')
  for (const [index, value] of checkList(problems, body, 'areas', '', { min: 0, max: AREAS_MAX }).entries())
    checkArea(problems, asObject(value, `areas[${index}]`), `areas[${index}]`)
  refuseProblems(problems)
  return RichMenuObject.parse(body)
}

function checkSize(problems: Problems, size: Record<string, unknown>) {
  checkNumber(problems, size, 'width', 'size', WIDTH)
  checkNumber(problems, size, 'height', 'size', { min: HEIGHT_MIN, max: Number.MAX_SAFE_INTEGER, integer: true })
  if (Number(size.width) / Number(size.height) < RATIO_MIN)
    problems.push({ message: `width / height must be ${RATIO_MIN} or more`, property: 'size' })
}

function checkArea(problems: Problems, area: Record<string, unknown>, property: string) {
  const bounds = checkObject(problems, area, 'bounds', property)
  for (const name of ['x', 'y', 'width', 'height'])
    if (bounds)
      checkNumber(problems, bounds, name, at(property, 'bounds'), { min: 0, max: 2_147_483_647, integer: true })
  checkAction(problems, area.action, at(property, 'action'), 'richMenu')
}

export function createRichMenu(world: World, menu: RichMenuObject): RichMenu {
  if (world.richMenus.size >= MENUS_MAX) throw new ApiError(400, 'The maximum number of rich menus has been reached')
  const created: RichMenu = { id: `richmenu-${hex32()}`, menu }
  world.richMenus.set(created.id, created)
  return created
}

export function findRichMenu({ richMenus }: World, id: string): RichMenu {
  const found = richMenus.get(id)
  if (!found) throw richMenuNotFound()
  return found
}

/** People who had it fall back to the default menu. */
export function deleteRichMenu(world: World, id: string) {
  findRichMenu(world, id)
  world.richMenus.delete(id)
  if (world.defaultRichMenuId === id) world.defaultRichMenuId = null
  announce(world, { type: 'rich-menu' })
}

/** Once, PNG or JPEG, at most 1 MB, of the menu's own size. */
export function uploadImage(richMenu: RichMenu, contentType: string, body: Buffer) {
  if (richMenu.image) throw new ApiError(400, 'An image has already been uploaded to the richmenu', { details: [] })
  const type = contentType.split(';')[0]?.trim().toLowerCase() ?? ''
  if (type !== 'image/png' && type !== 'image/jpeg')
    throw new ApiError(415, `The content type, ${contentType || 'application/octet-stream'}, is not supported`)
  if (body.length > IMAGE_BYTES_MAX) throw new ApiError(413, 'Request entity too large')
  const found = imageSize(body)
  if (!found || found.type !== type)
    throw new ApiError(400, 'The image data is not allowed for richmenu', { details: [] })
  const { width, height } = richMenu.menu.size
  if (found.width !== width || found.height !== height)
    throw new ApiError(400, 'The image size is not allowed for richmenu', { details: [] })
  richMenu.image = { type, bytes: Uint8Array.from(body) }
}

/** The menu, when it may be shown to people: it exists and has its image. */
export function applicable(world: World, id: string): RichMenu {
  const found = findRichMenu(world, id)
  if (!found.image) throw new ApiError(400, 'must upload richmenu image before applying it to user', { details: [] })
  return found
}

/** Links (or with null unlinks) the menu. People who are no friends, or unknown: no effect, no error. */
export function linkRichMenu(world: World, userIds: readonly string[], richMenuId: string | null) {
  for (const userId of userIds) {
    const user = world.users.get(userId)
    if (user?.friend !== 'following') continue
    if (richMenuId === null) delete user.richMenuId
    else user.richMenuId = richMenuId
    announce(world, { type: 'rich-menu', userId })
  }
}

/** What the person sees under the chat: their own menu, else the default one. */
export function effectiveRichMenu(world: World, user: User): (RichMenu & { source: 'user' | 'default' }) | undefined {
  if (user.friend !== 'following') return undefined
  const own = user.richMenuId === undefined ? undefined : world.richMenus.get(user.richMenuId)
  if (own) return { ...own, source: 'user' }
  const fallback = world.defaultRichMenuId === null ? undefined : world.richMenus.get(world.defaultRichMenuId)
  return fallback && { ...fallback, source: 'default' }
}

export function parseAliasId(value: unknown): string {
  if (typeof value !== 'string') throw invalidProperty('richMenuAliasId')
  if (!ALIAS_ID.test(value)) refuseProblems([{ message: 'invalid richmenu alias id', property: 'richMenuAliasId' }])
  return value
}
