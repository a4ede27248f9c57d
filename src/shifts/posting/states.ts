import { type SqlBool, sql } from 'kysely'
import type { OpeningState } from '../../db/schema-shifts.ts'
import { type Db, isAborted, mustHaveChangedOne, type Store } from '../../db/store.ts'
import { dayOf } from '../../labour/days.ts'
import { floorAt } from '../../labour/entered-floors.ts'
import { type Fault, faultsOf } from '../../labour/faults.ts'
import type { Floor } from '../../labour/floors.ts'
import { Refusal, type RefusalCode } from '../../refusal.ts'
import { readSendingSettings } from '../../sending/sending-settings.ts'
import { openingBalanced, postStatements } from '../asks/asks.ts'
import { firstWaveAt, waveTime } from '../asks/wave-plan.ts'
import { callOffStatements } from '../claims/assignments.ts'
import { settlePlaces, statement } from '../claims/places.ts'
import { findOpening, type Opening, takenPlaces } from '../openings.ts'
import { isForAnybody, type OpeningDraft, ofStore } from './drafts.ts'

/** Confirmations that may come in between while an opening is called off. */
const TRIES_MAX = 5

/** `storeId`: the store that the asker's rights end at; null: all. */
export type Acting = { openingId: string; storeId?: string | null; operatorId: string; now: number }
/** `updatedAt`: the version that was shown. */
export type Asked = Acting & { updatedAt: number }

type Lawful = { faults: readonly Fault[]; floor: Floor | undefined }

/** What keeps a shift from going out, and the minimum wage that it was checked against: that of its place on its day. */
export async function lawOf(
  store: Store,
  { draft, now }: { draft: Omit<OpeningDraft, 'storeId'>; now: number },
): Promise<Lawful> {
  const { prefecture } = draft.terms
  const floor = await floorAt(store, { prefecture, on: dayOf(draft.startsAt) })
  return { floor, faults: faultsOf(draft, { floor, now }) }
}

type OpeningOut = Asked & {
  /** Never more messages than these: the number that the owner saw and said yes to. 0: the board alone. */
  asksMax: number
  /** Why one more job ad is right, when people got little else of late. */
  balanceReason?: string | undefined
}

/**
 * Sends a draft out: on the board at once, pushes in waves after its lead time, never in quiet hours. Checked against the law
 * in the act, with the minimum wage kept that it was checked against. Refusals: not_found; shift_not_in_state;
 * shift_changed_meanwhile; shift_times_past; shift_unlawful with the first fault; broadcast_reason_needed.
 */
export async function openOpening(store: Store, { asksMax, balanceReason, ...asked }: OpeningOut) {
  const { db } = store
  const { openingId, storeId = null, now } = asked
  const opening = await findOpening(store, { openingId, storeId })
  if (!opening) throw new Refusal('not_found')
  if (opening.state !== 'draft') throw new Refusal('shift_not_in_state')
  const floor = await mustBeLawful(store, opening, now)
  const first = firstWaveAt(await readSendingSettings(store), { leadMinutes: opening.leadMinutes, now })
  const out = { ...asked, asksMax, reason: balanceReason?.trim() || null, floor, first: asksMax === 0 ? null : first }
  try {
    await store.batch([
      sentStatement(db, opening, out),
      mustHaveChangedOne(db),
      ...postStatements(db, { opening, now }),
    ])
  } catch (error) {
    if (!isAborted(error)) throw error
    const why = await whyNot(store, { ...asked, from: ['draft'] })
    throw new Refusal(why === 'shift_not_in_state' ? 'broadcast_reason_needed' : why)
  }
}

async function mustBeLawful(store: Store, opening: Opening, now: number) {
  if (opening.startsAt <= now || opening.closesAt <= now) throw new Refusal('shift_times_past')
  const { faults, floor } = await lawOf(store, { draft: withRoleIds(opening), now })
  const [fault] = faults
  if (fault) throw new Refusal('shift_unlawful', { field: fault.field, rule: fault.rule, ...fault.facts })
  if (!isForAnybody(opening.rule)) throw new Refusal('segment_rule_unknown')
  return floor
}

/** An opening as the law reads it. */
export const withRoleIds = (opening: Opening) => ({ ...opening, roleIds: opening.roles.map(({ id }) => id) })

type Sent = Asked & { asksMax: number; reason: string | null; floor: Floor | undefined; first: number | null }

