import { ApiError } from './errors.ts'
import { hex32 } from './ids.ts'
import { evictOldest, type User, type World } from './world.ts'

/** From the (re)delivery of the event. */
const USE_WITHIN_MS = 60_000
/** From the event itself, however often it is redelivered. */
const EVENT_MS_MAX = 20 * 60_000

const invalid = () => new ApiError(400, 'Invalid reply token')

export function issueReplyToken(world: World, userId: string, now: number) {
  evictOldest(world.replyTokens, ({ eventAt }) => now - eventAt > EVENT_MS_MAX)
  const token = hex32()
  world.replyTokens.set(token, { userId, eventAt: now, issuedAt: now, used: false })
  return token
}

/** A redelivered event's token lives another minute, unless it was used or the event is too old. */
export function renewReplyToken({ replyTokens }: World, token: string, now: number) {
  const known = replyTokens.get(token)
  if (known) known.issuedAt = now
}

/** Spends the token: single use, within its minute. Anything else is 400 with one and the same text. */
export function useReplyToken(world: World, token: string, now: number): User {
  const known = world.replyTokens.get(token)
  if (!known || known.used) throw invalid()
  if (now - known.issuedAt > USE_WITHIN_MS || now - known.eventAt > EVENT_MS_MAX) throw invalid()
  const user = world.users.get(known.userId)
  if (!user) throw invalid()
  known.used = true
  return user
}
