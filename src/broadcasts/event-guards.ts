import { type SqlBool, sql } from 'kysely'

/**
 * Whether what a broadcast of an event says may still be said, as SQL over `broadcasts`: an invitation while the event takes
 * answers, everything else unless it was called off.
 */
export const eventIsOn = (now: number) =>
  sql<SqlBool>`exists (select 1 from events where events.id = broadcasts.event_id
    and case when broadcasts.kind = 'event' and broadcasts.content ->> '$.moment' = 'invite'
      then events.state = 'open' and events.closes_at > ${now} else events.state <> 'cancelled' end)`

/** The same of a draft, for when it leaves. */
export const draftedEventIsOn = ({ broadcastId, at }: { broadcastId: string; at: number }) =>
  sql<SqlBool>`exists (select 1 from broadcasts where broadcasts.id = ${broadcastId} and ${eventIsOn(at)})`
