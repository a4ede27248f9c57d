-- The times between two in which a store noted coupons without the net: what was noted then is a conflict, though it notes
-- again. From 0: before it first did.
create table paper_gaps (
  store_id text not null references stores (id) on delete cascade,
  from_at integer not null,
  until_at integer not null,
  primary key (store_id, from_at)
) strict, without rowid;
