-- Plain SQL: `wrangler d1 migrations apply` and src/db/sqlite.ts run these same files, in name order.
-- Times are UTC epoch milliseconds in *_at; calendar days are 'YYYY-MM-DD' in *_on (Asia/Tokyo); money is integer yen.
-- Files are append-only once released.

create table settings (
  key text primary key,
  value text not null
) strict;

-- The namespace of every deterministic key of this installation (UUIDv5), so that two shops never share one.
insert into settings (key, value) values ('instance_id', lower(hex(randomblob(16))));

create table stores (
  id text primary key,
  name text not null unique,
  position integer not null,
  created_at integer not null
) strict;

create table roles (
  id text primary key,
  name text not null unique,
  position integer not null
) strict;

-- A row the shop imported. It has no address of any kind: it can only be matched, never sent to.
create table roster_entries (
  id text primary key,
  name text not null,
  name_folded text not null,
  kana text,
  kana_folded text,
  store_id text not null references stores (id),
  role_id text references roles (id),
  left_on text not null check (left_on glob '[12][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]'),
  excluded_at integer,
  created_at integer not null
) strict;

create index roster_entries_by_name on roster_entries (name_folded, store_id, left_on);
create index roster_entries_by_kana on roster_entries (kana_folded, store_id, left_on);
create index roster_entries_by_store on roster_entries (store_id);
create index roster_entries_by_role on roster_entries (role_id);

create table members (
  id text primary key,
  state text not null check (state in ('guest', 'applied', 'verified', 'declined', 'left', 'erased')),
  name text,
  name_folded text,
  store_id text references stores (id),
  role_id text references roles (id),
  left_on text check (left_on glob '[12][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]'),
  roster_entry_id text unique references roster_entries (id),
  language text not null default 'ja' check (language in ('ja', 'plain-ja', 'en')),
  created_at integer not null,
  applied_at integer,
  decided_at integer,
  decided_by text references operators (id),
  check (state not in ('applied', 'verified', 'declined') or (name is not null and store_id is not null))
) strict;

create index members_by_segment on members (state, store_id, role_id, left_on, id);
create index members_by_leaving on members (state, left_on);
create index members_by_name on members (name_folded);
create index members_by_store on members (store_id);
create index members_by_role on members (role_id);
create index members_by_decider on members (decided_by);
create index members_by_state on members (state, created_at desc, id);

-- The one table that holds what LINE calls a person. Everything else uses members.id.
create table line_identities (
  line_user_id text primary key,
  member_id text not null unique references members (id) on delete cascade,
  follow_state text not null check (follow_state in ('following', 'blocked')),
  follow_changed_at integer not null
) strict;

create table member_tags (
  member_id text not null references members (id) on delete cascade,
  tag text not null check (length(tag) between 1 and 30),
  created_at integer not null,
  primary key (member_id, tag)
) strict, without rowid;

create index member_tags_by_tag on member_tags (tag, member_id);

-- The registration a person is in the middle of. rev rises with every accepted answer: a stale tap names an old one.
create table registrations (
  member_id text primary key references members (id) on delete cascade,
  step text not null,
  rev integer not null,
  answers text not null check (json_valid(answers)),
  started_at integer not null,
  updated_at integer not null,
  expires_at integer not null
) strict;

-- Append-only: every grant and withdrawal, with the text that was shown.
create table consents (
  id text primary key,
  member_id text not null references members (id),
  purpose text not null check (purpose in ('privacy', 'news', 'coupons', 'events', 'shifts')),
  granted integer not null check (granted in (0, 1)),
  text_version text not null,
  channel text not null check (channel in ('line', 'web', 'admin')),
  source_event_id text,
  at integer not null
) strict;

create index consents_by_member on consents (member_id, purpose, at);

create trigger consents_never_change before update on consents
begin
  select raise(abort, 'consents are append-only');
end;

create trigger consents_never_vanish before delete on consents
begin
  select raise(abort, 'consents are append-only');
end;

-- What the consents add up to; kept by the trigger alone, so it cannot differ from them.
-- The latest event wins; at the same instant a withdrawal does.
create table current_consents (
  purpose text not null,
  member_id text not null references members (id) on delete cascade,
  granted integer not null check (granted in (0, 1)),
  text_version text not null,
  changed_at integer not null,
  primary key (purpose, member_id)
) strict, without rowid;

create index current_consents_by_member on current_consents (member_id, purpose, granted);

create trigger consents_add_up after insert on consents
begin
  insert into current_consents (purpose, member_id, granted, text_version, changed_at)
  values (new.purpose, new.member_id, new.granted, new.text_version, new.at)
  on conflict (purpose, member_id) do update
    set granted = excluded.granted, text_version = excluded.text_version, changed_at = excluded.changed_at
    where excluded.changed_at > current_consents.changed_at
      or (excluded.changed_at = current_consents.changed_at and excluded.granted = 0);
end;

-- Anything that happened between a member and the shop; the timeline. A leaf that all may write to.
create table interactions (
  id text primary key,
  member_id text not null references members (id),
  kind text not null,
  ref text,
  detail text not null default '{}' check (json_valid(detail)),
  operator_id text references operators (id),
  store_id text references stores (id),
  at integer not null
) strict;

create index interactions_by_member on interactions (member_id, at desc, id);
create index interactions_by_operator on interactions (operator_id);
create index interactions_by_store on interactions (store_id);

create table operators (
  id text primary key,
  member_id text unique references members (id),
  name text not null,
  role text not null check (role in ('owner', 'manager', 'staff')),
  store_id text references stores (id),
  created_at integer not null,
  revoked_at integer,
  check (role = 'owner' or store_id is not null)
) strict;

create index operators_by_store on operators (store_id);

-- A code that makes who sends it to the bot an operator, once; only its HMAC is kept.
create table operator_invitations (
  id text primary key,
  code_hmac text not null unique,
  name text not null,
  role text not null check (role in ('manager', 'staff')),
  store_id text not null references stores (id),
  created_by text not null references operators (id),
  created_at integer not null,
  expires_at integer not null,
  accepted_at integer,
  revoked_at integer
) strict;

create index operator_invitations_by_store on operator_invitations (store_id);
create index operator_invitations_by_creator on operator_invitations (created_by);

-- One-time links; only the SHA-256 of the token is kept.
create table login_links (
  token_hash text primary key,
  operator_id text not null references operators (id) on delete cascade,
  created_at integer not null,
  expires_at integer not null,
  used_at integer
) strict;

create index login_links_by_operator on login_links (operator_id);

create table sessions (
  id text primary key,
  token_hash text not null unique,
  operator_id text not null references operators (id) on delete cascade,
  user_agent text,
  created_at integer not null,
  last_seen_at integer not null,
  expires_at integer not null,
  revoked_at integer
) strict;

create index sessions_by_operator on sessions (operator_id);

create table tills (
  id text primary key,
  store_id text not null references stores (id),
  name text not null,
  token_hash text unique,
  enrolment_hash text unique,
  enrolment_expires_at integer,
  enrolled_at integer,
  created_at integer not null,
  created_by text references operators (id),
  last_seen_at integer,
  revoked_at integer,
  wrong_codes integer not null default 0,
  wrong_codes_since_at integer not null default 0
) strict;

create index tills_by_store on tills (store_id);
create index tills_by_creator on tills (created_by);
