import { sql } from 'kysely'
import { z } from 'zod'
import type { Store } from '../db/store.ts'

/** Words of a dish that are shown on the event's page. */
const WORDS_MAX = 100

export type DishWords = { score: number; words: string; roleName: string | null }
export type DishResult = {
  dishId: string
  name: string
  people: number
  /** 1 to 5; null: nobody said anything. */
  average: number | null
  /** How many gave 1, 2, 3, 4, 5. */
  scores: readonly number[]
  /** The same by what they did at the shop: who knows the kitchen tastes differently. */
  byRole: readonly { roleName: string | null; people: number; average: number }[]
  /** What was said, the newest first. */
  words: readonly DishWords[]
}

const Scores = z.array(z.number())
const ByRole = z.array(z.object({ roleName: z.string().nullable(), people: z.number(), average: z.number() }))
const Words = z.array(z.object({ score: z.number(), words: z.string(), roleName: z.string().nullable() }))

/** What guests said of each dish, in the order of the menu. Never with a name: it is the dish that is judged. */
export async function dishResults({ db }: Store, eventId: string): Promise<readonly DishResult[]> {
  const said = sql`dish_feedback join members on members.id = dish_feedback.member_id
    left join roles on roles.id = members.role_id where dish_feedback.dish_id = event_dishes.id`
  const { rows } = await sql<{
    dishId: string
    name: string
    people: number
    average: number | null
    scores: string
    byRole: string
    words: string
  }>`select id as "dishId", name,
    (select count(*) from dish_feedback where dish_id = event_dishes.id) as people,
    (select avg(score) from dish_feedback where dish_id = event_dishes.id) as average,
    (select json_array(count(iif(score = 1, 1, null)), count(iif(score = 2, 1, null)), count(iif(score = 3, 1, null)),
      count(iif(score = 4, 1, null)), count(iif(score = 5, 1, null)))
      from dish_feedback where dish_id = event_dishes.id) as scores,
    (select json_group_array(json_object('roleName', role, 'people', people, 'average', average)) from
      (select roles.name as role, count(*) as people, avg(score) as average from ${said}
        group by roles.id order by roles.position is null, roles.position, roles.name)) as "byRole",
    (select json_group_array(json_object('score', score, 'words', words, 'roleName', role)) from
      (select score, words, roles.name as role from ${said} and words is not null
        order by said_at desc, member_id limit ${WORDS_MAX})) as words
    from event_dishes where event_id = ${eventId} order by position, id`.execute(db)
  return rows.map(({ scores, byRole, words, ...dish }) => ({
    ...dish,
    scores: Scores.parse(JSON.parse(scores)),
    byRole: ByRole.parse(JSON.parse(byRole)),
    words: Words.parse(JSON.parse(words)),
  }))
}
