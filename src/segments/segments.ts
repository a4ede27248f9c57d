import { type SqlBool, sql } from 'kysely'
import type { Store } from '../db/store.ts'
import { Refusal } from '../refusal.ts'
import { conditionsOf, type Meant, membersOf, SegmentRule } from './rule.ts'

export const SEGMENT_NAME_MAX = 40
/** Saved segments that there may be. */
export const SEGMENTS_MAX = 200
/** Names by which an owner sees that the right people are meant. */
export const EXAMPLES_MAX = 10
const TAGS_LISTED_MAX = 50
/** Unfinished broadcasts that are named when a segment can't be deleted. */
const USES_MAX = 5

export type Segment = { id: string; name: string; rule: SegmentRule; createdBy: string | null; updatedAt: number }

/** How many verified members a rule means now. */
export async function countSegment({ db }: Store, meant: Meant) {
  const { count } = await membersOf(db, meant)
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .executeTakeFirstOrThrow()
  return count
}

/** A few names of those whom a rule means now. */
export async function exampleNames({ db }: Store, meant: Meant) {
  const examples = await membersOf(db, meant).select('members.name').limit(EXAMPLES_MAX).execute()
  return examples.flatMap(({ name }) => name ?? [])
}

type Saving = { name: string; rule: SegmentRule; now: number }

/**
 * Saves a rule under a name that no other segment has: else Refusal segment_name_taken. Refusal segment_rule_unknown when
 * it names a store, role or coupon that there is not, segments_full when there are 200. Answers the segment's id.
 */
export async function createSegment(
  store: Store,
  { name, rule, createdBy, now }: Saving & { createdBy: string | null },
) {
  const { db } = store
  const { rows } = await sql<{ id: string }>`insert into segments (id, name, rule, created_by, created_at, updated_at)
    select ${crypto.randomUUID()}, ${name}, ${textOf(rule)}, ${createdBy}, ${now}, ${now}
    where (select count(*) from segments) < ${sql.lit(SEGMENTS_MAX)} and ${isKnown(rule)}
    on conflict (name) do nothing returning id`.execute(db)
  if (rows[0]) return rows[0].id
  throw new Refusal(await whyNotSaved(store, { name, rule }))
}

/**
 * Replaces a segment's name and rule, with the same refusals. Drafts that name it mean the new people from here on; what
 * was confirmed stays as it was.
 */
export async function changeSegment(store: Store, { segmentId, name, rule, now }: Saving & { segmentId: string }) {
  const { rows } = await sql`update segments
    set name = ${name}, rule = ${textOf(rule)}, updated_at = max(updated_at + 1, ${now})
    where id = ${segmentId} and ${isKnown(rule)}
      and not exists (select 1 from segments as other where other.name = ${name} and other.id <> ${segmentId})
    returning id`.execute(store.db)
  if (rows.length > 0) return
  const found = await store.db.selectFrom('segments').select('id').where('id', '=', segmentId).executeTakeFirst()
  throw new Refusal(found ? await whyNotSaved(store, { name, rule, segmentId }) : 'not_found')
}

/**
 * Forgets a saved segment; finished broadcasts keep the rule they were sent with. Refusal segment_in_use while one is
 * drafted or under way with it, or an event or a shift is for its people. Repeating it changes nothing.
 */
export async function deleteSegment(store: Store, segmentId: string) {
  await sql`delete from segments where id = ${segmentId} and not exists (
    select 1 from broadcasts where segment_id = ${segmentId} and finished_at is null)
    and not exists (select 1 from events where segment_id = ${segmentId} and ${isAhead})
    and not exists (select 1 from shift_openings where segment_id = ${segmentId} and ${isShiftAhead})`.execute(store.db)
  const events = [...(await eventsOf(store, segmentId)), ...(await openingsOf(store, segmentId))]
  const uses = [...(await usesOf(store, segmentId)), ...events]
  if (uses.length > 0) throw new Refusal('segment_in_use')
}

