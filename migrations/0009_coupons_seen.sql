-- When the person first saw it, in LINE or on its page: one measure for the list of holders, the report and its files.
alter table coupon_grants add column seen_at integer;
-- When a push that tells of it left, or leaves: it counts for how much one person gets a day and a month.
alter table coupon_grants add column told_at integer;

create index coupon_grants_told on coupon_grants (member_id, told_at) where told_at is not null;

update coupon_grants set seen_at = coalesce(
  (select at from interactions where interactions.id = 'coupon_opened:' || coupon_grants.id), opened_at, looked_at);

-- A coupon's holders, the newest first, and how many were given it and saw it.
create index coupon_grants_of_coupon on coupon_grants (coupon_id, created_at, member_id, seen_at);
