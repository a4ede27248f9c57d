import type { Store } from '../db/store.ts'

/** What stood on the person's board, what they tapped and answered, and what was sent to them by itself. */
export async function answeredBy({ db }: Store, memberId: string) {
  const [board, votes, taps, automatic] = await Promise.all([
    db
      .selectFrom('board_notices')
      .innerJoin('broadcasts', 'broadcasts.id', 'board_notices.broadcast_id')
      .select(['broadcast_id', 'broadcasts.title', 'posted_at', 'read_at'])
      .where('member_id', '=', memberId)
      .orderBy('posted_at', 'desc')
      .execute(),
    db
      .selectFrom('poll_votes')
      .innerJoin('broadcasts', 'broadcasts.id', 'poll_votes.broadcast_id')
      .select(['broadcast_id', 'broadcasts.title', 'answer', 'voted_at'])
      .where('member_id', '=', memberId)
      .execute(),
    db
      .selectFrom('broadcast_taps')
      .innerJoin('broadcasts', 'broadcasts.id', 'broadcast_taps.broadcast_id')
      .select(['broadcast_id', 'broadcasts.title', 'target', 'taps', 'first_at', 'last_at'])
      .where('member_id', '=', memberId)
      .execute(),
    db
      .selectFrom('automatic_sends')
      .select(['occasion', 'occurrence', 'broadcast_id', 'at'])
      .where('member_id', '=', memberId)
      .execute(),
  ])
  return { board, votes, taps, automatic }
}

/** Their story, and the pictures that show them: that of the story, and their face beside what they signed. */
export async function toldAbout({ db }: Store, memberId: string) {
  const ofStories = db.selectFrom('stories').select('image_id').where('member_id', '=', memberId)
  const ofFace = db.selectFrom('operators').select('face_image_id').where('member_id', '=', memberId)
  const [stories, pictures] = await Promise.all([
    db
      .selectFrom('stories')
      .select(['id', 'title', 'words', 'image_id', 'content_sha', 'created_at', 'updated_at'])
      .select(['asked_at', 'asked_sha', 'agreed_at', 'agreed_sha', 'declined_at', 'revoked_at'])
      .where('member_id', '=', memberId)
      .execute(),
    db
      .selectFrom('images')
      .select(['id', 'use', 'media_type', 'width', 'height', 'bytes', 'sha256', 'created_at'])
      .where(({ or, eb }) => or([eb('id', 'in', ofStories), eb('id', 'in', ofFace)]))
      .execute(),
  ])
  return { stories, pictures }
}
