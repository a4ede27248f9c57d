import { type Compilable, type RawBuilder, sql } from 'kysely'
import type { Db } from '../db/store.ts'
import type { RichMenuName } from './line.ts'
import type { LineMessage } from './messages.ts'

/** A reply keeps for a minute at LINE, so a reply that could not leave by then never will. */
export const REPLY_WINDOW_MS = 60_000

type Reply = {
  memberId: string
  replyToken: string
  messages: readonly LineMessage[]
  /** A known refusal of an important answer becomes a push, which costs one message of the month's quota. */
  important?: boolean
  now: number
}

/** The statement that owes a person a free reply; sent at most once. */
export const oweReply = (db: Db, { memberId, replyToken, messages, important = false, now }: Reply): Compilable =>
  db.insertInto('outbox_messages').values({
    id: crypto.randomUUID(),
    member_id: memberId,
    kind: 'reply',
    important: important ? 1 : 0,
    reply_token: replyToken,
    body: JSON.stringify(messages),
    retry_key: crypto.randomUUID(),
    next_at: now,
    created_at: now,
  })

/** What asks about a shift opening; it leaves no more once the opening is over, or the person answered (outbox-claims.ts). */
export const shiftTopic = (openingId: string) => `shift:${openingId}`

/** The statement that owes a person a push; retried under one key until LINE's answer is known or 23 h are over. */
export const owePush = (
  db: Db,
  {
    memberId,
    messages,
    topic = null,
    now,
    leavesAt = now,
  }: {
    memberId: string
    messages: readonly LineMessage[]
    topic?: string | null
    now: number
    /** Not before: the end of the quiet hours. */
    leavesAt?: number
  },
): Compilable =>
  db.insertInto('outbox_messages').values({
    id: crypto.randomUUID(),
    member_id: memberId,
    kind: 'push',
    body: JSON.stringify(messages),
    retry_key: crypto.randomUUID(),
    topic,
    next_at: leavesAt,
    created_at: now,
  })

/**
 * The statement that owes pushes to many. `owed`: a query of `id, member_id, body, retry_key`; a key that is the same for the
 * same message makes LINE know it within a day, even out of a backup.
 */
export const owePushesStatement = (
  db: Db,
  { owed, topic = null, now }: { owed: RawBuilder<unknown>; topic?: string | null; now: number },
): Compilable => ({
  compile: () =>
    sql`insert into outbox_messages (id, member_id, kind, body, retry_key, topic, next_at, created_at)
      select id, member_id, 'push', body, retry_key, ${topic}, ${now}, ${now} from (${owed}) where true`.compile(db),
})

/** The statement that owes a person another rich menu; free of charge, retried until LINE took it. */
export const oweRichMenu = (
  db: Db,
  { memberId, menu, now }: { memberId: string; menu: RichMenuName; now: number },
): Compilable =>
  db.insertInto('outbox_messages').values({
    id: crypto.randomUUID(),
    member_id: memberId,
    kind: 'rich_menu',
    rich_menu: menu,
    retry_key: crypto.randomUUID(),
    next_at: now,
    created_at: now,
  })
