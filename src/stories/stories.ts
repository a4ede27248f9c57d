import { type Expression, type SqlBool, sql } from 'kysely'
import { sha256Hex } from '../crypto.ts'
import { type Db, isAborted, mustHaveChangedOne, type Store } from '../db/store.ts'
import { Refusal } from '../refusal.ts'

export const STORY_TITLE_MAX = 40
/** As much as a card shows without its end being missed. */
export const STORY_WORDS_MAX = 500
/** Stories of a page, and to choose from. */
export const STORIES_PAGE = 50

export type StoryContent = { title: string; words: string; imageId: string | null }

/**
 * Where a story stands. draft: its words were never asked for; changed: other words were; asked: no answer yet; agreed: it
 * may be told; declined, revoked: it may not, and the same words are not asked for again.
 */
export type StoryState = 'draft' | 'changed' | 'asked' | 'agreed' | 'declined' | 'revoked'

/** What exactly is agreed to. */
export const contentSha = ({ title, words, imageId }: StoryContent) =>
  sha256Hex(JSON.stringify(['story', title, words, imageId]))

/**
 * Whether a story may be told now: whom it is about agreed to exactly these words and this picture, has not taken that back,
 * and is still one of the verified. For the guards of statements.
 */
export const storyIsUsable = (db: Db, storyId: Expression<string | null> | string) =>
  sql<SqlBool>`exists ${db
    .selectFrom('stories')
    .innerJoin('members', 'members.id', 'stories.member_id')
    .select('stories.id')
    .where('stories.id', '=', sql<string>`${storyId}`)
    .where(usable)}`

/** A story with whom it is about, and whether it may be told now; undefined when there is none of that id. */
export const storyFor = (store: Store, storyId: string) =>
  told(store)
    .where('stories.id', '=', storyId)
    .executeTakeFirst()
    .then((story) => story && { ...story, usable: story.usable === 1 })

/** What may be told now, newest first; a manager tells of the own store's people. */
export const usableStories = async (store: Store, { storeId }: { storeId: string | null }) =>
  told(store)
    .where(usable)
    .$if(storeId !== null, (query) => query.where('members.store_id', '=', storeId))
    .orderBy('stories.updated_at', 'desc')
    .orderBy('stories.id')
    .limit(STORIES_PAGE)
    .execute()

export type StoryRow = Awaited<ReturnType<typeof listStories>>[number]

/** The stories that an operator may see, the last changed ones first. Emptied ones, of people who left, are nobody's. */
export const listStories = (store: Store, { storeId }: { storeId: string | null }) =>
  rows(store, storeId).orderBy('stories.updated_at', 'desc').orderBy('stories.id').limit(STORIES_PAGE).execute()

/** One of them. Refusal: not_found, also when it is of another store's people. */
export async function findStory(store: Store, { storyId, storeId }: { storyId: string; storeId: string | null }) {
  const story = await rows(store, storeId).where('stories.id', '=', storyId).executeTakeFirst()
  if (!story) throw new Refusal('not_found')
  return story
}

type Facts = Pick<StoryRow, 'content_sha' | 'asked_at' | 'asked_sha' | 'agreed_sha' | 'declined_at' | 'revoked_at'>

export function storyState({
  content_sha,
  asked_at,
  asked_sha,
  agreed_sha,
  declined_at,
  revoked_at,
}: Facts): StoryState {
  if (agreed_sha === content_sha && revoked_at === null) return 'agreed'
  if (asked_at === null) return 'draft'
  if (asked_sha !== content_sha) return 'changed'
  if (revoked_at !== null && revoked_at >= asked_at) return 'revoked'
  return declined_at !== null && declined_at >= asked_at ? 'declined' : 'asked'
}

type NewStory = { memberId: string; content: StoryContent; operatorId: string; storeId: string | null; now: number }

/** A story that nobody has agreed to yet; its id. Refusal: not_found, when they are no alumni (of the operator's store). */
export async function createStory({ db }: Store, { memberId, content, operatorId, storeId, now }: NewStory) {
  const { title, words, imageId } = content
  const id = crypto.randomUUID()
  const { rows } = await sql<{ id: string }>`
    insert into stories (id, member_id, title, words, image_id, content_sha, created_by, created_at, updated_at)
    select ${id}, members.id, ${title}, ${words}, ${imageId}, ${await contentSha(content)}, ${operatorId}, ${now}, ${now}
      from members where members.id = ${memberId} and members.state = 'verified'
        and (${storeId} is null or members.store_id = ${storeId})
    returning id`.execute(db)
  if (rows.length === 0) throw new Refusal('not_found')
  return id
}

/** Other words or another picture. Whoever agreed agreed to the former ones: the story waits for a new yes. Refusal: not_found. */
export async function changeStory(
  { db }: Store,
  { storyId, storeId, content, now }: { storyId: string; storeId: string | null; content: StoryContent; now: number },
) {
  const { title, words, imageId } = content
  const changed = await db
    .updateTable('stories')
    .set({ title, words, image_id: imageId, content_sha: await contentSha(content), updated_at: now })
    .where('id', '=', storyId)
    .where(isOfStore(storeId))
    .returning('id')
    .executeTakeFirst()
  if (!changed) throw new Refusal('not_found')
}

/** Forgets a story. One that a broadcast tells stays: Refusal story_in_use; not_found. */
export async function deleteStory(store: Store, { storyId, storeId }: { storyId: string; storeId: string | null }) {
  const { db, batch } = store
  try {
    await batch([
      db
        .deleteFrom('stories')
        .where('id', '=', storyId)
        .where(isOfStore(storeId))
        .where(
          sql<SqlBool>`not exists (select 1 from broadcasts
            where broadcasts.story_id = stories.id or broadcasts.content ->> '$.storyId' = stories.id)`,
        ),
      mustHaveChangedOne(db),
    ])
  } catch (error) {
    if (!isAborted(error)) throw error
    await findStory(store, { storyId, storeId })
    throw new Refusal('story_in_use')
  }
}

const told = ({ db }: Store) =>
  db
    .selectFrom('stories')
    .innerJoin('members', 'members.id', 'stories.member_id')
    .select(['stories.id', 'stories.member_id as memberId', 'stories.title', 'stories.words'])
    .select('stories.image_id as imageId')
    .select(sql<string>`coalesce(members.name, '')`.as('name'))
    .select(sql<0 | 1>`iif(${usable}, 1, 0)`.as('usable'))

const rows = ({ db }: Store, storeId: string | null) =>
  db
    .selectFrom('stories')
    .innerJoin('members', 'members.id', 'stories.member_id')
    .leftJoin('stores', 'stores.id', 'members.store_id')
    .leftJoin('images', 'images.id', 'stories.image_id')
    .selectAll('stories')
    .select(['members.name', 'members.language', 'stores.name as store_name'])
    .select(['images.width as image_width', 'images.height as image_height'])
    .where('members.state', '=', 'verified')
    .$if(storeId !== null, (query) => query.where('members.store_id', '=', storeId))

/** Of `stories` joined with `members`. */
const usable = sql<SqlBool>`(stories.agreed_sha is not null and stories.agreed_sha = stories.content_sha
  and stories.revoked_at is null and members.state = 'verified')`

const isOfStore = (storeId: string | null) =>
  sql<SqlBool>`exists (select 1 from members where members.id = stories.member_id and members.state = 'verified'
    and (${storeId} is null or members.store_id = ${storeId}))`
