import type { Store } from '../../src/db/store.ts'
import { foldName } from '../../src/members/names.ts'
import { EARLIER } from '../support.ts'

/** A line of the shop's roster; its store must exist. */
export async function addEntry(
  { db }: Store,
  {
    id = crypto.randomUUID(),
    name,
    kana = null,
    storeId = 'shibuya',
    leftOn,
    excluded = false,
  }: { id?: string; name: string; kana?: string | null; storeId?: string; leftOn: string; excluded?: boolean },
) {
  await db
    .insertInto('roster_entries')
    .values({
      id,
      name,
      name_folded: foldName(name),
      kana,
      kana_folded: kana === null ? null : foldName(kana),
      store_id: storeId,
      role_id: null,
      left_on: leftOn,
      excluded_at: excluded ? EARLIER : null,
      created_at: EARLIER,
    })
    .execute()
  return id
}
