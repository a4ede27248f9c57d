import { sql } from 'kysely'
import { z } from 'zod'
import type { BroadcastPurpose } from '../db/schema.ts'
import type { Store } from '../db/store.ts'
import { Refusal } from '../refusal.ts'
import { BroadcastContent } from './content.ts'

export const TEMPLATE_NAME_MAX = 40
/** More than this nobody finds anything in. */
export const TEMPLATES_MAX = 100

export type Template = {
  id: string
  name: string
  purpose: BroadcastPurpose
  content: BroadcastContent
  createdBy: string | null
  createdByName: string | null
  updatedAt: number
}

/** Who may change a template: an owner every one, a manager the own ones. */
export type Keeper = { operatorId: string; isOwner: boolean }
export const mayChange = ({ createdBy }: Pick<Template, 'createdBy'>, { operatorId, isOwner }: Keeper) =>
  isOwner || createdBy === operatorId

export const TemplateName = z.string().trim().min(1).max(TEMPLATE_NAME_MAX)

type NewTemplate = {
  name: string
  purpose: BroadcastPurpose
  content: BroadcastContent
  createdBy: string
  now: number
}

/** A story belongs to a person who agreed to its being told, and an event comes once: they are chosen anew each time. */
function kept(content: BroadcastContent): BroadcastContent {
  if (content.kind === 'story') return { ...content, storyId: 'chosen anew' }
  if (content.kind === 'event') return { ...content, eventId: 'chosen anew' }
  return content.kind === 'coupon' ? { ...content, eventId: undefined } : content
}

/**
 * Keeps words to be used again; its id. Under a name of the own ones it replaces that one. Undefined when the name is
 * somebody else's, or there are 100 already.
 */
export async function saveTemplate({ db }: Store, { name, purpose, content, createdBy, now }: NewTemplate) {
  const { rows } = await sql<{ id: string }>`
    insert into message_templates (id, name, purpose, content, created_by, created_at, updated_at)
    select ${crypto.randomUUID()}, ${TemplateName.parse(name)}, ${purpose}, ${JSON.stringify(kept(BroadcastContent.parse(content)))},
      ${createdBy}, ${now}, ${now}
    where (select count(*) from message_templates) < ${TEMPLATES_MAX}
      or exists (select 1 from message_templates where name = ${name.trim()})
    on conflict (name) do update set purpose = excluded.purpose, content = excluded.content, updated_at = excluded.updated_at
      where created_by = excluded.created_by
    returning id`.execute(db)
  return rows[0]?.id
}

/** All of them, by name. One whose content makes no sense any more is left out. */
export async function listTemplates({ db }: Store): Promise<readonly Template[]> {
  const rows = await templates(db).orderBy('message_templates.name').limit(TEMPLATES_MAX).execute()
  return rows.flatMap((row) => understood(row) ?? [])
}

export async function findTemplate({ db }: Store, templateId: string): Promise<Template | undefined> {
  const row = await templates(db).where('message_templates.id', '=', templateId).executeTakeFirst()
  return row && understood(row)
}

type Change = Keeper & { templateId: string }

/** Gives another name; false when the name is taken. Refusal not_found, also when it is not theirs to change. */
export async function renameTemplate(
  { db }: Store,
  { templateId, name, operatorId, isOwner, now }: Change & { name: string; now: number },
) {
  const renamed = await sql<{ id: string }>`
    update message_templates set name = ${TemplateName.parse(name)}, updated_at = ${now}
    where id = ${templateId} and (${isOwner ? 1 : 0} = 1 or created_by = ${operatorId})
      and not exists (select 1 from message_templates as other where other.name = ${name.trim()} and other.id <> ${templateId})
    returning id`.execute(db)
  if (renamed.rows.length > 0) return true
  const known = await owned(db, templateId)
  if (!known || !mayChange(known, { operatorId, isOwner })) throw new Refusal('not_found')
  return false
}

/** Throws a template away; what was written from it stays. Repeating it changes nothing. Refusal not_found when it is not theirs. */
export async function deleteTemplate({ db }: Store, { templateId, operatorId, isOwner }: Change) {
  const gone = await db
    .deleteFrom('message_templates')
    .where('id', '=', templateId)
    .$if(!isOwner, (query) => query.where('created_by', '=', operatorId))
    .returning('id')
    .executeTakeFirst()
  if (gone) return
  if (await owned(db, templateId)) throw new Refusal('not_found')
}

const owned = (db: Store['db'], templateId: string) =>
  db.selectFrom('message_templates').select('created_by as createdBy').where('id', '=', templateId).executeTakeFirst()

const templates = (db: Store['db']) =>
  db
    .selectFrom('message_templates')
    .leftJoin('operators', 'operators.id', 'message_templates.created_by')
    .select([
      'message_templates.id',
      'message_templates.name',
      'message_templates.purpose',
      'message_templates.content',
      'message_templates.created_by as createdBy',
      'operators.name as createdByName',
      'message_templates.updated_at as updatedAt',
    ])

function understood({ content, ...row }: Omit<Template, 'content'> & { content: string }): Template | undefined {
  const parsed = BroadcastContent.safeParse(JSON.parse(content))
  return parsed.success ? { ...row, content: parsed.data } : undefined
}
