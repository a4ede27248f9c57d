import { type SqlBool, sql } from 'kysely'
import type { LineUserId, MemberLanguage } from '../db/schema.ts'
import type { Store } from '../db/store.ts'

/** Longer than a call with a renewed token takes (src/line/calls.ts), several times over. */
export const LEASE_MS = 60_000
/** LINE knows a retry key for 24 h; after that the same key would send again. */
export const RETRIED_MS_MAX = 23 * 3_600_000
/** What could not even be tried for so long (the month's messages used up, no token) has lost its meaning. */
export const WAITED_MS_MAX = 3 * 86_400_000
/** When something is due that another process holds. */
const LOOK_AGAIN_MS = 1_000

export type Owed = {
  id: string
  member_id: string
  kind: 'reply' | 'push' | 'rich_menu'
  important: 0 | 1
  reply_token: string | null
  rich_menu: string | null
  body: string | null
  retry_key: string
  attempts: number
  /** When the first attempt left that LINE may have accepted; this claim's time when there was none before. */
  first_attempt_at: number | null
  created_at: number
  line_user_id: LineUserId | null
  follow_state: 'following' | 'blocked' | null
  /** As it is now: a menu is given in the language that the person reads when it leaves. */
  language: MemberLanguage | null
  /** As it is now: whether there is something on the board that they have not read. */
  has_news: 0 | 1
}

const isOpen = sql<SqlBool>`outbox_messages.state in ('ready', 'inflight')`
/** A reply leaves once, and no retry key outlives LINE's memory of it, whatever the clock did since endOverdue ran. */
const mayLeave = (now: number) => sql<SqlBool>`(outbox_messages.kind <> 'reply' or outbox_messages.state = 'ready')
    and (first_attempt_at is null or first_attempt_at > ${now - RETRIED_MS_MAX})`
/**
 * What asks about a shift (its topic) leaves while the opening takes applications and the person said nothing of it: not after
 * an attempt that failed, nor out of a process that died.
 */
const isStillAsked = (now: number) => sql<SqlBool>`(topic is null or exists (select 1 from shift_openings as asked
    where asked.id = substr(outbox_messages.topic, 7) and asked.state = 'open' and asked.closes_at > ${now}
      and not exists (select 1 from shift_claims
        where opening_id = asked.id and shift_claims.member_id = outbox_messages.member_id)))`
/** Nothing of the same kind was owed to the person before it: pushes stay in order, and the last menu wins. */
const isFirstOfItsKind = sql<SqlBool>`not exists (
    select 1 from outbox_messages as earlier
    where earlier.member_id = outbox_messages.member_id and earlier.state in ('ready', 'inflight')
      and earlier.rowid < outbox_messages.rowid and earlier.kind = outbox_messages.kind)`
/**
 * Words go first: a notice on the board owes everybody a menu, and somebody waits for a reply. Of a database that is fenced,
 * or by a clock that is off, only replies leave: each answers one event, and leaves once. Written out, so that SQLite sees
 * that the index of the words applies.
 */
const WHICH = {
  words: { these: sql<SqlBool>`outbox_messages.kind <> 'rich_menu'`, earlier: sql`earlier.kind <> 'rich_menu'` },
  menus: { these: sql<SqlBool>`outbox_messages.kind = 'rich_menu'`, earlier: sql`earlier.kind = 'rich_menu'` },
  replies: { these: sql<SqlBool>`outbox_messages.kind = 'reply'`, earlier: sql`earlier.kind = 'reply'` },
}
type Which = keyof typeof WHICH
/** Nothing owed before it leaves now: only what was put off, and what waits behind that, is overtaken. So a reply is not held up. */
const overtakesNothing = (now: number, only: Which) => sql<SqlBool>`not exists (
    select 1 from outbox_messages as earlier
    where earlier.member_id = outbox_messages.member_id and earlier.state in ('ready', 'inflight')
      and earlier.rowid < outbox_messages.rowid and ${WHICH[only].earlier}
      and (earlier.lease_until > ${now} or (earlier.next_at <= ${now} and not exists (
        select 1 from outbox_messages as first
        where first.member_id = earlier.member_id and first.state in ('ready', 'inflight')
          and first.rowid < earlier.rowid and first.kind = earlier.kind))))`
