import { type Compilable, sql } from 'kysely'
import type { Db, Store } from '../db/store.ts'
import type { Deps, Work } from '../deps.ts'
import { type ChatHandler, type Effect, LineEvent } from './chat.ts'
import type { Claimed } from './inbox-claims.ts'
import { oweReply, oweRichMenu } from './outbox.ts'

/** What a person can do that a handler may answer. LINE adds types without notice; the rest is done without effect. */
const ANSWERED_TYPES = ['message', 'postback', 'follow', 'unfollow']
/** What only a person can do who does not block us. */
const SPOKEN_TYPES = ['message', 'postback']
/** That somebody was here is noted no oftener. */
const SEEN_EVERY_MS = 3_600_000

export type Deciders = {
  /** Asked in this order; the first that does not return undefined decides. */
  handlers: readonly ChatHandler[]
  identify(store: Store, of: { lineUserId: string; now: number }): Promise<string>
}

/** Everything an event comes to, as statements; nothing is written yet. */
export async function decide(deps: Deps, { handlers, identify }: Deciders, claimed: Claimed) {
  const { store, line, config, now } = deps
  const event = readPayload(claimed.payload)
  if (!event) deps.log.warn('event not understood', { event_id: claimed.event_id, event_type: claimed.type })
  if (!event || event.mode === 'standby') return NOTHING
  if (event.type === 'unsend') return { statements: [forgetText(store, claimed)], wakes: [] }
  if (!ANSWERED_TYPES.includes(event.type)) return NOTHING
  // Blocking us begins nothing: it may be the last thing that somebody does who was erased.
  if (event.type === 'unfollow' && !(await isKnown(store, claimed.subject))) return NOTHING

  const memberId = await identify(store, { lineUserId: claimed.subject, now: now() })
  for (const handler of handlers) {
    const effect = await handler({ store, line, config, event, memberId, now: now() })
    if (effect) return effectStatements(deps, { effect, event, memberId })
  }
  return NOTHING
}

const isKnown = async ({ db }: Store, lineUserId: string) =>
  (await db
    .selectFrom('line_identities')
    .select('member_id')
    .where(sql.ref<string>('line_user_id'), '=', lineUserId)
    .executeTakeFirst()) !== undefined

const NOTHING: { statements: readonly Compilable[]; wakes: readonly Work[] } = { statements: [], wakes: [] }

function effectStatements(
  { store: { db }, now }: Deps,
  { effect, event, memberId }: { effect: Effect; event: LineEvent; memberId: string },
) {
  const { statements = [], reply = [], important = false, richMenu, wakes = [] } = effect
  const { replyToken } = event
  const owed: Compilable[] = []
  if (richMenu) owed.push(oweRichMenu(db, { memberId, menu: richMenu, now: now() }))
  if (replyToken && reply.length > 0)
    owed.push(oweReply(db, { memberId, replyToken, messages: reply, important, now: now() }))
  const spoken = SPOKEN_TYPES.includes(event.type) ? [noLongerBlocks(db, { memberId, at: event.timestamp })] : []
  const seen = event.type === 'unfollow' ? [] : [wasSeen(db, { memberId, at: event.timestamp })]
  return {
    statements: [...seen, ...spoken, ...statements, ...owed],
    wakes: [...(owed.length > 0 ? (['outbox'] as const) : []), ...wakes],
  }
}

/** By key, and without a row to write but once an hour. */
const wasSeen = (db: Db, { memberId, at }: { memberId: string; at: number }): Compilable =>
  db
    .updateTable('members')
    .set({ last_seen_at: at })
    .where('id', '=', memberId)
    .where('state', '<>', 'erased')
    .where(({ eb, or }) => or([eb('last_seen_at', 'is', null), eb('last_seen_at', '<=', at - SEEN_EVERY_MS)]))

/** A follow event can get lost; whoever speaks after the block has taken it back. */
const noLongerBlocks = (db: Db, { memberId, at }: { memberId: string; at: number }): Compilable =>
  db
    .updateTable('line_identities')
    .set({ follow_state: 'following', follow_changed_at: at })
    .where('member_id', '=', memberId)
    .where('follow_state', '=', 'blocked')
    .where('follow_changed_at', '<', at)

/** LINE asks that an unsent message be forgotten; that something was unsent stays. */
const forgetText = ({ db }: Store, { subject, payload }: Claimed): Compilable =>
  db
    .updateTable('inbox_events')
    .set({ payload: sql<string>`json_remove(payload, '$.message.text', '$.message.emojis', '$.message.mention')` })
    .where('subject', '=', subject)
    .where('type', '=', 'message')
    .where(
      sql<boolean>`case when json_valid(payload) then json_extract(payload, '$.message.id') = ${unsentMessage(payload)} end`,
    )

function unsentMessage(payload: string | null) {
  const event = parse(payload)
  if (typeof event !== 'object' || event === null || !('unsend' in event)) return null
  const { unsend } = event
  if (typeof unsend !== 'object' || unsend === null || !('messageId' in unsend)) return null
  return typeof unsend.messageId === 'string' ? unsend.messageId : null
}

/** The statement that forgets at once what was typed, where it must not be kept even until the event is forgotten. */
export const forgetTyped = (db: Db, { eventId }: { eventId: string }): Compilable =>
  db
    .updateTable('inbox_events')
    .set({ payload: sql<string>`json_remove(payload, '$.message.text')` })
    .where('event_id', '=', eventId)

const readPayload = (payload: string | null) => LineEvent.safeParse(parse(payload)).data

function parse(payload: string | null): unknown {
  try {
    return JSON.parse(payload ?? '')
  } catch {
    return undefined
  }
}
