import { type RawBuilder, type SqlBool, sql } from 'kysely'
import type { Config } from '../config.ts'
import { toHex } from '../crypto.ts'
import { type Cursor, pageOf } from '../db/pages.ts'
import type { ImageUse } from '../db/schema-telling.ts'
import type { Store } from '../db/store.ts'
import type { Deps } from '../deps.ts'
import { Refusal } from '../refusal.ts'
import { type PictureFault, readHeader } from './headers.ts'

/** Pictures to choose from at a time; older ones are on the next page. */
export const IMAGES_PAGE = 24
/** As many as a phone shows in two rows or three. */
const CHOICES_MAX = 8
const NAME_BYTES = 16

export type Picture = { id: string; width: number; height: number }

/** Where anybody who has the link sees a picture: LINE's apps load it without a session, so its name is its only key. */
export const imageUrl = ({ baseUrl }: Pick<Config, 'baseUrl'>, imageId: string) => `${baseUrl}/images/${imageId}`

type Uploaded = { bytes: Uint8Array<ArrayBuffer>; use: ImageUse; operatorId: string; now: number }

/**
 * Draws an uploaded picture anew and keeps it; the same one is kept once, however often and concurrently it comes, unless it
 * is another store's: whoever brought it may choose what is kept. Its file is there before its row, so that no row leads
 * nowhere. Refusal: picture_unusable, `facts.fault` says why.
 */
export async function storeImage(
  deps: Pick<Deps, 'store' | 'files' | 'redraw'>,
  { bytes, use, operatorId, now }: Uploaded,
): Promise<Picture> {
  const read = readHeader(bytes)
  if ('fault' in read) throw unusable(read.fault)
  const drawn = await deps.redraw(read.header, use)
  if (!drawn) throw unusable('broken')

  const { store, files } = deps
  const sha256 = toHex(new Uint8Array(await crypto.subtle.digest('SHA-256', drawn.bytes)))
  const { mediaType, width, height } = drawn
  const known = await sameAs(store, { sha256, use, operatorId })
  if (known) {
    // A database may come back from a backup without its files.
    if (!(await files.get(known.id))) await files.put(known.id, drawn.bytes, mediaType)
    return known
  }
  const id = toHex(crypto.getRandomValues(new Uint8Array(NAME_BYTES)))
  await files.put(id, drawn.bytes, mediaType)
  const { rows } =
    await sql<Picture>`insert into images (id, use, media_type, width, height, bytes, sha256, created_by, created_at)
    select ${id}, ${use}, ${mediaType}, ${width}, ${height}, ${drawn.bytes.length}, ${sha256}, ${operatorId}, ${now}
    where not exists (select 1 from images where sha256 = ${sha256} and use = ${use} and ${isTheirs(operatorId)})
    returning id, width, height`.execute(store.db)
  const [kept] = rows
  if (kept) return kept
  await files.remove(id)
  const first = await sameAs(store, { sha256, use, operatorId })
  if (!first) throw new Error('a picture that was there is gone')
  return first
}

/** Why a picture was not taken; anything else goes on being thrown. */
export function faultIn(error: unknown): PictureFault {
  const fault =
    error instanceof Refusal && error.code === 'picture_unusable' ? FAULTS[String(error.facts.fault)] : undefined
  if (!fault) throw error
  return fault
}

/**
 * The shop's pictures, newest first, by pages. A manager chooses among those that the own store or an owner brought, but
 * for those of somebody of another store. `next`: where the next page begins.
 */
export async function listImages(
  { db }: Store,
  { storeId, before }: { storeId: string | null; before?: Cursor | undefined },
) {
  const rows = await db
    .selectFrom('images')
    .select(['images.id', 'images.width', 'images.height', 'images.bytes', 'images.created_at as createdAt'])
    .select(sql<0 | 1>`iif(${isUsed}, 1, 0)`.as('used'))
    .where('images.use', '=', 'card')
    .where(storeId === null ? sql<SqlBool>`1` : isFor(storeId))
    .where(
      before === undefined
        ? sql<SqlBool>`1`
        : sql<SqlBool>`(images.created_at, images.id) < (${before.at}, ${before.id})`,
    )
    .orderBy('images.created_at', 'desc')
    .orderBy('images.id', 'desc')
    .limit(IMAGES_PAGE + 1)
    .execute()
  return pageOf(rows, IMAGES_PAGE, ({ createdAt, id }) => ({ at: createdAt, id }))
}

