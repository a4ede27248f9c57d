import { sql } from 'kysely'
import type { MemberState } from '../db/schema.ts'
import type { Store } from '../db/store.ts'

/** Before any event said so, nobody knows when a person began to follow: the first event that does wins. */
const NEVER_MS = 0

export type Member = NonNullable<Awaited<ReturnType<typeof findMember>>>

/**
 * The member behind a LINE user id; a stranger becomes a guest. One member per person, however often and however
 * concurrently it is asked.
 */
export async function ensureMember(
  { db, batch }: Store,
  { lineUserId, now }: { lineUserId: string; now: number },
): Promise<string> {
  const known = () =>
    db
      .selectFrom('line_identities')
      .select('member_id')
      .where(sql.ref<string>('line_user_id'), '=', lineUserId)
      .executeTakeFirst()
  const before = await known()
  if (before) return before.member_id

  const id = crypto.randomUUID()
  await batch([
    db
      .insertInto('members')
      .columns(['id', 'state', 'created_at'])
      .expression(
        db
          .selectNoFrom(({ val }) => [
            val(id).as('id'),
            val<MemberState>('guest').as('state'),
            val(now).as('created_at'),
          ])
          .where(({ not, exists, selectFrom }) =>
            not(
              exists(
                selectFrom('line_identities')
                  .select('member_id')
                  .where(sql.ref<string>('line_user_id'), '=', lineUserId),
              ),
            ),
          ),
      ),
    db
      .insertInto('line_identities')
      .columns(['line_user_id', 'member_id', 'follow_state', 'follow_changed_at'])
      .expression(({ selectFrom, val }) =>
        selectFrom('members')
          .select([
            val(lineUserId).as('line_user_id'),
            'id',
            val<'following'>('following').as('follow_state'),
            val(NEVER_MS).as('follow_changed_at'),
          ])
          .where('id', '=', id),
      ),
  ])
  const { member_id } = await db
    .selectFrom('line_identities')
    .select('member_id')
    .where(sql.ref<string>('line_user_id'), '=', lineUserId)
    .executeTakeFirstOrThrow()
  return member_id
}

/** Everything the shop knows of a person but their tags and timeline; undefined when there is none of that id. */
export const findMember = ({ db }: Store, memberId: string) =>
  db
    .selectFrom('members')
    .leftJoin('stores', 'stores.id', 'members.store_id')
    .leftJoin('roles', 'roles.id', 'members.role_id')
    .leftJoin('line_identities', 'line_identities.member_id', 'members.id')
    .leftJoin('operators', 'operators.id', 'members.decided_by')
    .selectAll('members')
    .select([
      'stores.name as store_name',
      'roles.name as role_name',
      'line_identities.follow_state',
      'line_identities.follow_changed_at',
      'operators.name as decided_by_name',
    ])
    .where('members.id', '=', memberId)
    .executeTakeFirst()
