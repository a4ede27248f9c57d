import { type Compilable, type SqlBool, sql } from 'kysely'
import { type Db, isAborted, mustHaveChangedOne, type Store } from '../db/store.ts'
import { Refusal } from '../refusal.ts'
import { columnsOf, dishesStatement, EventDraft } from './events-draft.ts'
import { offerStatement } from './line.ts'
import { type Asked, ofStore, whyNot } from './states.ts'

type Changing = Asked & {
  event: EventDraft
  changedBy: string | null
  /** What those who answered are told with a change of time or place. */
  words: string
}

/**
 * Replaces what is planned, of the version that was shown: else Refusal event_changed_meanwhile; event_not_in_state once it is
 * over or cancelled. When its time or place moves, who answered will be told. Seats that a
 * higher capacity or a later deadline frees are offered in the same batch; a lower capacity drops nobody. The people whom it
 * is for change, the store beyond which it is for nobody does not.
 */
export async function changeEvent(store: Store, { event, words, changedBy, ...asked }: Changing) {
  const { db } = store
  const draft = EventDraft.parse(event)
  const { eventId } = asked
  try {
    await store.batch([
      movedStatement(db, { ...asked, draft, words, changedBy }),
      changeStatement(db, { ...asked, draft }),
      mustHaveChangedOne(db),
      // What was said of a dish is not thrown away with its name.
      db
        .deleteFrom('event_dishes')
        .where('event_id', '=', eventId)
        .where('name', 'not in', sql<string>`(select value from json_each(${JSON.stringify(draft.dishes)}))`)
        .where(({ not, exists, selectFrom }) =>
          not(exists(selectFrom('dish_feedback').select('score').whereRef('dish_id', '=', 'event_dishes.id'))),
        ),
      dishesStatement(db, eventId, draft.dishes),
      offerStatement(db, { eventId, now: asked.now }),
    ])
  } catch (error) {
    if (!isAborted(error)) throw error
    throw new Refusal(await whyNot(store, { ...asked, from: ['draft', 'open', 'closed'] }))
  }
}

/** Forgets a draft that no broadcast names. Refusals: event_not_in_state; not_found. */
export async function discardEvent(store: Store, { eventId, storeId = null, now }: Omit<Asked, 'updatedAt'>) {
  const { rows } = await sql`delete from events where id = ${eventId} and ${ofStore(storeId)} and state = 'draft'
    and not exists (select 1 from broadcasts where event_id = events.id) returning id`.execute(store.db)
  if (rows.length === 0) throw new Refusal(await whyNot(store, { eventId, storeId, now, from: [] }))
}

type Drafted = Asked & { draft: EventDraft }

const changeStatement = (db: Db, { eventId, storeId = null, updatedAt, now, draft }: Drafted) =>
  db
    .updateTable('events')
    .set({
      ...columnsOf(db, draft),
      audience: sql<string>`json_set(audience, '$.rule', json(${JSON.stringify(draft.rule)}),
        '$.storeId', iif(${isWidened(draft, storeId)}, ${storeId}, audience ->> '$.storeId'))`,
      updated_at: sql<number>`max(updated_at + 1, ${now})`,
    })
    .where('id', '=', eventId)
    .where(ofStore(storeId))
    .where('updated_at', '=', updatedAt)
    .where('state', 'in', ['draft', 'open', 'closed'])

/** A manager shows to all what was for invited people alone: to all of the own store, also of what an owner planned. */
const isWidened = ({ listed }: EventDraft, storeId: string | null) =>
  sql<SqlBool>`(listed = 0 and ${listed && storeId !== null ? 1 : 0} = 1)`

type Moving = Drafted & Pick<Changing, 'words' | 'changedBy'>

/** Before the change itself, which it is compared with, and which aborts it: what moved is to be told to who answered. */
const movedStatement = (db: Db, { eventId, updatedAt, now, draft, words, changedBy }: Moving): Compilable => ({
  compile: () =>
    sql`insert into event_tellings (event_id, kind, ref, words, created_by, created_at)
      select id, 'changed', cast(max(updated_at + 1, ${now}) as text), ${words}, ${changedBy}, ${now} from events
      where id = ${eventId} and updated_at = ${updatedAt} and state in ('open', 'closed')
        and (starts_at <> ${draft.startsAt} or ends_at <> ${draft.endsAt} or place <> ${draft.place})
        and exists (select 1 from rsvps where event_id = events.id)`.compile(db),
})
