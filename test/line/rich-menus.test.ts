import { describe, expect, it } from 'vitest'
import { menuIn, menusInstead } from '../../src/line/line.ts'
import { RichMenu, syncRichMenus } from '../../src/line/rich-menus.ts'
import { type Crash, crashingAt, newAccount, sources } from './rich-menu-fake.ts'

const baseUrl = 'https://shop.example'
const sync = (api: ReturnType<typeof newAccount>['api'], version = 1) =>
  syncRichMenus({ menus: sources(version), api, baseUrl })

describe('syncing rich menus', () => {
  it('gives both menus a picture and an alias, and makes the guest menu the default', async () => {
    const { api, account } = newAccount()
    await sync(api)

    const guest = account.menus.get(account.aliases.get('okaeri-guest') ?? '')
    const member = account.menus.get(account.aliases.get('okaeri-member') ?? '')
    expect(guest?.menu.name).toMatch(/^okaeri-guest-[0-9a-f]{8}$/)
    expect(member?.menu.name).toMatch(/^okaeri-member-[0-9a-f]{8}$/)
    expect([guest?.image, member?.image]).toEqual([Uint8Array.of(1), Uint8Array.of(1)])
    expect(account.defaultId).toBe(guest?.richMenuId)
  })

  it("puts the shop's own address into the links", async () => {
    const { api, account } = newAccount()
    await sync(api)
    for (const { menu } of account.menus.values())
      expect(menu.areas[0]?.action).toMatchObject({ uri: 'https://shop.example/privacy' })
  })

  it('changes nothing the second time', async () => {
    const { api, account } = newAccount()
    expect(await sync(api)).not.toEqual([])
    const before = structuredClone(account)

    expect(await sync(api)).toEqual([])
    expect(account).toEqual(before)
  })

  it.each([
    ['the picture', { version: 2, baseUrl }],
    ["the shop's address", { version: 1, baseUrl: 'https://other.example' }],
  ])('makes new menus when %s has changed, and deletes the old ones', async (_, change) => {
    const { api, account } = newAccount()
    await sync(api)
    const old = [...account.menus.keys()]

    await syncRichMenus({ menus: sources(change.version), api, baseUrl: change.baseUrl })
    expect(account.menus.size).toBe(2)
    expect(old.some((id) => account.menus.has(id))).toBe(false)
  })

  it('makes only the menu anew that has changed', async () => {
    const { api, account } = newAccount()
    await sync(api)
    const guest = account.aliases.get('okaeri-guest')

    const [unchanged, changed] = [sources(1)[0], sources(2)[1]]
    await syncRichMenus({ menus: [unchanged, changed].filter((source) => source !== undefined), api, baseUrl })
    expect(account.aliases.get('okaeri-guest')).toBe(guest)
    expect(account.menus.size).toBe(2)
  })

  it('takes the people who have an old menu along to the new one before the old one goes', async () => {
    const { api, account, seenBy } = newAccount()
    await sync(api)
    account.people.set('a member', account.aliases.get('okaeri-member') ?? '')

    const changes = await sync(api, 2)
    expect(seenBy('a member')).toMatch(/^okaeri-member-/)
    expect(changes.map(({ did }) => did)).toEqual([
      ...['created', 'uploaded', 'aliased', 'created', 'uploaded', 'aliased'],
      ...['made default', 'moved', 'moved', 'deleted', 'deleted'],
    ])
  })

  it('takes people along in their own language: a menu whose name begins alike is another', async () => {
    const { api, account, seenBy } = newAccount()
    const languages = (version: number) => [
      ...sources(version),
      ...sources(version).map((source) => ({
        ...source,
        name: menuIn(source.name === 'guest' ? 'guest' : 'member', 'en'),
      })),
      ...sources(version)
        .slice(1)
        .map((source) => ({ ...source, name: menuIn('member-new', 'en') })),
    ]
    await syncRichMenus({ menus: languages(1), api, baseUrl })
    account.people.set('hana', account.aliases.get('okaeri-member') ?? '')
    account.people.set('maria', account.aliases.get('okaeri-member-en') ?? '')
    account.people.set('li', account.aliases.get('okaeri-member-new-en') ?? '')
    await syncRichMenus({ menus: languages(2), api, baseUrl })
    expect(account.menus.size).toBe(5)
    expect(seenBy('li')).toMatch(/^okaeri-member-new-en-[0-9a-f]{8}$/)
    expect(seenBy('hana')).toMatch(/^okaeri-member-[0-9a-f]{8}$/)
    expect(seenBy('maria')).toMatch(/^okaeri-member-en-[0-9a-f]{8}$/)
    expect(account.people.get('maria')).toBe(account.aliases.get('okaeri-member-en'))
  })

  it('leaves menus that others made alone, even beside a name like ours', async () => {
    const { api, account } = newAccount()
    const [source] = sources()
    if (!source) throw new Error('no source')
    const names = ['秋の予約', 'okaeri-guest', 'okaeri-events-0123abcd', 'okaeri-guest-0123abcd-copy']
    for (const name of names) await api.create({ ...source.menu, name })

    await sync(api)
    await sync(api, 2)
    expect([...account.menus.values()].map(({ menu }) => menu.name)).toEqual(expect.arrayContaining(names))
    expect(account.menus.size).toBe(names.length + 2)
  })

  it('keeps, of two menus alike, the one in use', async () => {
    const { api, account } = newAccount()
    await sync(api)
    const used = new Map(account.aliases)
    const [first] = account.menus.values()
    if (!first) throw new Error('no menu')
    // As two runs at once would leave it: an older twin, listed first.
    const kept = [...account.menus]
    account.menus.clear()
    const twin = await api.create(first.menu)
    for (const [id, menu] of kept) account.menus.set(id, menu)

    expect(await sync(api)).toEqual([{ did: 'deleted', name: first.menu.name }])
    expect(account.menus.has(twin)).toBe(false)
    expect(account.aliases).toEqual(used)
  })

  it('takes the default back when someone has set another menu', async () => {
    const { api, account } = newAccount()
    await sync(api)
    account.defaultId = account.aliases.get('okaeri-member')

    expect(await sync(api)).toEqual([{ did: 'made default', name: 'okaeri-guest' }])
    expect(account.defaultId).toBe(account.aliases.get('okaeri-guest'))
  })
})

