import type { MemberState } from '../../src/db/schema.ts'
import type { Store } from '../../src/db/store.ts'
import { text } from '../../src/line/messages.ts'
import { ensureMember } from '../../src/members/members.ts'
import { foldName } from '../../src/members/names.ts'
import { EARLIER, lineUserId } from '../support.ts'

type Facts = { name?: string; state?: MemberState; storeId?: string; leftOn?: string; at?: number }

/** Somebody who follows the account and told the shop who they are; their store must exist. */
export async function addPerson(
  store: Store,
  id: string,
  { name = id, state = 'applied', storeId = 'shibuya', leftOn = '2023-03-31', at = EARLIER }: Facts = {},
) {
  const memberId = await ensureMember(store, { lineUserId: lineUserId(id), now: at })
  await store.db
    .updateTable('members')
    .set({ state, name, name_folded: foldName(name), store_id: storeId, left_on: leftOn, applied_at: at })
    .where('id', '=', memberId)
    .execute()
  return memberId
}

export async function addOwner({ db }: Store, id = 'tanaka') {
  await db.insertInto('operators').values({ id, name: '田中', role: 'owner', created_at: EARLIER }).execute()
  return { id, storeId: null }
}

export async function addManager({ db }: Store, storeId: string, id = `manager-${storeId}`) {
  await db
    .insertInto('operators')
    .values({ id, name: '店長', role: 'manager', store_id: storeId, created_at: EARLIER })
    .execute()
  return { id, storeId }
}

export const HELLO = [text('おかえりなさい')]

export const memberRow = ({ db }: Store, id: string) =>
  db.selectFrom('members').selectAll().where('id', '=', id).executeTakeFirstOrThrow()
export const kindsOf = async ({ db }: Store, id: string) =>
  (await db.selectFrom('interactions').select('kind').where('member_id', '=', id).orderBy('at').execute()).map(
    ({ kind }) => kind,
  )
export const owedTo = async ({ db }: Store, id: string) =>
  (
    await db
      .selectFrom('outbox_messages')
      .select(['kind', 'rich_menu'])
      .where('member_id', '=', id)
      .orderBy('kind')
      .execute()
  ).map(({ kind, rich_menu }) => rich_menu ?? kind)
