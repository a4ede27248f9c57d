import { readFileSync, renameSync, writeFileSync } from 'node:fs'
import { z } from 'zod'
import { RichMenuObject } from './rich-menus.ts'
import type { Delivery, World } from './world.ts'

/** Changes that come together are written together. */
const SAVE_AFTER_MS = 300

const bytes = z.base64().transform((text) => Uint8Array.from(Buffer.from(text, 'base64')))
const message = z.record(z.string(), z.unknown())
const friend = z.enum(['never', 'following', 'blocked'])

const SavedDelivery = z.object({
  from: z.literal('bot'),
  at: z.number(),
  endpoint: z.enum(['reply', 'push', 'multicast']),
  requestId: z.string(),
  retryKey: z.string().exactOptional(),
  unit: z.string().exactOptional(),
  bodySha: z.string(),
  messages: z.array(z.object({ id: z.string(), quoteToken: z.string().exactOptional(), message })),
})
const SavedSaid = z.object({
  from: z.literal('user'),
  id: z.string(),
  at: z.number(),
  message,
  unsent: z.boolean().exactOptional(),
})
const SavedUser = z.object({
  id: z.string(),
  displayName: z.string(),
  language: z.string().exactOptional(),
  pictureUrl: z.string().exactOptional(),
  statusMessage: z.string().exactOptional(),
  friend,
  spokeAt: z.number().exactOptional(),
  richMenuId: z.string().exactOptional(),
  /** A number is a place in `deliveries`: one request reaches many. */
  chat: z.array(z.union([z.number(), SavedSaid])),
  received: z.object({ requests: z.number(), messages: z.number() }),
})
const SavedKey = z.object({
  at: z.number(),
  endpoint: z.string(),
  requestId: z.string(),
  bodySha: z.string(),
  sentMessages: z.array(z.object({ id: z.string(), quoteToken: z.string().exactOptional() })).exactOptional(),
  settled: z.boolean(),
})
const pairs = <Value extends z.ZodType>(value: Value) => z.array(z.tuple([z.string(), value]))

const Snapshot = z.object({
  version: z.literal(1),
  clockOffsetMs: z.number(),
  messageSeq: z.number(),
  quota: z.number().nullable(),
  deliveries: z.array(SavedDelivery),
  users: z.array(SavedUser),
  retryKeys: pairs(SavedKey),
  usage: pairs(z.number()),
  sentByDay: pairs(z.number()),
  units: pairs(z.array(z.string())),
  richMenus: z.array(
    z.object({
      id: z.string(),
      menu: RichMenuObject,
      image: z.object({ type: z.enum(['image/png', 'image/jpeg']), bytes }).exactOptional(),
    }),
  ),
  aliases: pairs(z.string()),
  defaultRichMenuId: z.string().nullable(),
  contents: pairs(z.object({ userId: z.string(), type: z.string(), bytes, gone: z.boolean() })),
  statelessTokens: pairs(z.number()),
  signingKey: z.looseObject({ kty: z.string() }).nullable(),
})

const base64 = (data: Uint8Array) => Buffer.from(data).toString('base64')

/** Everything that LINE would still know after a night: people, chats, retry keys, quota, rich menus, keys. */
export function takeSnapshot(world: World): string {
  const places = new Map<Delivery, number>()
  const users = Array.from(world.users.values(), (user) => ({
    ...user,
    chat: user.chat.map((item) => {
      if (item.from === 'user') return item
      const place = places.get(item) ?? places.size
      places.set(item, place)
      return place
    }),
  }))
  return JSON.stringify({
    version: 1,
    clockOffsetMs: world.clockOffsetMs,
    messageSeq: world.messageSeq,
    quota: world.switches.quota,
    deliveries: [...places.keys()],
    users,
    retryKeys: Array.from(world.retryKeys, ([key, accepted]) => [key, { ...accepted, settled: true }]),
    usage: [...world.usage],
    sentByDay: [...world.sentByDay],
    units: Array.from(world.units, ([month, names]) => [month, [...names]]),
    richMenus: Array.from(world.richMenus.values(), ({ image, ...rest }) => ({
      ...rest,
      ...(image ? { image: { ...image, bytes: base64(image.bytes) } } : {}),
    })),
    aliases: [...world.aliases],
    defaultRichMenuId: world.defaultRichMenuId,
    contents: Array.from(world.contents, ([id, content]) => [id, { ...content, bytes: base64(content.bytes) }]),
    statelessTokens: [...world.statelessTokens],
    signingKey: world.signingKey,
  })
}

/** Puts a world back as it was when the snapshot was taken. Throws when the text isn't one. */
export function restoreSnapshot(world: World, text: string) {
  const saved = Snapshot.parse(JSON.parse(text))
  world.clockOffsetMs = saved.clockOffsetMs
  world.messageSeq = saved.messageSeq
  world.switches.quota = saved.quota
  for (const user of saved.users) {
    const chat = user.chat.flatMap((item) => (typeof item === 'number' ? (saved.deliveries[item] ?? []) : item))
    world.users.set(user.id, { ...user, chat })
  }
  world.retryKeys = new Map(saved.retryKeys)
  world.usage = new Map(saved.usage)
  world.sentByDay = new Map(saved.sentByDay)
  world.units = new Map(saved.units.map(([month, names]) => [month, new Set(names)]))
  world.richMenus = new Map(saved.richMenus.map((menu) => [menu.id, menu]))
  world.aliases = new Map(saved.aliases)
  world.defaultRichMenuId = saved.defaultRichMenuId
  world.contents = new Map(saved.contents)
  world.statelessTokens = new Map(saved.statelessTokens)
  world.signingKey = saved.signingKey
}

/** Puts the world back as the file has it, if there is a file. Throws when it is broken. */
export function loadFile(world: World, path: string) {
  const text = readIfThere(path)
  if (text !== undefined) restoreSnapshot(world, text)
}

/** Writes the world to the file now (throws when that fails), soon after each change, and by `save()`. */
export function keepInFile(world: World, path: string, onFailure: (error: unknown) => void) {
  let timer: NodeJS.Timeout | undefined
  const save = () => {
    clearTimeout(timer)
    timer = undefined
    // Written beside and moved over, so that a crash leaves the old file or the new one.
    writeFileSync(`${path}.tmp`, takeSnapshot(world), { mode: 0o600 })
    renameSync(`${path}.tmp`, path)
  }
  const trySave = () => {
    try {
      save()
    } catch (error) {
      onFailure(error)
    }
  }
  save()
  world.listeners.add(() => {
    timer ??= setTimeout(trySave, SAVE_AFTER_MS)
  })
  return { save: trySave }
}

function readIfThere(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8')
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined
    throw error
  }
}
