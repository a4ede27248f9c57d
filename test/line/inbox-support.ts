import { sql } from 'kysely'
import type { Store } from '../../src/db/store.ts'
import { record } from '../../src/interactions/interactions.ts'
import type { ChatHandler } from '../../src/line/chat.ts'
import type { InboxWork } from '../../src/line/inbox.ts'
import { text } from '../../src/line/messages.ts'

export const PEOPLE = ['hana', 'ken', 'mai']
export const identify: InboxWork['identify'] = async ({ db }, { lineUserId }) =>
  (
    await db
      .selectFrom('line_identities')
      .select('member_id')
      .where(sql.ref<string>('line_user_id'), '=', lineUserId)
      .executeTakeFirstOrThrow()
  ).member_id

/** Writes one line a message, and answers it: an effect that tells when it happened twice. */
export const remember: ChatHandler = async ({ store: { db }, event, memberId, now }) => ({
  statements: [record(db, { memberId, kind: 'followed', ref: event.webhookEventId, at: now })],
  reply: [text(`「${event.message?.text}」ですね`)],
})
export const work: InboxWork = { handlers: [remember], identify }

/** What took effect, in the order in which it was committed. */
export const effects = async (of: Store) =>
  (await of.db.selectFrom('interactions').select(['member_id', 'ref']).orderBy('at').orderBy('id').execute()).map(
    ({ member_id, ref }) => `${member_id} ${ref}`,
  )
/** The person's events in the order in which they took effect. */
export const committed = async (of: Store, person: string) =>
  (
    await of.db.selectFrom('interactions').select('ref').where('member_id', '=', person).orderBy(sql`rowid`).execute()
  ).map(({ ref }) => ref)