/** What a form offers: the newest ones, and in front the one that is chosen. */
export async function choicesFor(store: Store, { storeId, chosen }: { storeId: string | null; chosen: string }) {
  const { lines: newest } = await listImages(store, { storeId })
  const known = newest.find(({ id }) => id === chosen) ?? (chosen === '' ? undefined : await findImage(store, chosen))
  return [...(known ? [known] : []), ...newest.filter(({ id }) => id !== chosen)].slice(0, CHOICES_MAX)
}

/** A picture of a card. */
const findImage = ({ db }: Store, imageId: string) =>
  db
    .selectFrom('images')
    .select(['id', 'width', 'height', 'created_at as createdAt'])
    .where('id', '=', imageId)
    .where('use', '=', 'card')
    .executeTakeFirst()

/** Whether somebody of that store may choose a picture: a name that another store's people have is no right to use it. */
export const mayChoose = async ({ db }: Store, { imageId, storeId }: { imageId: string; storeId: string | null }) =>
  (await db
    .selectFrom('images')
    .select('id')
    .where('id', '=', imageId)
    .where('use', '=', 'card')
    .where(storeId === null ? sql<SqlBool>`1` : isFor(storeId))
    .executeTakeFirst()) !== undefined

/** Forgets a picture that nothing uses, with its file. Refusals: not_found; picture_in_use. */
export async function removeImage(
  { store: { db }, files }: Pick<Deps, 'store' | 'files'>,
  { imageId, storeId }: { imageId: string; storeId: string | null },
) {
  const mine = db.selectFrom('images').select('id').where('id', '=', imageId)
  const chosen = storeId === null ? mine : mine.where(isFor(storeId))
  const gone = await db
    .deleteFrom('images')
    .where('id', 'in', chosen)
    .where(sql<SqlBool>`not ${isUsed}`)
    .returning('id')
    .executeTakeFirst()
  if (gone) return files.remove(gone.id)
  throw new Refusal((await chosen.executeTakeFirst()) ? 'picture_in_use' : 'not_found')
}

const sameAs = (
  { db }: Store,
  { sha256, use, operatorId }: { sha256: string; use: ImageUse; operatorId: string },
): Promise<Picture | undefined> =>
  db
    .selectFrom('images')
    .select(['id', 'width', 'height'])
    .where('sha256', '=', sha256)
    .where('use', '=', use)
    .where(isTheirs(operatorId))
    .executeTakeFirst()

const unusable = (fault: PictureFault) => new Refusal('picture_unusable', { fault })

const FAULTS: Readonly<Record<string, PictureFault>> = {
  missing: 'missing',
  too_large: 'too_large',
  not_a_picture: 'not_a_picture',
  broken: 'broken',
  too_many_pixels: 'too_many_pixels',
  too_small: 'too_small',
  too_long: 'too_long',
}

/** What was sent stays to be seen by whom it was sent to. */
const isUsed: RawBuilder<SqlBool> = sql`(exists (select 1 from operators where face_image_id = images.id)
  or exists (select 1 from stories where image_id = images.id)
  or exists (select 1 from events where image_id = images.id)
  or exists (select 1 from broadcasts where content ->> '$.imageId' = images.id)
  or exists (select 1 from message_templates where content ->> '$.imageId' = images.id)
  or exists (select 1 from automatic_messages where content ->> '$.imageId' = images.id))`

/** Templates are everybody's who writes, and so are their pictures. */
const isFor = (storeId: string | RawBuilder<unknown>): RawBuilder<SqlBool> => sql`((exists (
      select 1 from operators where operators.id = images.created_by
        and (operators.role = 'owner' or operators.store_id = ${storeId}))
    or exists (select 1 from message_templates where content ->> '$.imageId' = images.id))
  and not exists (select 1 from stories join members on members.id = stories.member_id
    where stories.image_id = images.id and members.store_id is not ${storeId}))`

/** That an operator may choose; a face is nobody's to choose. */
const isTheirs = (operatorId: string): RawBuilder<SqlBool> => sql`(images.use = 'face' or exists (
  select 1 from operators as me where me.id = ${operatorId} and (me.store_id is null or ${isFor(sql`me.store_id`)})))`
