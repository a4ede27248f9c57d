import { beforeEach, describe, expect, it } from 'vitest'
import { HELD_FROM } from '../../src/broadcasts/chunks.ts'
import { createDraft, findBroadcast } from '../../src/broadcasts/drafts.ts'
import { type Progress, progressOf, readOn, total } from '../../src/broadcasts/progress.ts'
import { cancelBroadcast } from '../../src/broadcasts/running.ts'
import { workBroadcasts } from '../../src/broadcasts/sending.ts'
import { situationOf } from '../../src/broadcasts/situation.ts'
import type { BroadcastState, ChunkState, SkipReason } from '../../src/db/schema.ts'
import type { Store } from '../../src/db/store.ts'
import { DAY, HOUR, MINUTE, NOON, newStore } from '../support.ts'
import {
  addMembers,
  addOwner,
  confirmed,
  memberId,
  OWNER,
  openClock,
  openFakeLine,
  senderOf,
  TEXT,
  withdraw,
} from './support.ts'

let store: Store
beforeEach(async () => {
  store = newStore()
  await addOwner(store)
  await addMembers(store, 12)
})

const people = ({ accepted, waiting, unknown, treatedAsSent, rejected, cancelled, skipped, gone }: Progress) =>
  accepted + waiting + unknown + treatedAsSent + rejected + cancelled + total(skipped) + gone

type Written = {
  state: ChunkState
  people: number
  decision?: 'treated_as_sent' | 'resent'
  seq?: number
  nextAt?: number
  skipped?: SkipReason
}

/** A ledger as it stands in some state, written down as it is. */
async function ledgerOf(chunks: readonly Written[], { state = 'sending' as BroadcastState, confirmedCount = 12 } = {}) {
  const id = await createDraft(store, { draft: TEXT, createdBy: OWNER, now: NOON })
  await store.db
    .updateTable('broadcasts')
    .set({ state, confirmed_count: confirmedCount, confirmed_at: NOON, planned_at: NOON, send_at: NOON })
    .where('id', '=', id)
    .execute()
  let next = 0
  for (const [n, { state: is, people: count, decision, seq = n, nextAt = 0, skipped }] of chunks.entries()) {
    if (seq >= 0)
      await store.db
        .insertInto('broadcast_chunks')
        .values({
          broadcast_id: id,
          seq,
          state: is,
          recipients: skipped ? 0 : count,
          next_at: nextAt,
          decision: decision ?? null,
        })
        .execute()
    for (let i = 0; i < count && is !== 'superseded'; i++)
      await store.db
        .insertInto('deliveries')
        .values({ broadcast_id: id, member_id: memberId(next++), chunk_seq: seq, skipped_reason: skipped ?? null })
        .execute()
  }
  return { id, confirmedCount }
}
const accountOf = ({ id, confirmedCount }: { id: string; confirmedCount: number }) =>
  progressOf(store, { broadcastId: id, confirmedCount })

