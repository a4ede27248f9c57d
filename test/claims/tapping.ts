import { sql } from 'kysely'
import type { Store } from '../../src/db/store.ts'
import { Refusal } from '../../src/refusal.ts'
import { claimShift } from '../../src/shifts/claims/claims.ts'
import { approveClaims } from '../../src/shifts/claims/deciding.ts'
import { patiently } from '../patience.ts'
import { addCrew, addShift, OWNER, STARTS } from '../shifts/claims-support.ts'
import { DAY, EARLIER, HOUR, MINUTE, NOON } from '../support.ts'

/** take: who taps has the place. approve: everybody applied, and the shop says yes to each of them at the same moment. */
export type Round = { round: number; kind: 'take' | 'approve' }
export const roundOf = (round: number): Round => ({ round, kind: round % 5 === 4 ? 'approve' : 'take' })

const TAPPED = NOON + MINUTE
const openingOf = (round: number) => `round-${round}`

/** So many people, who are asked in every round. */
export async function openTown(store: Store, people: number) {
  const { db } = store
  await addCrew(store, [])
  const list = sql`(with recursive n (i) as (select 0 union all select i + 1 from n where i + 1 < ${people})
    select 'person-' || i as id from n)`
  const filled = [
    sql`insert into members (id, state, name, name_folded, store_id, created_at)
      select id, 'verified', id, id, 'shibuya', ${EARLIER} from ${list}`,
    sql`insert into consents (id, member_id, purpose, granted, text_version, channel, at)
      select id || purpose, id, purpose, 1, '3', 'line', ${EARLIER} from ${list}, (select value as purpose from json_each('["privacy", "shifts"]'))`,
  ]
  await store.batch(filled.map((words) => ({ compile: () => words.compile(db) })))
}

/** The one place of a round; each is of a day of its own, so that nobody's shifts are in the way of another. */
export async function openRound(store: Store, { round, kind }: Round) {
  const { db } = store
  const openingId = openingOf(round)
  const starts_at = STARTS + round * DAY
  const mode = kind === 'take' ? 'first_come' : 'approve'
  await addShift(store, { id: openingId, mode, starts_at, ends_at: starts_at + 5 * HOUR, closes_at: starts_at })
  if (kind === 'take') return
  await sql`insert into shift_claims (opening_id, member_id, state, place, answered_at, changed_at, created_at)
    select ${openingId}, id, 'applied', row_number() over (order by id), ${NOON}, ${NOON}, ${NOON} from members`.execute(
    db,
  )
}

/** Taps for so many people, from one on, all at once. Returns how many of them have the place, by what each was answered. */
export async function tap(store: Store, { round, kind, from, people }: Round & { from: number; people: number }) {
  const openingId = openingOf(round)
  const yes = async (memberId: string) => {
    if (kind === 'take') {
      const { standing } = await claimShift(store, { openingId, memberId, at: TAPPED, now: TAPPED })
      return standing.claim?.state === 'confirmed'
    }
    const [decided] = await approveClaims(store, { openingId, memberIds: [memberId], operatorId: OWNER, now: TAPPED })
    if (decided?.outcome !== 'confirmed' && decided?.outcome !== 'shift_full') throw new Error(String(decided?.outcome))
    return decided.outcome === 'confirmed'
  }
  const answers = Array.from({ length: people }, (_, i) =>
    patiently(() => yes(`person-${from + i}`)).catch((error: unknown) => {
      if (error instanceof Refusal && error.code === 'shift_not_open') return false
      throw error
    }),
  )
  return (await Promise.all(answers)).filter(Boolean).length
}

/** What is wrong after a round, as it stands: one has the place, the opening is full, and nobody is in between. */
export async function wrongIn({ db }: Store, { round, kind }: Round, confirmed: number): Promise<string | undefined> {
  const { rows } = await sql<{ places: number; claims: number; waits: number; state: string }>`select
      (select count(*) from assignments where opening_id = shift_openings.id and assignments.state = 'confirmed') as places,
      (select count(*) from shift_claims where opening_id = shift_openings.id and shift_claims.state = 'confirmed') as claims,
      (select count(*) from shift_claims where opening_id = shift_openings.id and shift_claims.state in ('applied', 'offered')) as waits,
      state || ' ' || closed_because as state
    from shift_openings where id = ${openingOf(round)}`.execute(db)
  const [row] = rows
  const isRight =
    confirmed === 1 && row?.places === 1 && row.claims === 1 && row.waits === 0 && row.state === 'closed filled'
  return isRight ? undefined : JSON.stringify({ round, kind, confirmed, ...row })
}
