import { describe, expect, it } from 'vitest'
import { advanceClock } from '../../src/simulator/control-platform.ts'
import { imageSize } from '../../src/simulator/image-size.ts'
import { addUser, block, follow } from '../../src/simulator/people.ts'
import { effectiveRichMenu } from '../../src/simulator/rich-menus.ts'
import { HOUR, newRunningSimulator, newSimulator, TOKEN, userId } from './support.ts'

const MENU = {
  size: { width: 2500, height: 843 },
  selected: true,
  name: '会員',
  chatBarText: 'メニュー',
  areas: [{ bounds: { x: 0, y: 0, width: 1250, height: 843 }, action: { type: 'postback' as const, data: 'coupons' } }],
}
const ALL = '/v2/bot/user/all/richmenu'

/** The header of a PNG of that size: all that is looked at. */
function png(width = 2500, height = 843) {
  const bytes = Buffer.alloc(64)
  Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]).copy(bytes)
  bytes.writeUInt32BE(width, 16)
  bytes.writeUInt32BE(height, 20)
  return bytes
}

/** A JPEG with an APP0 segment before its frame header. */
function jpeg(width: number, height: number) {
  const frame = Buffer.from([0xff, 0xc2, 0, 17, 8, height >> 8, height & 255, width >> 8, width & 255, 3, 0])
  return Buffer.concat([Buffer.from([0xff, 0xd8, 0xff, 0xe0, 0, 4, 0, 0]), frame])
}

function withFriend() {
  const simulator = newSimulator()
  const friend = addUser(simulator.world, { id: userId(1), displayName: 'さくら', friend: true })
  const upload = (id: string, bytes: Buffer, type = 'image/png') =>
    simulator.app.request(`/v2/bot/richmenu/${id}/content`, {
      method: 'POST',
      headers: { authorization: `Bearer ${TOKEN}`, 'content-type': type },
      body: Uint8Array.from(bytes),
    })
  const create = async (menu: object = MENU): Promise<string> =>
    (await (await simulator.post('/v2/bot/richmenu', menu)).json()).richMenuId
  const ready = async () => {
    const id = await create()
    expect((await upload(id, png())).status).toBe(200)
    return id
  }
  return { ...simulator, friend, upload, create, ready }
}

const refusal = async (answer: Response) => [answer.status, (await answer.json()).message]

it('goes the whole way with the SDK: create, image, link, alias, default, delete', async () => {
  const { line, world, close } = await newRunningSimulator()
  const friend = addUser(world, { id: userId(1), displayName: 'さくら', friend: true })
  const { richMenuId } = await line.createRichMenu(MENU)
  await line.setRichMenuImage(richMenuId, new Blob([png()], { type: 'image/png' }))
  await line.linkRichMenuIdToUser(userId(1), richMenuId)
  expect(await line.getRichMenuIdOfUser(userId(1))).toEqual({ richMenuId })
  await line.createRichMenuAlias({ richMenuAliasId: 'member', richMenuId })
  expect(await line.getRichMenuAliasList()).toEqual({ aliases: [{ richMenuAliasId: 'member', richMenuId }] })
  await line.setDefaultRichMenu(richMenuId)
  expect(await line.getDefaultRichMenuId()).toEqual({ richMenuId })
  expect((await line.getRichMenuList()).richmenus).toEqual([{ richMenuId, ...MENU }])
  expect(await line.getRichMenu(richMenuId)).toEqual({ richMenuId, ...MENU })
  await line.deleteRichMenu(richMenuId)
  expect(effectiveRichMenu(world, friend)).toBeUndefined()
  await expect(line.getRichMenu(richMenuId)).rejects.toMatchObject({ status: 404 })
  await close()
})

