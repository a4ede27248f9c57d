import { afterEach, expect, it } from 'vitest'
import { openRichMenuApi } from '../../src/line/gateway.ts'
import { readRichMenus } from '../../src/line/rich-menu-files.ts'
import { type RichMenuSource, syncRichMenus } from '../../src/line/rich-menus.ts'
import { openLog } from '../../src/log.ts'
import { addUser } from '../../src/simulator/people.ts'
import { HOUR, newRunningSimulator, TOKEN, userId } from '../simulator/support.ts'
import { crashingAt } from './rich-menu-fake.ts'
import { config } from './support.ts'

const baseUrl = 'https://shop.example'
const MEMBER = userId(1)
const running: { close(): Promise<void> }[] = []
afterEach(async () => {
  for (const simulator of running.splice(0)) await simulator.close()
})

it("brings the repository's own menus to LINE, once", async () => {
  const { api, world } = await newLine()
  await syncRichMenus({ menus: await readRichMenus(), api, baseUrl })

  const shown = world.richMenus.get(world.defaultRichMenuId ?? '')
  expect(shown?.menu.name).toMatch(/^okaeri-guest-/)
  expect(shown?.menu.areas[1]?.action).toMatchObject({ uri: 'https://shop.example/privacy' })
  expect(shown?.image?.type).toBe('image/png')
  expect([...world.aliases.keys()].sort()).toEqual([
    'okaeri-guest',
    'okaeri-guest-en',
    'okaeri-guest-plain-ja',
    'okaeri-member',
    'okaeri-member-en',
    'okaeri-member-new',
    'okaeri-member-new-en',
    'okaeri-member-new-plain-ja',
    'okaeri-member-plain-ja',
  ])

  const writes = written(world)
  expect(await syncRichMenus({ menus: await readRichMenus(), api, baseUrl })).toEqual([])
  expect(written(world)).toBe(writes)
})

it('moves members to the new menu and leaves nothing of the old one behind', async () => {
  const { api, world, line } = await newLine()
  const menus = await readRichMenus()
  await syncRichMenus({ menus, api, baseUrl })
  await line.linkRichMenuIdToUser(MEMBER, world.aliases.get('okaeri-member') ?? '')

  await syncRichMenus({ menus: renamed(menus), api, baseUrl })
  expect(world.users.get(MEMBER)?.richMenuId).toBe(world.aliases.get('okaeri-member'))
  expect([...world.richMenus.values()].map(({ menu }) => menu.chatBarText)).toEqual(menus.map(() => 'あたらしい'))
})

it('repairs a crash at any call, on the wire', async () => {
  const menus = await readRichMenus()
  // Every call of the first two menus, the last ones, and one beyond the end.
  for (const n of [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 24, 25, 26, 27, 28, 29]) {
    const { api, world } = await newLine()
    await syncRichMenus({ menus, api: crashingAt(api, n, 'after'), baseUrl }).catch(() => undefined)
    await syncRichMenus({ menus, api, baseUrl })

    expect(world.richMenus.size, `crash after call ${n}`).toBe(menus.length)
    expect(world.defaultRichMenuId).toBe(world.aliases.get('okaeri-guest'))
    expect(await syncRichMenus({ menus, api, baseUrl })).toEqual([])
  }
})

it('says what LINE would not do, and does not go on', async () => {
  const { api, world } = await newLine()
  const menus = (await readRichMenus()).map((source) => ({ ...source, png: Uint8Array.of(1, 2, 3) }))
  await expect(syncRichMenus({ menus, api, baseUrl })).rejects.toThrow(/rich-menu-upload.*400/)
  expect(world.aliases.size).toBe(0)
  expect(world.defaultRichMenuId).toBeNull()
})

const renamed = (menus: readonly RichMenuSource[]) =>
  menus.map((source) => ({ ...source, menu: { ...source.menu, chatBarText: 'あたらしい' } }))

type World = Awaited<ReturnType<typeof newRunningSimulator>>['world']
const written = ({ ledger }: World) => ledger.requests.filter(({ method }) => method !== 'GET').length

async function newLine() {
  const simulator = await newRunningSimulator()
  running.push(simulator)
  addUser(simulator.world, { id: MEMBER, displayName: '美咲', friend: true })
  const api = openRichMenuApi({
    config: {
      ...config.line,
      auth: { kind: 'token', token: TOKEN },
      apiBaseUrl: simulator.url,
      dataApiBaseUrl: simulator.url,
    },
    log: openLog(
      () => undefined,
      () => Date.now(),
    ),
    now: () => Date.now(),
    sleep: async () => undefined,
    timeoutMs: HOUR,
  })
  return { api, world: simulator.world, line: simulator.line }
}
