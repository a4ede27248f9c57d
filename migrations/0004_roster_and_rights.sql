-- The roster as it is imported, and how its people are invited; what a person tells of themselves; what a person may ask
-- of the shop: to see, correct, take along and erase. Low-entropy facts (staff number, last four digits) are kept as HMACs
-- only: enough to tell two people apart, useless to whoever reads the table.

alter table roster_entries add column joined_on text check (joined_on glob '[12][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]');
alter table roster_entries add column staff_no_hmac text;
alter table roster_entries add column digits_hmac text;
alter table roster_entries add column note text check (length(note) <= 200);
alter table roster_entries add column updated_at integer;
alter table roster_entries add column excluded_by text references operators (id);

create index roster_entries_by_staff_no on roster_entries (store_id, staff_no_hmac) where staff_no_hmac is not null;
create index roster_entries_by_leaving on roster_entries (left_on desc, id);
create index roster_entries_by_age on roster_entries (created_at, id);
create index roster_entries_with_digits on roster_entries (id) where digits_hmac is not null;
create index roster_entries_by_excluder on roster_entries (excluded_by) where excluded_by is not null;

-- A file that was read and is being looked at. Nothing of it is on the roster before its owner says so; forgotten after an hour.
create table roster_imports (
  id text primary key,
  operator_id text not null references operators (id) on delete cascade,
  -- What the file turned out to be, and which column means what.
  reading text not null check (json_valid(reading)),
  created_at integer not null,
  expires_at integer not null,
  applied_at integer
) strict;

create index roster_imports_by_operator on roster_imports (operator_id);
create index roster_imports_by_expiry on roster_imports (expires_at);

create table roster_import_pieces (
  import_id text not null references roster_imports (id) on delete cascade,
  seq integer not null,
  words text not null,
  primary key (import_id, seq)
) strict, without rowid;

-- One use, for one entry. The code is derived from the id and the installation's secret; only its HMAC is kept.
create table roster_invitations (
  id text primary key,
  entry_id text not null references roster_entries (id) on delete cascade,
  code_hmac text not null unique,
  created_by text references operators (id),
  created_at integer not null,
  expires_at integer not null,
  used_at integer,
  used_by text references members (id),
  revoked_at integer
) strict;

create index roster_invitations_by_entry on roster_invitations (entry_id, created_at);
create index roster_invitations_by_creator on roster_invitations (created_by);
create index roster_invitations_by_user on roster_invitations (used_by) where used_by is not null;

-- How often a person sent a code that is none: guessing ends here.
create table wrong_codes (
  member_id text primary key references members (id) on delete cascade,
  count integer not null,
  since_at integer not null
) strict, without rowid;

alter table registrations add column picked_up_at integer;

alter table members add column joined_on text check (joined_on glob '[12][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]');
alter table members add column digits_hmac text;
-- Only to keep minors from night shifts and alcohol; no audience can be chosen by it.
alter table members add column birth_year integer check (birth_year between 1900 and 2100);
alter table members add column has_main_job integer check (has_main_job in (0, 1));
alter table members add column last_seen_at integer;
-- Chosen by the person; until then the language follows the LINE profile.
alter table members add column language_chosen_at integer;
-- When the person was last asked to agree to the present text.
alter table members add column consent_asked_at integer;
alter table members add column erased_at integer;

-- What a person told: days and parts of the day that suit (weekday 0 = Sunday), roles they can do, what they would like to be asked.
create table member_preferences (
  member_id text not null references members (id) on delete cascade,
  kind text not null check (kind in ('weekday', 'daypart', 'skill', 'willing')),
  value text not null check (length(value) between 1 and 100),
  primary key (member_id, kind, value)
) strict, without rowid;

create index member_preferences_by_value on member_preferences (kind, value, member_id);

-- Which of the optional questions were answered or skipped. 'asked': what the person types next may be the answer.
create table profile_questions (
  member_id text not null references members (id) on delete cascade,
  question text not null,
  state text not null check (state in ('asked', 'answered', 'skipped')),
  at integer not null,
  primary key (member_id, question)
) strict, without rowid;

-- 200 characters as people count them; one of those may be several code points.
create table member_notes (
  id text primary key,
  member_id text not null references members (id) on delete cascade,
  body text not null check (length(body) between 1 and 2000),
  operator_id text references operators (id),
  at integer not null
) strict;

create index member_notes_by_member on member_notes (member_id, at desc, id);
create index member_notes_by_operator on member_notes (operator_id);

-- A person says that a fact of theirs is wrong; the shop confirms it.
create table corrections (
  id text primary key,
  member_id text not null references members (id) on delete cascade,
  field text not null check (field in ('name', 'store', 'role', 'left_on')),
  value text not null,
  asked_at integer not null,
  decided_at integer,
  decided_by text references operators (id),
  accepted integer check (accepted in (0, 1)),
  check ((decided_at is null) = (accepted is null))
) strict;

