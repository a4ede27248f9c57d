-- Shift openings: what is asked, who is asked when, who answered, what was agreed, what was worked; and coming back for good.

-- What the shop says of itself as an employer, once for every opening and for the notice of working conditions.
create table workplaces (
  store_id text primary key references stores (id) on delete cascade,
  -- One of the 47, as the table of minimum wages writes it: 東京.
  prefecture text not null,
  employer_name text not null,
  employer_address text not null,
  -- Where the work is done.
  address text not null,
  -- A phone number, a mail address or a form.
  contact text not null,
  smoking text not null default '屋内禁煙',
  insurance text not null default '労災保険',
  -- When and how wages are paid: 月末締め、翌月25日に銀行振込.
  pay_terms text not null default '',
  -- Whom to ask about working conditions (短時間・有期雇用労働法 6条).
  desk text not null default '',
  -- Retirement and dismissal, as the notice must name them.
  leaving_terms text not null default '',
  updated_by text references operators (id),
  updated_at integer not null
) strict;

create index workplaces_by_updater on workplaces (updated_by);

-- Minimum wages that an owner looked up, once the table that comes with the product is old. Rows are only added.
create table wage_floors (
  id text primary key,
  prefecture text not null,
  yen integer not null check (yen between 1 and 10000),
  effective_on text not null check (effective_on glob '[12][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]'),
  -- Where it was read: an address or the name of the office's notice.
  source text not null,
  entered_by text references operators (id),
  entered_at integer not null
) strict;

create index wage_floors_by_prefecture on wage_floors (prefecture, effective_on);
create index wage_floors_by_operator on wage_floors (entered_by);

-- What is the same each time, per store and role: a date is all that is missing.
create table shift_templates (
  id text primary key,
  store_id text not null references stores (id) on delete cascade,
  name text not null,
  content text not null check (json_valid(content)),
  used_at integer,
  created_by text references operators (id),
  created_at integer not null,
  updated_at integer not null
) strict;

create index shift_templates_by_store on shift_templates (store_id, used_at desc);
create index shift_templates_by_creator on shift_templates (created_by);

create table shift_openings (
  id text primary key,
  store_id text not null references stores (id),
  starts_at integer not null,
  ends_at integer not null check (ends_at > starts_at),
  break_minutes integer not null check (break_minutes between 0 and 480),
  -- Roles of the shop, as a JSON list of their ids.
  role_ids text not null check (json_valid(role_ids)),
  headcount integer not null check (headcount between 1 and 50),
  wage_yen integer not null check (wage_yen between 1 and 100000),
  -- For the way there and back, per shift.
  transport_yen integer not null default 0 check (transport_yen >= 0),
  -- The words of the ad and of the contract: employer, duties, place, contact … (src/labour/terms.ts).
  terms text not null check (json_valid(terms)),
  -- Until when people may apply.
  closes_at integer not null check (closes_at <= starts_at),
  urgent integer not null default 0 check (urgent in (0, 1)),
  -- approve: the shop chooses, and the contract exists from then. first_come: it exists from the tap.
  mode text not null default 'approve' check (mode in ('approve', 'first_come')),
  -- Whom it is for: {"rule": …, "storeId": …}. Never by sex or age.
  audience text not null check (json_valid(audience)),
  segment_id text references segments (id) on delete set null,
  -- The shop's public page of it may be passed on to friends.
  shared integer not null default 1 check (shared in (0, 1)),
  -- On the board at once; pushes after so many minutes, to so many people, and again after so many. 0 messages: the board alone.
  lead_minutes integer not null default 15 check (lead_minutes between 0 and 1440),
  wave_size integer not null default 5 check (wave_size between 1 and 500),
  wave_minutes integer not null default 30 check (wave_minutes between 5 and 1440),
  -- What the owner said yes to: never more messages than these.
  asks_max integer not null default 0 check (asks_max >= 0),
  next_wave_at integer,
  waves integer not null default 0,
  -- Why no more are asked while it is open: the owner stopped it, everybody was asked, the messages are used up.
  waves_ended_at integer,
  waves_ended_because text check (waves_ended_because in ('owner', 'everybody', 'quota', 'confirmed')),
  waves_ended_by text references operators (id),
  -- Why one more job ad is right where people got little else of late.
  balance_reason text,
  state text not null default 'draft' check (state in ('draft', 'open', 'closed', 'cancelled', 'done')),
  closed_because text check (closed_because in ('filled', 'deadline', 'owner')),
  closed_by text references operators (id),
  -- The minimum wage it was checked against when it went out.
  floor_yen integer,
  floor_effective_on text,
  floor_source text,
  template_id text references shift_templates (id) on delete set null,
  copied_from text references shift_openings (id) on delete set null,
  created_by text references operators (id),
  created_at integer not null,
  updated_at integer not null,
  -- When what would be agreed last changed after it went out; null: never. Who answered before then agreed to something else.
  conditions_at integer,
  opened_at integer,
  opened_by text references operators (id),
  closed_at integer,
  done_at integer,
  cancelled_at integer,
  cancelled_by text references operators (id),
  -- What people are told of why.
  cancel_words text,
  check ((state = 'closed') = (closed_at is not null and closed_because is not null) or state in ('cancelled', 'done'))
) strict;

