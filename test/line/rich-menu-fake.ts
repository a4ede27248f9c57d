import type { NamedRichMenu, RichMenuApi, RichMenuSource } from '../../src/line/rich-menus.ts'

type Kept = { richMenuId: string; menu: NamedRichMenu; image?: Uint8Array }

/** The part of LINE that rich menus touch, in memory, as strict as LINE: an alias or a default needs the picture. */
export function newAccount() {
  const menus = new Map<string, Kept>()
  const aliases = new Map<string, string>()
  /** Whose own menu is which. */
  const people = new Map<string, string>()
  const account = { menus, aliases, people, defaultId: undefined as string | undefined, writes: 0 }
  let made = 0

  const find = (id: string) => {
    const found = menus.get(id)
    if (!found) throw new Error('richmenu not found')
    return found
  }
  const shown = (id: string) => {
    if (!find(id).image) throw new Error('must upload richmenu image before applying it to user')
    return id
  }
  const api: RichMenuApi = {
    list: async () => [...menus.values()].map(({ richMenuId, menu: { name } }) => ({ richMenuId, name })),
    create: async (menu) => {
      const richMenuId = `richmenu-${++made}`
      menus.set(richMenuId, { richMenuId, menu })
      return richMenuId
    },
    hasImage: async (id) => find(id).image !== undefined,
    upload: async (id, png) => {
      const menu = find(id)
      if (menu.image) throw new Error('An image has already been uploaded to the richmenu')
      menu.image = png
    },
    aliases: async () => new Map(aliases),
    createAlias: async (alias, id) => {
      if (aliases.has(alias)) throw new Error('conflict richmenu alias id')
      aliases.set(alias, shown(id))
    },
    updateAlias: async (alias, id) => {
      if (!aliases.has(alias)) throw new Error('richmenu alias not found')
      aliases.set(alias, shown(id))
    },
    defaultId: async () => account.defaultId,
    setDefault: async (id) => {
      account.defaultId = shown(id)
    },
    move: async (moves) => {
      for (const { from, to } of moves)
        for (const [person, has] of people) if (has === shown(from)) people.set(person, shown(to))
    },
    delete: async (id) => {
      find(id)
      menus.delete(id)
      if (account.defaultId === id) account.defaultId = undefined
    },
  }
  /** What a person sees under the chat, by the menu's name. */
  const seenBy = (person: string) =>
    menus.get(people.get(person) ?? '')?.menu.name ?? menus.get(account.defaultId ?? '')?.menu.name
  return { ...account, account, api, seenBy }
}

export type Crash = 'before' | 'after'

/** The same API, which dies at its n-th call: before LINE did it, or after, when only the answer is lost. */
export function crashingAt(api: RichMenuApi, n: number, when: Crash): RichMenuApi & { calls: () => number } {
  let calls = 0
  const dying =
    <A extends unknown[], R>(act: (...given: A) => Promise<R>) =>
    async (...given: A): Promise<R> => {
      calls += 1
      if (calls !== n) return act(...given)
      if (when === 'after') await act(...given)
      throw new Error('the process was killed')
    }
  return {
    calls: () => calls,
    list: dying(api.list),
    create: dying(api.create),
    hasImage: dying(api.hasImage),
    upload: dying(api.upload),
    aliases: dying(api.aliases),
    createAlias: dying(api.createAlias),
    updateAlias: dying(api.updateAlias),
    defaultId: dying(api.defaultId),
    setDefault: dying(api.setDefault),
    move: dying(api.move),
    delete: dying(api.delete),
  }
}

/** Two small menus; `version` changes their pictures. */
export const sources = (version = 1): readonly RichMenuSource[] =>
  (['guest', 'member'] as const).map((name) => ({
    name,
    png: Uint8Array.of(version),
    menu: {
      size: { width: 2_500, height: 843 },
      selected: true,
      chatBarText: 'メニュー',
      areas: [
        {
          bounds: { x: 0, y: 0, width: 2_500, height: 843 },
          action: { type: 'uri', label: name, uri: '{BASE_URL}/privacy' },
        },
      ],
    },
  }))
