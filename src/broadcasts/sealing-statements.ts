import { type Compilable, type RawBuilder, sql } from 'kysely'
import type { SkipReason } from '../db/schema.ts'
import { type Db, mustHaveChanged } from '../db/store.ts'
import { type Asked, reasonLeftOut } from '../sending/reach.ts'
import { storyIsUsable } from '../stories/stories.ts'
import { type Claim, HELD_FROM } from './chunks.ts'
import type { Decided, Recipient } from './eligible.ts'
import { eventIsOn } from './event-guards.ts'
import type { Letter } from './sealing.ts'

/** More attempts than an epoch has: held chunks of different attempts never share a number, however often one is sent anew. */
const HELD_EPOCHS = 1_000

export type SealedChunk = {
  claim: Claim
  recipients: readonly Recipient[]
  letter: Letter
  retryKey: string
  sha: string
}

export const skipStatement = (
  db: Db,
  broadcastId: string,
  skips: readonly { claim: Claim; memberId: string; reason: SkipReason }[],
): Compilable =>
  run(
    db,
    sql`update deliveries set skipped_reason = skipped.reason
      from (select value ->> 0 as member_id, value ->> 1 as seq, value ->> 2 as epoch, value ->> 3 as reason
        from json_each(${JSON.stringify(skips.map(({ claim, memberId, reason }) => [memberId, claim.seq, claim.epoch, reason]))})) as skipped
      where deliveries.broadcast_id = ${broadcastId} and deliveries.member_id = skipped.member_id
        and deliveries.chunk_seq = skipped.seq and deliveries.chunk_epoch = skipped.epoch`,
  )

/**
 * Moves those who had their message of the day to a request of their own, due next morning. Its number says where it comes
 * from; should there be one with that number, nothing happens and all of it is decided anew.
 */
export function holdStatements(db: Db, broadcastId: string, held: readonly Decided[], nextAt: number): Compilable[] {
  const chunks = held.map(({ claim, held }) => [claim.seq, claim.epoch, heldEpoch(claim), held.length])
  const people = held.flatMap(({ claim, held }) => held.map((id) => [id, claim.seq, claim.epoch, heldEpoch(claim)]))
  return [
    run(
      db,
      sql`insert into broadcast_chunks (broadcast_id, seq, epoch, state, recipients, next_at)
        select ${broadcastId}, (value ->> 0) + ${sql.lit(HELD_FROM)}, value ->> 2, 'ready', value ->> 3, ${nextAt}
        from json_each(${JSON.stringify(chunks)}) where true
        on conflict (broadcast_id, seq, epoch) do nothing`,
    ),
    mustHaveChanged(db, chunks.length),
    run(
      db,
      sql`update deliveries set chunk_seq = chunk_seq + ${sql.lit(HELD_FROM)}, chunk_epoch = moved.held_epoch
        from (select value ->> 0 as member_id, value ->> 1 as seq, value ->> 2 as epoch, value ->> 3 as held_epoch
          from json_each(${JSON.stringify(people)})) as moved
        where deliveries.broadcast_id = ${broadcastId} and deliveries.member_id = moved.member_id
          and deliveries.chunk_seq = moved.seq and deliveries.chunk_epoch = moved.epoch and skipped_reason is null`,
    ),
    mustHaveChanged(db, people.length),
  ]
}

const heldEpoch = ({ attempt }: Claim) => attempt * HELD_EPOCHS

export const emptyStatement = (db: Db, broadcastId: string, claims: readonly Claim[], now: number): Compilable =>
  run(
    db,
    sql`update broadcast_chunks set state = 'empty', recipients = 0, lease_until = 0, claim_id = null, finished_at = ${now}
      from (select value ->> 0 as seq, value ->> 1 as epoch, value ->> 2 as attempt
        from json_each(${JSON.stringify(claims.map(({ seq, epoch, attempt }) => [seq, epoch, attempt]))})) as mine
      where broadcast_chunks.broadcast_id = ${broadcastId} and ${isClaimed}`,
  )

/** The claim is still ours, and nothing was sealed under it. */
const isClaimed = sql`broadcast_chunks.seq = mine.seq and broadcast_chunks.epoch = mine.epoch
  and broadcast_chunks.attempt = mine.attempt and broadcast_chunks.state = 'ready'`

type Seal = { broadcastId: string; chunks: readonly SealedChunk[]; asked: Asked; now: number }

/** Seals those of the chunks whose people may all still be written to, and whose grant is stored. */
export function sealStatement(db: Db, { broadcastId, chunks, asked, now }: Seal): Compilable {
  // From the list to the people, each by a key: any other order would read the list once a person.
  const eligible = sql`(select count(*) from json_each(mine.people) as addressed
    cross join line_identities on line_identities.line_user_id = addressed.value
    cross join members on members.id = line_identities.member_id
    cross join deliveries on deliveries.broadcast_id = ${broadcastId} and deliveries.member_id = members.id
    where deliveries.chunk_seq = mine.seq and deliveries.chunk_epoch = mine.epoch and deliveries.skipped_reason is null
      and ${reasonLeftOut(asked, sql.ref('members.id'))} is null)`
  return run(
    db,
    sql`with mine as materialized (select value ->> 'seq' as seq, value ->> 'epoch' as epoch, value ->> 'attempt' as attempt,
          value ->> 'body' as body, value ->> 'sha' as sha, value ->> 'key' as retry_key, value -> 'people' as people,
          json_array_length(value, '$.people') as count, value ->> 'first' as first_id,
          value ->> 'grant' as grant_id, value ->> 'coupon' as coupon_id
        from json_each(${JSON.stringify(chunks.map(sealed))}))
      update broadcast_chunks set state = 'inflight', body = mine.body, body_sha = mine.sha, retry_key = mine.retry_key,
        recipients = mine.count, sealed_attempt = broadcast_chunks.attempt, first_attempt_at = ${now}
      from mine where broadcast_chunks.broadcast_id = ${broadcastId} and ${isClaimed}
        and exists (select 1 from broadcasts where broadcasts.id = ${broadcastId} and state = 'sending'
          and (event_id is null or ${eventIsOn(now)})
          and (story_id is null or ${storyIsUsable(db, sql.ref('broadcasts.story_id'))}))
        and ${eligible} = mine.count
        and (mine.grant_id is null or exists (select 1 from coupon_grants
          where id = mine.grant_id and coupon_id = mine.coupon_id and member_id = mine.first_id))`,
  )
}

const sealed = ({ claim, recipients, letter, retryKey, sha }: SealedChunk) => ({
  seq: claim.seq,
  epoch: claim.epoch,
  attempt: claim.attempt,
  body: letter.body,
  sha,
  key: retryKey,
  people: recipients.map(({ lineUserId }) => lineUserId),
  first: recipients[0]?.memberId,
  grant: letter.grant?.grantId,
  coupon: letter.grant?.couponId,
})

const run = (db: Db, statement: RawBuilder<unknown>): Compilable => ({ compile: () => statement.compile(db) })
