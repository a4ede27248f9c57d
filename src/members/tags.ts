import { type SqlBool, sql } from 'kysely'
import { isAborted, mustHaveChangedOne, type Store } from '../db/store.ts'
import { record } from '../interactions/interactions.ts'
import type { Decider } from './decisions.ts'

/** The longest tag, in UTF-16 code units; the table says the same. */
export const TAG_MAX = 30
/** Tags a person may have. */
export const TAGS_MAX = 20

type Tagging = { memberId: string; tag: string; operator: Decider; now: number }

/**
 * Puts a tag on a person; false when nothing changed: it was there, the person has TAGS_MAX, is leaving, or is not
 * of the operator's store. `tag` is trimmed and at most TAG_MAX long.
 */
export const addTag = ({ db, batch }: Store, { memberId, tag, operator, now }: Tagging): Promise<boolean> =>
  changed(
    batch([
      db
        .insertInto('member_tags')
        .columns(['member_id', 'tag', 'created_at'])
        .expression(({ selectFrom, val }) =>
          selectFrom('members')
            .select(['members.id', val(tag).as('tag'), val(now).as('created_at')])
            .where('members.id', '=', memberId)
            .where('members.state', 'not in', ['left', 'erased'])
            .where(sql<SqlBool>`(${operator.storeId} is null or members.store_id = ${operator.storeId})`)
            .where(sql<SqlBool>`(select count(*) from member_tags where member_id = ${memberId}) < ${TAGS_MAX}`),
        )
        .onConflict((clash) => clash.columns(['member_id', 'tag']).doNothing()),
      mustHaveChangedOne(db),
      record(db, { memberId, kind: 'tag_added', detail: { tag }, operatorId: operator.id, at: now }),
    ]),
  )

/** Takes a tag off a person; false when it was not there or the person is not of the operator's store. */
export const removeTag = ({ db, batch }: Store, { memberId, tag, operator, now }: Tagging): Promise<boolean> =>
  changed(
    batch([
      db
        .deleteFrom('member_tags')
        .where('member_id', '=', memberId)
        .where('tag', '=', tag)
        .where(
          sql<SqlBool>`exists (select 1 from members where id = ${memberId}
            and (${operator.storeId} is null or store_id = ${operator.storeId}))`,
        ),
      mustHaveChangedOne(db),
      record(db, { memberId, kind: 'tag_removed', detail: { tag }, operatorId: operator.id, at: now }),
    ]),
  )

/** A person's tags, in the order they were given. */
export const tagsOf = async ({ db }: Store, memberId: string): Promise<readonly string[]> =>
  (
    await db
      .selectFrom('member_tags')
      .select('tag')
      .where('member_id', '=', memberId)
      .orderBy('created_at')
      .orderBy('tag')
      .execute()
  ).map(({ tag }) => tag)

const changed = (batch: Promise<unknown>) =>
  batch.then(
    () => true,
    (error: unknown) => {
      if (isAborted(error)) return false
      throw error
    },
  )