/** Nobody, once they have left: only the goodbye, a reply, needs no address. */
const theAddressee = sql`from line_identities as address
    join members on members.id = address.member_id and members.state not in ('left', 'erased')
    where address.member_id = outbox_messages.member_id`

const hasNews = (now: number) => sql<0 | 1>`(exists (select 1 from visible_notices
    where visible_notices.member_id = outbox_messages.member_id and visible_notices.read_at is null
      and (visible_notices.ends_at is null or visible_notices.ends_at > ${now}))
  or exists (select 1 from visible_asks
    where visible_asks.member_id = outbox_messages.member_id and visible_asks.read_at is null
      and visible_asks.closes_at > ${now})
  or exists (select 1 from visible_coupons
    where visible_coupons.member_id = outbox_messages.member_id and visible_coupons.read_at is null
      and visible_coupons.ends_at > ${now}))`

/**
 * Takes what is due, in the order in which each person is owed it, and marks it as under way: durable before the first
 * byte leaves. One statement: of two processes, one gets it.
 */
export const claimOwed = (
  { db }: Store,
  { limit, only, now }: { limit: number; only: Which; now: number },
): Promise<Owed[]> =>
  db
    .updateTable('outbox_messages')
    .set((eb) => ({
      state: 'inflight',
      lease_until: now + LEASE_MS,
      attempts: eb('attempts', '+', 1),
      first_attempt_at: eb.fn.coalesce('first_attempt_at', eb.val(now)),
    }))
    .where('id', 'in', (eb) =>
      eb
        .selectFrom('outbox_messages')
        .select('id')
        .where(isOpen)
        .where('next_at', '<=', now)
        .where('lease_until', '<=', now)
        .where(mayLeave(now))
        .where(isStillAsked(now))
        .where(isFirstOfItsKind)
        .where(overtakesNothing(now, only))
        .where(WHICH[only].these)
        .orderBy('next_at')
        .orderBy(sql`rowid`)
        .limit(limit),
    )
    .returning([
      'id',
      'member_id',
      'kind',
      'important',
      'reply_token',
      'rich_menu',
      'body',
      'retry_key',
      'attempts',
      'first_attempt_at',
      'created_at',
      sql<LineUserId | null>`(select line_user_id ${theAddressee})`.as('line_user_id'),
      sql<Owed['follow_state']>`(select follow_state ${theAddressee})`.as('follow_state'),
      sql<Owed['language']>`(select language ${theAddressee})`.as('language'),
      hasNews(now).as('has_news'),
    ])
    .execute()

/**
 * Ends what must not be tried again: replies that were cut off, keys about to be forgotten, messages that waited too long,
 * questions about a shift that is over. Their words go: they may hold a login link or a name.
 */
export async function endOverdue({ batch, db }: Store, { now }: { now: number }) {
  const end = (state: 'unknown' | 'refused', failure: string) =>
    db
      .updateTable('outbox_messages')
      .set({ state, failure, finished_at: now, body: sql<string | null>`iif(body is null, null, '[]')` })
      .where(isOpen)
      .where('lease_until', '<=', now)
  await batch([
    end('unknown', 'interrupted').where('kind', '=', 'reply').where('state', '=', 'inflight'),
    end('unknown', 'no answer').where('first_attempt_at', '<=', now - RETRIED_MS_MAX),
    end('refused', 'waited too long')
      .where('first_attempt_at', 'is', null)
      .where('created_at', '<=', now - WAITED_MS_MAX),
    db
      .updateTable('outbox_messages')
      .set({
        state: sql<'refused' | 'unknown'>`iif(first_attempt_at is null, 'refused', 'unknown')`,
        ...{ failure: 'opening over', finished_at: now, body: '[]' },
      })
      .where('topic', 'is not', null)
      .where(isOpen)
      .where('lease_until', '<=', now)
      .where(sql<SqlBool>`not ${isStillAsked(now)}`),
  ])
}

/** When the next owed message is due; undefined when none is owed. */
export async function nextSendAt({ db }: Store, { now }: { now: number }): Promise<number | undefined> {
  const row = await db
    .selectFrom('outbox_messages')
    .select(sql<number | null>`min(max(next_at, lease_until))`.as('at'))
    .where(isOpen)
    .where(isFirstOfItsKind)
    .executeTakeFirst()
  return row?.at === null || row?.at === undefined ? undefined : Math.max(row.at, now + LOOK_AGAIN_MS)
}
