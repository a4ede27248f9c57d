import { sql } from 'kysely'
import type { BalanceObjection } from '../../broadcasts/balance.ts'
import type { Deps } from '../../deps.ts'
import type { Fault } from '../../labour/faults.ts'
import { openingObjection } from '../asks/asks.ts'
import { previewWaves } from '../asks/wave-preview.ts'
import { findOpening, type Opening } from '../openings.ts'
import { COPIES_MAX, ofStore } from './drafts.ts'
import { lawOf, withRoleIds } from './states.ts'

/** A draft as it would go out beside the others. */
export type Together = {
  opening: Opening
  faults: readonly Fault[]
  /** On whose board it would stand. */
  board: number
  /** Messages at most: what the days before it leave. */
  messages: number
  objection: BalanceObjection | undefined
}

/** The drafts that were made of one opening, itself included, which are still ahead: the first day first. Nothing changes. */
export async function draftsTogether(
  deps: Pick<Deps, 'store' | 'line'>,
  { openingId, storeId, now }: { openingId: string; storeId: string | null; now: number },
): Promise<readonly Together[]> {
  const { store } = deps
  const { rows } = await sql<{ id: string }>`select id from shift_openings
    where (id = ${openingId} or copied_from = ${openingId}) and state = 'draft' and starts_at > ${now} and ${ofStore(storeId)}
    order by starts_at, id limit ${COPIES_MAX + 1}`.execute(store.db)
  const found: Together[] = []
  let used = 0
  for (const { id } of rows) {
    const opening = await findOpening(store, { openingId: id, storeId })
    if (!opening) continue
    const { faults } = await lawOf(store, { draft: withRoleIds(opening), now })
    const { board, messages: most, usable } = await previewWaves(deps, { opening, now })
    const messages = faults.length > 0 ? 0 : Math.min(most, Math.max(0, (usable ?? Number.POSITIVE_INFINITY) - used))
    const objection = await openingObjection(store, { opening, people: messages, now })
    used += messages
    found.push({ opening, faults, board, messages, objection })
  }
  return found
}
