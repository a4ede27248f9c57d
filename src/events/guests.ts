import { type RawBuilder, type SqlBool, sql } from 'kysely'
import type { RsvpState } from '../db/schema-events.ts'
import type { Store } from '../db/store.ts'
import { foldName } from '../members/names.ts'
import { type Answer, parseAnswers } from './answering.ts'
import { invitedTo } from './invited.ts'
import { untoldOf } from './tellings.ts'

/** A page of a list of guests. */
export const GUESTS_PAGE = 50
/** Lines of a file: more than an event can have. */
const EXPORT_MAX = 100_000
const WALK_INS_MAX = 1_000

/**
 * answered: all who said anything. line: those in it, first come first. missed: who was expected and did not come. untold: whom
 * no message of the change or the cancellation reached.
 */
export const GUEST_LISTS = ['going', 'line', 'declined', 'silent', 'answered', 'missed', 'untold'] as const
export type GuestList = (typeof GUEST_LISTS)[number]

const STATES: Record<'going' | 'line' | 'declined', readonly RsvpState[]> = {
  going: ['going'],
  line: ['offered', 'waiting'],
  declined: ['declined', 'cancelled', 'lapsed'],
}

/** A person and their answer, as the shop that holds the event reads it. */
export type Guest = {
  memberId: string
  name: string | null
  storeId: string | null
  storeName: string | null
  roleName: string | null
  /** null: no answer so far. */
  state: RsvpState | null
  /** Persons, themselves included. */
  party: number
  seats: number
  /** 1: the head of the line. */
  nth: number | null
  refusedSeats: number
  offerEndsAt: number | null
  /** null: not said. */
  drinkers: number | null
  allergies: string | null
  /** To the shop's own questions. */
  answers: readonly Answer[]
  answeredAt: number | null
  /** When they came in, and with how many in all. */
  cameAt: number | null
  people: number | null
  isReachable: boolean
}

/** Where a page ended. */
export type GuestCursor = { key: string; id: string }

type Asked = {
  eventId: string
  list: GuestList
  /** The store that the reader's rights end at: of people who never answered it lists that store's alone. null: all. */
  storeId?: string | null
  /** A part of a name, or of its kana on the roster. */
  search?: string
  after?: GuestCursor | undefined
  max?: number
}

/** The people of a list by name, the line by place, by pages; `next` is where the following page begins. */
export async function listGuests(store: Store, { max = GUESTS_PAGE, ...asked }: Asked) {
  const rows = await pageOf(store, { ...asked, max: max + 1 })
  const guests = rows.slice(0, max)
  const last = rows.length > max ? guests.at(-1) : undefined
  return { guests: guests.map(({ key: _, ...guest }) => guest), next: last && { key: last.key, id: last.memberId } }
}

/** All of a list, one after the other, never all in memory. */
export async function* exportGuests(store: Store, asked: Omit<Asked, 'after' | 'max'>): AsyncGenerator<Guest> {
  let after: GuestCursor | undefined
  for (let read = 0; read < EXPORT_MAX; read += GUESTS_PAGE) {
    const { guests, next } = await listGuests(store, { ...asked, after })
    yield* guests
    if (!next) return
    after = next
  }
}

/** One verified person and their answer, if they gave one; undefined: there is no such person. */
export async function findGuest({ db }: Store, { eventId, memberId }: { eventId: string; memberId: string }) {
  const one = sql`select ${memberId} as member_id`
  const { rows } = await sql<Row>`select ${columns(eventId)} ${from(eventId, one)}
    where members.state = 'verified' or rsvps.member_id is not null`.execute(db)
  return rows[0] && guestOf(rows[0])
}

/** How many a list holds. */
export async function countGuests({ db }: Store, { eventId, list, storeId = null, search = '' }: Asked) {
  const { rows } = await sql<{ people: number }>`select count(*) as people ${from(eventId, idsOf(eventId, list))}
    where ${held({ list, storeId, search })}`.execute(db)
  return rows[0]?.people ?? 0
}

type Row = Omit<Guest, 'answers' | 'isReachable'> & { answers: string | null; isReachable: 0 | 1; key: string }