const sentStatement = (db: Db, opening: Opening, { asksMax, reason, floor, first, ...asked }: Sent) => {
  const { openingId, storeId = null, updatedAt, operatorId, now } = asked
  const isFair = reason === null ? openingBalanced(db, { opening, people: asksMax, now }) : sql`1`
  return statement(
    db,
    sql`update shift_openings
      set state = 'open', opened_at = ${now}, opened_by = ${operatorId}, asks_max = ${asksMax}, balance_reason = ${reason},
        next_wave_at = ${first}, floor_yen = ${floor?.yen ?? null}, floor_effective_on = ${floor?.effectiveOn ?? null},
        floor_source = ${floor?.source ?? null}, updated_at = max(updated_at + 1, ${now})
      where id = ${openingId} and ${ofStore(storeId)} and state = 'draft' and updated_at = ${updatedAt}
        and closes_at > ${now} and ${isFair}`,
  )
}

/** Takes no more applications, before the deadline; who applied can still be decided on. Refusal shift_not_in_state. */
export async function closeOpening(store: Store, acting: Acting) {
  const { openingId, storeId = null, operatorId, now } = acting
  const { rows } = await sql`update shift_openings
    set state = 'closed', closed_because = 'owner', closed_at = ${now}, closed_by = ${operatorId},
      updated_at = max(updated_at + 1, ${now})
    where id = ${openingId} and ${ofStore(storeId)} and state = 'open' returning id`.execute(store.db)
  if (rows.length === 0) throw new Refusal(await whyNot(store, { ...acting, from: ['open'] }))
}

/**
 * Takes applications again: the deadline is ahead, and a place is free. Who stood by has applied; waves go on where messages
 * are left. Refusals: shift_not_in_state; shift_times_past; shift_full.
 */
export async function reopenOpening(store: Store, acting: Acting) {
  const { db } = store
  const { openingId, storeId = null, now } = acting
  const first = waveTime(await readSendingSettings(store), now)
  const reopen = sql`update shift_openings
    set state = 'open', closed_at = null, closed_because = null, closed_by = null, next_wave_at = ${nextWave(first)},
      updated_at = max(updated_at + 1, ${now})
    where id = ${openingId} and ${ofStore(storeId)} and state = 'closed' and closes_at > ${now}
      and ${takenPlaces} < headcount`
  try {
    await store.batch([statement(db, reopen), mustHaveChangedOne(db), ...settlePlaces(db, { openingId, now })])
  } catch (error) {
    if (!isAborted(error)) throw error
    throw new Refusal(await whyNot(store, { ...acting, from: ['closed'] }))
  }
}

/** Of an opening that goes on: when people are asked again; null: they are not. */
const nextWave = (at: number) => sql`iif(waves_ended_at is null and asks_max > 0, ${at}, null)`

/**
 * Gives people longer, or less long, to apply; what was closed by its deadline takes applications again when a place is free.
 * Refusals: shift_not_in_state; shift_times_past: the new deadline is over, or after the start.
 */
export async function extendOpening(store: Store, { closesAt, ...acting }: Acting & { closesAt: number }) {
  const { db } = store
  const { openingId, storeId = null, now } = acting
  const first = waveTime(await readSendingSettings(store), now)
  const again = sql<SqlBool>`(state = 'closed' and closed_because = 'deadline' and ${takenPlaces} < headcount)`
  const extend = sql`update shift_openings
    set closes_at = ${closesAt}, updated_at = max(updated_at + 1, ${now}), state = iif(${again}, 'open', state),
      closed_at = iif(${again}, null, closed_at), closed_because = iif(${again}, null, closed_because),
      next_wave_at = iif(${again}, ${nextWave(first)}, next_wave_at)
    where id = ${openingId} and ${ofStore(storeId)} and state in ('open', 'closed')
      and ${closesAt} > ${now} and ${closesAt} <= starts_at`
  try {
    await store.batch([statement(db, extend), mustHaveChangedOne(db), ...settlePlaces(db, { openingId, now })])
  } catch (error) {
    if (!isAborted(error)) throw error
    const why = await whyNot(store, { ...acting, from: ['open', 'closed'] })
    throw new Refusal(why === 'shift_not_in_state' && (await isIn(store, acting)) ? 'shift_times_past' : why)
  }
}

const isIn = async (store: Store, { openingId, storeId = null }: Acting) => {
  const opening = await findOpening(store, { openingId, storeId })
  return opening?.state === 'open' || opening?.state === 'closed'
}

