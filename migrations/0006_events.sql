-- Events: tastings, anniversaries, study evenings. Seats, the line for them, the door, and what guests said of the food.

create table events (
  id text primary key,
  title text not null,
  words text not null,
  image_id text references images (id),
  -- The store that holds it, whose manager may run it; null: the company as a whole, its owners only.
  store_id text references stores (id),
  place text not null,
  map_url text,
  starts_at integer not null,
  ends_at integer not null check (ends_at > starts_at),
  -- Until when people may answer, and offered seats may be confirmed.
  closes_at integer not null check (closes_at <= starts_at),
  -- Persons, not parties.
  capacity integer not null check (capacity between 1 and 1000),
  guests_max integer not null default 0 check (guests_max between 0 and 5),
  -- Paid at the shop. 0: free of charge.
  fee_yen integer not null default 0 check (fee_yen >= 0),
  alcohol integer not null default 0 check (alcohol in (0, 1)),
  asks_allergies integer not null default 0 check (asks_allergies in (0, 1)),
  -- Up to three questions of the shop's own, as a JSON list of words.
  questions text not null default '[]' check (json_valid(questions)),
  -- Whom it is for: {"rule": …, "storeId": …} as of a broadcast.
  audience text not null check (json_valid(audience)),
  segment_id text references segments (id) on delete set null,
  -- 1: every member sees it in the chat and may come; 0: only who was invited.
  listed integer not null default 0 check (listed in (0, 1)),
  remind_day integer not null default 1 check (remind_day in (0, 1)),
  remind_hours integer not null default 1 check (remind_hours in (0, 1)),
  state text not null default 'draft' check (state in ('draft', 'open', 'closed', 'done', 'cancelled')),
  copied_from text references events (id) on delete set null,
  created_by text references operators (id),
  created_at integer not null,
  updated_at integer not null,
  opened_at integer,
  closed_at integer,
  -- Who closed it before its time; null: the deadline did.
  closed_by text references operators (id),
  done_at integer,
  cancelled_at integer,
  cancelled_by text references operators (id),
  -- What the guests are told of why.
  cancel_words text,
  -- When those who did not come were noted.
  missed_noted_at integer
) strict;

create index events_by_state on events (state, starts_at);
create index events_by_store on events (store_id, starts_at);
create index events_by_segment on events (segment_id);
create index events_by_image on events (image_id);
create index events_by_creator on events (created_by);
create index events_by_closer on events (closed_by);
create index events_by_canceller on events (cancelled_by);
create index events_by_origin on events (copied_from);

-- One person's answer to an event, with those they bring. seats: what they hold of the room, now.
create table rsvps (
  event_id text not null references events (id) on delete cascade,
  member_id text not null references members (id) on delete cascade,
  -- offered: seats are held for them until they confirm. lapsed: they did not, and left the line.
  state text not null check (state in ('going', 'waiting', 'offered', 'declined', 'cancelled', 'lapsed')),
  -- Persons that would come, themselves included.
  party integer not null check (party between 1 and 6),
  seats integer not null default 0 check (
    (state = 'going' and seats = party) or (state = 'offered' and seats between 1 and party) or
    (state not in ('going', 'offered') and seats = 0)),
  -- The place in the line: who answered first comes first. Of those in it only.
  place integer check ((state in ('waiting', 'offered')) = (place is not null)),
  -- They were asked whether so many seats would do, and would rather wait.
  refused_seats integer not null default 0 check (refused_seats >= 0),
  -- How many offers they had; names the newest one.
  offer_no integer not null default 0,
  offered_at integer,
  -- Runs from when they were told; null: not told yet.
  offer_ends_at integer,
  -- Of the party, how many will drink: each declared to be 20 or older. null: not said yet.
  drinkers integer check (drinkers between 0 and party),
  -- What they told for the kitchen and to the shop's own questions ([[question, answer], …]: a question may change); forgotten a
  -- week after the event.
  allergies text,
  answers text check (answers is null or json_valid(answers)),
  -- When they said so, by their own clock: an older tap that arrives late changes nothing.
  answered_at integer not null,
  changed_at integer not null,
  created_at integer not null,
  primary key (event_id, member_id)
) strict, without rowid;

create index rsvps_by_member on rsvps (member_id, event_id);
create index rsvps_by_place on rsvps (event_id, place) where place is not null;
create index rsvps_holding on rsvps (event_id, seats) where seats > 0;
create index rsvps_offered on rsvps (offer_ends_at) where state = 'offered';

-- What was told to whom about an event, once each. ref: the number of the offer, the version of a change, else ''.
create table event_notices (
  event_id text not null references events (id) on delete cascade,
  member_id text not null references members (id) on delete cascade,
  kind text not null check (kind in
    ('offer', 'lapsed', 'not_seated', 'reminder_day', 'reminder_hours', 'changed', 'cancelled')),
  ref text not null default '',
  -- The run that wrote it: what goes into the outbox is what this run wrote.
  run text not null,
  at integer not null,
  primary key (event_id, member_id, kind, ref)
) strict, without rowid;

