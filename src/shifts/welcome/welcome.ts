import { sql } from 'kysely'
import type { WelcomeTopic } from '../../db/schema-shifts.ts'
import type { Store } from '../../db/store.ts'
import { Refusal } from '../../refusal.ts'

/** A pack that is read before a shift, not a manual. */
export const WELCOME_ITEMS_MAX = 40
export const WELCOME_WORDS_MAX = 300
export const WELCOME_TOPICS = [
  'menu',
  'register',
  'people',
  'locker',
  'clothes',
  'other',
] as const satisfies readonly WelcomeTopic[]

export type WelcomeItem = { id: string; topic: WelcomeTopic; words: string; changedOn: string }
export type WelcomePack = {
  /** What changed since they left, the newest first. */
  changed: readonly WelcomeItem[]
  /** What has been so for longer than that, by topic. */
  known: readonly WelcomeItem[]
}
type Content = { topic: WelcomeTopic; words: string; changedOn: string }
type By = { operatorId: string; now: number }

/** What is kept for who comes back to a store, the newest change first. */
export const listWelcomeItems = ({ db }: Store, { storeId }: { storeId: string }): Promise<WelcomeItem[]> =>
  db
    .selectFrom('welcome_items')
    .select(['id', 'topic', 'words', 'changed_on as changedOn'])
    .where('store_id', '=', storeId)
    .orderBy('changed_on', 'desc')
    .orderBy('id')
    .limit(WELCOME_ITEMS_MAX)
    .execute()

/** The pack as somebody reads it who left on that day; what changed on that very day they have not seen. null: not known. */
export async function welcomePack(
  store: Store,
  { storeId, leftOn }: { storeId: string; leftOn: string | null },
): Promise<WelcomePack> {
  const items = await listWelcomeItems(store, { storeId })
  const isNew = ({ changedOn }: WelcomeItem) => leftOn !== null && changedOn >= leftOn
  const place = ({ topic }: WelcomeItem) => WELCOME_TOPICS.indexOf(topic)
  return {
    changed: items.filter(isNew),
    known: items.filter((item) => !isNew(item)).sort((a, b) => place(a) - place(b)),
  }
}

/** Adds to a store's pack, and answers its id; undefined when the pack is full. */
export async function addWelcomeItem(
  { db }: Store,
  { storeId, topic, words, changedOn, operatorId, now }: Content & By & { storeId: string },
): Promise<string | undefined> {
  const { rows } = await sql<{ id: string }>`
    insert into welcome_items (id, store_id, topic, words, changed_on, updated_by, updated_at)
    select ${crypto.randomUUID()}, ${storeId}, ${topic}, ${words}, ${changedOn}, ${operatorId}, ${now}
    where (select count(*) from welcome_items where store_id = ${storeId}) < ${WELCOME_ITEMS_MAX}
    returning id`.execute(db)
  return rows[0]?.id
}

type OfStore = { itemId: string; storeId: string | null }

/** `storeId`: beyond it the asker has no rights; null: all stores. Refusal: not_found. */
export async function getWelcomeItem({ db }: Store, { itemId, storeId }: OfStore) {
  const found = await db
    .selectFrom('welcome_items')
    .select(['id', 'topic', 'words', 'changed_on as changedOn', 'store_id as storeId'])
    .where('id', '=', itemId)
    .$if(storeId !== null, (query) => query.where('store_id', '=', storeId ?? ''))
    .executeTakeFirst()
  if (!found) throw new Refusal('not_found')
  return found
}

/** Refusal: not_found. */
export async function changeWelcomeItem(
  { db }: Store,
  { itemId, storeId, topic, words, changedOn, operatorId, now }: OfStore & Content & By,
) {
  const changed = await db
    .updateTable('welcome_items')
    .set({ topic, words, changed_on: changedOn, updated_by: operatorId, updated_at: now })
    .where('id', '=', itemId)
    .$if(storeId !== null, (query) => query.where('store_id', '=', storeId ?? ''))
    .returning('id')
    .executeTakeFirst()
  if (!changed) throw new Refusal('not_found')
}

/** Removing what is gone already changes nothing. */
export const removeWelcomeItem = async ({ db }: Store, { itemId, storeId }: OfStore) =>
  void (await db
    .deleteFrom('welcome_items')
    .where('id', '=', itemId)
    .$if(storeId !== null, (query) => query.where('store_id', '=', storeId ?? ''))
    .execute())
