import { sql } from 'kysely'
import { z } from 'zod'
import type { Store } from '../../db/store.ts'
import { Terms } from '../../labour/terms.ts'
import { Refusal } from '../../refusal.ts'
import { SegmentRule } from '../../segments/rule.ts'
import { findSegment } from '../../segments/segments.ts'
import { intoDay, startOf } from './days.ts'
import {
  BREAK_MINUTES_MAX,
  createOpening,
  HEADCOUNT_MAX,
  LEAD_MINUTES_MAX,
  type OpeningDraft,
  ROLES_MAX,
  TRANSPORT_YEN_MAX,
  WAGE_YEN_MAX,
  WAVE_MINUTES_MAX,
  WAVE_MINUTES_MIN,
  WAVE_SIZE_MAX,
} from './drafts.ts'
import { employerTerms, findWorkplace } from './workplaces.ts'

export const TEMPLATE_NAME_MAX = 40
/** Of a store. */
export const TEMPLATES_MAX = 50
const MINUTE_MS = 60_000
const DAY_MINUTES = 1_440
/** So long before the start applications end at the latest where the template's own deadline is over already. */
const LAST_MINUTES = 30

/** What is the same each time; a day is all that is missing. Clock times are minutes since midnight in Tokyo. */
const Content = z.object({
  from: z
    .int()
    .min(0)
    .max(DAY_MINUTES - 1),
  minutes: z.int().min(1).max(DAY_MINUTES),
  /** The deadline lies so long before the start. */
  closesBefore: z.int().min(0),
  breakMinutes: z.int().min(0).max(BREAK_MINUTES_MAX),
  roleIds: z.array(z.string()).max(ROLES_MAX),
  headcount: z.int().min(1).max(HEADCOUNT_MAX),
  wageYen: z.int().min(1).max(WAGE_YEN_MAX),
  transportYen: z.int().min(0).max(TRANSPORT_YEN_MAX),
  terms: Terms,
  urgent: z.boolean(),
  mode: z.enum(['approve', 'first_come']),
  rule: SegmentRule,
  segmentId: z.string().nullable(),
  audienceStoreId: z.string().nullable(),
  shared: z.boolean(),
  leadMinutes: z.int().min(0).max(LEAD_MINUTES_MAX),
  waveSize: z.int().min(1).max(WAVE_SIZE_MAX),
  waveMinutes: z.int().min(WAVE_MINUTES_MIN).max(WAVE_MINUTES_MAX),
})
export type TemplateContent = z.output<typeof Content>

export type Template = { id: string; storeId: string; storeName: string; name: string; content: TemplateContent }

type Keeping = { name: string; draft: OpeningDraft; operatorId: string; now: number }

/**
 * Keeps what a shift is like without its day, under a name; one of the same name in the same store becomes this one. Answers
 * its id; undefined: the store has 50.
 */
export async function keepTemplate({ db }: Store, { name, draft, operatorId, now }: Keeping) {
  const content = JSON.stringify(contentOf(draft))
  const same = await db
    .updateTable('shift_templates')
    .set({ content, updated_at: now })
    .where('store_id', '=', draft.storeId)
    .where('name', '=', name)
    .returning('id')
    .executeTakeFirst()
  if (same) return same.id
  const { rows } = await sql<{ id: string }>`insert into shift_templates
      (id, store_id, name, content, created_by, created_at, updated_at)
    select ${crypto.randomUUID()}, ${draft.storeId}, ${name}, ${content}, ${operatorId}, ${now}, ${now}
    where (select count(*) from shift_templates where store_id = ${draft.storeId}) < ${sql.lit(TEMPLATES_MAX)}
      and not exists (select 1 from shift_templates where store_id = ${draft.storeId} and name = ${name})
    returning id`.execute(db)
  return rows[0]?.id
}

/** A store's templates, or all: the one used last first. */
export async function listTemplates({ db }: Store, { storeId = null }: { storeId?: string | null }) {
  const rows = await db
    .selectFrom('shift_templates')
    .innerJoin('stores', 'stores.id', 'shift_templates.store_id')
    .select(['shift_templates.id', 'store_id', 'stores.name as store_name', 'shift_templates.name', 'content'])
    .$if(storeId !== null, (query) => query.where('store_id', '=', storeId ?? ''))
    .orderBy('used_at', 'desc')
    .orderBy('shift_templates.created_at', 'desc')
    .orderBy('shift_templates.id')
    .limit(TEMPLATES_MAX)
    .execute()
  return rows.flatMap(asTemplate)
}