/**
 * Calls an opening off until it begins, with words that everybody concerned is told: who is confirmed as cancelled by the shop,
 * each with the allowance that is owed; who applied or stands by is let go. Refusals: not_found; shift_reason_needed;
 * shift_not_in_state.
 */
export async function cancelOpening(store: Store, { words, ...acting }: Acting & { words: string }) {
  const { db } = store
  const { openingId, storeId = null, operatorId, now } = acting
  const cancel = sql`update shift_openings
    set state = 'cancelled', cancelled_at = ${now}, cancelled_by = ${operatorId}, cancel_words = ${words.trim()},
      updated_at = max(updated_at + 1, ${now})
    where id = ${openingId} and ${ofStore(storeId)} and state in ('open', 'closed') and starts_at > ${now}`
  for (let tries = 0; tries < TRIES_MAX; tries++) {
    if (!(await findOpening(store, { openingId, storeId }))) throw new Refusal('not_found')
    const everybody = await callOffStatements(store, { openingId, words, operatorId, now })
    try {
      await store.batch([statement(db, cancel), mustHaveChangedOne(db), ...everybody])
      return
    } catch (error) {
      if (!isAborted(error)) throw error
      if (!(await isIn(store, acting))) throw new Refusal('shift_not_in_state')
    }
  }
  throw new Refusal('shift_not_in_state')
}

/** Nobody else is asked; who was asked may still apply. Refusal shift_not_in_state: nobody would be asked any more. */
export async function stopWaves(store: Store, acting: Acting) {
  const { openingId, storeId = null, operatorId, now } = acting
  const { rows } = await sql`update shift_openings
    set waves_ended_at = ${now}, waves_ended_because = 'owner', waves_ended_by = ${operatorId}, next_wave_at = null,
      updated_at = max(updated_at + 1, ${now})
    where id = ${openingId} and ${ofStore(storeId)} and state = 'open' and waves_ended_at is null
    returning id`.execute(store.db)
  if (rows.length === 0) throw new Refusal(await whyNot(store, { ...acting, from: ['open'] }))
}

/** Asks on where the owner stopped it or the month's messages were gone, never beyond the messages that were said yes to. Refusal shift_not_in_state. */
export async function resumeWaves(store: Store, acting: Acting) {
  const { openingId, storeId = null, now } = acting
  const first = waveTime(await readSendingSettings(store), now)
  const { rows } = await sql`update shift_openings
    set waves_ended_at = null, waves_ended_because = null, waves_ended_by = null,
      next_wave_at = iif(asks_max > 0, ${first}, null), updated_at = max(updated_at + 1, ${now})
    where id = ${openingId} and ${ofStore(storeId)} and state = 'open'
      and waves_ended_because in ('owner', 'quota')
      and closes_at > ${now} returning id`.execute(store.db)
  if (rows.length === 0) throw new Refusal(await whyNot(store, { ...acting, from: ['open'] }))
}

/** Forgets a draft. Refusals: shift_not_in_state; not_found. */
export async function discardOpening(store: Store, { openingId, storeId = null, now }: Omit<Acting, 'operatorId'>) {
  const { rows } = await sql`delete from shift_openings
    where id = ${openingId} and ${ofStore(storeId)} and state = 'draft' returning id`.execute(store.db)
  if (rows.length === 0) throw new Refusal(await whyNot(store, { openingId, storeId, now, from: ['draft'] }))
}

type Failed = Omit<Acting, 'operatorId'> & { updatedAt?: number; from: readonly OpeningState[] }

/** Why an opening did not change, after it did not. `from`: the states in which it may. */
export async function whyNot(store: Store, { openingId, storeId = null, updatedAt, now, from }: Failed) {
  const opening = await findOpening(store, { openingId, storeId })
  return opening ? objection(opening, { updatedAt, now, from }) : 'not_found'
}

function objection(
  { state, updatedAt: version, closesAt, taken, headcount }: Opening,
  { updatedAt, now, from }: { updatedAt: number | undefined; now: number; from: readonly OpeningState[] },
): RefusalCode {
  if (!from.includes(state)) return 'shift_not_in_state'
  if (updatedAt !== undefined && version !== updatedAt) return 'shift_changed_meanwhile'
  if (closesAt <= now) return 'shift_times_past'
  return state === 'closed' && taken >= headcount ? 'shift_full' : 'shift_not_in_state'
}
