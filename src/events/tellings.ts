import { type RawBuilder, type SqlBool, sql } from 'kysely'
import { hasConsent } from '../consent/consent.ts'
import type { Store } from '../db/store.ts'
import { type At, countDue, type Due, dueRows, isReachable, mayTell } from './notices.ts'

export type TellingKind = 'changed' | 'cancelled'
/** What is still to be told of an event. `ref`: its newest version, of a change. */
export type Telling = { eventId: string; kind: TellingKind; ref: string; words: string; createdAt: number }

const TELLINGS_MAX = 100

/** Who was told that they got no seat has nothing to come to any more, while it stays closed. */
const hasHope = sql<SqlBool>`not (rsvps.state = 'waiting' and exists (select 1 from event_notices as unseated
  where unseated.event_id = rsvps.event_id and unseated.member_id = rsvps.member_id and unseated.kind = 'not_seated'
    and unseated.ref = cast(events.closed_at as text)))`

/** Whom a change concerns: all who answered; who does not come, only when they take messages about events. */
const CONCERNS: Record<TellingKind, ReturnType<typeof sql<SqlBool>>> = {
  changed: sql`((rsvps.state in ('going', 'offered', 'waiting') and ${hasHope})
    or (rsvps.state in ('declined', 'cancelled', 'lapsed') and ${hasConsent('events', sql<string>`members.id`)}))`,
  cancelled: sql`rsvps.state in ('going', 'offered', 'waiting') and ${hasHope}`,
}

/** Whom a telling is for. Not who answered for the first time since: they saw it as it is now. */
export const dueTelling = ({ eventId, kind, ref, createdAt }: Telling, { now, quietEnd }: At): Due => ({
  kind,
  ref: sql`${ref}`,
  when: sql`events.id = ${eventId} and rsvps.created_at <= ${createdAt} and ${CONCERNS[kind]}
    and ${isStillSo(kind)} and events.ends_at > ${now} and ${mayTell(quietEnd)}`,
})

/** How many messages it costs to tell of a change or a cancellation, as things stand. For the page before it. */
export const countConcerned = (
  store: Store,
  { eventId, kind, now }: { eventId: string; kind: TellingKind; now: number },
) =>
  countDue(store, {
    kind,
    ref: sql`'—'`,
    when: sql`events.id = ${eventId} and ${CONCERNS[kind]} and events.ends_at > ${now}`,
  })

/**
 * What is still to be told, of all events or of one. Of several changes only the newest, with the words of all of them: a
 * person whom none reached yet reads it in one message.
 */
export async function openTellings({ db }: Store, { eventId }: { eventId?: string } = {}): Promise<readonly Telling[]> {
  const rows = await db
    .selectFrom('event_tellings')
    .select(['event_id as eventId', 'kind', 'ref', 'words', 'created_at as createdAt'])
    .where('finished_at', 'is', null)
    .$if(eventId !== undefined, (query) => query.where('event_id', '=', eventId ?? ''))
    .orderBy('created_at')
    .orderBy('event_id')
    .orderBy('ref')
    .limit(TELLINGS_MAX)
    .execute()
  const newest = new Map<string, Telling>()
  for (const row of rows) {
    const key = `${row.kind}:${row.eventId}`
    const words = [newest.get(key)?.words ?? '', row.words].filter((said) => said !== '').join('\n')
    newest.set(key, { ...row, words })
  }
  return [...newest.values()]
}

/**
 * Ends what nobody is left to be told of, and the older changes with it: all were told, or the event is over, or cancelled
 * since. Guard and change are one statement: what is still due stays open, also over a night.
 */
export async function finishTelling({ db }: Store, telling: Telling, { now }: { now: number }) {
  const left = dueTelling(telling, { now, quietEnd: undefined })
  await sql`update event_tellings set finished_at = ${now}
    where event_id = ${telling.eventId} and kind = ${telling.kind} and finished_at is null
      and (created_at < ${telling.createdAt} or ref = ${telling.ref})
      and not exists (${dueRows(left)})`.execute(db)
}

const isNewest = sql<SqlBool>`not exists (select 1 from event_tellings as later where later.event_id = news.event_id
  and later.kind = news.kind and (later.created_at, later.ref) > (news.created_at, news.ref))`

/**
 * Who holds a seat or waits, and does not know of the newest change or of the cancellation: LINE does not reach them, or did
 * not while it was told. Not who answered since: they saw it, or told the shop themselves. The column `member_id`.
 */
export const untoldOf = (eventId: string): RawBuilder<unknown> => sql`select rsvps.member_id
  from event_tellings as news
  join events on events.id = news.event_id
  join rsvps on rsvps.event_id = news.event_id
  join members on members.id = rsvps.member_id
  left join line_identities on line_identities.member_id = rsvps.member_id
  where news.event_id = ${eventId} and ${isNewest} and rsvps.answered_at <= news.created_at and ${CONCERNS.cancelled}
    and iif(news.kind = 'changed', ${isStillSo('changed')}, ${isStillSo('cancelled')})
    and (news.finished_at is not null or coalesce(${isReachable}, 0) = 0)
    and not exists (select 1 from event_notices as told where told.event_id = news.event_id
      and told.member_id = rsvps.member_id and told.kind = news.kind and told.ref = news.ref)`

const isStillSo = (kind: TellingKind) =>
  kind === 'changed' ? sql<SqlBool>`events.state in ('open', 'closed')` : sql<SqlBool>`events.state = 'cancelled'`
