import { z } from 'zod'
import { sha256Hex, toHex } from '../crypto.ts'
import type { RichMenuVariant } from './line.ts'

/** Where the shop's own address goes in a menu's links. */
const BASE_URL = '{BASE_URL}'
/** Menus that we made; all others of the account are left alone. */
const OURS = /^okaeri-((?:guest|member(?:-new)?)(?:-plain-ja|-en)?)-[0-9a-f]{8}$/
/** Whom no menu of their own is linked to sees this one. */
const DEFAULT_MENU: RichMenuVariant = 'guest'

const Count = z.number().int().nonnegative()
const Label = z.string().min(1).max(20)

/** A rich menu as LINE takes it, without its name; the limits are those of the Messaging API reference. */
export const RichMenu = z.strictObject({
  size: z.strictObject({ width: Count.min(800).max(2_500), height: Count.min(250) }),
  selected: z.boolean(),
  chatBarText: z.string().min(1).max(14),
  areas: z
    .array(
      z.strictObject({
        bounds: z.strictObject({ x: Count, y: Count, width: Count, height: Count }),
        action: z.discriminatedUnion('type', [
          z.strictObject({
            type: z.literal('postback'),
            label: Label,
            data: z.string().min(1).max(300),
            displayText: z.string().max(300),
          }),
          z.strictObject({ type: z.literal('uri'), label: Label, uri: z.string().min(1).max(1_000) }),
        ]),
      }),
    )
    .min(1)
    .max(20),
})
export type RichMenu = z.output<typeof RichMenu>
export type NamedRichMenu = RichMenu & { name: string }

export type RichMenuSource = { name: RichMenuVariant; menu: RichMenu; png: Uint8Array<ArrayBuffer> }

/** What the sync asks of LINE. Every call throws when LINE did not do it, or nobody knows whether it did. */
export type RichMenuApi = {
  list(): Promise<readonly { richMenuId: string; name: string }[]>
  create(menu: NamedRichMenu): Promise<string>
  hasImage(richMenuId: string): Promise<boolean>
  upload(richMenuId: string, png: Uint8Array<ArrayBuffer>): Promise<void>
  /** Menu id by alias. */
  aliases(): Promise<ReadonlyMap<string, string>>
  createAlias(alias: string, richMenuId: string): Promise<void>
  updateAlias(alias: string, richMenuId: string): Promise<void>
  defaultId(): Promise<string | undefined>
  setDefault(richMenuId: string): Promise<void>
  /** Gives everybody who has `from` the menu `to`, and resolves when that is done. Repeating it is harmless. */
  move(moves: readonly { from: string; to: string }[]): Promise<void>
  delete(richMenuId: string): Promise<void>
}

/** What was changed, in order; empty when LINE had it all. */
export type RichMenuChange = {
  did: 'created' | 'uploaded' | 'aliased' | 'made default' | 'moved' | 'deleted'
  name: string
}

/**
 * Makes LINE's rich menus what the files say. The name of a menu carries a hash of its content, so an unchanged one is
 * left as it is, and a second run changes nothing. An alias moves only to a complete menu; people move before their old
 * menu goes, and that goes last. After a crash between any two calls the next run ends what is missing.
 */
export async function syncRichMenus({
  menus,
  api,
  baseUrl,
}: {
  menus: readonly RichMenuSource[]
  api: RichMenuApi
  baseUrl: string
}) {
  const changes: RichMenuChange[] = []
  const [listed, aliases] = [await api.list(), await api.aliases()]
  const current = new Map<RichMenuVariant, string>()

  for (const source of menus) {
    const wanted = await nameByContent(source, baseUrl)
    const alias = `okaeri-${source.name}`
    const twins = listed.filter(({ name }) => name === wanted.name)
    const richMenuId = (twins.find((twin) => twin.richMenuId === aliases.get(alias)) ?? twins[0])?.richMenuId
    const id = richMenuId ?? (await api.create(wanted))
    if (!richMenuId) changes.push({ did: 'created', name: wanted.name })
    current.set(source.name, id)
    if (aliases.get(alias) === id) continue

    if (!richMenuId || !(await api.hasImage(id))) {
      await api.upload(id, source.png)
      changes.push({ did: 'uploaded', name: wanted.name })
    }
    await (aliases.has(alias) ? api.updateAlias(alias, id) : api.createAlias(alias, id))
    changes.push({ did: 'aliased', name: wanted.name })
  }

  const defaultId = current.get(DEFAULT_MENU)
  if (defaultId && (await api.defaultId()) !== defaultId) {
    await api.setDefault(defaultId)
    changes.push({ did: 'made default', name: `okaeri-${DEFAULT_MENU}` })
  }
  return [...changes, ...(await retire(api, listed, current))]
}

/** Moves people off the menus that are ours and no longer current, then deletes those. */
async function retire(
  api: RichMenuApi,
  listed: readonly { richMenuId: string; name: string }[],
  current: ReadonlyMap<RichMenuVariant, string>,
): Promise<readonly RichMenuChange[]> {
  const kept = new Set(current.values())
  const old = listed.filter(({ richMenuId, name }) => OURS.test(name) && !kept.has(richMenuId))
  const moves: { from: string; to: string; name: string }[] = []
  for (const { richMenuId: from, name } of old) {
    const variant = OURS.exec(name)?.[1]
    const to = [...current].find(([menu]) => menu === variant)?.[1]
    // Nobody can have a menu without a picture: it was left by a run that did not end.
    if (to && (await api.hasImage(from))) moves.push({ from, to, name })
  }
  if (moves.length > 0) await api.move(moves.map(({ from, to }) => ({ from, to })))
  for (const { richMenuId } of old) await api.delete(richMenuId)

  return [
    ...moves.map(({ name }) => ({ did: 'moved', name }) as const),
    ...old.map(({ name }) => ({ did: 'deleted', name }) as const),
  ]
}

async function nameByContent({ name, menu, png }: RichMenuSource, baseUrl: string): Promise<NamedRichMenu> {
  const areas = menu.areas.map(({ bounds, action }) => ({
    bounds,
    action: action.type === 'uri' ? { ...action, uri: action.uri.replace(BASE_URL, baseUrl) } : action,
  }))
  const picture = toHex(new Uint8Array(await crypto.subtle.digest('SHA-256', png)))
  const hash = await sha256Hex(`${JSON.stringify({ ...menu, areas })}\n${picture}`)
  return { ...menu, areas, name: `okaeri-${name}-${hash.slice(0, 8)}` }
}
