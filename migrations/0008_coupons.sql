-- Coupons for real shops: terms that hold at the till, ways to give, undoing, staff who sign in, paper mode, reports.

-- How often: uses_max times in all, or (per) once a day, week or month; then uses_max is 1 and counts within that time.
alter table coupons add column per text check (per in ('day', 'week', 'month'));
-- For all guests together: 先着100名. Uses, not grants.
alter table coupons add column total_max integer check (total_max between 1 and 1000000);
-- Each grant ends so many days after it was given (at the end of that day), and never after ends_at.
alter table coupons add column valid_days integer check (valid_days between 1 and 366);
-- Of a special price: what it usually costs, so that the discount can be told.
alter table coupons add column regular_yen integer check (regular_yen between 1 and 1000000);
-- So many days before a grant ends, its holder reads of it on the board, free of charge; 0: never.
alter table coupons add column remind_days integer not null default 3 check (remind_days between 0 and 14);
alter table coupons add column stopped_by text references operators (id);
-- What the holders are told of why.
alter table coupons add column stop_words text;
-- When its end was last moved later.
alter table coupons add column extended_at integer;

create index coupons_by_stopper on coupons (stopped_by);

-- One act of giving to many or to one, without a broadcast: by a segment, from a person's page, on an occasion.
create table coupon_issues (
  id text primary key,
  coupon_id text not null references coupons (id),
  how text not null check (how in ('segment', 'person', 'automatic')),
  -- {"rule": …, "storeId": …} of a segment; null otherwise.
  audience text check (audience is null or json_valid(audience)),
  segment_id text references segments (id) on delete set null,
  -- How many were said to get one, and never more.
  confirmed_count integer not null check (confirmed_count >= 0),
  issued_by text references operators (id),
  at integer not null
) strict;

create index coupon_issues_by_coupon on coupon_issues (coupon_id, at);
create index coupon_issues_by_segment on coupon_issues (segment_id);
create index coupon_issues_by_issuer on coupon_issues (issued_by);

-- null: by a broadcast (broadcast_id), or before there were issues.
alter table coupon_grants add column issue_id text references coupon_issues (id);
-- Given again on a later occasion: so many uses more than uses_max. May be below 0: what was not used in time is gone.
alter table coupon_grants add column extra_uses integer not null default 0;
alter table coupon_grants add column voided_by text references operators (id);
-- What the person is told of why it was withdrawn.
alter table coupon_grants add column void_words text;
alter table coupon_grants add column extended_at integer;
-- When it was put on the person's board (given without a message, or ends soon), and read there; one reminder each.
alter table coupon_grants add column board_at integer;
alter table coupon_grants add column board_read_at integer;
alter table coupon_grants add column reminded_at integer;
-- When the person last looked at it in LINE or on its page: what changed after that is told on the next view.
alter table coupon_grants add column looked_at integer;
-- How often its code was called up (10 minutes apart at least), and when last.
alter table coupon_grants add column opens integer not null default 0;
alter table coupon_grants add column opened_at integer;

create index coupon_grants_by_issue on coupon_grants (issue_id);
create index coupon_grants_by_voider on coupon_grants (voided_by);
create index coupon_grants_ending on coupon_grants (ends_at) where voided_at is null and reminded_at is null;
create index coupon_grants_on_board on coupon_grants (member_id, board_at) where board_at is not null;
create index coupon_grants_much_opened on coupon_grants (opened_at) where opens >= 5;

-- What is given by itself: which coupon, on which occasion. Each person once for an occurrence.
create table automatic_coupons (
  occasion text primary key check (occasion in ('welcome', 'anniversary', 'worked', 'tasted')),
  coupon_id text not null references coupons (id),
  -- null: it is switched off.
  enabled_at integer,
  enabled_by text references operators (id),
  updated_at integer not null
) strict;