create index shift_openings_by_state on shift_openings (state, starts_at);
create index shift_openings_by_store on shift_openings (store_id, starts_at);
create index shift_openings_by_segment on shift_openings (segment_id);
create index shift_openings_by_template on shift_openings (template_id);
create index shift_openings_by_origin on shift_openings (copied_from);
create index shift_openings_by_creator on shift_openings (created_by);
create index shift_openings_by_opener on shift_openings (opened_by);
create index shift_openings_by_closer on shift_openings (closed_by);
create index shift_openings_by_canceller on shift_openings (cancelled_by);
create index shift_openings_by_stopper on shift_openings (waves_ended_by);

-- Whom an opening is for: it stands on their board, and at most one push goes to them. One row a person.
create table shift_asks (
  opening_id text not null references shift_openings (id) on delete cascade,
  member_id text not null references members (id) on delete cascade,
  posted_at integer not null,
  read_at integer,
  -- The push: in which wave, when, and the run that wrote it (what goes into the outbox is what this run wrote).
  wave integer,
  pushed_at integer,
  run text,
  primary key (opening_id, member_id),
  check ((wave is null) = (pushed_at is null) and (run is null) = (pushed_at is null))
) strict, without rowid;

create index shift_asks_by_member on shift_asks (member_id, opening_id);
create index shift_asks_pushed on shift_asks (member_id, pushed_at) where pushed_at is not null;
create index shift_asks_by_run on shift_asks (run) where run is not null;

-- One person's answer to an opening. place: the order in which they applied.
create table shift_claims (
  opening_id text not null references shift_openings (id) on delete cascade,
  member_id text not null references members (id) on delete cascade,
  -- standby: not chosen when it was filled, asked when somebody cancels. offered: asked now, a place is held for them.
  -- passed: 今回は見送る. declined: by the shop. ended: it began, or was called off, without a decision.
  state text not null check (state in
    ('applied', 'standby', 'offered', 'confirmed', 'withdrawn', 'passed', 'declined', 'ended')),
  place integer check ((state in ('applied', 'standby', 'offered')) = (place is not null)),
  note text,
  -- Since when the next words that they type are their note.
  note_asked_at integer,
  offer_no integer not null default 0,
  offered_at integer,
  -- Runs from when they were told; null: not told yet.
  offer_ends_at integer,
  -- When they said so, by their own clock: an older tap that arrives late changes nothing.
  answered_at integer not null,
  decided_at integer,
  decided_by text references operators (id),
  -- With a kind no: the shop's own words.
  decline_words text,
  changed_at integer not null,
  created_at integer not null,
  primary key (opening_id, member_id)
) strict, without rowid;

create index shift_claims_by_member on shift_claims (member_id, opening_id);
create index shift_claims_by_place on shift_claims (opening_id, place) where place is not null;
create index shift_claims_offered on shift_claims (offer_ends_at) where state = 'offered';
create index shift_claims_by_decider on shift_claims (decided_by);

-- An agreed shift, with what was agreed. slot: which of the places; nobody else has it.
create table assignments (
  id text primary key,
  opening_id text not null references shift_openings (id),
  member_id text not null references members (id) on delete cascade,
  slot integer not null check (slot between 1 and 50),
  state text not null default 'confirmed' check (state in
    ('confirmed', 'cancelled_by_member', 'cancelled_by_shop', 'worked', 'missed')),
  starts_at integer not null,
  ends_at integer not null check (ends_at > starts_at),
  break_minutes integer not null,
  wage_yen integer not null,
  transport_yen integer not null,
  terms text not null check (json_valid(terms)),
  -- Rises with every change that both agreed to.
  version integer not null default 1,
  confirmed_at integer not null,
  -- Who of the shop said yes; null: first come, or they said yes to an offer.
  confirmed_by text references operators (id),
  -- How they want the notice of working conditions; null: not said yet, so on paper.
  notice_by text check (notice_by in ('electronic', 'paper')),
  notice_chosen_at integer,
  ended_at integer,
  ended_by text references operators (id),
  -- Why, in the words of who cancelled.
  reason text,
  -- Of a cancellation by the shop: 60 % of the shift's pay at least (労働基準法 26条).
  allowance_yen integer check (allowance_yen >= 0),
  worked_from integer,
  worked_to integer,
  worked_break_minutes integer,
  pay_yen integer,
  hours_confirmed_at integer,
  hours_confirmed_by text references operators (id),
  -- Thanks were asked for with the hours.
  thanks_words text,
  check ((worked_from is null) = (worked_to is null) and (state = 'worked') = (worked_from is not null))
) strict;

