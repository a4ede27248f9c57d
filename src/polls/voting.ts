import { type Compilable, type SqlBool, sql } from 'kysely'
import type { Db, Store } from '../db/store.ts'

export const CHECK_IN_ANSWERS = ['fine', 'visit', 'talk'] as const
export type CheckInAnswer = (typeof CHECK_IN_ANSWERS)[number]

type Answered = { broadcastId: string; memberId: string }

/**
 * Whether a broadcast reached somebody: LINE took their message, or may have, or it is on their board. Only they are asked,
 * and only their answers count.
 */
const wasAsked = ({ broadcastId, memberId }: Answered) =>
  sql<SqlBool>`(exists (select 1 from deliveries join broadcast_chunks as chunk
      on chunk.broadcast_id = deliveries.broadcast_id and chunk.seq = deliveries.chunk_seq
        and chunk.epoch = deliveries.chunk_epoch
      where deliveries.broadcast_id = ${broadcastId} and deliveries.member_id = ${memberId}
        and deliveries.skipped_reason is null and chunk.state in ('accepted', 'unknown', 'inflight'))
    or exists (select 1 from board_notices join broadcasts on broadcasts.id = board_notices.broadcast_id
      where board_notices.broadcast_id = ${broadcastId} and board_notices.member_id = ${memberId}
        and broadcasts.state = 'done' and broadcasts.taken_down_at is null))`

/** Whether somebody's answer to a broadcast would count. */
export async function mayAnswer({ db }: Store, answered: Answered) {
  const { rows } = await sql<{ may: 0 | 1 }>`select ${wasAsked(answered)} as may`.execute(db)
  return rows[0]?.may === 1
}

/** What somebody voted for, and when they said so. */
export const findVote = ({ db }: Store, { broadcastId, memberId }: Answered) =>
  db
    .selectFrom('poll_votes')
    .select(['answer', 'voted_at as votedAt'])
    .where('broadcast_id', '=', broadcastId)
    .where('member_id', '=', memberId)
    .executeTakeFirst()

/** The statements of a vote: one for each person, and what was said last counts. Nothing of who was not asked. */
export const voteStatements = (
  db: Db,
  { answer, at, ...answered }: Answered & { answer: number; at: number },
): readonly Compilable[] => [
  {
    compile: () =>
      sql`insert into poll_votes (broadcast_id, member_id, answer, voted_at)
        select id, ${answered.memberId}, ${answer}, ${at} from broadcasts
        where id = ${answered.broadcastId} and kind = 'poll'
          and ${answer} between 0 and json_array_length(content, '$.answers') - 1 and ${wasAsked(answered)}
        on conflict (broadcast_id, member_id) do update set answer = excluded.answer, voted_at = excluded.voted_at
          where excluded.voted_at >= poll_votes.voted_at`.compile(db),
  },
  recordAnswer(db, { ...answered, kind: 'poll_answered', answer: String(answer), at }),
]

/** The statement that keeps an answer to 「最近どうですか」; nothing of who was not asked. */
export const checkInStatement = (
  db: Db,
  { answer, at, ...answered }: Answered & { answer: CheckInAnswer; at: number },
): Compilable => recordAnswer(db, { ...answered, kind: 'check_in_answered', answer, at })

/** One line a moment, however often the event comes. */
const recordAnswer = (
  db: Db,
  {
    kind,
    answer,
    at,
    ...answered
  }: Answered & { kind: 'poll_answered' | 'check_in_answered'; answer: string; at: number },
): Compilable => ({
  compile: () =>
    sql`insert into interactions (id, member_id, kind, ref, detail, at)
      select ${`${kind}:${answered.broadcastId}:${answered.memberId}:${at}`}, ${answered.memberId}, ${kind}, id,
        json_object('title', title, 'answer', ${answer}), ${at}
      from broadcasts where id = ${answered.broadcastId} and ${wasAsked(answered)}
      on conflict (id) do nothing`.compile(db),
})
