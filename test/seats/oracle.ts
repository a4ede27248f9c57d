import { type Compilable, sql } from 'kysely'
import type { Store } from '../../src/db/store.ts'

/**
 * What judges the seats knows nothing of how they are given: triggers write down who got seats and from which place, and
 * at the end of each batch, inside it, one statement looks at the whole.
 */
const TABLES = [
  'create table oracle_grants (event_id text not null, member_id text not null, gained integer not null, place integer not null) strict',
  'create table oracle_touched (event_id text primary key) strict, without rowid',
  'create table oracle_violations (kind text not null, event_id text not null, detail text not null) strict',
  // Above it nobody may ever see an event: its capacity, or what was held when it was cut.
  'create table oracle_limits (event_id text primary key, seats integer not null) strict, without rowid',
  // Every offer there was, and whether its window began: then they were told. The key holds each to be of its own.
  `create table oracle_offers (event_id text not null, member_id text not null, offer_no integer not null,
    told integer not null default 0, primary key (event_id, member_id, offer_no)) strict, without rowid`,
  'create table oracle_lapses (member_id text not null) strict',
  // What was written to whom about an offer.
  'create table oracle_notices (member_id text not null, offer text not null) strict',
]

/** Who is not in the line comes after all of it. */
const AFTER_ALL = 1_000_000_000

const TRIGGERS = [
  `create trigger oracle_first after insert on rsvps begin
    insert into oracle_touched select new.event_id where new.event_id not in (select event_id from oracle_touched);
    insert into oracle_grants select new.event_id, new.member_id, new.seats, ${AFTER_ALL} where new.seats > 0;
  end`,
  `create trigger oracle_change after update of state, seats, party, place, refused_seats on rsvps begin
    insert into oracle_touched select new.event_id where new.event_id not in (select event_id from oracle_touched);
    insert into oracle_grants select new.event_id, new.member_id, new.seats - old.seats, coalesce(old.place, ${AFTER_ALL})
      where new.seats > old.seats;
    insert into oracle_offers (event_id, member_id, offer_no) select new.event_id, new.member_id, new.offer_no where new.offer_no > old.offer_no;
  end`,
  `create trigger oracle_telling after update of offer_ends_at on rsvps
    when new.state = 'offered' and old.offer_ends_at is null and new.offer_ends_at is not null begin
    update oracle_offers set told = told + 1
      where event_id = new.event_id and member_id = new.member_id and offer_no = new.offer_no;
  end`,
  `create trigger oracle_lapse after update of state on rsvps when new.state = 'lapsed' begin
    insert into oracle_lapses values (new.member_id);
  end`,
  // The button of its card names the offer; the rest would only fill the disk.
  `create trigger oracle_notice after insert on outbox_messages begin
    insert into oracle_notices select new.member_id, substr(new.body, instr(new.body, 'event:'), 60) where instr(new.body, ':accept:');
    update outbox_messages set body = '[]' where id = new.id;
  end`,
  `create trigger oracle_capacity after update of capacity, state on events begin
    insert into oracle_touched select new.id where new.id not in (select event_id from oracle_touched);
    insert or replace into oracle_limits select new.id, max(new.capacity, coalesce(sum(seats), 0)) from rsvps where event_id = new.id;
  end`,
]

const HELD = 'select coalesce(sum(seats), 0) from rsvps where event_id = events.id and seats > 0'
/** Those who wait, and those asked whether fewer would do, whom LINE reaches. */
const LINE = `select rsvps.event_id, rsvps.member_id, rsvps.place, rsvps.seats, rsvps.refused_seats
  from rsvps join line_identities as line on line.member_id = rsvps.member_id and line.follow_state = 'following'
  join members on members.id = rsvps.member_id and members.state = 'verified'
  where rsvps.place is not null and rsvps.seats < rsvps.party`

/**
 * No grant ends above the capacity; whoever got seats, nobody before them would have taken those; and no seat is left that
 * somebody in the line would take. Only of what the batch touched: the rest was judged before.
 */
