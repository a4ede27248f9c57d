-- Every webhook event, stored once before the 200. Processed per person in the order of event_at.
create table inbox_events (
  event_id text primary key,
  type text not null,
  subject text,
  event_at integer not null,
  received_at integer not null,
  payload text,
  state text not null default 'new' check (state in ('new', 'done', 'dead', 'quarantined')),
  attempts integer not null default 0,
  next_at integer not null default 0,
  lease_until integer not null default 0,
  claim_id text,
  failure text,
  finished_at integer
) strict;

create index inbox_events_waiting on inbox_events (next_at, event_at) where state = 'new';
create index inbox_events_in_order on inbox_events (subject, state, event_at, event_id);
create index inbox_events_claimed on inbox_events (subject, lease_until) where state = 'new' and claim_id is not null;
create index inbox_events_finished on inbox_events (state, received_at) where state <> 'new';

-- What the bot owes LINE outside a broadcast: replies (tried once), pushes and rich-menu links (retried).
create table outbox_messages (
  id text primary key,
  member_id text not null references members (id) on delete cascade,
  kind text not null check (kind in ('reply', 'push', 'rich_menu')),
  important integer not null default 0 check (important in (0, 1)),
  reply_token text,
  rich_menu text,
  body text check (json_valid(body)),
  retry_key text not null unique,
  state text not null default 'ready' check (state in ('ready', 'inflight', 'accepted', 'refused', 'unknown')),
  attempts integer not null default 0,
  first_attempt_at integer,
  next_at integer not null,
  lease_until integer not null default 0,
  last_status integer,
  line_request_id text,
  failure text,
  created_at integer not null,
  finished_at integer,
  check (kind <> 'reply' or reply_token is not null),
  check (kind = 'rich_menu' or body is not null)
) strict;

create index outbox_messages_waiting on outbox_messages (next_at) where state in ('ready', 'inflight');
create index outbox_messages_by_member on outbox_messages (member_id, created_at);
create index outbox_messages_in_order on outbox_messages (member_id, kind) where state in ('ready', 'inflight');

-- A slot of a clock job; the row is the right to run it.
create table job_runs (
  job text not null,
  slot_at integer not null,
  started_at integer not null,
  finished_at integer,
  failure text,
  primary key (job, slot_at)
) strict, without rowid;