create unique index assignments_one_each on assignments (opening_id, slot) where state in ('confirmed', 'worked', 'missed');
create unique index assignments_once on assignments (opening_id, member_id) where state in ('confirmed', 'worked', 'missed');
create index assignments_by_member on assignments (member_id, starts_at);
create index assignments_by_start on assignments (state, starts_at);
create index assignments_by_confirmer on assignments (confirmed_by);
create index assignments_by_ender on assignments (ended_by);
create index assignments_by_hours on assignments (hours_confirmed_by);

-- cancel: the person asks to be let off, with a reason. change: the shop asks for other hours or conditions.
create table assignment_requests (
  id text primary key,
  assignment_id text not null references assignments (id) on delete cascade,
  kind text not null check (kind in ('cancel', 'change')),
  -- Why, in the asker's words.
  words text not null,
  -- Of a change: what would be agreed instead.
  proposal text check (proposal is null or json_valid(proposal)),
  state text not null default 'pending' check (state in ('pending', 'accepted', 'declined', 'taken_back', 'lapsed')),
  asked_by text references operators (id),
  asked_at integer not null,
  -- Until when it waits for an answer.
  answer_until integer not null,
  answered_at integer,
  answered_by text references operators (id),
  check ((kind = 'change') = (proposal is not null))
) strict;

create unique index assignment_requests_pending on assignment_requests (assignment_id, kind) where state = 'pending';
create index assignment_requests_by_assignment on assignment_requests (assignment_id, asked_at);
create index assignment_requests_due on assignment_requests (answer_until) where state = 'pending';
create index assignment_requests_by_asker on assignment_requests (asked_by);
create index assignment_requests_by_answerer on assignment_requests (answered_by);

-- How and when the notice of working conditions reached the person (労働基準法施行規則 5条).
create table notice_deliveries (
  id text primary key,
  assignment_id text not null references assignments (id) on delete cascade,
  version integer not null,
  how text not null check (how in ('opened', 'printed', 'handed')),
  operator_id text references operators (id),
  at integer not null
) strict;

create index notice_deliveries_by_assignment on notice_deliveries (assignment_id, at);
create index notice_deliveries_by_operator on notice_deliveries (operator_id);

-- What was told to whom about an opening, once each; also to those who run it. ref: the number of the offer, the request …, else ''.
create table shift_notices (
  opening_id text not null references shift_openings (id) on delete cascade,
  member_id text not null references members (id) on delete cascade,
  kind text not null check (kind in (
    'confirmed', 'declined', 'standby', 'ended', 'offer', 'offer_lapsed', 'cancelled_by_shop', 'cancel_accepted',
    'cancel_declined', 'change', 'change_lapsed', 'reminder_evening', 'reminder_hours', 'thanks',
    'shop_applied', 'shop_taken', 'shop_request', 'shop_hole', 'shop_undecided', 'shop_unfilled', 'shop_change_declined')),
  ref text not null default '',
  run text not null,
  at integer not null,
  primary key (opening_id, member_id, kind, ref)
) strict, without rowid;

create index shift_notices_by_member on shift_notices (member_id);
create index shift_notices_by_run on shift_notices (run);

-- What changed at a store, for who comes back: 2026-04 新しいレジ.
create table welcome_items (
  id text primary key,
  store_id text not null references stores (id) on delete cascade,
  topic text not null check (topic in ('menu', 'register', 'people', 'locker', 'clothes', 'other')),
  words text not null,
  -- Since when it is so; shown as new to who left before.
  changed_on text not null check (changed_on glob '[12][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]'),
  updated_by text references operators (id),
  updated_at integer not null
) strict;

create index welcome_items_by_store on welcome_items (store_id, changed_on desc);
create index welcome_items_by_updater on welcome_items (updated_by);