async function pageOf({ db }: Store, { eventId, list, storeId = null, search = '', after, max }: Asked) {
  const { rows } = await sql<Row>`select ${columns(eventId)} ${from(eventId, idsOf(eventId, list))}
    where ${held({ list, storeId, search })}
      and ${after ? sql`(${keyOf}, members.id) > (${after.key}, ${after.id})` : sql`1`}
    order by ${keyOf}, members.id limit ${max}`.execute(db)
  return rows.map((row) => ({ ...guestOf(row), key: row.key }))
}

function guestOf({ key: _, answers, isReachable, ...row }: Row): Guest {
  return { ...row, answers: parseAnswers(answers), isReachable: isReachable === 1 }
}

/** By place of those in the line, by kana or name of the others: as text, so that one cursor serves both. */
const keyOf = sql<string>`iif(rsvps.place is null, coalesce(roster.kana_folded, members.name_folded, ''),
  printf('%020d', rsvps.place))`

const columns = (eventId: string) => sql`members.id as "memberId", members.name, members.store_id as "storeId",
  stores.name as "storeName", roles.name as "roleName", rsvps.state, coalesce(rsvps.party, 1) as party,
  coalesce(rsvps.seats, 0) as seats, coalesce(rsvps.refused_seats, 0) as "refusedSeats",
  rsvps.offer_ends_at as "offerEndsAt", rsvps.drinkers, rsvps.allergies, rsvps.answers,
  rsvps.answered_at as "answeredAt", door.checked_in_at as "cameAt", door.people,
  coalesce(line_identities.follow_state = 'following', 0) as "isReachable", ${keyOf} as key,
  iif(rsvps.place is null, null, (select count(*) from rsvps as before
    where before.event_id = ${eventId} and before.place is not null and before.place <= rsvps.place)) as nth`

const from = (eventId: string, ids: RawBuilder<unknown>) => sql`from (${ids}) as who
  join members on members.id = who.member_id
  left join rsvps on rsvps.event_id = ${eventId} and rsvps.member_id = members.id
  left join stores on stores.id = members.store_id
  left join roles on roles.id = members.role_id
  left join roster_entries as roster on roster.id = members.roster_entry_id
  left join line_identities on line_identities.member_id = members.id
  left join check_ins as door on door.event_id = ${eventId} and door.member_id = members.id and door.undone_at is null`

/** Whoever answered is the guest of the shop that holds the event; whoever did not is only known to their own store. */
function held({ list, storeId, search }: Pick<Asked, 'list' | 'search'> & { storeId: string | null }) {
  const folded = foldName(search ?? '')
  const isOwn = list === 'silent' && storeId !== null ? sql`members.store_id = ${storeId}` : sql`1`
  const isSilent = list === 'silent' ? sql`members.state = 'verified'` : sql`1`
  return sql<SqlBool>`${isOwn} and ${isSilent}
    and ${folded === '' ? sql`1` : named(folded)}`
}

const named = (folded: string) => sql`(instr(coalesce(members.name_folded, ''), ${folded}) > 0
  or instr(coalesce(roster.kana_folded, ''), ${folded}) > 0)`

function idsOf(eventId: string, list: GuestList): RawBuilder<unknown> {
  const answered = sql`select member_id from rsvps where event_id = ${eventId}`
  const came = sql`select member_id from check_ins
    where event_id = ${eventId} and undone_at is null and member_id is not null`
  if (list === 'answered') return answered
  if (list === 'silent') return sql`select * from (${invitedTo(eventId)}) except ${answered} except ${came}`
  if (list === 'untold') return untoldOf(eventId)
  if (list === 'missed') return sql`${answered} and state = 'going' except ${came}`
  const states = sql.join(STATES[list].map((state) => sql.lit(state)))
  return sql`${answered} and state in (${states})`
}

/** Who came without having answered, and is nobody's member here. */
export const walkInsOf = ({ db }: Store, eventId: string) =>
  db
    .selectFrom('check_ins')
    .select(['id', 'name', 'people', 'drinkers', 'checked_in_at as at'])
    .where('event_id', '=', eventId)
    .where('member_id', 'is', null)
    .where('undone_at', 'is', null)
    .orderBy('checked_in_at')
    .orderBy('id')
    .limit(WALK_INS_MAX)
    .execute()
