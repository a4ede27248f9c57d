import { type Compilable, sql } from 'kysely'
import { type Cursor, pageOf } from '../db/pages.ts'
import type { InteractionKind } from '../db/schema.ts'
import { type Db, listOf, type Store } from '../db/store.ts'
import { kindsOf, type TimelineCategory } from './categories.ts'

/** A page of a timeline. */
export const TIMELINE_PAGE_MAX = 50

export type Interaction = {
  memberId: string
  kind: InteractionKind
  at: number
  /** What it was about: a broadcast, a grant, a purpose. */
  ref?: string
  /** References and small facts, no free text of persons. */
  detail?: Readonly<Record<string, string | number>>
  operatorId?: string
  storeId?: string
}

/** The statement that adds one line to a person's timeline; goes into the batch of the change it tells of. */
export const record = (db: Db, { memberId, kind, at, ref, detail, operatorId, storeId }: Interaction): Compilable =>
  db.insertInto('interactions').values({
    id: crypto.randomUUID(),
    member_id: memberId,
    kind,
    ref: ref ?? null,
    detail: JSON.stringify(detail ?? {}),
    operator_id: operatorId ?? null,
    store_id: storeId ?? null,
    at,
  })

/**
 * A person's timeline, newest first, by pages; of one category only, if asked; `next`: where the next page begins. The
 * words of a note stand in it as long as the note does.
 */
export async function timeline({ db }: Store, { memberId, category, before }: Asked) {
  const rows = await db
    .selectFrom('interactions')
    .leftJoin('operators', 'operators.id', 'interactions.operator_id')
    .leftJoin('stores', 'stores.id', 'interactions.store_id')
    .leftJoin('member_notes', (join) =>
      join
        .onRef('member_notes.id', '=', 'interactions.ref')
        .onRef('member_notes.member_id', '=', 'interactions.member_id')
        .on('interactions.kind', '=', 'note_added'),
    )
    .select([
      'interactions.id',
      'interactions.kind',
      'interactions.ref',
      'interactions.detail',
      'interactions.at',
      'operators.name as operator_name',
      'stores.name as store_name',
      'member_notes.body as note',
    ])
    .where('interactions.member_id', '=', memberId)
    .$if(category !== undefined, (query) =>
      query.where(sql<string>`interactions.kind`, 'in', listOf(category ? kindsOf(category) : [])),
    )
    .$if(before !== undefined, (query) =>
      query.where(({ eb, or, and }) =>
        or([
          eb('interactions.at', '<', before?.at ?? 0),
          and([eb('interactions.at', '=', before?.at ?? 0), eb('interactions.id', '>', before?.id ?? '')]),
        ]),
      ),
    )
    .orderBy('interactions.at', 'desc')
    .orderBy('interactions.id')
    .limit(TIMELINE_PAGE_MAX + 1)
    .execute()
  return pageOf(rows, TIMELINE_PAGE_MAX, ({ at, id }) => ({ at, id }))
}
type Asked = { memberId: string; category?: TimelineCategory | undefined; before?: Cursor | undefined }