create index automatic_coupons_by_coupon on automatic_coupons (coupon_id);
create index automatic_coupons_by_enabler on automatic_coupons (enabled_by);

create table automatic_grants (
  occasion text not null,
  member_id text not null references members (id) on delete cascade,
  -- Of which welcome, year, shift (assignment) or tasting (event).
  occurrence text not null,
  coupon_id text not null references coupons (id),
  issue_id text not null references coupon_issues (id),
  at integer not null,
  primary key (occasion, member_id, occurrence)
) strict, without rowid;

create index automatic_grants_by_member on automatic_grants (member_id);
create index automatic_grants_by_issue on automatic_grants (issue_id);
create index automatic_grants_by_coupon on automatic_grants (coupon_id);

-- Of which coupon a use is, so that those of one coupon are counted without its grants.
alter table redemptions add column coupon_id text references coupons (id);
update redemptions set coupon_id = (select coupon_id from coupon_grants where coupon_grants.id = redemptions.grant_id);
-- code: the guest's screen. name: looked up by staff, with a reason. paper: logged while the net was down.
alter table redemptions add column via text not null default 'code' check (via in ('code', 'name', 'paper'));
alter table redemptions add column via_reason text;
-- As staff entered them; null: not entered.
alter table redemptions add column bill_yen integer check (bill_yen between 0 and 10000000);
alter table redemptions add column guests integer check (guests between 1 and 100);
-- What it took off the bill, where that can be told.
alter table redemptions add column discount_yen integer check (discount_yen >= 0);
alter table redemptions add column voided_by text references operators (id);
alter table redemptions add column voided_till_id text references tills (id);

create index redemptions_by_coupon on redemptions (coupon_id, redeemed_at) where voided_at is null;
create index redemptions_voided on redemptions (store_id, voided_at) where voided_at is not null;
create index redemptions_by_name on redemptions (redeemed_at) where via = 'name';
create index redemptions_by_voider on redemptions (voided_by);
create index redemptions_by_voiding_till on redemptions (voided_till_id);

-- Who deploys again has the older program running a moment longer.
create trigger redemptions_of_coupons after insert on redemptions
when new.coupon_id is null
begin
  update redemptions set coupon_id = (select coupon_id from coupon_grants where id = new.grant_id) where id = new.id;
end;

-- Staff at the till: a PIN, never alone (the device is enrolled). Only a slow hash of it is kept.
create table operator_pins (
  operator_id text primary key references operators (id) on delete cascade,
  salt text not null,
  hash text not null,
  set_by text references operators (id),
  set_at integer not null
) strict;

create index operator_pins_by_setter on operator_pins (set_by);

-- Wrong PINs, counted for one person ('operator') and for a whole store ('store').
create table pin_tries (
  scope text not null check (scope in ('operator', 'store')),
  subject_id text not null,
  -- Since the last right one; 5 lock for 15 minutes.
  wrong integer not null default 0,
  locked_until integer not null default 0,
  -- Of the day (Asia/Tokyo, YYYY-MM-DD) and the one before; 20 lock until somebody in charge opens again.
  day text not null,
  wrong_today integer not null default 0,
  wrong_yesterday integer not null default 0,
  blocked_at integer,
  primary key (scope, subject_id)
) strict, without rowid;

-- Who stands at which till: from their PIN until they leave, another signs in, or the shift is over.
create table till_sessions (
  token_hash text primary key,
  till_id text not null references tills (id) on delete cascade,
  operator_id text not null references operators (id) on delete cascade,
  started_at integer not null,
  expires_at integer not null,
  ended_at integer
) strict;

create index till_sessions_by_till on till_sessions (till_id, expires_at);
create index till_sessions_by_operator on till_sessions (operator_id);

-- What a store allows while the net is down. No row: nothing.
create table paper_modes (
  store_id text primary key references stores (id) on delete cascade,
  per_day_max integer not null check (per_day_max between 1 and 200),
  -- The most that one use may take off, by what is known of the coupon.
  value_max_yen integer not null check (value_max_yen between 1 and 100000),
  updated_by text references operators (id),
  updated_at integer not null
) strict;