create index event_notices_by_member on event_notices (member_id);
create index event_notices_by_run on event_notices (run);

-- A change of time or place, or a cancellation, that is still to be told to those who answered.
create table event_tellings (
  event_id text not null references events (id) on delete cascade,
  kind text not null check (kind in ('changed', 'cancelled')),
  ref text not null default '',
  -- In the shop's own words.
  words text not null,
  created_by text references operators (id),
  created_at integer not null,
  finished_at integer,
  primary key (event_id, kind, ref)
) strict, without rowid;

create index event_tellings_open on event_tellings (created_at) where finished_at is null;
create index event_tellings_by_creator on event_tellings (created_by);

-- Somebody who came in. The id is the scan's own (a nonce): a retried scan is known by it.
create table check_ins (
  id text primary key,
  event_id text not null references events (id) on delete cascade,
  -- null: a walk-in, by name or nameless.
  member_id text references members (id) on delete cascade,
  name text,
  people integer not null check (people between 1 and 20),
  drinkers integer not null default 0 check (drinkers between 0 and people),
  checked_in_at integer not null,
  operator_id text references operators (id),
  till_id text references tills (id),
  undone_at integer,
  undone_by text references operators (id),
  undone_till_id text references tills (id)
) strict;

create unique index check_ins_once on check_ins (event_id, member_id) where undone_at is null and member_id is not null;
create index check_ins_by_event on check_ins (event_id, checked_in_at);
create index check_ins_by_member on check_ins (member_id);
create index check_ins_by_operator on check_ins (operator_id);
create index check_ins_by_till on check_ins (till_id);
create index check_ins_by_undoer on check_ins (undone_by);
create index check_ins_by_undoing_till on check_ins (undone_till_id);

create table event_dishes (
  id text primary key,
  event_id text not null references events (id) on delete cascade,
  name text not null,
  position integer not null,
  unique (event_id, name)
) strict;

-- What a guest said of a dish: 1 to 5, and a word.
create table dish_feedback (
  dish_id text not null references event_dishes (id) on delete cascade,
  member_id text not null references members (id) on delete cascade,
  score integer not null check (score between 1 and 5),
  words text,
  said_at integer not null,
  primary key (dish_id, member_id)
) strict, without rowid;

create index dish_feedback_by_member on dish_feedback (member_id);

-- Of an invitation, or of the thanks after it: which event.
alter table broadcasts add column event_id text references events (id);
create index broadcasts_by_event on broadcasts (event_id) where event_id is not null;

create trigger rsvps_not_of_the_erased before insert on rsvps
when (select state from members where id = new.member_id) = 'erased'
begin
  select raise(ignore);
end;

create trigger event_notices_not_of_the_erased before insert on event_notices
when (select state from members where id = new.member_id) = 'erased'
begin
  select raise(ignore);
end;

create trigger check_ins_not_of_the_erased before insert on check_ins
when (select state from members where id = new.member_id) = 'erased'
begin
  select raise(ignore);
end;

create trigger dish_feedback_not_of_the_erased before insert on dish_feedback
when (select state from members where id = new.member_id) = 'erased'
begin
  select raise(ignore);
end;

-- What stands on somebody's board: also without invitations to what takes no more answers, and nothing of what was called off.
drop view visible_notices;
create view visible_notices as
select board_notices.broadcast_id, board_notices.member_id, board_notices.read_at,
  broadcasts.finished_at as shown_at,
  iif(broadcasts.kind = 'event' and broadcasts.content ->> '$.moment' = 'invite', events.closes_at, coupons.ends_at) as ends_at
from board_notices
join broadcasts on broadcasts.id = board_notices.broadcast_id
join members on members.id = board_notices.member_id
left join coupons on coupons.id = broadcasts.coupon_id
left join stories on stories.id = broadcasts.story_id
left join members as narrator on narrator.id = stories.member_id
left join events on events.id = broadcasts.event_id
where broadcasts.channel = 'board' and broadcasts.state = 'done' and broadcasts.taken_down_at is null
  and members.state = 'verified' and coupons.stopped_at is null
  and (broadcasts.story_id is null or
    (stories.agreed_sha = stories.content_sha and stories.revoked_at is null and narrator.state = 'verified'))
  and (broadcasts.event_id is null or
    iif(broadcasts.kind = 'event' and broadcasts.content ->> '$.moment' = 'invite', events.state = 'open', events.state <> 'cancelled'))
  and exists (select 1 from current_consents as asked
    where asked.purpose = broadcasts.purpose and asked.member_id = board_notices.member_id and asked.granted = 1)
  and exists (select 1 from current_consents as base
    where base.purpose = 'privacy' and base.member_id = board_notices.member_id and base.granted = 1);
