import type { Compilable } from 'kysely'
import type { InteractionKind } from '../db/schema.ts'
import type { Db, Store } from '../db/store.ts'

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

/** A person's timeline, newest first, by pages: `before` is the `at` and `id` of the last line of the page before. */
export const timeline = (
  { db }: Store,
  { memberId, before }: { memberId: string; before?: { at: number; id: string } },
) =>
  db
    .selectFrom('interactions')
    .leftJoin('operators', 'operators.id', 'interactions.operator_id')
    .leftJoin('stores', 'stores.id', 'interactions.store_id')
    .select([
      'interactions.id',
      'interactions.kind',
      'interactions.ref',
      'interactions.detail',
      'interactions.at',
      'operators.name as operator_name',
      'stores.name as store_name',
    ])
    .where('interactions.member_id', '=', memberId)
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
    .limit(TIMELINE_PAGE_MAX)
    .execute()