create index paper_modes_by_updater on paper_modes (updated_by);

-- A scan that a device logged while the net was down, as it was uploaded. Nothing here is ever dropped.
create table paper_scans (
  -- The device's nonce: uploading twice is one scan.
  id text primary key,
  store_id text not null references stores (id),
  till_id text not null references tills (id),
  operator_id text references operators (id),
  -- An HMAC of the code, as coupon_codes has it; null: what was scanned cannot be a code.
  code_hmac text,
  grant_id text references coupon_grants (id),
  -- By the device's clock.
  scanned_at integer not null,
  uploaded_at integer not null,
  bill_yen integer,
  guests integer,
  -- used: it counts as a use. conflict: somebody was given more than the coupon allows. unknown: no code that we showed then.
  outcome text not null check (outcome in ('used', 'conflict', 'unknown')),
  -- Of a conflict: already used, expired, stopped, not here …; of a use above the day's or the value's limit: over_cap.
  why text,
  redemption_id text references redemptions (id),
  -- The owner has looked at it.
  settled_at integer,
  settled_by text references operators (id),
  settle_words text
) strict;

create index paper_scans_by_store on paper_scans (store_id, scanned_at);
create index paper_scans_by_grant on paper_scans (grant_id);
create index paper_scans_by_till on paper_scans (till_id);
create index paper_scans_by_operator on paper_scans (operator_id);
create index paper_scans_by_redemption on paper_scans (redemption_id);
create index paper_scans_by_settler on paper_scans (settled_by);
create index paper_scans_open on paper_scans (store_id, uploaded_at) where settled_at is null and (outcome <> 'used' or why is not null);

-- On which devices a coupon's code was shown: a random mark of the browser, hashed. Kept 90 days, to see one device with many people.
create table coupon_devices (
  device_hash text not null,
  grant_id text not null references coupon_grants (id) on delete cascade,
  member_id text not null references members (id) on delete cascade,
  first_at integer not null,
  last_at integer not null,
  primary key (device_hash, grant_id)
) strict, without rowid;

create index coupon_devices_by_member on coupon_devices (member_id);
create index coupon_devices_by_grant on coupon_devices (grant_id);
create index coupon_devices_by_last on coupon_devices (last_at);

-- What stands on somebody's board of coupons: given without a message, or ending soon, while it can be used.
create view visible_coupons as
select coupon_grants.id as grant_id, coupon_grants.member_id, coupon_grants.board_at, coupon_grants.reminded_at,
  coupon_grants.ends_at,
  iif(coupon_grants.board_read_at >= coupon_grants.board_at, coupon_grants.board_read_at, null) as read_at
from coupon_grants
join coupons on coupons.id = coupon_grants.coupon_id
join members on members.id = coupon_grants.member_id
where coupon_grants.board_at is not null and coupon_grants.voided_at is null and coupons.stopped_at is null
  and members.state = 'verified'
  and (coupons.per is not null or coupon_grants.uses_max + coupon_grants.extra_uses > (select count(*) from redemptions
    where redemptions.grant_id = coupon_grants.id and redemptions.voided_at is null))
  and exists (select 1 from current_consents as asked
    where asked.purpose = 'coupons' and asked.member_id = coupon_grants.member_id and asked.granted = 1)
  and exists (select 1 from current_consents as base
    where base.purpose = 'privacy' and base.member_id = coupon_grants.member_id and base.granted = 1);

create trigger automatic_grants_not_of_the_erased before insert on automatic_grants
when (select state from members where id = new.member_id) = 'erased'
begin
  select raise(ignore);
end;

create trigger coupon_devices_not_of_the_erased before insert on coupon_devices
when (select state from members where id = new.member_id) = 'erased'
begin
  select raise(ignore);
end;