/** What still needs the segment: the drafts and unfinished broadcasts that name it. */
export const usesOf = ({ db }: Store, segmentId: string) =>
  db
    .selectFrom('broadcasts')
    .select(['id', 'title', 'state'])
    .where('segment_id', '=', segmentId)
    .where('finished_at', 'is', null)
    .orderBy('created_at', 'desc')
    .limit(USES_MAX)
    .execute()

/** The events that are still for its people. */
export const eventsOf = ({ db }: Store, segmentId: string) =>
  db
    .selectFrom('events')
    .select(['id', 'title'])
    .where('segment_id', '=', segmentId)
    .where(isAhead)
    .orderBy('created_at', 'desc')
    .limit(USES_MAX)
    .execute()
const isAhead = sql<SqlBool>`events.state in ('draft', 'open', 'closed')`

/** The shifts that are still for its people. */
export const openingsOf = ({ db }: Store, segmentId: string) =>
  db
    .selectFrom('shift_openings')
    .innerJoin('stores', 'stores.id', 'shift_openings.store_id')
    .select(['shift_openings.id', 'starts_at as startsAt', 'stores.name as storeName'])
    .where('segment_id', '=', segmentId)
    .where(isShiftAhead)
    .orderBy('starts_at')
    .limit(USES_MAX)
    .execute()
const isShiftAhead = sql<SqlBool>`shift_openings.state in ('draft', 'open', 'closed')`

/** Refusal segment_rule_unknown for a rule that a newer version wrote, or a hand: half understood, it decides nothing. */
export async function findSegment({ db }: Store, segmentId: string): Promise<Segment | undefined> {
  const row = await db.selectFrom('segments').selectAll().where('id', '=', segmentId).executeTakeFirst()
  return row && { ...listed(row), rule: parseRule(row.rule) }
}

/** All by name. One whose rule is not understood has none, and does not keep the others from being listed. */
export async function listSegments({ db }: Store) {
  const rows = await db.selectFrom('segments').selectAll().orderBy('name').limit(SEGMENTS_MAX).execute()
  return rows.map((row) => ({ ...listed(row), rule: readRule(row.rule) }))
}

/** A stored rule. Refusal segment_rule_unknown when it is not understood in full: it decides who gets a message. */
export function parseRule(stored: string): SegmentRule {
  const rule = readRule(stored)
  if (!rule) throw new Refusal('segment_rule_unknown')
  return rule
}

const readRule = (stored: string): SegmentRule | undefined => SegmentRule.safeParse(JSON.parse(stored)).data
const textOf = (rule: SegmentRule) => JSON.stringify(SegmentRule.parse(rule))

type Row = { id: string; name: string; created_by: string | null; updated_at: number }
const listed = ({ id, name, created_by, updated_at }: Row) => ({
  id,
  name,
  createdBy: created_by,
  updatedAt: updated_at,
})

/** Every store, role and coupon of the rule exists. */
function isKnown(rule: SegmentRule) {
  const named = { stores: new Set<string>(), roles: new Set<string>(), coupons: new Set<string>() }
  for (const condition of conditionsOf(rule)) {
    if (condition.kind === 'store') for (const id of condition.in) named.stores.add(id)
    if (condition.kind === 'role' || condition.kind === 'skill') for (const id of condition.in) named.roles.add(id)
    if (condition.kind === 'coupon') for (const id of condition.in) named.coupons.add(id)
  }
  const allIn = (table: 'stores' | 'roles' | 'coupons') => sql`not exists (
    select 1 from json_each(${JSON.stringify([...named[table]])}) where value not in (select id from ${sql.table(table)}))`
  return sql`${allIn('stores')} and ${allIn('roles')} and ${allIn('coupons')}`
}

async function whyNotSaved(
  { db }: Store,
  { name, rule, segmentId = '' }: { name: string; rule: SegmentRule; segmentId?: string },
) {
  const { rows } = await sql<{ taken: number; known: number }>`select ${isKnown(rule)} as known,
    exists (select 1 from segments where name = ${name} and id <> ${segmentId}) as taken`.execute(db)
  if (rows[0]?.taken) return 'segment_name_taken'
  return rows[0]?.known ? 'segments_full' : 'segment_rule_unknown'
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
