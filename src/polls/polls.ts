import type { Store } from '../db/store.ts'

export type PollResults = {
  /** Who voted at all. */
  people: number
  /** Votes by answer, in the order of the answers; an answer without votes is missing. */
  votes: ReadonlyMap<number, number>
}

/** What people said so far; each has one vote, the last one. */
export async function pollResults({ db }: Store, broadcastId: string): Promise<PollResults> {
  const rows = await db
    .selectFrom('poll_votes')
    .select(['answer', ({ fn }) => fn.countAll<number>().as('people')])
    .where('broadcast_id', '=', broadcastId)
    .groupBy('answer')
    .orderBy('answer')
    .execute()
  return {
    people: rows.reduce((sum, { people }) => sum + people, 0),
    votes: new Map(rows.map(({ answer, people }) => [answer, people])),
  }
}
