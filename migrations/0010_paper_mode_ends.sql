-- When a store last stopped noting coupons without the net: what was noted before counts, though it comes in later.
create table paper_mode_ends (
  store_id text primary key references stores (id) on delete cascade,
  ended_at integer not null,
  ended_by text references operators (id)
) strict;

create index paper_mode_ends_by_operator on paper_mode_ends (ended_by);