const JUDGE = `with touched as materialized (
    select events.id, events.capacity, (${HELD}) as held, events.state = 'open' as is_open
    from oracle_touched join events on events.id = oracle_touched.event_id),
  waits as materialized (
    select line.*, max(0, touched.capacity - touched.held) as free,
      (select coalesce(sum(gained), 0) from oracle_grants as later
        where later.event_id = line.event_id and later.place > line.place and later.member_id <> line.member_id) as passed
    from touched join (${LINE}) as line on line.event_id = touched.id where touched.is_open)
  insert into oracle_violations (kind, event_id, detail)
  select 'over_capacity', id, json_object('held', held, 'capacity', capacity) from touched
    where held > capacity and exists (select 1 from oracle_grants where event_id = touched.id)
  union all
  select 'queue_jumps', event_id, json_object('member', member_id, 'passed', passed, 'free', free) from waits
    where passed > 0 and refused_seats < seats + passed + free
  union all
  select 'idle_seats', event_id, json_object('member', member_id, 'free', free) from waits
    where free > 0 and refused_seats < seats + free`

/** The same store, whose every batch is judged at its end. */
export function judged({ db, batch }: Store): Store {
  const ending = [JUDGE, 'delete from oracle_grants', 'delete from oracle_touched'].map(
    (words): Compilable => ({ compile: () => sql.raw(words).compile(db) }),
  )
  return {
    db,
    batch: async (statements) => (await batch([...statements, ...ending])).slice(0, statements.length),
  }
}

export async function openOracle({ db }: Store) {
  for (const words of [...TABLES, ...TRIGGERS]) await sql.raw(words).execute(db)
}

/** One look at everything, in one transaction: in how many events more is held than may be, or a seat is left. */
export async function observe({ db }: Store) {
  const { rows } = await sql<{ over: number; idle: number }>`select
      coalesce(sum((${sql.raw(HELD)}) > coalesce(oracle_limits.seats, events.capacity)), 0) as over,
      coalesce(sum(events.state = 'open' and exists (select 1 from (${sql.raw(LINE)}) as line
        where line.event_id = events.id and events.capacity > (${sql.raw(HELD)})
          and line.refused_seats < line.seats + events.capacity - (${sql.raw(HELD)}))), 0) as idle
    from events left join oracle_limits on oracle_limits.event_id = events.id`.execute(db)
  return rows[0] ?? { over: 0, idle: 0 }
}

/** What was found, and what became of the offers. */
export async function verdict({ db }: Store) {
  const { rows: found } = await sql<{ kind: string; n: number; example: string }>`select kind, count(*) as n,
    min(detail) as example from oracle_violations group by kind`.execute(db)
  const { rows: offers } = await sql<{ offers: number; told: number; twice: number }>`select count(*) as offers,
    coalesce(sum(told), 0) as told, coalesce(sum(told > 1), 0) as twice from oracle_offers`.execute(db)
  const { rows: notices } = await sql<{ offer: string; n: number }>`select
    member_id || ' ' || substr(offer, 1, instr(offer, '"') - 1) as offer, count(*) as n from oracle_notices
    group by 1`.execute(db)
  const { rows: untold } = await sql<{ n: number }>`select count(*) as n from rsvps
    where state = 'offered' and offer_ends_at is null`.execute(db)
  const { rows: lapses } = await sql<{ n: number }>`select count(*) as n from oracle_lapses`.execute(db)
  const count = (kind: string) => found.find((one) => one.kind === kind)?.n ?? 0
  const [made] = offers
  return {
    over_capacity: count('over_capacity'),
    queue_jumps: count('queue_jumps'),
    idle_seats: count('idle_seats'),
    examples: found.map(({ kind, example }) => `${kind} ${example}`),
    offers: made?.offers ?? 0,
    told: made?.told ?? 0,
    lapsed: lapses[0]?.n ?? 0,
    notices_twice: (made?.twice ?? 0) + notices.filter(({ n }) => n > 1).length,
    notices_missing: Math.abs((made?.told ?? 0) - notices.length) + (untold[0]?.n ?? 0),
  }
}
