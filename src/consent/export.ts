import { type SqlBool, sql } from 'kysely'
import type { Store } from '../db/store.ts'
import { couponsOf } from './export-coupons.ts'
import { eventsOf } from './export-events.ts'
import { shiftsOf } from './export-shifts.ts'
import { answeredBy, toldAbout } from './export-told.ts'

/** Lines of a timeline that are taken along; nobody has so many. */
const LINES_MAX = 20_000

export type Export = NonNullable<Awaited<ReturnType<typeof exportOf>>>

/**
 * Everything that is kept about one person, and nothing about anybody else; undefined when there is nobody of that id. What
 * would open a door is left out (coupon secrets, tokens): test/consent/export.test.ts lists each such column with its reason.
 */
export async function exportOf(store: Store, memberId: string) {
  const [person, line, about, chat, shop, answered, told, events, shifts, coupons] = await Promise.all([
    personOf(store, memberId),
    lineOf(store, memberId),
    toldBy(store, memberId),
    chatOf(store, memberId),
    notedAbout(store, memberId),
    answeredBy(store, memberId),
    toldAbout(store, memberId),
    eventsOf(store, memberId),
    shiftsOf(store, memberId),
    couponsOf(store, memberId),
  ])
  const received = await receivedBy(store, memberId)
  return (
    person && {
      person,
      line,
      ...about,
      ...received,
      ...answered,
      ...told,
      ...events,
      ...shifts,
      ...coupons,
      ...chat,
      ...shop,
    }
  )
}

const personOf = ({ db }: Store, memberId: string) =>
  db
    .selectFrom('members')
    .leftJoin('stores', 'stores.id', 'members.store_id')
    .leftJoin('roles', 'roles.id', 'members.role_id')
    .selectAll('members')
    .select(['stores.name as store_name', 'roles.name as role_name'])
    .where('members.id', '=', memberId)
    .executeTakeFirst()

const lineOf = ({ db }: Store, memberId: string) =>
  db.selectFrom('line_identities').selectAll().where('member_id', '=', memberId).executeTakeFirst()

async function toldBy({ db }: Store, memberId: string) {
  const [registration, consents, currentConsents, preferences, questions, corrections] = await Promise.all([
    db.selectFrom('registrations').selectAll().where('member_id', '=', memberId).executeTakeFirst(),
    db.selectFrom('consents').selectAll().where('member_id', '=', memberId).orderBy('at', 'desc').execute(),
    db.selectFrom('current_consents').selectAll().where('member_id', '=', memberId).execute(),
    db.selectFrom('member_preferences').selectAll().where('member_id', '=', memberId).execute(),
    db.selectFrom('profile_questions').selectAll().where('member_id', '=', memberId).execute(),
    db.selectFrom('corrections').selectAll().where('member_id', '=', memberId).orderBy('asked_at', 'desc').execute(),
  ])
  return { registration, consents, current_consents: currentConsents, preferences, questions, corrections }
}

async function receivedBy({ db }: Store, memberId: string) {
  const [deliveries, timeline] = await Promise.all([
    db
      .selectFrom('deliveries')
      .innerJoin('broadcasts', 'broadcasts.id', 'deliveries.broadcast_id')
      .select(['broadcast_id', 'broadcasts.title', 'purpose', 'skipped_reason', 'confirmed_at'])
      .where('member_id', '=', memberId)
      .orderBy('confirmed_at', 'desc')
      .execute(),
    db
      .selectFrom('interactions')
      .leftJoin('stores', 'stores.id', 'interactions.store_id')
      .select([
        'interactions.id',
        'kind',
        'ref',
        'detail',
        'operator_id',
        'store_id',
        'stores.name as store_name',
        'at',
      ])
      .where('member_id', '=', memberId)
      .orderBy('at', 'desc')
      .limit(LINES_MAX)
      .execute(),
  ])
  return { deliveries, timeline }
}

/** What they wrote, as long as it is kept, and what is on its way to them. */
async function chatOf({ db }: Store, memberId: string) {
  const [written, owed, wrongCodes] = await Promise.all([
    db
      .selectFrom('inbox_events')
      .innerJoin('line_identities', 'line_identities.line_user_id', 'inbox_events.subject')
      .select(['event_id', 'type', 'subject', 'event_at', 'received_at', 'payload', 'state', 'finished_at'])
      .where('line_identities.member_id', '=', memberId)
      .execute(),
    db
      .selectFrom('outbox_messages')
      .select(['id', 'kind', 'rich_menu', 'body', 'state', 'created_at', 'finished_at', 'line_request_id'])
      .where('member_id', '=', memberId)
      .execute(),
    db.selectFrom('wrong_codes').selectAll().where('member_id', '=', memberId).executeTakeFirst(),
  ])
  return { written, owed, wrong_codes: wrongCodes }
}

async function notedAbout({ db }: Store, memberId: string) {
  const ofEntry = sql<SqlBool>`roster_entries.id = (select roster_entry_id from members where id = ${memberId})`
  const [tags, notes, entry, invitations, operator, sessions, looked, leaving] = await Promise.all([
    db.selectFrom('member_tags').selectAll().where('member_id', '=', memberId).execute(),
    db.selectFrom('member_notes').selectAll().where('member_id', '=', memberId).orderBy('at', 'desc').execute(),
    db.selectFrom('roster_entries').selectAll().where(ofEntry).executeTakeFirst(),
    db
      .selectFrom('roster_invitations')
      .leftJoin('roster_entries', 'roster_entries.id', 'roster_invitations.entry_id')
      .select([
        'roster_invitations.id',
        'entry_id',
        'roster_invitations.created_at',
        'expires_at',
        'used_at',
        'used_by',
      ])
      .select('revoked_at')
      .where(({ or, eb }) => or([eb('used_by', '=', memberId), ofEntry]))
      .execute(),
    db.selectFrom('operators').selectAll().where('member_id', '=', memberId).executeTakeFirst(),
    db
      .selectFrom('sessions')
      .innerJoin('operators', 'operators.id', 'sessions.operator_id')
      .select(['sessions.id', 'user_agent', 'sessions.created_at', 'last_seen_at', 'expires_at', 'sessions.revoked_at'])
      .where('operators.member_id', '=', memberId)
      .execute(),
    db
      .selectFrom('access_log')
      .innerJoin('operators', 'operators.id', 'access_log.operator_id')
      .select(['access_log.id', 'action', 'detail', 'at', 'operators.role'])
      .where('access_log.member_id', '=', memberId)
      .orderBy('at', 'desc')
      .limit(LINES_MAX)
      .execute(),
    db.selectFrom('erasures').selectAll().where('member_id', '=', memberId).executeTakeFirst(),
  ])
  return { tags, notes, roster_entry: entry, invitations, operator, sessions, looked, leaving }
}
