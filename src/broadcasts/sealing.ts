import type { Compilable } from 'kysely'
import { grantsStatement, recordAllGranted } from '../coupons/grants.ts'
import { sha256Hex, uuidV5 } from '../crypto.ts'
import type { BroadcastPurpose, SkipReason } from '../db/schema.ts'
import { type Db, isAborted, mustHaveChanged, type Store } from '../db/store.ts'
import { nextMorning } from '../sending/quiet.ts'
import type { Holding } from '../sending/reach.ts'
import type { SendingSettings } from '../sending/sending-settings.ts'
import type { Claim } from './chunks.ts'
import { askedAtSeal, type Decided, decideRecipients, type Recipient } from './eligible.ts'
import { emptyStatement, holdStatements, type SealedChunk, sealStatement, skipStatement } from './sealing-statements.ts'

export type { Recipient } from './eligible.ts'
/** What goes to these recipients, and the grant that its link leads to. */
export type Letter = { body: string; grant?: { grantId: string; couponId: string } }
export type Sealed = { body: string; retryKey: string }
/** 'nobody': no recipient is left in it. 'lost': something changed under us, and nothing was sealed. */
export type SealOutcome = Sealed | 'nobody' | 'lost'

/** D1 takes parameters of up to 2 MB. */
const BODIES_LENGTH_MAX = 700_000

export type Sealing = {
  /** Of one broadcast, not sealed yet. */
  claims: readonly Claim[]
  purpose: BroadcastPurpose
  urgent?: boolean
  holding?: Holding
  settings: SendingSettings
  /** The namespace of this installation's retry keys. */
  instanceId: string
  /** Why nobody may get it any more, whoever they are. */
  closed?: SkipReason | undefined
  couponId?: string | null | undefined
  /** One letter to all of these, who are those of a chunk. */
  write(recipients: readonly Recipient[]): Promise<Letter>
  /** A letter for each of these, who are alone in theirs; without it each is written by `write`. */
  writeEach?(recipients: readonly Recipient[]): Promise<readonly Letter[]>
  now: number
}

/**
 * Decides once more who may get the claimed chunks, and commits their exact bytes and keys before the first of them leaves.
 * The statement that seals looks again: unless everybody in a body may still be written to, and the broadcast is sending,
 * and the claim is ours, nothing is sealed. All in one batch, or in halves of it
 * where the bodies are long; if that fails, each chunk in one of its own.
 */
export async function sealChunks(store: Store, sealing: Sealing): Promise<ReadonlyMap<Claim, SealOutcome>> {
  const { claims } = sealing
  const decided = await decideRecipients(store, sealing)
  const chunks = await writeLetters(sealing, decided)
  const isLong = chunks.reduce((length, { letter }) => length + letter.body.length, 0) > BODIES_LENGTH_MAX
  if (isLong && claims.length > 1) return sealParts(store, sealing, Math.ceil(claims.length / 2))
  if (await commit(store, sealing, { decided, chunks })) {
    const outcomes = new Map<Claim, SealOutcome>(claims.map((claim) => [claim, 'nobody']))
    for (const { claim, letter, retryKey } of chunks) outcomes.set(claim, { body: letter.body, retryKey })
    return outcomes
  }
  return claims.length === 1 ? new Map(claims.map((claim) => [claim, 'lost'])) : sealParts(store, sealing, 1)
}

async function sealParts(store: Store, sealing: Sealing, size: number): Promise<ReadonlyMap<Claim, SealOutcome>> {
  const { claims } = sealing
  const parts = Array.from({ length: Math.ceil(claims.length / size) }, (_, i) =>
    claims.slice(i * size, (i + 1) * size),
  )
  const sealed = await Promise.all(parts.map((part) => sealChunks(store, { ...sealing, claims: part })))
  return new Map(sealed.flatMap((outcomes) => [...outcomes]))
}

async function writeLetters(sealing: Sealing, decided: readonly Decided[]): Promise<readonly SealedChunk[]> {
  const { instanceId, write, writeEach } = sealing
  const full = decided.filter(({ recipients }) => recipients.length > 0)
  const together = writeEach && full.length > 1 && full.every(({ recipients }) => recipients.length === 1)
  const letters = together
    ? await writeEach(full.flatMap(({ recipients }) => recipients))
    : await Promise.all(full.map(({ recipients }) => write(recipients)))
  const chunks = full.map(async ({ claim, recipients }, i) => {
    const letter = letters[i]
    if (!letter) throw new Error('A letter is missing.')
    const retryKey = await uuidV5(instanceId, `${claim.broadcastId}:${claim.seq}:${claim.epoch}`)
    return { claim, recipients, letter, retryKey, sha: await sha256Hex(letter.body) }
  })
  return Promise.all(chunks)
}

type Committing = { decided: readonly Decided[]; chunks: readonly SealedChunk[] }

/** False when something changed since it was decided, and so nothing was written. */
async function commit({ db, batch }: Store, sealing: Sealing, { decided, chunks }: Committing) {
  const { now, settings } = sealing
  const broadcastId = sealing.claims[0]?.broadcastId ?? ''
  const empty = decided.filter(({ recipients }) => recipients.length === 0).map(({ claim }) => claim)
  const held = decided.filter(({ held }) => held.length > 0)
  const skips = decided.flatMap(({ claim, skips }) => skips.map((skip) => ({ ...skip, claim })))
  const statements: Compilable[] = [
    ...(skips.length > 0 ? [skipStatement(db, broadcastId, skips)] : []),
    ...(held.length > 0 ? holdStatements(db, broadcastId, held, nextMorning(settings, now)) : []),
    ...grantStatements(db, broadcastId, chunks, now),
    ...(empty.length > 0 ? [emptyStatement(db, broadcastId, empty, now), mustHaveChanged(db, empty.length)] : []),
    ...(chunks.length > 0
      ? [
          sealStatement(db, { broadcastId, chunks, asked: askedAtSeal(sealing), now }),
          mustHaveChanged(db, chunks.length),
        ]
      : []),
  ]
  try {
    await batch(statements)
    return true
  } catch (error) {
    if (isAborted(error)) return false
    throw error
  }
}

/** The people have the coupon from here on, whatever becomes of the message. */
function grantStatements(db: Db, broadcastId: string, chunks: readonly SealedChunk[], now: number) {
  const given = chunks.flatMap(({ recipients, letter: { grant } }) =>
    grant === undefined ? [] : recipients.map(({ memberId }) => ({ ...grant, memberId })),
  )
  const [first] = given
  if (!first) return []
  return [
    grantsStatement(db, { couponId: first.couponId, broadcastId, grants: given, now }),
    recordAllGranted(db, { grantIds: given.map(({ grantId }) => grantId), now }),
  ]
}
