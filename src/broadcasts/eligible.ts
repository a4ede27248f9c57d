import { sql } from 'kysely'
import type { BroadcastPurpose, LineUserId, MemberLanguage, SkipReason } from '../db/schema.ts'
import type { Store } from '../db/store.ts'
import { type Asked, type Holding, reasonLeftOut } from '../sending/reach.ts'
import type { SendingSettings } from '../sending/sending-settings.ts'
import { type Claim, HELD_FROM } from './chunks.ts'

export type Recipient = { memberId: string; lineUserId: LineUserId; language: MemberLanguage }
export type Skip = { memberId: string; reason: SkipReason }
/** What becomes of the people of a claimed chunk, as things stand. */
export type Decided = {
  claim: Claim
  recipients: readonly Recipient[]
  skips: readonly Skip[]
  /** They had their message of the day already: theirs goes out next morning. */
  held: readonly string[]
}

type Deciding = {
  claims: readonly Claim[]
  purpose: BroadcastPurpose
  urgent?: boolean
  holding?: Holding
  settings: SendingSettings
  /** Why nobody may get it any more, whoever they are. */
  closed?: SkipReason | undefined
  /** That it carries: whose own was withdrawn is not told of it. */
  couponId?: string | null | undefined
  now: number
}

/** At the seal a cap that is reached is a reason, whatever happens then to who reached it. */
export const askedAtSeal = ({ claims: [claim], purpose, urgent = false, settings, now }: Deciding): Asked => ({
  purpose,
  urgent,
  settings,
  now,
  broadcastId: claim?.broadcastId,
  holding: 'skip',
})

/** Decides once more who may get the chunks of one broadcast, in one look for all of them. */
export async function decideRecipients({ db }: Store, deciding: Deciding): Promise<readonly Decided[]> {
  const { claims, closed } = deciding
  const rows = await db
    .selectFrom(addressed(claims).as('deliveries'))
    .innerJoin('members', 'members.id', 'deliveries.member_id')
    .leftJoin('line_identities', 'line_identities.member_id', 'members.id')
    .select((eb) => [
      'deliveries.chunk_seq',
      'deliveries.chunk_epoch',
      'deliveries.member_id',
      'line_identities.line_user_id',
      'members.language',
      reasonLeftOut(askedAtSeal(deciding), eb.ref('members.id')).as('reason'),
      wasWithdrawn(deciding).as('withdrawn'),
    ])
    .orderBy('deliveries.member_id')
    .execute()

  const decided = new Map(claims.map((claim) => [nameOf(claim), nobodyYet(claim)]))
  for (const { member_id: memberId, line_user_id: lineUserId, language, ...row } of rows) {
    const chunk = decided.get(nameOf({ seq: row.chunk_seq, epoch: row.chunk_epoch }))
    const reason =
      closed ?? row.reason ?? (row.withdrawn === 1 ? 'coupon_ended' : null) ?? (lineUserId === null ? 'blocked' : null)
    if (reason === null && lineUserId !== null) chunk?.recipients.push({ memberId, lineUserId, language })
    else if (reason === 'cap_day' && chunk && mayBeHeld(deciding, chunk.claim)) chunk.held.push(memberId)
    else if (reason !== null) chunk?.skips.push({ memberId, reason })
  }
  return [...decided.values()]
}

const wasWithdrawn = ({ couponId }: Deciding) =>
  couponId
    ? sql<number>`exists (select 1 from coupon_grants where coupon_id = ${couponId}
        and member_id = deliveries.member_id and voided_at is not null)`
    : sql<number>`0`

/** The people of these chunks. The index is named, because by the primary key all people of the broadcast would be read. */
const addressed = (claims: readonly Claim[]) =>
  sql<{ member_id: string; chunk_seq: number; chunk_epoch: number }>`(
    select member_id, chunk_seq, chunk_epoch from deliveries indexed by deliveries_by_chunk
    where broadcast_id = ${claims[0]?.broadcastId ?? ''} and skipped_reason is null and (chunk_seq, chunk_epoch) in
      (select value ->> 0, value ->> 1 from json_each(${JSON.stringify(claims.map(({ seq, epoch }) => [seq, epoch]))})))`

/** Once: who has had a message of the next day too when it comes is left out. */
const mayBeHeld = ({ holding = 'morning' }: Deciding, { seq }: Claim) => holding === 'morning' && seq < HELD_FROM

const nameOf = ({ seq, epoch }: { seq: number; epoch: number }) => `${seq}:${epoch}`

const nobodyYet = (claim: Claim) => {
  const [recipients, skips, held]: [Recipient[], Skip[], string[]] = [[], [], []]
  return { claim, recipients, skips, held }
}