describe('a rich menu object', () => {
  it('is refused with what is wrong, also when only validated', async () => {
    const { post } = withFriend()
    const area = MENU.areas[0]
    for (const [wrong, property] of [
      [{ ...MENU, size: { width: 799, height: 300 } }, 'size.width'],
      [{ ...MENU, size: { width: 2501, height: 843 } }, 'size.width'],
      [{ ...MENU, size: { width: 800, height: 249 } }, 'size.height'],
      [{ ...MENU, size: { width: 800, height: 552 } }, 'size'],
      [{ ...MENU, name: 'x'.repeat(301) }, 'name'],
      [{ ...MENU, chatBarText: '👨‍👩‍👧‍👦'.repeat(15) }, 'chatBarText'],
      [{ ...MENU, areas: Array(21).fill(area) }, 'areas'],
      [{ ...MENU, areas: [{ ...area, bounds: { x: -1, y: 0, width: 1, height: 1 } }] }, 'areas[0].bounds.x'],
      [{ ...MENU, areas: [{ ...area, action: { type: 'postback' } }] }, 'areas[0].action.data'],
      [{ ...MENU, areas: [{ bounds: area?.bounds }] }, 'areas[0].action'],
    ] as const)
      for (const path of ['/v2/bot/richmenu', '/v2/bot/richmenu/validate']) {
        const answer = await post(path, wrong)
        expect(answer.status).toBe(400)
        expect((await answer.json()).details).toMatchObject([{ property }])
      }
  })

  it('takes the extremes', async () => {
    const { post } = withFriend()
    for (const good of [
      { ...MENU, size: { width: 800, height: 250 }, chatBarText: '👨‍👩‍👧‍👦'.repeat(14), name: 'x'.repeat(300) },
      { ...MENU, size: { width: 2500, height: 1686 }, areas: Array(20).fill(MENU.areas[0]) },
      { ...MENU, areas: [] },
    ])
      expect((await post('/v2/bot/richmenu/validate', good)).status).toBe(200)
  })

  it('can be created a hundred times an hour', async () => {
    const { post, world } = withFriend()
    for (let n = 0; n < 100; n++) await post('/v2/bot/richmenu', MENU)
    expect((await post('/v2/bot/richmenu', MENU)).status).toBe(429)
    advanceClock(world, HOUR)
    expect((await post('/v2/bot/richmenu', MENU)).status).toBe(200)
  })

  it('is one of at most a thousand', async () => {
    const { post, world, create } = withFriend()
    const id = await create()
    for (let n = 1; n < 1_000; n++) world.richMenus.set(`richmenu-${n}`, { id, menu: MENU })
    expect((await post('/v2/bot/richmenu', MENU)).status).toBe(400)
  })
})

describe('the image', () => {
  it('is uploaded once, and comes back as it was', async () => {
    const { get, create, upload } = withFriend()
    const id = await create()
    expect((await get(`/v2/bot/richmenu/${id}/content`)).status).toBe(404)
    expect((await upload(id, png())).status).toBe(200)
    expect(await refusal(await upload(id, png()))).toEqual([400, 'An image has already been uploaded to the richmenu'])
    const answer = await get(`/v2/bot/richmenu/${id}/content`)
    expect(answer.headers.get('content-type')).toBe('image/png')
    expect(Buffer.from(await answer.arrayBuffer())).toEqual(png())
  })

  it('must be a PNG or JPEG of the menu’s size and at most 1 MB', async () => {
    const { create, upload } = withFriend()
    const id = await create()
    const size = [400, 'The image size is not allowed for richmenu']
    expect(await refusal(await upload(id, png(2500, 1686)))).toEqual(size)
    expect(await refusal(await upload(id, jpeg(2500, 842), 'image/jpeg'))).toEqual(size)
    expect(await refusal(await upload(id, png(), 'image/gif'))).toEqual([
      415,
      'The content type, image/gif, is not supported',
    ])
    expect((await upload(id, png(), 'image/jpeg')).status).toBe(400)
    expect((await upload(id, Buffer.from('not an image'))).status).toBe(400)
    expect((await upload(id, Buffer.concat([png(), Buffer.alloc(1024 * 1024)]))).status).toBe(413)
    expect((await upload(id, jpeg(2500, 843), 'image/jpeg')).status).toBe(200)
    expect((await upload('richmenu-x', png())).status).toBe(404)
  })

  it('is measured by its header, whatever it is', () => {
    expect(imageSize(png(800, 250))).toEqual({ type: 'image/png', width: 800, height: 250 })
    expect(imageSize(jpeg(1200, 810))).toEqual({ type: 'image/jpeg', width: 1200, height: 810 })
    expect(imageSize(jpeg(1200, 810).subarray(0, 12))).toBeUndefined()
    expect(imageSize(Buffer.alloc(3))).toBeUndefined()
  })
})