describe('the account of a broadcast', () => {
  it('has every confirmed person in exactly one place, whatever became of the requests', async () => {
    const account = await accountOf(
      await ledgerOf([
        { state: 'accepted', people: 2 },
        { state: 'inflight', people: 1 },
        { state: 'ready', people: 1 },
        { state: 'unknown', people: 1 },
        { state: 'unknown', people: 1, decision: 'treated_as_sent' },
        { state: 'superseded', people: 3, decision: 'resent' },
        { state: 'rejected', people: 1 },
        { state: 'cancelled', people: 1 },
        { state: 'empty', people: 1, skipped: 'no_consent' },
        { state: 'ready', people: 2, seq: HELD_FROM, nextAt: NOON + DAY },
      ]),
    )
    expect(account).toEqual({
      accepted: 2,
      waiting: 4,
      inflight: 1,
      held: 2,
      heldUntil: NOON + DAY,
      unknown: 1,
      treatedAsSent: 1,
      rejected: 1,
      cancelled: 1,
      skipped: { no_consent: 1 },
      gone: 1,
      leftOut: {},
    })
    expect(people(account)).toBe(12)
  })

  it('keeps apart who was left out from the start: they were never among the confirmed', async () => {
    const account = await accountOf(
      await ledgerOf(
        [
          { state: 'accepted', people: 2 },
          { state: 'ready', people: 3, seq: -1, skipped: 'blocked' },
          { state: 'ready', people: 1, seq: -1, skipped: 'over_confirmed' },
        ],
        { confirmedCount: 2 },
      ),
    )
    expect(account).toMatchObject({ accepted: 2, skipped: {}, gone: 0, leftOut: { blocked: 3, over_confirmed: 1 } })
  })

  it('counts those still to be written down as waiting, or as cancelled when it was cancelled before', async () => {
    const line = openFakeLine()
    const id = await confirmed(store, line, { people: 12 })
    expect(await accountOf({ id, confirmedCount: 12 })).toMatchObject({ waiting: 12, gone: 0, cancelled: 0 })
    await cancelBroadcast(store, { broadcastId: id, now: NOON })
    expect(await accountOf({ id, confirmedCount: 12 })).toMatchObject({ waiting: 0, gone: 0, cancelled: 12 })
  })

  it('says that all are gone when nobody was left to write down', async () => {
    const line = openFakeLine()
    const id = await confirmed(store, line, { people: 12 })
    for (let i = 0; i < 12; i++) await withdraw(store, memberId(i), 'news')
    await workBroadcasts(senderOf(store, line, openClock()))
    const account = await accountOf({ id, confirmedCount: 12 })
    expect(account).toMatchObject({ gone: 12, waiting: 0, leftOut: { no_consent: 12 } })
  })

  it('of a draft is nothing at all', async () => {
    const id = await createDraft(store, { draft: TEXT, createdBy: OWNER, now: NOON })
    expect(people(await accountOf({ id, confirmedCount: 0 }))).toBe(0)
  })

  it('of a notice on the board counts who has it, and who read it', async () => {
    const { id } = await ledgerOf([], { state: 'done', confirmedCount: 3 })
    await store.db.updateTable('broadcasts').set({ channel: 'board' }).where('id', '=', id).execute()
    for (const n of [0, 1])
      await store.db
        .insertInto('board_notices')
        .values({ broadcast_id: id, member_id: memberId(n), posted_at: NOON, read_at: n === 0 ? NOON : null })
        .execute()
    expect(await accountOf({ id, confirmedCount: 3 })).toMatchObject({ accepted: 2, gone: 1 })
    expect(await readOn(store, id)).toBe(1)
    await store.db.updateTable('broadcasts').set({ state: 'planned' }).where('id', '=', id).execute()
    expect(await accountOf({ id, confirmedCount: 3 })).toMatchObject({ accepted: 0, waiting: 2 })
  })
})

describe('where a broadcast stands', () => {
  const settings = { quietFrom: 21, quietTo: 9 }
  const standing = async (
    state: BroadcastState,
    set: { send_at?: number; confirmed_at?: number } = {},
    now = NOON,
    chunks: readonly Written[] = [],
  ) => {
    const ledger = await ledgerOf(chunks, { state })
    await store.db
      .updateTable('broadcasts')
      .set({ updated_at: NOON, ...set })
      .where('id', '=', ledger.id)
      .execute()
    const broadcast = await findBroadcast(store, { broadcastId: ledger.id })
    if (!broadcast) throw new Error('gone')
    return situationOf({ broadcast, progress: await accountOf(ledger), settings, now })
  }

  it('is in its minute of undoing, then about to start', async () => {
    const soon = { send_at: NOON + MINUTE }
    expect(await standing('planned', soon)).toEqual({ is: 'undo', until: NOON + MINUTE, undoable: true, live: true })
    expect(await standing('planned', soon, NOON + MINUTE)).toMatchObject({ is: 'starting', undoable: true, live: true })
    expect(await standing('planning', soon, NOON + MINUTE)).toMatchObject({ is: 'planning' })
  })

  it('waits for its time, looked at again only when that is near', async () => {
    const later = { send_at: NOON + HOUR }
    expect(await standing('planned', later)).toEqual({
      is: 'scheduled',
      until: NOON + HOUR,
      undoable: true,
      live: false,
    })
    expect(await standing('planned', later, NOON + 55 * MINUTE)).toMatchObject({ is: 'scheduled', live: true })
  })

  it('waits for the morning in the quiet hours, and can be taken back all that time', async () => {
    const night = NOON + 10 * HOUR
    expect(await standing('planned', { send_at: night + MINUTE, confirmed_at: night }, night)).toMatchObject({
      is: 'quiet',
      until: NOON + 21 * HOUR,
      undoable: true,
      live: false,
    })
    expect(await standing('sending', {}, night, [{ state: 'ready', people: 12 }])).toMatchObject({
      is: 'quiet',
      undoable: false,
    })
  })

  it('is held when only those are left who get theirs next morning', async () => {
    const held = [{ state: 'ready', people: 2, seq: HELD_FROM, nextAt: NOON + DAY }] as const
    expect(await standing('sending', {}, NOON, held)).toMatchObject({ is: 'held', until: NOON + DAY, live: false })
    expect(await standing('sending', {}, NOON, [...held, { state: 'ready', people: 1, seq: 0 }])).toMatchObject({
      is: 'sending',
      live: true,
    })
  })

  it.each(['missed', 'needs_decision', 'done', 'cancelled', 'paused_quota'] as const)('is %s', async (state) => {
    expect(await standing(state)).toMatchObject({ is: state, live: false, undoable: state === 'missed' })
  })
})
