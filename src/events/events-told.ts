import { type SqlBool, sql } from 'kysely'
import { hasConsent } from '../consent/consent.ts'
import type { Db, Store } from '../db/store.ts'

/** What is told to guests because the shop changed its plans. */
export type TellingKind = 'changed' | 'cancelled'

/**
 * Who is to be told of a change of time or place, or of a cancellation: who comes or waits; of a change also who declined, if
 * they want to hear of events. Always somebody whom LINE reaches. Select from rsvps what is needed.
 */
export const peopleToTell = (db: Db, { eventId, kind }: { eventId: string; kind: TellingKind }) =>
  db
    .selectFrom('rsvps')
    .innerJoin('members', 'members.id', 'rsvps.member_id')
    .innerJoin('line_identities', 'line_identities.member_id', 'members.id')
    .where('rsvps.event_id', '=', eventId)
    .where('members.state', '=', 'verified')
    .where('line_identities.follow_state', '=', 'following')
    .where((eb) => {
      const expects = eb('rsvps.state', 'in', ['going', 'waiting', 'offered'])
      return kind === 'cancelled' ? expects : eb.or([expects, hasConsentTo(eb.ref('members.id'))])
    })

/** How many people would be told now, one message each. */
export async function countToTell({ db }: Store, asked: { eventId: string; kind: TellingKind }) {
  const { people } = await peopleToTell(db, asked)
    .select((eb) => eb.fn.countAll<number>().as('people'))
    .executeTakeFirstOrThrow()
  return people
}

const hasConsentTo = (memberId: Parameters<typeof hasConsent>[1]) => sql<SqlBool>`(${hasConsent('events', memberId)})`
