import { type Compilable, type RawBuilder, sql } from 'kysely'
import type { Db, Store } from '../db/store.ts'
import type { Deps } from '../deps.ts'
import { whatTheyUsed } from './erasing-coupons.ts'
import { whatTheyWorked } from './erasing-shifts.ts'
import { picturesOf, whatWasTold } from './erasing-told.ts'

/** Lines of a timeline that go in one statement: what a statement may take is bounded, a timeline is not. */
const LINES_MAX = 2_000

type Erasing = { memberId: string; now: number }
type Known = {
  entryId: string
  /** Each in its parts, as JSON: a list may have family and given names apart, or another space between them. */
  names: string
  pictures: string
}

/**
 * Erases everything personal of a member, and keeps what can no longer be tied to anybody: redemptions, deliveries,
 * consents and hours worked under the member's random id. Repeating it changes nothing; who was erased stays so (triggers of 0004). Pictures
 * go from the files first: were the rows gone, nothing would lead to them any more.
 */
export async function eraseMember(
  { store, files }: Pick<Deps, 'store' | 'files'>,
  { memberId, now }: Erasing,
): Promise<void> {
  const pictures = await picturesOf(store, memberId)
  for (const picture of pictures) await files.remove(picture)
  while ((await forgetLines(store, memberId)) === LINES_MAX);
  const known = { ...(await whatIsKnown(store, memberId)), pictures: JSON.stringify(pictures) }
  await store.batch(erasingStatements(store.db, { memberId, now, ...known }))
}

async function forgetLines({ batch, db }: Store, memberId: string) {
  const [gone = 0] = await batch([
    statement(
      db,
      sql`delete from interactions where id in (select id from interactions where member_id = ${memberId} limit ${LINES_MAX})`,
    ),
  ])
  return gone
}

/** The entry and the names that lead to what is kept about the person under other names than their id. */
async function whatIsKnown({ db }: Store, memberId: string): Promise<Omit<Known, 'pictures'>> {
  const row = await db
    .selectFrom('members')
    .leftJoin('roster_entries', 'roster_entries.id', 'members.roster_entry_id')
    .leftJoin('operators', 'operators.member_id', 'members.id')
    .select(['members.name', 'members.roster_entry_id', 'roster_entries.name as entry_name', 'roster_entries.kana'])
    .select('operators.name as operator_name')
    .where('members.id', '=', memberId)
    .executeTakeFirst()
  const names = [row?.name, row?.entry_name, row?.kana, row?.operator_name]
    .map((name) => name?.split(/\s+/).filter((part) => part !== '') ?? [])
    .filter((parts) => parts.length > 0)
  return { entryId: row?.roster_entry_id ?? '', names: JSON.stringify(names) }
}

/** Everything at once, in the order in which one thing leads to the next. */
const erasingStatements = (db: Db, erasing: Erasing & Known): readonly Compilable[] =>
  [
    ...whatCameFromLine(erasing),
    ...whatTheyTold(erasing),
    ...whatTheyWorked(erasing),
    ...whatWasTold(erasing),
    ...whatWasSent(erasing),
    ...whatTheyUsed(erasing),
    ...whatTheShopNoted(erasing),
    ...whoTheyAre(erasing),
  ].map((words) => statement(db, words))

/** Events still waiting go with the others: what they would do, they would do to nobody. */
const whatCameFromLine = ({ memberId, now }: Erasing) => [
  sql`update inbox_events set payload = null, subject = null, failure = null, claim_id = null, lease_until = 0,
      state = iif(state = 'new', 'done', state), finished_at = coalesce(finished_at, ${now})
    where subject in (select line_user_id from line_identities where member_id = ${memberId})`,
  sql`delete from outbox_messages where member_id = ${memberId}`,
]

const whatTheyTold = ({ memberId }: Erasing) =>
  (
    [
      'interactions',
      'registrations',
      'wrong_codes',
      'member_preferences',
      'profile_questions',
      'corrections',
      'current_consents',
      'board_notices',
      'poll_votes',
      'broadcast_taps',
      'automatic_sends',
      // The seats that they held are free with that: the clock offers them to the next.
      'rsvps',
      'event_notices',
      'check_ins',
      'dish_feedback',
    ] as const
  ).map((table) => sql`delete from ${sql.table(table)} where member_id = ${memberId}`)

