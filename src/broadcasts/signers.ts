import type { Store } from '../db/store.ts'

export type Signer = { id: string; name: string; faceId: string | null }

const SIGNERS_MAX = 30

/** Who may sign: the shop's operators; for a manager those of the own store. Whoever asks stands first. */
export const signersFor = (
  { db }: Store,
  { operatorId, storeId }: { operatorId: string; storeId: string | null },
): Promise<readonly Signer[]> =>
  db
    .selectFrom('operators')
    .select(['id', 'name', 'face_image_id as faceId'])
    .where('revoked_at', 'is', null)
    .$if(storeId !== null, (query) =>
      query.where((eb) => eb.or([eb('store_id', '=', storeId), eb('id', '=', operatorId)])),
    )
    .orderBy((eb) => eb('id', '=', operatorId), 'desc')
    .orderBy('name')
    .orderBy('id')
    .limit(SIGNERS_MAX)
    .execute()