create unique index corrections_one_open on corrections (member_id, field) where decided_at is null;
create index corrections_by_member on corrections (member_id, asked_at);
create index corrections_by_decider on corrections (decided_by) where decided_by is not null;
create index corrections_waiting on corrections (asked_at) where decided_at is null;

-- A person leaves: from the first row on nothing is sent any more; done_at when LINE's menu is unlinked and all is erased.
create table erasures (
  member_id text primary key references members (id),
  asked_at integer not null,
  next_at integer not null,
  attempts integer not null default 0,
  done_at integer
) strict, without rowid;

create index erasures_waiting on erasures (next_at) where done_at is null;

-- Who looked at or took along what about whom. No personal data of its own: references only.
create table access_log (
  id text primary key,
  operator_id text not null references operators (id),
  member_id text references members (id),
  action text not null,
  detail text not null default '{}' check (json_valid(detail)),
  at integer not null
) strict;

create index access_log_by_time on access_log (at desc, id);
create index access_log_by_member on access_log (member_id, at desc) where member_id is not null;
create index access_log_by_operator on access_log (operator_id, at desc);

-- SHA-256 of one-time tokens of others (LINE's ID tokens), until they expire by themselves.
create table used_tokens (
  token_hash text primary key,
  expires_at integer not null
) strict, without rowid;

create index used_tokens_by_expiry on used_tokens (expires_at);

-- A consent never changes, but that it can no longer be tied to a message of a person who was erased.
drop trigger consents_never_change;

create trigger consents_never_change before update on consents
when not (
  new.source_event_id is null and new.id = old.id and new.member_id = old.member_id and new.purpose = old.purpose
  and new.granted = old.granted and new.text_version = old.text_version and new.channel = old.channel and new.at = old.at
  and exists (select 1 from members where members.id = old.member_id and members.state = 'erased')
)
begin
  select raise(abort, 'consents are append-only');
end;

-- Who was at an event; who worked, or was written to, of late. SQLite sees that an index applies to one kind where the
-- index names it alone or beside an "or", not within an "in".
create index interactions_at_events on interactions (ref, member_id) where kind = 'event_attended';
create index interactions_of_late on interactions (kind, at, member_id)
  where kind = 'shift_worked' or kind = 'broadcast_accepted';

-- Whoever was erased stays erased, whatever was still on its way when it happened: a broadcast's answer, an operator's tap, a
-- form. Such a statement changes nothing, so that the guards behind it (see src/db/store.ts) abort its batch.
create trigger members_stay_erased before update on members
when old.state = 'erased'
begin
  select raise(ignore);
end;

create trigger line_identities_not_of_the_erased before insert on line_identities
when (select state from members where id = new.member_id) = 'erased'
begin
  select raise(ignore);
end;

create trigger interactions_not_of_the_erased before insert on interactions
when (select state from members where id = new.member_id) = 'erased'
begin
  select raise(ignore);
end;

create trigger outbox_messages_not_of_the_erased before insert on outbox_messages
when (select state from members where id = new.member_id) = 'erased'
begin
  select raise(ignore);
end;

create trigger registrations_not_of_the_erased before insert on registrations
when (select state from members where id = new.member_id) = 'erased'
begin
  select raise(ignore);
end;

create trigger wrong_codes_not_of_the_erased before insert on wrong_codes
when (select state from members where id = new.member_id) = 'erased'
begin
  select raise(ignore);
end;

create trigger consents_not_of_the_erased before insert on consents
when (select state from members where id = new.member_id) = 'erased'
begin
  select raise(ignore);
end;

create trigger coupon_grants_not_of_the_erased before insert on coupon_grants
when (select state from members where id = new.member_id) = 'erased'
begin
  select raise(ignore);
end;

create trigger member_tags_not_of_the_erased before insert on member_tags
when (select state from members where id = new.member_id) = 'erased'
begin
  select raise(ignore);
end;

create trigger member_notes_not_of_the_erased before insert on member_notes
when (select state from members where id = new.member_id) = 'erased'
begin
  select raise(ignore);
end;

create trigger member_preferences_not_of_the_erased before insert on member_preferences
when (select state from members where id = new.member_id) = 'erased'
begin
  select raise(ignore);
end;

create trigger profile_questions_not_of_the_erased before insert on profile_questions
when (select state from members where id = new.member_id) = 'erased'
begin
  select raise(ignore);
end;

create trigger corrections_not_of_the_erased before insert on corrections
when (select state from members where id = new.member_id) = 'erased'
begin
  select raise(ignore);
end;
