-- When the person first saw it, in LINE or on its page: one measure for the list of holders, the report and its files.
alter table coupon_grants add column seen_at integer;

update coupon_grants set seen_at = coalesce(
  (select at from interactions where interactions.id = 'coupon_opened:' || coupon_grants.id), opened_at, looked_at);

-- A coupon's holders, the newest first, and how many were given it and saw it.
create index coupon_grants_of_coupon on coupon_grants (coupon_id, created_at, member_id, seen_at);
