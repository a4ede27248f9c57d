import { type Compilable, sql } from 'kysely'
import { grantStatement, recordGranted } from '../coupons/grants.ts'
import { sha256Hex, uuidV5 } from '../crypto.ts'
import type { BroadcastPurpose, LineUserId, MemberLanguage, SkipReason } from '../db/schema.ts'
import { type Db, isAborted, listOf, mustHaveChangedOne, type Store } from '../db/store.ts'
import { type Claim, isMine } from './chunks.ts'
import { reasonLeftOut } from './reach.ts'
import type { SendingSettings } from './sending-settings.ts'

export type Recipient = { memberId: string; lineUserId: LineUserId; language: MemberLanguage }
/** What goes to these recipients, and the grant that its link leads to. */
export type Letter = { body: string; grant?: { grantId: string; couponId: string } }
export type Sealed = { body: string; retryKey: string }

type Sealing = {
  claim: Claim
  purpose: BroadcastPurpose
  urgent?: boolean
  settings: SendingSettings
  /** The namespace of this installation's retry keys. */
  instanceId: string
  /** Why nobody may get it any more, whoever they are. */
  closed?: SkipReason | undefined
  write(recipients: readonly Recipient[]): Promise<Letter>
  now: number
}

/**
 * Decides once more who may get a claimed chunk, and commits its exact bytes and key before the first of them leaves.
 * The statement that seals looks again: unless everybody in the body may still be written to, and the broadcast is
 * sending, and the claim is ours, nothing is sealed. 'nobody': no recipient is left. 'lost': something changed under us.
 */
export async function sealChunk(store: Store, sealing: Sealing): Promise<Sealed | 'nobody' | 'lost'> {
  const { db, batch } = store
  const { claim, now } = sealing
  const { recipients, leftOut } = await decideRecipients(store, sealing)
  const skips = [...leftOut].map(([reason, memberIds]) => skipStatement(db, claim, reason, memberIds))
  try {
    if (recipients.length === 0) {
      await batch([...skips, emptyStatement(db, claim, now), mustHaveChangedOne(db)])
      return 'nobody'
    }
    const letter = await sealing.write(recipients)
    const retryKey = await uuidV5(sealing.instanceId, `${claim.broadcastId}:${claim.seq}:${claim.epoch}`)
    const seal = sealStatement(db, { ...sealing, recipients, letter, retryKey, sha: await sha256Hex(letter.body) })
    await batch([...skips, ...grantStatements(db, sealing, recipients, letter), seal, mustHaveChangedOne(db)])
    return { body: letter.body, retryKey }
  } catch (error) {
    if (isAborted(error)) return 'lost'
    throw error
  }
}

/** At the seal nobody is told to come tomorrow: a reached cap is a reason. */
const askedOf = ({ claim: { broadcastId }, purpose, urgent = false, settings, now }: Sealing) => ({
  purpose,
  urgent,
  settings,
  now,
  broadcastId,
  holding: 'skip' as const,
})

async function decideRecipients({ db }: Store, sealing: Sealing) {
  const { claim, closed } = sealing
  const rows = await recipientsOf(db, claim)
    .select((eb) => [
      'deliveries.member_id',
      'line_identities.line_user_id',
      'members.language',
      reasonLeftOut(askedOf(sealing), eb.ref('members.id')).as('reason'),
    ])
    .orderBy('deliveries.member_id')
    .execute()
  const recipients: Recipient[] = []
  const leftOut = new Map<SkipReason, string[]>()
  for (const { member_id: memberId, line_user_id: lineUserId, language, ...row } of rows) {
    const reason = row.reason ?? closed ?? (lineUserId === null ? 'blocked' : null)
    if (reason === null && lineUserId !== null) recipients.push({ memberId, lineUserId, language })
    else if (reason !== null) leftOut.set(reason, [...(leftOut.get(reason) ?? []), memberId])
  }
  return { recipients, leftOut }
}

const recipientsOf = (db: Db, { broadcastId, seq, epoch }: Claim) =>
  db
    .selectFrom('deliveries')
    .innerJoin('members', 'members.id', 'deliveries.member_id')
    .leftJoin('line_identities', 'line_identities.member_id', 'members.id')
    .where('deliveries.broadcast_id', '=', broadcastId)
    .where('deliveries.chunk_seq', '=', seq)
    .where('deliveries.chunk_epoch', '=', epoch)
    .where('deliveries.skipped_reason', 'is', null)

const skipStatement = (db: Db, { broadcastId, seq, epoch }: Claim, reason: SkipReason, memberIds: readonly string[]) =>
  db
    .updateTable('deliveries')
    .set({ skipped_reason: reason })
    .where('broadcast_id', '=', broadcastId)
    .where('chunk_seq', '=', seq)
    .where('chunk_epoch', '=', epoch)
    .where('member_id', 'in', listOf(memberIds))

const emptyStatement = (db: Db, claim: Claim, now: number): Compilable => ({
  compile: () =>
    sql`update broadcast_chunks
      set state = 'empty', recipients = 0, lease_until = 0, claim_id = null, finished_at = ${now}
      where ${isMine(claim)} and state = 'ready'`.compile(db),
})

/** The person has the coupon from here on, whatever becomes of the message. */
const grantStatements = (
  db: Db,
  { claim: { broadcastId }, now }: Sealing,
  recipients: readonly Recipient[],
  { grant }: Letter,
): readonly Compilable[] =>
  grant === undefined
    ? []
    : recipients.flatMap(({ memberId }) => [
        grantStatement(db, { ...grant, memberId, broadcastId, now }),
        recordGranted(db, { grantId: grant.grantId, now }),
      ])

type Seal = Sealing & { recipients: readonly Recipient[]; letter: Letter; retryKey: string; sha: string }

function sealStatement(db: Db, seal: Seal): Compilable {
  const { claim, recipients, letter, retryKey, sha, now } = seal
  const stillEligible = recipientsOf(db, claim)
    .select((eb) => eb.fn.countAll<number>().as('people'))
    .where('line_identities.line_user_id', 'in', listOf(recipients.map(({ lineUserId }) => lineUserId)))
    .where((eb) => eb(reasonLeftOut(askedOf(seal), eb.ref('members.id')), 'is', null))
  const { grant } = letter
  const grantIsStored = grant
    ? sql`and exists (select 1 from coupon_grants
        where id = ${grant.grantId} and coupon_id = ${grant.couponId} and member_id = ${recipients[0]?.memberId ?? ''})`
    : sql``
  return {
    compile: () =>
      sql`update broadcast_chunks set state = 'inflight', body = ${letter.body}, body_sha = ${sha}, retry_key = ${retryKey},
          recipients = ${recipients.length}, sealed_attempt = attempt, first_attempt_at = ${now}
        where ${isMine(claim)} and state = 'ready'
          and exists (select 1 from broadcasts where id = ${claim.broadcastId} and state = 'sending')
          and (${stillEligible}) = ${recipients.length} ${grantIsStored}`.compile(db),
  }
}
