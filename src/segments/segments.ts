import { sql } from 'kysely'
import type { Store } from '../db/store.ts'
import { Refusal } from '../refusal.ts'
import { membersOf, SegmentRule, within } from './rule.ts'

export const SEGMENT_NAME_MAX = 40
/** Saved segments that are listed. */
export const SEGMENTS_MAX = 200
const EXAMPLES_MAX = 3
const TAGS_LISTED_MAX = 50

export type Segment = { id: string; name: string; rule: SegmentRule; createdBy: string | null; updatedAt: number }

type Asked = {
  rule: SegmentRule
  /** The store that the asker's rights end at; null: none. */
  storeId?: string | null
  now: number
}

/** How many verified members a rule means now. */
export async function countSegment({ db }: Store, { rule, storeId = null, now }: Asked) {
  const { count } = await membersOf(db, { rule: within(rule, storeId), now })
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .executeTakeFirstOrThrow()
  return count
}

/** The count, and a few names by which an owner sees that the right people are meant. */
export async function previewSegment(store: Store, asked: Asked) {
  const examples = await membersOf(store.db, { rule: within(asked.rule, asked.storeId ?? null), now: asked.now })
    .select('members.name')
    .limit(EXAMPLES_MAX)
    .execute()
  return { count: await countSegment(store, asked), names: examples.flatMap(({ name }) => name ?? []) }
}

/** Saves a rule under a name that no other segment has: else Refusal segment_name_taken. Answers the segment's id. */
export async function createSegment(
  { db }: Store,
  { name, rule, createdBy, now }: { name: string; rule: SegmentRule; createdBy: string | null; now: number },
) {
  const created = await db
    .insertInto('segments')
    .values({
      id: crypto.randomUUID(),
      name,
      rule: JSON.stringify(SegmentRule.parse(rule)),
      created_by: createdBy,
      created_at: now,
      updated_at: now,
    })
    .onConflict((clash) => clash.column('name').doNothing())
    .returning('id')
    .executeTakeFirst()
  if (!created) throw new Refusal('segment_name_taken')
  return created.id
}

/** Replaces a segment's name and rule. Broadcasts that were made with it keep the rule they were made with. */
export async function changeSegment(
  store: Store,
  { segmentId, name, rule, now }: { segmentId: string; name: string; rule: SegmentRule; now: number },
) {
  const changed = await store.db
    .updateTable('segments')
    .set({ name, rule: JSON.stringify(SegmentRule.parse(rule)), updated_at: now })
    .where('id', '=', segmentId)
    .where(
      sql<boolean>`not exists (select 1 from segments as other where other.name = ${name} and other.id <> ${segmentId})`,
    )
    .returning('id')
    .executeTakeFirst()
  if (changed) return
  throw new Refusal((await findSegment(store, segmentId)) ? 'segment_name_taken' : 'not_found')
}

/** Forgets a saved segment; broadcasts made with it keep their rule. Repeating it changes nothing. */
export const deleteSegment = ({ db }: Store, segmentId: string) =>
  db.deleteFrom('segments').where('id', '=', segmentId).execute()

export async function findSegment({ db }: Store, segmentId: string): Promise<Segment | undefined> {
  const row = await db.selectFrom('segments').selectAll().where('id', '=', segmentId).executeTakeFirst()
  return row && segmentOf(row)
}

export async function listSegments({ db }: Store): Promise<readonly Segment[]> {
  const rows = await db.selectFrom('segments').selectAll().orderBy('name').limit(SEGMENTS_MAX).execute()
  return rows.map(segmentOf)
}

/** The tags in use, the most used first. */
export async function tagsInUse({ db }: Store) {
  const rows = await db
    .selectFrom('member_tags')
    .select(['tag', (eb) => eb.fn.countAll<number>().as('count')])
    .groupBy('tag')
    .orderBy('count', 'desc')
    .orderBy('tag')
    .limit(TAGS_LISTED_MAX)
    .execute()
  return rows.map(({ tag }) => tag)
}

type Row = { id: string; name: string; rule: string; created_by: string | null; updated_at: number }

/** A rule that a newer version wrote, or a hand, is refused rather than half understood: it decides who gets a message. */
function segmentOf({ id, name, rule, created_by, updated_at }: Row): Segment {
  const parsed = SegmentRule.safeParse(JSON.parse(rule))
  if (!parsed.success) throw new Refusal('segment_rule_unknown')
  return { id, name, rule: parsed.data, createdBy: created_by, updatedAt: updated_at }
}