type Named = { templateId: string; storeId?: string | null }

/** One of them. Refusal not_found: there is none, or it is another store's. */
export async function findTemplate({ db }: Store, { templateId, storeId = null }: Named): Promise<Template> {
  const row = await db
    .selectFrom('shift_templates')
    .innerJoin('stores', 'stores.id', 'shift_templates.store_id')
    .select(['shift_templates.id', 'store_id', 'stores.name as store_name', 'shift_templates.name', 'content'])
    .where('shift_templates.id', '=', templateId)
    .$if(storeId !== null, (query) => query.where('store_id', '=', storeId ?? ''))
    .executeTakeFirst()
  const [template] = row ? asTemplate(row) : []
  if (!template) throw new Refusal('not_found')
  return template
}

/**
 * Plans a shift from a template on a day ('YYYY-MM-DD', Tokyo), as a draft; a manager's is for people of the own store, whoever
 * kept the template. Answers its id. Refusals: not_found; form_invalid.
 */
export async function openFromTemplate(
  store: Store,
  { day, createdBy, now, ...named }: Named & { day: string; createdBy: string; now: number },
) {
  const template = await findTemplate(store, named)
  const meant = await draftFrom(store, template, { day, now })
  if (!meant) throw new Refusal('form_invalid')
  const draft = { ...meant, audienceStoreId: named.storeId ?? meant.audienceStoreId }
  const openingId = await createOpening(store, { draft, createdBy, templateId: template.id, now })
  await store.db.updateTable('shift_templates').set({ used_at: now }).where('id', '=', template.id).execute()
  return openingId
}

/** Forgets a template; what was planned from it stays. Repeating it changes nothing. */
export const forgetTemplate = async ({ db }: Store, { templateId, storeId = null }: Named) =>
  void (await db
    .deleteFrom('shift_templates')
    .where('id', '=', templateId)
    .$if(storeId !== null, (query) => query.where('store_id', '=', storeId ?? ''))
    .execute())

/** A shift without its day. */
export const contentOf = ({ storeId: _, startsAt, endsAt, closesAt, ...same }: OpeningDraft): TemplateContent =>
  Content.parse({
    ...same,
    from: Math.floor(intoDay(startsAt) / MINUTE_MS),
    minutes: (endsAt - startsAt) / MINUTE_MS,
    closesBefore: (startsAt - closesAt) / MINUTE_MS,
  })

/** The shift of a template on a day, with the employer as it is known today; undefined: there is no such day. */
async function draftFrom(
  store: Store,
  { storeId, storeName, content }: Template,
  { day, now }: { day: string; now: number },
): Promise<OpeningDraft | undefined> {
  const midnight = startOf(day)
  if (midnight === undefined) return undefined
  const { from, minutes, closesBefore, terms, ...same } = content
  const workplace = await findWorkplace(store, storeId)
  const startsAt = midnight + from * MINUTE_MS
  // A segment that was forgotten since leaves its rule; one that changed means its new people.
  const segment = same.segmentId === null ? undefined : await findSegment(store, same.segmentId)
  return {
    ...same,
    storeId,
    startsAt,
    endsAt: startsAt + minutes * MINUTE_MS,
    closesAt: deadlineOf({ startsAt, closesBefore, now }),
    terms: workplace ? { ...terms, ...employerTerms(workplace, storeName), place: terms.place } : terms,
    ...(segment ? { rule: segment.rule } : { segmentId: null }),
  }
}

/** The template's deadline; where that is over already, half an hour before the start, or the start itself. */
export function deadlineOf({ startsAt, closesBefore, now }: { startsAt: number; closesBefore: number; now: number }) {
  const usual = startsAt - closesBefore * MINUTE_MS
  const last = startsAt - LAST_MINUTES * MINUTE_MS
  if (usual > now + LAST_MINUTES * MINUTE_MS || usual > last) return usual
  return last > now ? last : startsAt
}

type Row = { id: string; store_id: string; store_name: string; name: string; content: string }
/** One that a newer version wrote is not half understood: it is not shown. */
const asTemplate = ({ id, store_id, store_name, name, content }: Row): readonly Template[] => {
  const { data } = Content.safeParse(JSON.parse(content))
  return data ? [{ id, storeId: store_id, storeName: store_name, name, content: data }] : []
}
