import { sql } from 'kysely'
import { z } from 'zod'
import { type Cursor, pageOf } from '../db/pages.ts'
import type { BroadcastState, Occasion } from '../db/schema.ts'
import type { Db, Store } from '../db/store.ts'
import { Refusal } from '../refusal.ts'
import { SegmentRule } from '../segments/rule.ts'
import { parseRule } from '../segments/segments.ts'
import { BroadcastContent, eventOf, methodFor, TITLE_MAX } from './content.ts'

/** A page of the list. */
export const BROADCASTS_PAGE = 50

/** What an owner has in mind before anybody is asked to pay for it. */
export const Draft = z.object({
  title: z.string().trim().min(1).max(TITLE_MAX),
  purpose: z.enum(['news', 'coupons', 'events', 'shifts']),
  content: BroadcastContent,
  rule: SegmentRule,
  /** A draft means whom its segment means, also when that changes. */
  segmentId: z.string().nullable(),
  /** The store beyond which it goes to nobody: that of a manager who wrote it. */
  storeId: z.string().nullable().optional(),
  /** A shift opening that cannot wait: counts against the second cap. */
  urgent: z.boolean().optional(),
  /** Who had their message of the day already gets it next morning, or not at all. */
  holding: z.enum(['morning', 'skip']).optional(),
})
export type Draft = z.output<typeof Draft>

/** As it is stored; before there were stores' ends, the rule alone was. */
const Audience = z.union([
  z.strictObject({ rule: SegmentRule, storeId: z.string().nullable() }),
  SegmentRule.transform((rule) => ({ rule, storeId: undefined })),
])

export type Broadcast = Draft & {
  id: string
  storeId: string | null
  urgent: boolean
  holding: 'morning' | 'skip'
  channel: 'push' | 'board'
  /** Of a confirmed one: not before this. null: at once. */
  sendAt: number | null
  plannedAt: number | null
  /** Why it is paused_error, as a code. */
  failure: string | null
  state: BroadcastState
  method: 'multicast' | 'push'
  couponId: string | null
  /** Sent by itself on an occasion. */
  occasion: Occasion | null
  /** Of one on the board: when it was taken off. */
  takenDownAt: number | null
  confirmedCount: number | null
  confirmedBy: string | null
  confirmedByName: string | null
  confirmedAt: number | null
  createdBy: string | null
  /** Of a draft: when it, or the segment that it names, was last changed. */
  updatedAt: number
  finishedAt: number | null
}

/** Keeps a draft. Answers its id. Throws ZodError when it makes no sense. */
export async function createDraft(
  { db }: Store,
  { draft, createdBy, now }: { draft: Draft; createdBy: string | null; now: number },
) {
  const id = crypto.randomUUID()
  await db
    .insertInto('broadcasts')
    .values({
      id,
      state: 'draft',
      ...columnsOf(db, Draft.parse(draft)),
      created_by: createdBy,
      created_at: now,
      updated_at: now,
    })
    .execute()
  return id
}

/** Replaces a draft. Refusal broadcast_not_draft once it was confirmed: what people get is what was confirmed. */
export async function changeDraft(
  { db }: Store,
  { broadcastId, draft, now }: { broadcastId: string; draft: Draft; now: number },
) {
  const changed = await db
    .updateTable('broadcasts')
    .set({
      ...columnsOf(db, Draft.parse(draft)),
      updated_at: now,
      approval_asked_by: null,
      approval_asked_at: null,
      approval_asked_count: null,
    })
    .where('id', '=', broadcastId)
    .where('state', '=', 'draft')
    .returning('id')
    .executeTakeFirst()
  if (!changed) throw new Refusal('broadcast_not_draft')
}

/** Throws a draft away. Repeating it changes nothing; what was confirmed stays. */
export const deleteDraft = ({ db }: Store, broadcastId: string) =>
  db.deleteFrom('broadcasts').where('id', '=', broadcastId).where('state', '=', 'draft').execute()

