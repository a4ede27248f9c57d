import { startAutomatic } from '../../src/automatic/automatic.ts'
import { sendAutomatic } from '../../src/automatic/sending.ts'
import { defaultContent } from '../../src/automatic/words.ts'
import { instanceInMemory } from '../../src/db/instance.ts'
import type { Occasion } from '../../src/db/schema.ts'
import type { Store } from '../../src/db/store.ts'
import type { LineGateway } from '../../src/line/line.ts'
import { lineThatAnswers, newDeps } from '../line/support.ts'
import { addMember } from '../support.ts'

/** An instant in Tokyo: tokyo('2026-04-01'), 10 o'clock unless said. */
export const tokyo = (day: string, time = '10:00') => Date.parse(`${day}T${time}:00+09:00`)

export type Past = { left?: string; born?: number; verified?: number; consents?: readonly string[] }

export async function addPerson(store: Store, id: string, { left, born, verified, consents }: Past) {
  await addMember(store, id, { consents: consents ?? ['news'] })
  await store.db
    .updateTable('members')
    .set({ left_on: left ?? null, birth_month: born ?? null, decided_at: verified ?? null })
    .where('id', '=', id)
    .execute()
}

/** The product with a clock that a test turns, and a month's messages that it sets. */
export function openShop(store: Store, { at, quota = {} }: { at: number; quota?: Partial<Quota> }) {
  const instance = instanceInMemory()
  const left: Quota = { limit: 5_000, used: 0, ...quota }
  const line: LineGateway = { ...lineThatAnswers(), quota: async () => left }
  const { deps, clock, woken } = newDeps(store, { line, instance })
  clock.now = at
  const on = async (...occasions: Occasion[]) => {
    for (const occasion of occasions)
      await startAutomatic(store, {
        occasion,
        content: defaultContent(occasion, '田中'),
        startedBy: 'tanaka',
        now: clock.now,
      })
  }
  const run = (now = clock.now) => {
    clock.now = now
    return sendAutomatic(deps)
  }
  return { deps, clock, woken, quota: left, on, run }
}
type Quota = { limit: number | null; used: number }

export const sendsOf = async ({ db }: Store) =>
  (await db.selectFrom('automatic_sends').selectAll().orderBy('at').orderBy('member_id').execute()).map(
    ({ occasion, member_id: memberId, occurrence }) => [occasion, memberId, occurrence].join(' ').trim(),
  )
