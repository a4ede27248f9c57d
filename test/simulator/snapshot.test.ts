import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { advanceClock } from '../../src/simulator/control-platform.ts'
import { IdTokenRequest, mintIdToken } from '../../src/simulator/login-api.ts'
import { addUser, block, sayImage, sayText } from '../../src/simulator/people.ts'
import { keepInFile, loadFile, restoreSnapshot, takeSnapshot } from '../../src/simulator/snapshot.ts'
import { chatView } from '../../src/simulator/views.ts'
import { newSimulator, text, userId } from './support.ts'

const KEY = { 'x-line-retry-key': '123e4567-e89b-12d3-a456-426614174000' }
const MULTICAST = '/v2/bot/message/multicast'
const body = { to: [userId(1), userId(2)], messages: [text()], customAggregationUnits: ['bc_1'] }
const MENU = {
  size: { width: 2500, height: 843 },
  selected: true,
  name: 'x',
  chatBarText: 'x',
  areas: [{ bounds: { x: 0, y: 0, width: 9, height: 9 }, action: { type: 'postback', data: 'x' } }],
}

let folder = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'simulator-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

/** A platform with some history, and the one that the next start makes of its snapshot. */
async function beforeAndAfter() {
  const before = newSimulator({ quota: 50 })
  const sakura = addUser(before.world, { id: userId(1), displayName: 'さくら', language: 'ja', friend: true })
  const ken = addUser(before.world, { id: userId(2), displayName: 'Ken', friend: true })
  await before.post(MULTICAST, body, KEY)
  await sayText(before.world, sakura, 'はい')
  const { messageId = '' } = await sayImage(before.world, sakura, {
    type: 'image/png',
    bytes: Uint8Array.of(1, 2, 255),
  })
  await block(before.world, ken)
  before.world.richMenus.set('m', { id: 'm', menu: MENU, image: { type: 'image/png', bytes: Uint8Array.of(7) } })
  before.world.richMenus.set('n', { id: 'n', menu: MENU })
  before.world.aliases.set('member', 'm')
  before.world.defaultRichMenuId = 'n'
  sakura.richMenuId = 'm'
  sakura.loadingUntil = Number.MAX_SAFE_INTEGER
  advanceClock(before.world, 1_000)
  const idToken = await mintIdToken(before.world, sakura, IdTokenRequest.parse({}))
  const after = newSimulator({ quota: 200 })
  restoreSnapshot(after.world, takeSnapshot(before.world))
  return { before, after, messageId, idToken }
}

describe('a snapshot', () => {
  it('brings back people, chats, links and the clock', async () => {
    const { before, after } = await beforeAndAfter()
    for (const id of [userId(1), userId(2)]) {
      const [was, is] = [before, after].map(({ world }) => {
        const user = world.users.get(id)
        return user && chatView(world, user)
      })
      expect({ ...is, user: { ...is?.user, loading: true } }).toEqual({ ...was, user: { ...was?.user, loading: true } })
    }
    expect(after.world.now()).toBe(before.world.now())
    expect(after.world.users.get(userId(1))?.loadingUntil).toBeUndefined()
  })

  it('keeps one delivery for all who got it', async () => {
    const { after } = await beforeAndAfter()
    const [one, two] = [1, 2].map((n) => after.world.users.get(userId(n))?.chat[0])
    expect(one).toBe(two)
  })

  it('still knows accepted keys, the quota and the units', async () => {
    const { after } = await beforeAndAfter()
    expect((await after.post(MULTICAST, body, KEY)).status).toBe(409)
    expect(await (await after.get('/v2/bot/message/quota')).json()).toEqual({ type: 'limited', value: 50 })
    expect(await (await after.get('/v2/bot/message/quota/consumption')).json()).toEqual({ totalUsage: 2 })
    expect(await (await after.get('/v2/bot/message/aggregation/info')).json()).toEqual({
      numOfCustomAggregationUnits: 1,
    })
    expect(after.world.sentByDay.get('multicast 20260401')).toBe(2)
  })

  it('still has rich menus with images, aliases, pictures and the signing key', async () => {
    const { after, messageId, idToken } = await beforeAndAfter()
    const bytes = async (path: string) => [...new Uint8Array(await (await after.get(path)).arrayBuffer())]
    expect(await bytes('/v2/bot/richmenu/m/content')).toEqual([7])
    expect(await bytes(`/v2/bot/message/${messageId}/content`)).toEqual([1, 2, 255])
    expect(after.world.aliases.get('member')).toBe('m')
    expect(await (await after.get('/v2/bot/user/all/richmenu')).json()).toEqual({ richMenuId: 'n' })
    const fields = new URLSearchParams({ id_token: idToken, client_id: after.world.settings.loginChannelId })
    expect((await after.app.request('/oauth2/v2.1/verify', { method: 'POST', body: fields })).status).toBe(200)
  })

  it('does not give a message id twice', async () => {
    const { before, after } = await beforeAndAfter()
    expect(after.world.messageSeq).toBe(before.world.messageSeq)
  })
})

describe('the file', () => {
  const path = () => join(folder, 'state.json')
  const neverFails = (error: unknown) => expect.unreachable(String(error))

  it('is written at once, soon after a change, and when asked', async () => {
    vi.useFakeTimers()
    const { world } = newSimulator()
    const { save } = keepInFile(world, path(), neverFails)
    const names = () =>
      JSON.parse(readFileSync(path(), 'utf8')).users.map((user: { displayName: string }) => user.displayName)
    expect(names()).toEqual([])
    addUser(world, { displayName: 'さくら' })
    expect(names()).toEqual([])
    vi.advanceTimersByTime(1_000)
    expect(names()).toEqual(['さくら'])
    addUser(world, { displayName: 'Ken' })
    save()
    expect(names()).toEqual(['さくら', 'Ken'])
    vi.useRealTimers()
  })

  it('need not be there at the first start', () => {
    const { world } = newSimulator()
    loadFile(world, path())
    expect(world.users.size).toBe(0)
  })

  it('is refused when it is broken or from somewhere else', () => {
    const later = takeSnapshot(newSimulator().world).replace('"version":1', '"version":2')
    for (const text of ['{', '{}', '[]', later]) {
      writeFileSync(path(), text)
      expect(() => loadFile(newSimulator().world, path())).toThrow()
    }
  })

  it('that cannot be written is reported: at once by throwing, later by the callback', () => {
    const { world } = newSimulator()
    expect(() => keepInFile(world, join(folder, 'no', 'state.json'), neverFails)).toThrow('ENOENT')
    const failures: unknown[] = []
    const { save } = keepInFile(world, path(), (error) => failures.push(error))
    rmSync(folder, { recursive: true })
    save()
    expect(failures).toHaveLength(1)
    folder = mkdtempSync(join(tmpdir(), 'simulator-'))
  })
})
