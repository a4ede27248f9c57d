import { type SqlBool, sql } from 'kysely'
import { z } from 'zod'
import type { Db, Store } from '../../db/store.ts'
import { Terms } from '../../labour/terms.ts'
import { Refusal } from '../../refusal.ts'
import { conditionsOf, SegmentRule } from '../../segments/rule.ts'
import { findOpening, type Opening } from '../openings.ts'
import { intoDay, startOf } from './days.ts'

export const HEADCOUNT_MAX = 50
export const WAGE_YEN_MAX = 100_000
export const TRANSPORT_YEN_MAX = 100_000
export const BREAK_MINUTES_MAX = 480
export const ROLES_MAX = 10
export const LEAD_MINUTES_MAX = 1_440
export const WAVE_SIZE_MAX = 500
export const WAVE_MINUTES_MIN = 5
export const WAVE_MINUTES_MAX = 1_440
/** A shift ends before the same hour of the next day. */
export const SHIFT_MS_MAX = 24 * 3_600_000
/** Dates that one shift is repeated on at once. */
export const COPIES_MAX = 31

/** Whom a shift may not be for: people by their names, behind which sex or age could stand. */
export const isForAnybody = (rule: SegmentRule) => conditionsOf(rule).every(({ kind }) => kind !== 'person')

/** What is planned of a shift, before anybody is told of it. Times are UTC epoch ms, money is integer yen. */
export const OpeningDraft = z
  .object({
    storeId: z.string(),
    startsAt: z.int(),
    endsAt: z.int(),
    breakMinutes: z.int().min(0).max(BREAK_MINUTES_MAX),
    roleIds: z.array(z.string()).max(ROLES_MAX),
    headcount: z.int().min(1).max(HEADCOUNT_MAX),
    wageYen: z.int().min(1).max(WAGE_YEN_MAX),
    transportYen: z.int().min(0).max(TRANSPORT_YEN_MAX),
    terms: Terms,
    closesAt: z.int(),
    urgent: z.boolean(),
    mode: z.enum(['approve', 'first_come']),
    /** Never by sex or age: there are no such conditions (男女雇用機会均等法 5条, 労働施策総合推進法 9条). */
    rule: SegmentRule.refine(isForAnybody),
    /** It is for whom its segment means, also when that changes. */
    segmentId: z.string().nullable(),
    /** The store beyond whose people it is not for: that of a manager who planned it. */
    audienceStoreId: z.string().nullable(),
    shared: z.boolean(),
    leadMinutes: z.int().min(0).max(LEAD_MINUTES_MAX),
    waveSize: z.int().min(1).max(WAVE_SIZE_MAX),
    waveMinutes: z.int().min(WAVE_MINUTES_MIN).max(WAVE_MINUTES_MAX),
  })
  .refine(({ startsAt, endsAt }) => startsAt < endsAt && endsAt - startsAt < SHIFT_MS_MAX)
  .refine(({ startsAt, closesAt }) => closesAt <= startsAt)
export type OpeningDraft = z.output<typeof OpeningDraft>

type Creating = {
  draft: OpeningDraft
  createdBy: string | null
  templateId?: string
  copiedFrom?: string
  now: number
}

/** Keeps a shift as a draft, which nobody but the shop sees. Answers its id. Throws ZodError when it makes no sense. */
export async function createOpening(store: Store, { draft, ...creating }: Creating) {
  const openingId = crypto.randomUUID()
  await store.batch([createStatement(store.db, { openingId, draft: OpeningDraft.parse(draft), ...creating })])
  return openingId
}

type Copying = {
  openingId: string
  /** 'YYYY-MM-DD' in Tokyo: the days on which the copies begin. */
  days: readonly string[]
  storeId?: string | null
  createdBy: string
  now: number
}

/**
 * Plans the same once more for each of these days, as drafts of their own: all or none. Clock times stay, an end past
 * midnight too, and the deadline keeps its distance; a manager's are for people of the own store. Answers their ids. Refusals:
 * not_found; form_invalid for what is no day.
 */
