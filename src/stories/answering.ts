import { type Compilable, type SqlBool, sql } from 'kysely'
import { type Db, mustHaveChangedOne, type Store } from '../db/store.ts'
import { record } from '../interactions/interactions.ts'
import { type StoryState, storyState } from './stories.ts'

/** How much of the content's hash a button carries: enough that no other words have the same. */
export const SHA_SHOWN = 16

/** `at`: when the person said it. A "no" at the same instant wins, and counts for whatever was agreed to before. */
type Answer = { storyId: string; memberId: string; at: number }

type Answered = { outcome: 'agreed' | 'already' | 'declined' | 'revoked' | 'stale' | 'unknown'; title: string }

/**
 * A person's answer to a story of theirs: what comes of it, and the statements that make it so. A yes counts only for the words
 * that its button showed, while they are the ones asked for; a no counts whatever it showed.
 */
export async function answerStory(
  { db }: Store,
  { storyId, memberId, at, ...said }: Answer & ({ yes: true; sha: string } | { yes: false }),
): Promise<Answered & { statements: readonly Compilable[] }> {
  const story = await db
    .selectFrom('stories')
    .selectAll()
    .where('id', '=', storyId)
    .where('member_id', '=', memberId)
    .executeTakeFirst()
  if (!story) return { outcome: 'unknown', title: '', statements: [] }
  const { title, content_sha: sha } = story
  const state = storyState(story)
  const lastNo = Math.max(story.declined_at ?? 0, story.revoked_at ?? 0)
  const tell = (kind: 'story_agreed' | 'story_declined' | 'story_revoked') =>
    record(db, { memberId, kind, ref: storyId, detail: { title }, at })

  if (said.yes) {
    if (state === 'agreed') return { outcome: 'already', title, statements: [] }
    const isSame = said.sha === sha.slice(0, SHA_SHOWN) && story.asked_sha === sha
    if (!isSame || at <= lastNo) return { outcome: 'stale', title, statements: [] }
    const answer = agreement(db, { storyId, memberId, at, sha })
    return { outcome: 'agreed', title, statements: [answer, mustHaveChangedOne(db), tell('story_agreed')] }
  }
  const agreed = story.agreed_at !== null && story.revoked_at === null
  const outcome = wasAgreed(agreed, state)
  if (at < (story.agreed_at ?? 0) || (!agreed && at <= lastNo)) return { outcome, title, statements: [] }
  const again = state === 'declined' || state === 'revoked'
  const told = again ? [] : [tell(agreed ? 'story_revoked' : 'story_declined')]
  return { outcome, title, statements: [refusal(db, { storyId, memberId, at }), mustHaveChangedOne(db), ...told] }
}

/** The stories of a person, for their own page: what was asked and what they said. */
export const storiesOf = async ({ db }: Store, memberId: string) =>
  (await db.selectFrom('stories').selectAll().where('member_id', '=', memberId).orderBy('created_at', 'desc').execute())
    .map((story) => ({
      ...story,
      state: storyState(story),
      agreed: story.agreed_at !== null && story.revoked_at === null,
    }))
    .filter(({ asked_at, title }) => asked_at !== null && title !== '')

const wasAgreed = (agreed: boolean, state: StoryState) => (agreed || state === 'revoked' ? 'revoked' : 'declined')

const agreement = (db: Db, { storyId, memberId, at, sha }: Answer & { sha: string }) =>
  db
    .updateTable('stories')
    .set({ agreed_at: at, agreed_sha: sha, declined_at: null, revoked_at: null })
    .where('id', '=', storyId)
    .where('member_id', '=', memberId)
    .where('content_sha', '=', sha)
    .where('asked_sha', '=', sha)
    .where(sql<SqlBool>`max(coalesce(declined_at, -1), coalesce(revoked_at, -1)) < ${at}`)

const refusal = (db: Db, { storyId, memberId, at }: Answer) =>
  db
    .updateTable('stories')
    .set({
      declined_at: at,
      revoked_at: sql`iif(agreed_at is not null and revoked_at is null, ${at}, revoked_at)`,
    })
    .where('id', '=', storyId)
    .where('member_id', '=', memberId)
    .where(sql<SqlBool>`coalesce(agreed_at, -1) <= ${at}`)