describe('a link', () => {
  it('needs the image first', async () => {
    const { post, create } = withFriend()
    const id = await create()
    const words = [400, 'must upload richmenu image before applying it to user']
    expect(await refusal(await post(`/v2/bot/user/${userId(1)}/richmenu/${id}`, undefined))).toEqual(words)
    expect(await refusal(await post(`${ALL}/${id}`, undefined))).toEqual(words)
  })

  it('goes before the default', async () => {
    const { post, call, ready, world, friend } = withFriend()
    const [own, fallback] = [await ready(), await ready()]
    await post(`${ALL}/${fallback}`, undefined)
    expect(effectiveRichMenu(world, friend)).toMatchObject({ id: fallback, source: 'default' })
    await post(`/v2/bot/user/${userId(1)}/richmenu/${own}`, undefined)
    expect(effectiveRichMenu(world, friend)).toMatchObject({ id: own, source: 'user' })
    await call('DELETE', `/v2/bot/user/${userId(1)}/richmenu`)
    expect(effectiveRichMenu(world, friend)).toMatchObject({ id: fallback })
    await call('DELETE', ALL)
    expect(effectiveRichMenu(world, friend)).toBeUndefined()
  })

  it('of nobody, or of a menu that is not there, is said in LINE’s words', async () => {
    const { get, post } = withFriend()
    expect(await refusal(await get(ALL))).toEqual([404, 'no default richmenu'])
    expect(await refusal(await get(`/v2/bot/user/${userId(1)}/richmenu`))).toEqual([404, 'the user has no richmenu'])
    expect((await post(`/v2/bot/user/${userId(1)}/richmenu/richmenu-x`, undefined)).status).toBe(404)
    expect(await refusal(await get('/v2/bot/user/sakura/richmenu'))).toEqual([
      400,
      "The value for the 'userId' parameter is invalid",
    ])
  })

  it('is seen by friends only, and a deleted default by nobody', async () => {
    const { post, get, call, ready, world, friend } = withFriend()
    const id = await ready()
    await post(`${ALL}/${id}`, undefined)
    expect(effectiveRichMenu(world, addUser(world, { displayName: 'stranger' }))).toBeUndefined()
    await call('DELETE', `/v2/bot/richmenu/${id}`)
    expect(effectiveRichMenu(world, friend)).toBeUndefined()
    expect((await get(ALL)).status).toBe(404)
  })

  it('of someone unknown or gone is 200 without effect, and a block ends it', async () => {
    const { post, ready, world, friend } = withFriend()
    const id = await ready()
    expect((await post(`/v2/bot/user/${userId(99)}/richmenu/${id}`, undefined)).status).toBe(200)
    await post(`/v2/bot/user/${userId(1)}/richmenu/${id}`, undefined)
    await block(world, friend)
    expect((await post(`/v2/bot/user/${userId(1)}/richmenu/${id}`, undefined)).status).toBe(200)
    await follow(world, friend)
    expect(effectiveRichMenu(world, friend)).toBeUndefined()
  })

  it('can be made and undone for up to 500 people at once', async () => {
    const { post, ready, world, friend } = withFriend()
    const richMenuId = await ready()
    const ids = (count: number) => Array.from({ length: count }, (_, n) => userId(n + 1))
    const link = '/v2/bot/richmenu/bulk/link'
    expect((await post(link, { richMenuId, userIds: ids(500) })).status).toBe(202)
    expect(effectiveRichMenu(world, friend)).toMatchObject({ id: richMenuId })
    expect((await post(link, { richMenuId, userIds: ids(501) })).status).toBe(400)
    expect((await post(link, { richMenuId, userIds: ['x'] })).status).toBe(400)
    expect((await post(link, { userIds: ids(1) })).status).toBe(400)
    expect((await post('/v2/bot/richmenu/bulk/unlink', { userIds: ids(500) })).status).toBe(202)
    expect(effectiveRichMenu(world, friend)).toBeUndefined()
  })
})

describe('an alias', () => {
  const ALIAS = '/v2/bot/richmenu/alias'

  it('points at a menu and can be moved to another', async () => {
    const { post, get, call, ready } = withFriend()
    const [one, two] = [await ready(), await ready()]
    expect((await post(ALIAS, { richMenuAliasId: 'member', richMenuId: one })).status).toBe(200)
    expect((await post(`${ALIAS}/member`, { richMenuId: two })).status).toBe(200)
    expect(await (await get(`${ALIAS}/member`)).json()).toEqual({ richMenuAliasId: 'member', richMenuId: two })
    expect((await call('DELETE', `${ALIAS}/member`)).status).toBe(200)
    expect(await refusal(await get(`${ALIAS}/member`))).toEqual([404, 'richmenu alias not found'])
  })

  it('has a name that is well-formed and free, and a menu that exists', async () => {
    const { post, ready, create } = withFriend()
    const richMenuId = await ready()
    const make = async (richMenuAliasId: string, id = richMenuId) =>
      refusal(await post(ALIAS, { richMenuAliasId, richMenuId: id }))
    expect(await make('a'.repeat(32))).toEqual([200, undefined])
    expect(await make('a'.repeat(32))).toEqual([400, 'conflict richmenu alias id'])
    for (const wrong of ['Member', '会員', 'a'.repeat(33), '']) expect((await make(wrong))[0]).toBe(400)
    expect(await make('b', 'richmenu-x')).toEqual([400, 'richmenu not found'])
    expect((await make('b', await create()))[0]).toBe(400)
  })
})
