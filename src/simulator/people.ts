import { hex32 } from './ids.ts'
import { issueReplyToken } from './reply-tokens.ts'
import { emit, type WebhookEvent, type WebhookResult, webhookEvent } from './webhooks.ts'
import { announce, append, type Content, evictOldest, nextMessageId, type User, type World } from './world.ts'

const CONTENTS_MAX = 200

/** What a person did, the event that the bot got (if any), and how its webhook went. */
export type Act = { messageId?: string; event?: WebhookEvent; webhook?: WebhookResult | 'held'; uri?: string }

/** Why a person cannot do that; worded for whoever drives the simulator. */
export class CannotDo extends Error {
  readonly status: 404 | 409 | 422

  constructor(message: string, status: 404 | 409 | 422 = 409) {
    super(message)
    this.name = 'CannotDo'
    this.status = status
  }
}

export type NewUser = {
  id?: string | undefined
  displayName: string
  language?: string | undefined
  pictureUrl?: string | undefined
  statusMessage?: string | undefined
  /** Already a friend, without a follow event. */
  friend?: boolean | undefined
}

/** A person with a LINE account. Not a friend of the bot yet, unless told. */
export function addUser(world: World, { id = `U${hex32()}`, displayName, friend, ...profile }: NewUser): User {
  if (world.users.has(id)) throw new CannotDo(`user ${id} exists already`)
  const { language, pictureUrl, statusMessage } = profile
  const user: User = {
    id,
    displayName,
    ...(language === undefined ? {} : { language }),
    ...(pictureUrl === undefined ? {} : { pictureUrl }),
    ...(statusMessage === undefined ? {} : { statusMessage }),
    friend: friend ? 'following' : 'never',
    chat: [],
    received: { requests: 0, messages: 0 },
  }
  world.users.set(id, user)
  announce(world, { type: 'user', userId: id })
  return user
}

export function findUser(world: World, id: string): User {
  const user = world.users.get(id)
  if (!user) throw new CannotDo(`no user ${id}`, 404)
  return user
}

/** Adds the account as a friend, or unblocks it. */
export async function follow(world: World, user: User): Promise<Act> {
  if (user.friend === 'following') throw new CannotDo('already a friend')
  const isUnblocked = user.friend === 'blocked'
  user.friend = 'following'
  announce(world, { type: 'user', userId: user.id })
  return tell(world, user, { type: 'follow', follow: { isUnblocked } })
}

/** Blocks the account. Nothing arrives any more; the person's own rich menu is forgotten, which is the worse of the two possibilities. */
export async function block(world: World, user: User): Promise<Act> {
  if (user.friend !== 'following') throw new CannotDo('not a friend')
  user.friend = 'blocked'
  delete user.richMenuId
  announce(world, { type: 'user', userId: user.id })
  return tell(world, user, { type: 'unfollow' }, { repliable: false })
}

/** Writes something: text, a sticker, an image. Also people who are no friends can write; those who blocked cannot. */
export async function say(
  world: World,
  user: User,
  message: Record<string, unknown>,
  id = nextMessageId(world),
): Promise<Act> {
  if (user.friend === 'blocked') throw new CannotDo('blocked the account')
  const now = world.now()
  user.spokeAt = now
  append(user.chat, { from: 'user', id, at: now, message }, world.settings.chatItemsMax)
  announce(world, { type: 'chat', userId: user.id })
  const quoted = message.type === 'image' ? { contentProvider: { type: 'line' } } : {}
  const act = await tell(world, user, {
    type: 'message',
    message: { ...message, id, quoteToken: `quote-${id}`, ...quoted },
  })
  return { ...act, messageId: id }
}

export const sayText = (world: World, user: User, text: string) => say(world, user, { type: 'text', text })

export function saySticker(world: World, user: User, sticker: { packageId: string; stickerId: string }) {
  return say(world, user, { type: 'sticker', ...sticker, stickerResourceType: 'STATIC' })
}

/** Sends a picture; the bot can fetch it from the content endpoint. */
export function sayImage(world: World, user: User, image: Pick<Content, 'type' | 'bytes'>) {
  const id = nextMessageId(world)
  world.contents.set(id, { ...image, userId: user.id, gone: false })
  evictOldest(world.contents, (_, size) => size > CONTENTS_MAX)
  return say(world, user, { type: 'image' }, id)
}

/** Takes a message back. Its content is gone for the bot as well. */
export async function unsend(world: World, user: User, messageId: string): Promise<Act> {
  const item = user.chat.find((one) => one.from === 'user' && one.id === messageId)
  if (item?.from !== 'user' || item.unsent) throw new CannotDo(`no message ${messageId} of this person`, 404)
  item.unsent = true
  const content = world.contents.get(messageId)
  if (content) world.contents.set(messageId, { ...content, bytes: new Uint8Array(), gone: true })
  announce(world, { type: 'chat', userId: user.id })
  return tell(world, user, { type: 'unsend', unsend: { messageId } }, { repliable: false })
}

type Postback = { data: string; params?: Record<string, string> | undefined; displayText?: string | undefined }

/** The result of a button. A displayText is shown in the chat, without a message event. */
export async function postback(world: World, user: User, { data, params, displayText }: Postback): Promise<Act> {
  if (user.friend === 'blocked') throw new CannotDo('blocked the account')
  if (displayText !== undefined) {
    const said = {
      from: 'user',
      id: nextMessageId(world),
      at: world.now(),
      message: { type: 'text', text: displayText },
    } as const
    append(user.chat, said, world.settings.chatItemsMax)
    announce(world, { type: 'chat', userId: user.id })
  }
  return tell(world, user, { type: 'postback', postback: params ? { data, params } : { data } })
}

async function tell(
  world: World,
  user: User,
  fields: { type: string } & Record<string, unknown>,
  { repliable = true } = {},
): Promise<Act> {
  const now = world.now()
  const token = repliable ? { replyToken: issueReplyToken(world, user.id, now) } : {}
  const event = webhookEvent(user.id, now, { ...fields, ...token })
  return { event, webhook: await emit(world, event) }
}
