import { type SqlBool, sql } from 'kysely'
import type { Db, Store } from '../db/store.ts'
import { Refusal } from '../refusal.ts'

/** From the first bite until two weeks after: who remembers less says less. */
export const FEEDBACK_OPEN_MS = 14 * 86_400_000
export const FEEDBACK_WORDS_MAX = 200
export const SCORES = ['1', '2', '3', '4', '5'] as const

export type DishRating = { dishId: string; score: number; words: string }

type Guest = { eventId: string; memberId: string; now: number }

/**
 * Who may say what the food was like: who was let in at the door or, where nobody kept the door, who held a seat. While
 * the event runs and for two weeks after it.
 */
const mayRate = ({ eventId, memberId, now }: Guest) =>
  sql<SqlBool>`exists (select 1 from events cross join members on members.id = ${memberId} and members.state = 'verified'
    where events.id = ${eventId} and events.state in ('open', 'closed', 'done')
      and events.starts_at <= ${now} and events.ends_at + ${FEEDBACK_OPEN_MS} > ${now}
      and (exists (select 1 from check_ins where check_ins.event_id = events.id
          and check_ins.member_id = members.id and check_ins.undone_at is null)
        or (exists (select 1 from rsvps where rsvps.event_id = events.id
            and rsvps.member_id = members.id and rsvps.state = 'going')
          and not exists (select 1 from check_ins where check_ins.event_id = events.id and check_ins.undone_at is null))))`

/** Whether somebody's word on the dishes of an event would count now. */
export async function isTaster({ db }: Store, guest: Guest) {
  const { rows } = await sql<{ may: 0 | 1 }>`select ${mayRate(guest)} as may`.execute(db)
  return rows[0]?.may === 1
}

/** What somebody said of the dishes of an event so far. */
export const ratingsOf = ({ db }: Store, { eventId, memberId }: Pick<Guest, 'eventId' | 'memberId'>) =>
  db
    .selectFrom('dish_feedback')
    .innerJoin('event_dishes', 'event_dishes.id', 'dish_feedback.dish_id')
    .select(['dish_feedback.dish_id as dishId', 'dish_feedback.score', 'dish_feedback.words'])
    .where('event_dishes.event_id', '=', eventId)
    .where('dish_feedback.member_id', '=', memberId)
    .execute()

/**
 * Keeps what a guest says of the dishes in place of what they said before: a dish without a score is taken back. One line in
 * their history for an event, however often they change it. Refusals: event_link_unusable when they may not (any more).
 */
export async function rateDishes(store: Store, { ratings, ...guest }: Guest & { ratings: readonly DishRating[] }) {
  const { db } = store
  if (!(await isTaster(store, guest))) throw new Refusal('event_link_unusable')
  await store.batch([forgetStatement(db, guest, ratings), rateStatement(db, guest, ratings), notedStatement(db, guest)])
}

const dishesOf = (eventId: string) => sql<SqlBool>`dish_id in (select id from event_dishes where event_id = ${eventId})`

const forgetStatement = (db: Db, guest: Guest, ratings: readonly DishRating[]) =>
  db
    .deleteFrom('dish_feedback')
    .where('member_id', '=', guest.memberId)
    .where(dishesOf(guest.eventId))
    .where(sql<SqlBool>`dish_id not in (select value ->> 'dishId' from json_each(${JSON.stringify(ratings)}))`)
    .where(mayRate(guest))

/** The event's own dishes only; the guard stands in the statement, for a door may be kept meanwhile. */
const rateStatement = (db: Db, guest: Guest, ratings: readonly DishRating[]) =>
  db
    .insertInto('dish_feedback')
    .columns(['dish_id', 'member_id', 'score', 'words', 'said_at'])
    .expression(
      db
        .selectFrom(
          sql<{ dish_id: string; score: number; words: string }>`(select value ->> 'dishId' as dish_id,
            value ->> 'score' as score, value ->> 'words' as words from json_each(${JSON.stringify(ratings)}))`.as(
            'said',
          ),
        )
        .select(({ val, ref }) => [
          'said.dish_id',
          val(guest.memberId).as('member_id'),
          'said.score',
          sql<string | null>`nullif(${ref('said.words')}, '')`.as('words'),
          val(guest.now).as('said_at'),
        ])
        .where(dishesOf(guest.eventId))
        .where(mayRate(guest)),
    )
    .onConflict((clash) =>
      clash.columns(['dish_id', 'member_id']).doUpdateSet(({ ref }) => ({
        score: ref('excluded.score'),
        words: ref('excluded.words'),
        said_at: ref('excluded.said_at'),
      })),
    )

/** The id is the event's and the person's: said again, it is known. */
const notedStatement = (db: Db, { eventId, memberId, now }: Guest) =>
  db
    .insertInto('interactions')
    .columns(['id', 'member_id', 'kind', 'ref', 'detail', 'at'])
    .expression(
      db
        .selectFrom('events')
        .select(({ val, ref }) => [
          val(`dish_rated:${eventId}:${memberId}`).as('id'),
          val(memberId).as('member_id'),
          val('dish_rated').as('kind'),
          'events.id as ref',
          sql<string>`json_object('title', ${ref('events.title')})`.as('detail'),
          val(now).as('at'),
        ])
        .where('events.id', '=', eventId)
        .where(({ exists, selectFrom }) =>
          exists(
            selectFrom('dish_feedback').select('dish_id').where('member_id', '=', memberId).where(dishesOf(eventId)),
          ),
        ),
    )
    .onConflict((clash) => clash.column('id').doNothing())
