import { readJson } from './body.ts'
import { perHour, perSecond } from './buckets.ts'
import { ApiError, invalidParameter, invalidProperty, notFound, refuseProblems } from './errors.ts'
import type { Answer, Call, Endpoint } from './gate.ts'
import { isUserId } from './ids.ts'
import {
  applicable,
  createRichMenu,
  deleteRichMenu,
  findRichMenu,
  linkRichMenu,
  parseAliasId,
  parseRichMenu,
  type RichMenu,
  uploadImage,
} from './rich-menus.ts'
import { announce } from './world.ts'

const BULK_MAX = 500
const ALIASES_MAX = 1_000
const MENU = '/v2/bot/richmenu/:richMenuId'

/** Rich menus with images, the default, links, and aliases. Fixed paths stand before `:richMenuId`. Facts: section 7. */
export const richMenuEndpoints: readonly Endpoint[] = [
  { name: 'richmenu.create', method: 'POST', path: '/v2/bot/richmenu', limit: perHour(100), answer: create },
  { name: 'richmenu.validate', method: 'POST', path: '/v2/bot/richmenu/validate', answer: validate },
  { name: 'richmenu.list', method: 'GET', path: '/v2/bot/richmenu/list', limit: perSecond(10), answer: list },
  { name: 'richmenu.bulk.link', method: 'POST', path: '/v2/bot/richmenu/bulk/link', answer: bulkLink },
  { name: 'richmenu.bulk.unlink', method: 'POST', path: '/v2/bot/richmenu/bulk/unlink', answer: bulkUnlink },
  { name: 'richmenu.alias.create', method: 'POST', path: '/v2/bot/richmenu/alias', answer: createAlias },
  { name: 'richmenu.alias.list', method: 'GET', path: '/v2/bot/richmenu/alias/list', answer: listAliases },
  { name: 'richmenu.alias.get', method: 'GET', path: '/v2/bot/richmenu/alias/:aliasId', answer: getAlias },
  { name: 'richmenu.alias.update', method: 'POST', path: '/v2/bot/richmenu/alias/:aliasId', answer: updateAlias },
  {
    name: 'richmenu.alias.delete',
    method: 'DELETE',
    path: '/v2/bot/richmenu/alias/:aliasId',
    limit: perHour(100),
    answer: deleteAlias,
  },
  { name: 'richmenu.image.upload', method: 'POST', path: `${MENU}/content`, answer: upload },
  { name: 'richmenu.image.get', method: 'GET', path: `${MENU}/content`, answer: download },
  { name: 'richmenu.get', method: 'GET', path: MENU, answer: get },
  { name: 'richmenu.delete', method: 'DELETE', path: MENU, limit: perHour(100), answer: remove },
  { name: 'richmenu.default.set', method: 'POST', path: '/v2/bot/user/all/richmenu/:richMenuId', answer: setDefault },
  { name: 'richmenu.default.get', method: 'GET', path: '/v2/bot/user/all/richmenu', answer: getDefault },
  { name: 'richmenu.default.clear', method: 'DELETE', path: '/v2/bot/user/all/richmenu', answer: clearDefault },
  { name: 'richmenu.link', method: 'POST', path: '/v2/bot/user/:userId/richmenu/:richMenuId', answer: link },
  { name: 'richmenu.link.get', method: 'GET', path: '/v2/bot/user/:userId/richmenu', answer: getLink },
  { name: 'richmenu.unlink', method: 'DELETE', path: '/v2/bot/user/:userId/richmenu', answer: unlink },
]

const shown = ({ id, menu }: RichMenu) => ({ richMenuId: id, ...menu })

function create(call: Call): Answer {
  return { json: { richMenuId: createRichMenu(call.world, parseRichMenu(readJson(call))).id } }
}

function validate(call: Call): Answer {
  parseRichMenu(readJson(call))
  return {}
}

function list({ world }: Call): Answer {
  return { json: { richmenus: [...world.richMenus.values()].map(shown) } }
}

function get({ world, param }: Call): Answer {
  return { json: shown(findRichMenu(world, param('richMenuId'))) }
}

function remove({ world, param }: Call): Answer {
  deleteRichMenu(world, param('richMenuId'))
  return {}
}

function upload({ world, param, headers, body }: Call): Answer {
  uploadImage(findRichMenu(world, param('richMenuId')), headers.get('content-type') ?? '', body)
  return {}
}