describe('a crash at any call of the sync', () => {
  for (const when of ['before', 'after'] as const) {
    it(`${when} it took effect is repaired by the next run, on an empty account`, async () => {
      for (let n = 1; n <= (await callsOf(1)); n++) await crashAndRepair({ from: undefined, n, when })
    })

    it(`${when} it took effect is repaired by the next run, when the menus have changed, and no member ever sees the guest menu`, async () => {
      for (let n = 1; n <= (await callsOf(2)); n++) await crashAndRepair({ from: 1, n, when })
    })
  }

  it('is repaired also when the menus change back, or further, in between', async () => {
    for (const versions of [
      [1, 2, 1],
      [1, 2, 3],
    ])
      for (let n = 1; n <= (await callsOf(2)); n++) {
        const { api, account, seenBy } = newAccount()
        const [first, second, third] = versions
        await sync(api, first)
        account.people.set('a member', account.aliases.get('okaeri-member') ?? '')
        await sync(crashingAt(api, n, 'after'), second).catch(() => undefined)
        await sync(api, third)

        expect(account.menus.size).toBe(2)
        expect(seenBy('a member')).toMatch(/^okaeri-member-/)
        expect(await sync(api, third)).toEqual([])
      }
  })
})

describe('a menu file', () => {
  it('is refused when LINE would refuse it', () => {
    const [source] = sources()
    const valid = source?.menu
    expect(RichMenu.safeParse(valid).success).toBe(true)
    expect(RichMenu.safeParse({ ...valid, chatBarText: '十'.repeat(15) }).success).toBe(false)
    expect(RichMenu.safeParse({ ...valid, areas: [] }).success).toBe(false)
    expect(RichMenu.safeParse({ ...valid, surprise: true }).success).toBe(false)
  })
})

async function crashAndRepair({ from, n, when }: { from: number | undefined; n: number; when: Crash }) {
  const { api, account, seenBy } = newAccount()
  if (from !== undefined) {
    await sync(api, from)
    account.people.set('a member', account.aliases.get('okaeri-member') ?? '')
  }
  await expect(sync(crashingAt(api, n, when), 2)).rejects.toThrow('killed')
  if (from !== undefined) expect(seenBy('a member'), `crash ${when} call ${n}`).toMatch(/^okaeri-member-/)

  await sync(api, 2)
  const names = [...account.menus.values()].map(({ menu }) => menu.name.slice(0, -9)).toSorted()
  expect(names, `crash ${when} call ${n}`).toEqual(['okaeri-guest', 'okaeri-member'])
  expect([...account.menus.values()].every(({ image }) => image?.[0] === 2)).toBe(true)
  expect(account.defaultId).toBe(account.aliases.get('okaeri-guest'))
  if (from !== undefined) expect(seenBy('a member')).toMatch(/^okaeri-member-/)
  expect(await sync(api, 2)).toEqual([])
}

/** How many calls an undisturbed sync makes: onto an empty account, or onto one that has version 1. */
async function callsOf(runs: 1 | 2) {
  const { api } = newAccount()
  if (runs === 2) await sync(api, 1)
  const counting = crashingAt(api, -1, 'before')
  await sync(counting, 2)
  return counting.calls()
}

it('has for each menu that is not at LINE yet the next best, and the sign before the language', () => {
  expect(menusInstead('member-new-en')).toEqual(['member-new', 'member-en', 'member'])
  expect(menusInstead('member-new-plain-ja')).toEqual(['member-new', 'member-plain-ja', 'member'])
  expect(menusInstead('member-new')).toEqual(['member'])
  expect(menusInstead('member-en')).toEqual(['member'])
  expect(menusInstead('guest-en')).toEqual(['guest'])
  expect([menusInstead('member'), menusInstead('guest')]).toEqual([[], []])
})