/** Bodies that LINE may still be asked to take again are left to the broadcast: it drops each within 23 hours. */
const whatWasSent = ({ memberId, names }: Erasing & Known) => [
  sql`update broadcast_chunks set body = null where body is not null and state not in ('ready', 'inflight')
    and (broadcast_id, seq) in (select broadcast_id, chunk_seq from deliveries where member_id = ${memberId})`,
  // What was written to this person alone, and may call them by their name.
  sql`delete from broadcasts where state = 'draft' and ${wasForThemAlone(memberId)}`,
  sql`update broadcasts set title = '—', balance_reason = null,
      content = json_remove(json_replace(content, '$.text', '—', '$.greeting', '—', '$.heading', '—',
        '$.answers', json_array('—', '—')), '$.imageId', '$.link', '$.coupon', '$.fallbacks')
    where ${wasForThemAlone(memberId)}`,
  sql`update coupons set title = '—', item = iif(item is null, null, '—'), conditions = json_remove(conditions, '$.note'),
      stop_words = iif(stop_words is null, null, '—')
    where (id in (select coupon_id from broadcasts
          where content ->> '$.couponId' is null and ${wasForThemAlone(memberId)})
        or id in (select coupon_id from coupon_grants where member_id = ${memberId}) and ${couponCalls(names)}
          and id not in (select coupon_id from automatic_coupons))
      and not exists (select 1 from coupon_grants where coupon_id = coupons.id and member_id <> ${memberId})`,
]

/** Not what is sent by itself on an occasion: those words are written to nobody. */
const wasForThemAlone = (memberId: string) => sql`(broadcasts.occasion is null
  and exists (select 1 from json_tree(broadcasts.audience) where type = 'array' and value = json_array(${memberId})))`

/** Whether the words of a coupon have a part of one of their names in them: 田中さんへ. A single letter is none by itself: 林檎. */
const couponCalls = (names: string) => sql`exists (
  select 1 from json_each(${names}) as known, json_each(known.value) as part,
    json_each(iif(length(part.value) > 1, '[""]', '["さん","様","さま","くん","君","ちゃん"]')) as honorific
  where instr(json_array(title, item, conditions ->> '$.note', stop_words), part.value || honorific.value) > 0)`

const whatTheShopNoted = ({ memberId, names, now }: Erasing & Known) => [
  sql`delete from member_tags where member_id = ${memberId}`,
  sql`delete from member_notes where member_id = ${memberId}`,
  sql`update access_log set detail = '{}' where member_id = ${memberId}`,
  // A file with them in it that is being looked at would have to be read anew; it is forgotten within the hour anyway.
  sql`delete from roster_imports where id in (
    select import_id from roster_import_pieces, json_each(${names}) as known
    where not exists (select 1 from json_each(known.value) as part where instr(words, part.value) = 0))`,
  sql`delete from sessions where operator_id in (select id from operators where member_id = ${memberId})`,
  sql`delete from login_links where operator_id in (select id from operators where member_id = ${memberId})`,
  sql`delete from operator_invitations where name in (select name from operators where member_id = ${memberId})
    and (accepted_at is not null or revoked_at is not null or expires_at <= ${now})`,
  sql`update operators set name = '—', member_id = null, revoked_at = coalesce(revoked_at, ${now})
    where member_id = ${memberId}`,
]

const whoTheyAre = ({ memberId, entryId, now }: Erasing & Known) => [
  sql`delete from line_identities where member_id = ${memberId}`,
  sql`update members set state = 'erased', name = null, name_folded = null, store_id = null, role_id = null, left_on = null,
      joined_on = null, roster_entry_id = null, digits_hmac = null, birth_year = null, birth_month = null, has_main_job = null,
      main_job_hours = null, shift_hours_max = null, said_adult = null, said_adult_at = null, notice_by = null, language = 'ja',
      language_chosen_at = null, last_seen_at = null, applied_at = null, decided_at = null, decided_by = null,
      consent_asked_at = null, erased_at = ${now}
    where id = ${memberId}`,
  sql`update consents set source_event_id = null where member_id = ${memberId} and source_event_id is not null`,
  sql`delete from roster_invitations where used_by = ${memberId}`,
  sql`delete from roster_entries where id = ${entryId}`,
  sql`insert into erasures (member_id, asked_at, next_at, done_at) select id, ${now}, ${now}, ${now} from members
    where id = ${memberId} on conflict (member_id) do update set done_at = coalesce(erasures.done_at, excluded.done_at)`,
]

const statement = (db: Db, words: RawBuilder<unknown>): Compilable => ({ compile: () => words.compile(db) })
