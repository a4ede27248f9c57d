import { type SqlBool, sql } from 'kysely'
import { hasConsent } from '../consent/consent.ts'
import { isAborted, mustHaveChangedOne, type Store } from '../db/store.ts'
import { record } from '../interactions/interactions.ts'
import type { LineMessage } from '../line/messages.ts'
import { owePush } from '../line/outbox.ts'
import { Refusal } from '../refusal.ts'
import type { StoryRow } from './stories.ts'

/** Whoever did not answer is asked for the same words once more at the earliest; whoever said no is not. */
export const ASKED_AGAIN_MS = 14 * 86_400_000

type Asking = {
  story: Pick<StoryRow, 'id' | 'member_id' | 'content_sha' | 'title'>
  /** The story as it will look, and the question. */
  messages: readonly LineMessage[]
  operatorId: string
  now: number
}

/**
 * Asks the person, in LINE, for their consent to exactly these words and this picture: one push. The same words are asked
 * for once, however often and concurrently it is called; whoever receives no news, has blocked us or is no alumnus is not
 * asked. Refusal: story_not_askable.
 */
export async function askForStory({ db, batch }: Store, { story, messages, operatorId, now }: Asking) {
  const { id, member_id: memberId, content_sha: sha, title } = story
  try {
    await batch([
      db
        .updateTable('stories')
        .set({ asked_at: now, asked_sha: sha, declined_at: null })
        .where('id', '=', id)
        .where('content_sha', '=', sha)
        .where(
          sql<SqlBool>`(asked_sha is not ${sha} or (asked_at <= ${now - ASKED_AGAIN_MS} and declined_at is null
            and coalesce(revoked_at, 0) < asked_at and agreed_sha is not ${sha}))`,
        )
        .where(sql<SqlBool>`(agreed_sha is not ${sha} or revoked_at is not null)`)
        .where(canBeAsked),
      mustHaveChangedOne(db),
      owePush(db, { memberId, messages, now }),
      record(db, { memberId, kind: 'story_asked', ref: id, detail: { title }, operatorId, at: now }),
    ])
  } catch (error) {
    throw isAborted(error) ? new Refusal('story_not_askable') : error
  }
}

/** Why the person of a story cannot be written to; undefined: they can. */
export async function whyNotAsked(
  { db }: Store,
  memberId: string,
): Promise<'not_verified' | 'blocked' | 'no_consent' | undefined> {
  const row = await db
    .selectFrom('members')
    .leftJoin('line_identities', 'line_identities.member_id', 'members.id')
    .select(['members.state', 'line_identities.follow_state'])
    .select(sql<0 | 1>`iif(${hasConsent('news', sql.ref('members.id'))}, 1, 0)`.as('news'))
    .where('members.id', '=', memberId)
    .executeTakeFirst()
  if (row?.state !== 'verified') return 'not_verified'
  if (row.follow_state !== 'following') return 'blocked'
  return row.news === 1 ? undefined : 'no_consent'
}

const canBeAsked = sql<SqlBool>`exists (select 1 from members
  join line_identities on line_identities.member_id = members.id and line_identities.follow_state = 'following'
  where members.id = stories.member_id and members.state = 'verified'
    and ${hasConsent('news', sql.ref('members.id'))})`
