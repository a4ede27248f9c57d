import { type SqlBool, sql } from 'kysely'
import type { BroadcastState, ChunkState, SkipReason } from '../db/schema.ts'
import type { Store } from '../db/store.ts'
import { HELD_FROM } from './chunks.ts'

type Reasons = Partial<Record<SkipReason, number>>

/** What became of the recipients so far; every confirmed one is in exactly one of these, `leftOut` and the "of these" apart. */
export type Progress = {
  accepted: number
  /** Still to be sent, whether running, paused or held until the morning. */
  waiting: number
  /** Of these: how many are with LINE at this moment. */
  inflight: number
  /** Of these: whose message of the day they had already, and when the first of them is due. */
  held: number
  heldUntil: number | null
  /** Sent without an answer, for the owner to decide. */
  unknown: number
  /** Sent without an answer; the owner decided to take it as sent. */
  treatedAsSent: number
  rejected: number
  cancelled: number
  skipped: Reasons
  /** Confirmed, but no longer reachable when the recipients were written down. */
  gone: number
  /** Never among the confirmed: who is meant and was left out when the recipients were written down. */
  leftOut: Reasons
}

const NOTHING: Progress = {
  accepted: 0,
  waiting: 0,
  inflight: 0,
  held: 0,
  heldUntil: null,
  unknown: 0,
  treatedAsSent: 0,
  rejected: 0,
  cancelled: 0,
  skipped: {},
  gone: 0,
  leftOut: {},
}

/** The account of a broadcast as the ledger has it at this moment: exact in every state. Two sums over covering indexes. */
export async function progressOf(
  store: Store,
  { broadcastId, confirmedCount }: { broadcastId: string; confirmedCount: number },
): Promise<Progress> {
  const { state, channel } = await stateOf(store, broadcastId)
  if (state === 'draft') return NOTHING
  const { skipped, leftOut, people: leftOutAmong } = await skipsOf(store, broadcastId)
  if (channel === 'board') {
    const posted = await postedOn(store, broadcastId)
    const rest = unplanned(state, posted > 0, confirmedCount - posted)
    const shown = state === 'done' ? posted : 0
    const [waiting, cancelled] = state === 'cancelled' ? [0, posted] : [posted - shown, 0]
    return {
      ...NOTHING,
      leftOut,
      accepted: shown,
      waiting: waiting + (rest.waiting ?? 0),
      cancelled: cancelled + (rest.cancelled ?? 0),
      gone: rest.gone ?? 0,
    }
  }
  const { isPlanned, planned, ...counted } = await chunksOf(store, broadcastId)
  const open = Math.max(0, confirmedCount - planned - leftOutAmong)
  const rest = unplanned(state, isPlanned || leftOutAmong > 0, open)
  return {
    ...NOTHING,
    ...counted,
    ...(await heldOf(store, broadcastId)),
    skipped,
    leftOut,
    gone: rest.gone ?? 0,
    waiting: counted.waiting + (rest.waiting ?? 0),
    cancelled: counted.cancelled + (rest.cancelled ?? 0),
  }
}

/** Where the confirmed are of whom the ledger has no line: still to be written down, or no longer to be reached. */
function unplanned(state: BroadcastState, isPlanned: boolean, people: number): Partial<Progress> {
  if (isPlanned) return { gone: Math.max(0, people) }
  if (state === 'planning') return { waiting: people }
  return state === 'cancelled' ? { cancelled: people } : { gone: people }
}

const stateOf = ({ db }: Store, broadcastId: string) =>
  db.selectFrom('broadcasts').select(['state', 'channel']).where('id', '=', broadcastId).executeTakeFirstOrThrow()

async function chunksOf({ db }: Store, broadcastId: string) {
  const rows = await db
    .selectFrom('broadcast_chunks')
    .select(['state', 'decision', (eb) => eb.fn.sum<number>('recipients').as('people')])
    .where('broadcast_id', '=', broadcastId)
    .groupBy(['state', 'decision'])
    .execute()
  const sum = (...states: ChunkState[]) =>
    rows.filter(({ state }) => states.includes(state)).reduce((total, { people }) => total + people, 0)
  const treatedAsSent = rows
    .filter(({ state, decision }) => state === 'unknown' && decision === 'treated_as_sent')
    .reduce((total, { people }) => total + people, 0)
  return {
    isPlanned: rows.length > 0,
    planned: sum('ready', 'inflight', 'accepted', 'rejected', 'unknown', 'cancelled'),
    accepted: sum('accepted'),
    waiting: sum('ready', 'inflight'),
    inflight: sum('inflight'),
    unknown: sum('unknown') - treatedAsSent,
    treatedAsSent,
    rejected: sum('rejected'),
    cancelled: sum('cancelled'),
  }
}

/** Only who has a request to be in was among the confirmed. In the order of the index: nothing is sorted. */
async function skipsOf({ db }: Store, broadcastId: string) {
  const rows = await db
    .selectFrom('deliveries')
    .select([
      'skipped_reason as reason',
      (eb) => eb.fn.countAll<number>().as('all'),
      sql<number>`count(*) filter (where chunk_seq >= 0)`.as('confirmed'),
    ])
    .where('broadcast_id', '=', broadcastId)
    .where('skipped_reason', 'is not', null)
    .groupBy('skipped_reason')
    .execute()
  const skipped: Reasons = {}
  const leftOut: Reasons = {}
  for (const { reason, all, confirmed } of rows) {
    if (reason === null) continue
    if (confirmed > 0) skipped[reason] = confirmed
    if (all > confirmed) leftOut[reason] = all - confirmed
  }
  return { skipped, leftOut, people: total(skipped) }
}

/** By the primary key, whose end they are: the plus keeps SQLite from reading all that is ready instead. */
async function heldOf({ db }: Store, broadcastId: string) {
  const { held, heldUntil } = await db
    .selectFrom('broadcast_chunks')
    .select((eb) => [eb.fn.sum<number | null>('recipients').as('held'), eb.fn.min('next_at').as('heldUntil')])
    .where('broadcast_id', '=', broadcastId)
    .where('seq', '>=', HELD_FROM)
    .where(sql<SqlBool>`+state = 'ready'`)
    .executeTakeFirstOrThrow()
  return { held: held ?? 0, heldUntil: held ? heldUntil : null }
}

async function postedOn({ db }: Store, broadcastId: string) {
  const { people } = await db
    .selectFrom('board_notices')
    .select((eb) => eb.fn.countAll<number>().as('people'))
    .where('broadcast_id', '=', broadcastId)
    .executeTakeFirstOrThrow()
  return people
}

/** How many have read it on the board. */
export async function readOn({ db }: Store, broadcastId: string) {
  const { people } = await db
    .selectFrom('board_notices')
    .select((eb) => eb.fn.count<number>('read_at').as('people'))
    .where('broadcast_id', '=', broadcastId)
    .executeTakeFirstOrThrow()
  return people
}

/** How many people these reasons are about. */
export const total = (reasons: Reasons) => Object.values(reasons).reduce((sum, people) => sum + people, 0)
