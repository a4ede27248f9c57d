import { type Compilable, type RawBuilder, type SqlBool, sql } from 'kysely'
import { type Db, listOf } from '../db/store.ts'
import { type Claim, HELD_FROM, isChunk, isMine } from './chunks.ts'

/**
 * The second half of a chunk has the number seq + half * SPLIT_STEP, where half is how many are before it. So a number says
 * where its first person stood in the chunk that was planned, and two halves never have the same. Planned multicasts are
 * numbered below SPLIT_STEP, half stays below 500.
 */
export const SPLIT_STEP = HELD_FROM / 1_000

type Splitting = {
  claim: Claim
  /** What LINE calls the people of the body, in its order. */
  to: readonly string[]
  /** LINE's own words. */
  message: string
  now: number
}

/** Who of the body LINE named as not to be sent to: "to[1]" is the second. */
export const refusedIn = ({ to, message }: Pick<Splitting, 'to' | 'message'>) =>
  [...new Set([...message.matchAll(/\bto\[(\d+)\]/g)].map(([, index]) => to[Number(index)]))].filter(
    (lineUserId) => lineUserId !== undefined,
  )

/**
 * The statements that go on without whom LINE refuses, once `closed` has made the chunk superseded, and do nothing if it
 * did not: those it names are left out and the others go in the next epoch; does it name nobody, each half goes by itself.
 */
export function splitStatements(db: Db, { claim, to, message, now }: Splitting): readonly Compilable[] {
  const { broadcastId, seq, epoch } = claim
  const isSuperseded = sql<SqlBool>`exists (select 1 from broadcast_chunks where ${isMine(claim)} and state = 'superseded')`
  const ofChunk = sql<SqlBool>`broadcast_id = ${broadcastId} and chunk_seq = ${seq} and chunk_epoch = ${epoch} and skipped_reason is null`
  const refused = refusedIn({ to, message })
  const half = Math.ceil(to.length / 2)
  const second = seq + half * SPLIT_STEP
  const run = (statement: RawBuilder<unknown>): Compilable => ({ compile: () => statement.compile(db) })
  const setAside = refused.length
    ? sql`update deliveries set skipped_reason = 'refused_by_line' where ${ofChunk} and ${isSuperseded}
        and member_id in (select member_id from line_identities where line_user_id in ${listOf(refused)})`
    : sql`update deliveries set chunk_seq = ${second}, chunk_epoch = ${epoch + 1} where ${ofChunk} and ${isSuperseded}
        and member_id in (select member_id from deliveries where ${ofChunk} order by member_id limit -1 offset ${half})`
  const isCancelled = sql`exists (select 1 from broadcasts where id = ${broadcastId} and state = 'cancelled')`
  return [
    run(setAside),
    run(sql`update deliveries set chunk_epoch = ${epoch + 1} where ${ofChunk} and ${isSuperseded}`),
    run(sql`insert into broadcast_chunks (broadcast_id, seq, epoch, state, recipients, next_at, finished_at)
      select broadcast_id, chunk_seq, chunk_epoch, iif(${isCancelled}, 'cancelled', 'ready'), count(*), ${now},
        iif(${isCancelled}, ${now}, null)
      from deliveries where broadcast_id = ${broadcastId} and chunk_seq in (${seq}, ${second}) and chunk_epoch = ${epoch + 1}
        and skipped_reason is null and ${isSuperseded}
      group by broadcast_id, chunk_seq, chunk_epoch
      on conflict (broadcast_id, seq, epoch) do nothing`),
  ]
}

/** Every request since the seal, but this one, is known to have been refused: LINE has never taken the key. */
export const unburnt = (claim: Claim) =>
  sql<SqlBool>`(select count(*) from send_attempts where ${isChunk(claim)} and attempt >= broadcast_chunks.sealed_attempt
    and attempt < ${claim.attempt} and outcome like 'refused%') = ${claim.attempt} - sealed_attempt`