-- The rules for coming back for good, shown before anybody says that they would. Versions are only added.
create table rehire_rules (
  version integer primary key,
  wage text not null,
  position text not null,
  tenure text not null,
  words text not null default '',
  published_by text references operators (id),
  published_at integer not null
) strict;

create index rehire_rules_by_publisher on rehire_rules (published_by);

-- また働きたい.
create table return_wishes (
  id text primary key,
  member_id text not null references members (id) on delete cascade,
  kind text not null check (kind in ('full_time', 'part_time', 'seasonal', 'adviser', 'project')),
  -- From when, in their own words: 来年の4月ごろ.
  since_words text not null default '',
  note text,
  store_id text references stores (id),
  -- The rules that they had read.
  rule_version integer references rehire_rules (version),
  stage text not null default 'wished' check (stage in ('wished', 'talking', 'meeting', 'offered', 'returned', 'closed')),
  close_words text,
  created_at integer not null,
  stage_at integer not null,
  updated_at integer not null
) strict;

create unique index return_wishes_open on return_wishes (member_id) where stage not in ('returned', 'closed');
create index return_wishes_by_member on return_wishes (member_id);
create index return_wishes_by_stage on return_wishes (stage, stage_at);
create index return_wishes_by_store on return_wishes (store_id);
create index return_wishes_by_rule on return_wishes (rule_version);

create table return_steps (
  id text primary key,
  wish_id text not null references return_wishes (id) on delete cascade,
  stage text not null,
  words text,
  operator_id text references operators (id),
  at integer not null
) strict;

create index return_steps_by_wish on return_steps (wish_id, at);
create index return_steps_by_operator on return_steps (operator_id);

-- What a person says so that no shift harms them: hours at another employer's a week, hours a week they want here at most.
alter table members add column main_job_hours integer check (main_job_hours between 0 and 80);
alter table members add column shift_hours_max integer check (shift_hours_max between 1 and 60);
-- Asked before a night shift of who gave no year of birth: 18 or older, and when they said so.
alter table members add column said_adult integer check (said_adult in (0, 1));
alter table members add column said_adult_at integer;
-- How they want notices of working conditions, until they say otherwise.
alter table members add column notice_by text check (notice_by in ('electronic', 'paper'));

-- What a message is of: those of an opening that is over do not leave any more.
alter table outbox_messages add column topic text;
create index outbox_messages_by_topic on outbox_messages (topic, state) where topic is not null;

-- Nothing more is sent of what is over, whoever ends it. What LINE may have is not repeated.
create trigger shift_openings_fall_silent after update of state on shift_openings
when old.state = 'open' and new.state <> 'open'
begin
  update outbox_messages
  set state = iif(first_attempt_at is null, 'refused', 'unknown'), failure = 'opening over', finished_at = new.updated_at,
    body = iif(body is null, null, '[]')
  where topic = 'shift:' || new.id and state = 'ready';
  update shift_openings set next_wave_at = null where id = new.id;
end;

-- What stands on somebody's board of shifts: open ones that they were asked about, while they agree to hear of them.
create view visible_asks as
select shift_asks.opening_id, shift_asks.member_id, shift_asks.posted_at, shift_openings.closes_at,
  coalesce(shift_asks.read_at, shift_claims.created_at) as read_at
from shift_asks
join shift_openings on shift_openings.id = shift_asks.opening_id
join members on members.id = shift_asks.member_id
left join shift_claims on shift_claims.opening_id = shift_asks.opening_id and shift_claims.member_id = shift_asks.member_id
where shift_openings.state = 'open' and members.state = 'verified'
  and exists (select 1 from current_consents as asked
    where asked.purpose = 'shifts' and asked.member_id = shift_asks.member_id and asked.granted = 1)
  and exists (select 1 from current_consents as base
    where base.purpose = 'privacy' and base.member_id = shift_asks.member_id and base.granted = 1);

create trigger shift_asks_not_of_the_erased before insert on shift_asks
when (select state from members where id = new.member_id) = 'erased'
begin
  select raise(ignore);
end;

create trigger shift_claims_not_of_the_erased before insert on shift_claims
when (select state from members where id = new.member_id) = 'erased'
begin
  select raise(ignore);
end;

create trigger assignments_not_of_the_erased before insert on assignments
when (select state from members where id = new.member_id) = 'erased'
begin
  select raise(ignore);
end;

create trigger shift_notices_not_of_the_erased before insert on shift_notices
when (select state from members where id = new.member_id) = 'erased'
begin
  select raise(ignore);
end;

create trigger return_wishes_not_of_the_erased before insert on return_wishes
when (select state from members where id = new.member_id) = 'erased'
begin
  select raise(ignore);
end;