/** `storeId`: the store that the asker's rights end at, whose operators' broadcasts alone are found; null: all. */
export async function findBroadcast(
  { db }: Store,
  { broadcastId, storeId = null }: { broadcastId: string; storeId?: string | null },
): Promise<Broadcast | undefined> {
  const row = await ofStore(db, storeId)
    .leftJoin('operators as confirmer', 'confirmer.id', 'broadcasts.confirmed_by')
    .selectAll('broadcasts')
    .leftJoin('segments', (join) =>
      join.onRef('segments.id', '=', 'broadcasts.segment_id').on('broadcasts.state', '=', 'draft'),
    )
    .select(['confirmer.name as confirmed_by_name', 'segments.rule as segment_rule', lastChange.as('changed_at')])
    .where('broadcasts.id', '=', broadcastId)
    .executeTakeFirst()
  if (!row) return undefined
  const stored = Audience.parse(JSON.parse(row.audience))
  const follows = row.segment_rule !== null && stored.storeId !== undefined
  return {
    id: row.id,
    title: row.title,
    purpose: row.purpose,
    content: BroadcastContent.parse(JSON.parse(row.content)),
    rule: follows ? parseRule(row.segment_rule ?? '') : stored.rule,
    storeId: stored.storeId ?? null,
    segmentId: row.segment_id,
    urgent: row.urgent === 1,
    holding: row.holding,
    channel: row.channel,
    sendAt: row.send_at,
    plannedAt: row.planned_at,
    failure: row.failure,
    state: row.state,
    method: row.method,
    couponId: row.coupon_id,
    occasion: row.occasion,
    takenDownAt: row.taken_down_at,
    confirmedCount: row.confirmed_count,
    confirmedBy: row.confirmed_by,
    confirmedByName: row.confirmed_by_name,
    confirmedAt: row.confirmed_at,
    createdBy: row.created_by,
    updatedAt: row.changed_at,
    finishedAt: row.finished_at,
  }
}

/** The newest first, by pages; `next`: where the next page begins. */
export async function listBroadcasts(
  { db }: Store,
  { storeId = null, before }: { storeId?: string | null; before?: Cursor | undefined },
) {
  const rows = await ofStore(db, storeId)
    .select([
      'broadcasts.id',
      'broadcasts.title',
      'broadcasts.purpose',
      'broadcasts.state',
      'broadcasts.confirmed_count as confirmedCount',
      'broadcasts.created_at as createdAt',
      'broadcasts.confirmed_at as confirmedAt',
      'broadcasts.send_at as sendAt',
      'broadcasts.channel',
      'broadcasts.occasion',
    ])
    .$if(before !== undefined, (query) =>
      query.where(({ eb, refTuple, tuple }) =>
        eb(refTuple('broadcasts.created_at', 'broadcasts.id'), '<', tuple(before?.at ?? 0, before?.id ?? '')),
      ),
    )
    .orderBy('broadcasts.created_at', 'desc')
    .orderBy('broadcasts.id', 'desc')
    .limit(BROADCASTS_PAGE + 1)
    .execute()
  return pageOf(rows, BROADCASTS_PAGE, ({ createdAt, id }) => ({ at: createdAt, id }))
}

/** The broadcasts of a store's operators; null: all. */
export const ofStore = (db: Db, storeId: string | null) =>
  db
    .selectFrom('broadcasts')
    .$if(storeId !== null, (query) =>
      query.where('broadcasts.created_by', 'in', (eb) =>
        eb.selectFrom('operators').select('operators.id').where('operators.store_id', '=', storeId),
      ),
    )

/** What was shown of a draft holds until it changes, or the segment that it names. */
export const lastChange = sql<number>`max(broadcasts.updated_at,
  iif(broadcasts.state = 'draft', coalesce((select updated_at from segments where id = broadcasts.segment_id), 0), 0))`

/** The people as they are stored: with a confirmation for good. */
export const audienceColumn = ({ rule, storeId }: Pick<Draft, 'rule' | 'storeId'>) =>
  JSON.stringify({ rule, storeId: storeId ?? null })

/** A segment that was deleted at this very moment leaves the rule that it had. */
const columnsOf = (db: Db, { title, purpose, content, rule, segmentId, storeId, urgent, holding }: Draft) => ({
  title,
  urgent: urgent ? (1 as const) : (0 as const),
  holding: holding ?? ('morning' as const),
  purpose,
  kind: content.kind,
  method: methodFor(content),
  content: JSON.stringify(content),
  story_id: content.kind === 'story' ? content.storyId : null,
  event_id: db
    .selectFrom('events')
    .select('id')
    .where('id', '=', eventOf(content) ?? ''),
  audience: audienceColumn({ rule, storeId }),
  segment_id: segmentId === null ? null : db.selectFrom('segments').select('id').where('id', '=', segmentId),
})
