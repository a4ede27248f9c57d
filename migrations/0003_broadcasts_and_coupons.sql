create table segments (
  id text primary key,
  name text not null unique,
  rule text not null check (json_valid(rule)),
  created_by text references operators (id),
  created_at integer not null,
  updated_at integer not null
) strict;

create index segments_by_creator on segments (created_by);

create table coupons (
  id text primary key,
  title text not null,
  kind text not null check (kind in ('percent', 'yen', 'free_item', 'special_price')),
  value integer not null check (value > 0),
  item text,
  conditions text not null,
  uses_max integer not null default 1 check (uses_max between 1 and 10),
  starts_at integer not null,
  ends_at integer not null,
  created_by text references operators (id),
  created_at integer not null,
  stopped_at integer,
  check (ends_at > starts_at)
) strict;

create index coupons_by_creator on coupons (created_by);

create table coupon_stores (
  coupon_id text not null references coupons (id) on delete cascade,
  store_id text not null references stores (id),
  primary key (coupon_id, store_id)
) strict, without rowid;

create index coupon_stores_by_store on coupon_stores (store_id);

-- One person's right to a coupon. Issuing twice gives nobody two.
create table coupon_grants (
  id text primary key,
  coupon_id text not null references coupons (id),
  member_id text not null references members (id),
  broadcast_id text references broadcasts (id),
  uses_max integer not null check (uses_max between 1 and 10),
  starts_at integer not null,
  ends_at integer not null,
  secret text not null,
  created_at integer not null,
  voided_at integer,
  unique (coupon_id, member_id)
) strict;

create index coupon_grants_by_member on coupon_grants (member_id, ends_at);
create index coupon_grants_by_broadcast on coupon_grants (broadcast_id);

-- A code on a guest's screen right now; two steps of 30 s live at most. Only an HMAC of the code is kept.
create table coupon_codes (
  code_hmac text primary key,
  grant_id text not null references coupon_grants (id) on delete cascade,
  step integer not null,
  expires_at integer not null,
  unique (grant_id, step)
) strict;

create index coupon_codes_by_expiry on coupon_codes (expires_at);

create table redemptions (
  id text primary key,
  grant_id text not null references coupon_grants (id),
  use_no integer not null check (use_no >= 1),
  store_id text not null references stores (id),
  till_id text not null references tills (id),
  operator_id text references operators (id),
  idempotency_key text not null unique,
  request_sha text not null,
  redeemed_at integer not null,
  voided_at integer,
  void_reason text
) strict;

-- The backstop behind the guarded insert: one living row per use.
create unique index redemptions_one_use on redemptions (grant_id, use_no) where voided_at is null;
create index redemptions_by_grant on redemptions (grant_id);
create index redemptions_by_store on redemptions (store_id, redeemed_at);
create index redemptions_by_till on redemptions (till_id);
create index redemptions_by_operator on redemptions (operator_id);

create table broadcasts (
  id text primary key,
  title text not null,
  purpose text not null check (purpose in ('news', 'coupons', 'events', 'shifts')),
  kind text not null,
  state text not null check (state in (
    'draft', 'planning', 'planned', 'sending', 'paused_owner', 'paused_quota', 'paused_auth', 'paused_error',
    'needs_decision', 'done', 'cancelled', 'missed')),
  method text not null check (method in ('multicast', 'push')),
  content text not null check (json_valid(content)),
  audience text not null check (json_valid(audience)),
  segment_id text references segments (id) on delete set null,
  coupon_id text references coupons (id),
  confirmed_count integer,
  confirmed_by text references operators (id),
  confirmed_at integer,
  send_at integer,
  created_by text references operators (id),
  created_at integer not null,
  updated_at integer not null,
  finished_at integer
) strict;

create index broadcasts_by_state on broadcasts (state, created_at desc);
create index broadcasts_by_segment on broadcasts (segment_id);
create index broadcasts_by_coupon on broadcasts (coupon_id);
create index broadcasts_by_confirmer on broadcasts (confirmed_by);
create index broadcasts_by_creator on broadcasts (created_by);

-- One recipient's row. What became of it is its chunk's state, unless it was skipped here with a reason.
create table deliveries (
  broadcast_id text not null references broadcasts (id) on delete cascade,
  member_id text not null references members (id),
  chunk_seq integer not null,
  chunk_epoch integer not null default 0,
  skipped_reason text,
  primary key (broadcast_id, member_id)
) strict, without rowid;

create index deliveries_by_chunk on deliveries (broadcast_id, chunk_seq, chunk_epoch);
create index deliveries_by_member on deliveries (member_id);

-- One request to LINE: key and exact bytes are committed before the first of them leaves.
create table broadcast_chunks (
  broadcast_id text not null references broadcasts (id) on delete cascade,
  seq integer not null,
  epoch integer not null default 0,
  state text not null check (state in ('ready', 'inflight', 'accepted', 'rejected', 'unknown', 'empty', 'superseded', 'cancelled')),
  retry_key text unique,
  body text,
  body_sha text,
  recipients integer not null,
  attempt integer not null default 0,
  sealed_attempt integer,
  first_attempt_at integer,
  lease_until integer not null default 0,
  claim_id text,
  next_at integer not null default 0,
  last_status integer,
  line_request_id text,
  accepted_request_id text,
  failure text,
  finished_at integer,
  primary key (broadcast_id, seq, epoch)
) strict;

create index broadcast_chunks_waiting on broadcast_chunks (broadcast_id, next_at, seq) where state in ('ready', 'inflight');
create index broadcast_chunks_leased on broadcast_chunks (lease_until) where lease_until > 0;

-- Append-only evidence: one row per request that left.
create table send_attempts (
  broadcast_id text not null,
  seq integer not null,
  epoch integer not null,
  attempt integer not null,
  at integer not null,
  outcome text not null,
  status integer,
  request_id text,
  primary key (broadcast_id, seq, epoch, attempt)
) strict, without rowid;
