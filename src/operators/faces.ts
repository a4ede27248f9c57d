import { sql } from 'kysely'
import type { Store } from '../db/store.ts'
import { Refusal } from '../refusal.ts'

/** Whose face is asked for, and by whom: one's own, and an owner's anybody's. Refusal: not_found. */
export async function faceOf(
  { db }: Store,
  { operatorId, by }: { operatorId: string; by: { id: string; role: string } },
) {
  const found = await db
    .selectFrom('operators')
    .select(['id', 'name', 'face_image_id as faceImageId'])
    .where('id', '=', operatorId)
    .where('revoked_at', 'is', null)
    .executeTakeFirst()
  if (!found || (by.role !== 'owner' && by.id !== operatorId)) throw new Refusal('not_found')
  return found
}

/** Sets or takes away the face beside what an operator signs. Refusal: not_found, when they are none any more. */
export async function setFace(
  { db }: Store,
  { operatorId, imageId }: { operatorId: string; imageId: string | null },
): Promise<void> {
  const set = await db
    .updateTable('operators')
    .set({
      face_image_id:
        imageId === null ? null : sql<string>`(select id from images where id = ${imageId} and use = 'face')`,
    })
    .where('id', '=', operatorId)
    .where('revoked_at', 'is', null)
    .returning('id')
    .executeTakeFirst()
  if (!set) throw new Refusal('not_found')
}
