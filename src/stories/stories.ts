import { type Expression, type SqlBool, sql } from 'kysely'
import type { Db, Store } from '../db/store.ts'

/**
 * Whether a story may be told now: whom it is about agreed to exactly these words and this picture, has not taken that back,
 * and is still one of the verified. For the guards of statements.
 */
export const storyIsUsable = (db: Db, storyId: Expression<string | null> | string) =>
  sql<SqlBool>`exists (${db
    .selectFrom('stories')
    .innerJoin('members', 'members.id', 'stories.member_id')
    .select('stories.id')
    .where('stories.id', '=', sql<string>`${storyId}`)
    .where(usable)})`

/** A story with whom it is about, and whether it may be told now; undefined when there is none of that id. */
export const storyFor = ({ db }: Store, storyId: string) =>
  db
    .selectFrom('stories')
    .innerJoin('members', 'members.id', 'stories.member_id')
    .select([
      'stories.id',
      'stories.member_id as memberId',
      'stories.title',
      'stories.words',
      'stories.image_id as imageId',
    ])
    .select(sql<string>`coalesce(members.name, '')`.as('name'))
    .select(sql<0 | 1>`iif(${usable}, 1, 0)`.as('usable'))
    .where('stories.id', '=', storyId)
    .executeTakeFirst()
    .then((story) => story && { ...story, usable: story.usable === 1 })

/** Of `stories` joined with `members`. */
const usable = sql<SqlBool>`(stories.agreed_sha is not null and stories.agreed_sha = stories.content_sha
  and stories.revoked_at is null and members.state = 'verified')`