export async function copyOpening(store: Store, { openingId, days, storeId = null, createdBy, now }: Copying) {
  const opening = await findOpening(store, { openingId, storeId })
  if (!opening) throw new Refusal('not_found')
  const meant = { ...opening, audienceStoreId: storeId ?? opening.audienceStoreId }
  const distances = [...new Set(days)].slice(0, COPIES_MAX).map((day) => movedBy(opening, day))
  const copies = distances.map((distance) => ({ openingId: crypto.randomUUID(), draft: moved(meant, distance) }))
  const kept = { createdBy, copiedFrom: openingId, now, ...(opening.templateId && { templateId: opening.templateId }) }
  await store.batch(copies.map((copy) => createStatement(store.db, { ...copy, ...kept })))
  return copies.map((copy) => copy.openingId)
}

/** The same shift so many ms later, as a draft. */
const moved = (opening: Opening, distance: number) => {
  const { startsAt, endsAt, closesAt } = opening
  return OpeningDraft.parse({
    ...draftOf(opening),
    startsAt: startsAt + distance,
    endsAt: endsAt + distance,
    closesAt: closesAt + distance,
  })
}

function movedBy({ startsAt }: Opening, day: string) {
  const midnight = startOf(day)
  if (midnight === undefined) throw new Refusal('form_invalid')
  return midnight + intoDay(startsAt) - startsAt
}

/** What is planned of an opening, as the draft that would plan it again. */
export const draftOf = ({ roles, ...opening }: Opening): OpeningDraft => ({
  storeId: opening.storeId,
  startsAt: opening.startsAt,
  endsAt: opening.endsAt,
  breakMinutes: opening.breakMinutes,
  roleIds: roles.map(({ id }) => id),
  headcount: opening.headcount,
  wageYen: opening.wageYen,
  transportYen: opening.transportYen,
  terms: opening.terms,
  closesAt: opening.closesAt,
  urgent: opening.urgent,
  mode: opening.mode,
  rule: opening.rule,
  segmentId: opening.segmentId,
  audienceStoreId: opening.audienceStoreId,
  shared: opening.shared,
  leadMinutes: opening.leadMinutes,
  waveSize: opening.waveSize,
  waveMinutes: opening.waveMinutes,
})

/** The statement that keeps a draft; goes beside what else is kept with it. */
export const createStatement = (
  db: Db,
  { openingId, draft, createdBy, templateId, copiedFrom, now }: Creating & { openingId: string },
) =>
  db.insertInto('shift_openings').values({
    id: openingId,
    store_id: draft.storeId,
    ...columnsOf(db, draft),
    mode: draft.mode,
    audience: JSON.stringify({ rule: draft.rule, storeId: draft.audienceStoreId }),
    template_id: templateId ?? null,
    copied_from: copiedFrom ?? null,
    created_by: createdBy,
    created_at: now,
    updated_at: now,
  })

/** All that may still be another one once people were told of it. */
export const columnsOf = (db: Db, draft: OpeningDraft) => ({
  starts_at: draft.startsAt,
  ends_at: draft.endsAt,
  break_minutes: draft.breakMinutes,
  role_ids: JSON.stringify(draft.roleIds),
  headcount: draft.headcount,
  wage_yen: draft.wageYen,
  transport_yen: draft.transportYen,
  terms: JSON.stringify(draft.terms),
  closes_at: draft.closesAt,
  urgent: flag(draft.urgent),
  segment_id:
    draft.segmentId === null ? null : db.selectFrom('segments').select('id').where('id', '=', draft.segmentId),
  shared: flag(draft.shared),
  lead_minutes: draft.leadMinutes,
  wave_size: draft.waveSize,
  wave_minutes: draft.waveMinutes,
})

/** For a `where` over openings: those of a store; null: all. */
export const ofStore = (storeId: string | null) =>
  sql<SqlBool>`(${storeId} is null or shift_openings.store_id = ${storeId})`

const flag = (said: boolean) => (said ? (1 as const) : (0 as const))