function download({ world, param }: Call): Answer {
  const { image } = findRichMenu(world, param('richMenuId'))
  if (!image) throw notFound()
  return { bytes: image.bytes, headers: { 'content-type': image.type } }
}

function setDefault({ world, param }: Call): Answer {
  world.defaultRichMenuId = applicable(world, param('richMenuId')).id
  announce(world, { type: 'rich-menu' })
  return {}
}

function getDefault({ world }: Call): Answer {
  if (world.defaultRichMenuId === null) throw new ApiError(404, 'no default richmenu', { details: [] })
  return { json: { richMenuId: world.defaultRichMenuId } }
}

function clearDefault({ world }: Call): Answer {
  world.defaultRichMenuId = null
  announce(world, { type: 'rich-menu' })
  return {}
}

function link(call: Call): Answer {
  const userId = userIdOf(call)
  linkRichMenu(call.world, [userId], applicable(call.world, call.param('richMenuId')).id)
  return {}
}

function getLink(call: Call): Answer {
  const richMenuId = call.world.users.get(userIdOf(call))?.richMenuId
  if (richMenuId === undefined || !call.world.richMenus.has(richMenuId))
    throw new ApiError(404, 'the user has no richmenu', { details: [] })
  return { json: { richMenuId } }
}

function unlink(call: Call): Answer {
  linkRichMenu(call.world, [userIdOf(call)], null)
  return {}
}

function userIdOf({ param }: Call) {
  const userId = param('userId')
  if (!isUserId(userId)) throw invalidParameter('userId')
  return userId
}

/** Accepted at once; here also done at once. */
function bulkLink(call: Call): Answer {
  const body = readJson(call)
  if (typeof body.richMenuId !== 'string') throw invalidProperty('richMenuId')
  const { id } = applicable(call.world, body.richMenuId)
  linkRichMenu(call.world, userIdsOf(body), id)
  return { status: 202 }
}

function bulkUnlink(call: Call): Answer {
  linkRichMenu(call.world, userIdsOf(readJson(call)), null)
  return { status: 202 }
}

function userIdsOf({ userIds }: Record<string, unknown>): string[] {
  if (!Array.isArray(userIds)) throw invalidProperty('userIds')
  if (userIds.length < 1 || userIds.length > BULK_MAX)
    refuseProblems([{ message: `Size must be between 1 and ${BULK_MAX}`, property: 'userIds' }])
  return userIds.map((id: unknown, index) => {
    if (!isUserId(id)) throw invalidProperty(`userIds[${index}]`)
    return id
  })
}

function createAlias(call: Call): Answer {
  const { aliases } = call.world
  const body = readJson(call)
  const id = parseAliasId(body.richMenuAliasId)
  if (aliases.has(id)) throw new ApiError(400, 'conflict richmenu alias id', { details: [] })
  if (aliases.size >= ALIASES_MAX) throw new ApiError(400, 'The maximum number of rich menu aliases has been reached')
  aliases.set(id, menuFor(call, body))
  return {}
}

function updateAlias(call: Call): Answer {
  const id = aliasOf(call)
  call.world.aliases.set(id, menuFor(call, readJson(call)))
  return {}
}

/** An alias points at a menu that exists and has its image. */
function menuFor({ world }: Call, { richMenuId }: Record<string, unknown>) {
  if (typeof richMenuId !== 'string') throw invalidProperty('richMenuId')
  if (!world.richMenus.has(richMenuId)) throw new ApiError(400, 'richmenu not found', { details: [] })
  return applicable(world, richMenuId).id
}

function getAlias(call: Call): Answer {
  const richMenuAliasId = aliasOf(call)
  return { json: { richMenuAliasId, richMenuId: call.world.aliases.get(richMenuAliasId) } }
}

function listAliases({ world }: Call): Answer {
  const aliases = Array.from(world.aliases, ([richMenuAliasId, richMenuId]) => ({ richMenuAliasId, richMenuId }))
  return { json: { aliases } }
}

function deleteAlias(call: Call): Answer {
  call.world.aliases.delete(aliasOf(call))
  return {}
}

function aliasOf({ world, param }: Call) {
  const id = param('aliasId')
  if (!world.aliases.has(id)) throw new ApiError(404, 'richmenu alias not found', { details: [] })
  return id
}
