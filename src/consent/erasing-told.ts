import { type RawBuilder, sql } from 'kysely'
import type { Store } from '../db/store.ts'

/**
 * The pictures that go with a person: of their story, and their face beside what they signed; not one that somebody else's
 * story or face shows as well. Their bytes are in the files, under these names.
 */
export async function picturesOf({ db }: Store, memberId: string): Promise<readonly string[]> {
  const { rows } = await sql<{ id: string }>`select id from images where (id in (
      select image_id from stories where member_id = ${memberId}
      union select face_image_id from operators where member_id = ${memberId}))
    and not exists (select 1 from stories where image_id = images.id and member_id <> ${memberId})
    and not exists (select 1 from operators where face_image_id = images.id and member_id is not ${memberId})`.execute(
    db,
  )
  return rows.map(({ id }) => id)
}

type Told = {
  memberId: string
  /** The names of `picturesOf`, as JSON. */
  pictures: string
  now: number
}

/**
 * What was told about them: their story and every message that told it, and the pictures. A story that was sent stays as an
 * empty row, revoked, for the broadcasts that name it; a body that LINE may still be asked to take is left to its broadcast.
 */
export const whatWasTold = ({ memberId, pictures, now }: Told): readonly RawBuilder<unknown>[] => [
  sql`delete from broadcasts where state = 'draft' and ${tellsOf(memberId)}`,
  sql`update broadcast_chunks set body = null where body is not null and state not in ('ready', 'inflight')
    and broadcast_id in (select id from broadcasts where ${tellsOf(memberId)})`,
  sql`update broadcasts set title = '—', content = json_replace(content, '$.text', '—'), balance_reason = null
    where ${tellsOf(memberId)}`,
  sql`delete from stories where member_id = ${memberId}
    and not exists (select 1 from broadcasts where story_id = stories.id or content ->> '$.storyId' = stories.id)`,
  sql`update stories set title = '—', words = '', image_id = null, content_sha = '', asked_at = null, asked_sha = null,
      agreed_at = null, agreed_sha = null, declined_at = null, revoked_at = coalesce(revoked_at, ${now})
    where member_id = ${memberId}`,
  sql`update operators set face_image_id = null where member_id = ${memberId}`,
  ...(['broadcasts', 'message_templates', 'automatic_messages'] as const).map(
    (table) => sql`update ${sql.table(table)} set content = json_remove(content, '$.imageId')
      where content ->> '$.imageId' in (select value from json_each(${pictures}))`,
  ),
  sql`update events set image_id = null where image_id in (select value from json_each(${pictures}))`,
  sql`delete from images where id in (select value from json_each(${pictures}))
    and not exists (select 1 from stories where image_id = images.id)
    and not exists (select 1 from operators where face_image_id = images.id)`,
]

const tellsOf = (memberId: string) => sql`(broadcasts.story_id in (select id from stories where member_id = ${memberId})
  or broadcasts.content ->> '$.storyId' in (select id from stories where member_id = ${memberId}))`
