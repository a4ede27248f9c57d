import { type RawBuilder, type SqlBool, sql } from 'kysely'
import { isAborted, mustHaveChangedOne, type Store } from '../db/store.ts'
import { Refusal } from '../refusal.ts'

type Decision = {
  broadcastId: string
  decision: 'treated_as_sent' | 'resend'
  decidedBy: string
  /** How many people the owner was shown. */
  people?: number
  now: number
}

/**
 * What becomes of all requests of a broadcast whose answer never came and that are not decided yet. treated_as_sent: they
 * stay unknown, and it is over. resend: the same people, each decided anew at the seal, get it under a new key, and some of
 * them twice; never more people than were shown. Refusals: broadcast_reach_changed when there are others than were shown,
 * broadcast_not_running when it was cancelled and nothing can be sent any more. Repeating it changes nothing.
 */
export async function decideUnknown(store: Store, decided: Decision): Promise<void> {
  const { db, batch } = store
  const run = (statement: RawBuilder<unknown>) => ({ compile: () => statement.compile(db) })
  const statements = decided.decision === 'resend' ? resend(decided) : treatAsSent(decided)
  try {
    const [first, ...others] = statements
    if (first) await batch([run(first), mustHaveChangedOne(db), ...others.map(run)])
  } catch (error) {
    if (!isAborted(error)) throw error
    await explainAbort(store, decided)
  }
}

const undecided = (broadcastId: string) =>
  sql<SqlBool>`broadcast_id = ${broadcastId} and state = 'unknown' and decision is null`

/** There is something to decide, and it is what was shown. */
const isAsShown = ({ broadcastId, people }: Decision) => {
  const waiting = sql`(select sum(recipients) from broadcast_chunks where ${undecided(broadcastId)})`
  return sql<SqlBool>`${waiting} ${people === undefined ? sql`is not null` : sql`= ${people}`}`
}

const decideStatement = ({ broadcastId, decidedBy, now }: Decision, set: RawBuilder<unknown>) =>
  sql`update broadcast_chunks set ${set}, decided_by = ${decidedBy}, decided_at = ${now} where ${undecided(broadcastId)}`

const treatAsSent = (decided: Decision) => [
  sql`update broadcasts set state = iif(state = 'needs_decision', 'done', state), updated_at = ${decided.now}
    where id = ${decided.broadcastId} and state in ('needs_decision', 'cancelled') and ${isAsShown(decided)}`,
  decideStatement(decided, sql`decision = 'treated_as_sent'`),
]

const resend = (decided: Decision) => {
  const { broadcastId, now } = decided
  return [
    // What a restored database had planned for later still waits for its time.
    sql`update broadcasts set state = iif(send_at > ${now}, 'planned', 'sending'), failure = null, finished_at = null, updated_at = ${now}
      where id = ${broadcastId} and state = 'needs_decision' and ${isAsShown(decided)}`,
    sql`update deliveries set chunk_epoch = chunk_epoch + 1 where broadcast_id = ${broadcastId} and skipped_reason is null
      and (chunk_seq, chunk_epoch) in (select seq, epoch from broadcast_chunks where ${undecided(broadcastId)})`,
    sql`insert into broadcast_chunks (broadcast_id, seq, epoch, state, recipients, next_at)
      select broadcast_id, seq, epoch + 1, 'ready', recipients, ${now} from broadcast_chunks where ${undecided(broadcastId)}`,
    decideStatement(decided, sql`state = 'superseded', decision = 'resent'`),
  ]
}

async function explainAbort({ db }: Store, { broadcastId, people }: Decision) {
  const { waiting } = await db
    .selectFrom('broadcast_chunks')
    .select((eb) => eb.fn.sum<number | null>('recipients').as('waiting'))
    .where(undecided(broadcastId))
    .executeTakeFirstOrThrow()
  if (waiting === null) return
  throw new Refusal(people !== undefined && people !== waiting ? 'broadcast_reach_changed' : 'broadcast_not_running')
}
