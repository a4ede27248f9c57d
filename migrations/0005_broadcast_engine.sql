-- Broadcasts as an engine: undo and schedule, the board, quiet hours and caps, decisions, stories, polls, automatic messages.

-- A picture that was uploaded once; its bytes are in the files of the installation, under this unguessable name.
create table images (
  id text primary key,
  -- 'card': as wide as a card is shown. 'face': a small square.
  use text not null default 'card' check (use in ('card', 'face')),
  media_type text not null check (media_type in ('image/jpeg', 'image/png')),
  width integer not null check (width > 0),
  height integer not null check (height > 0),
  bytes integer not null check (bytes > 0),
  sha256 text not null,
  created_by text references operators (id),
  created_at integer not null
) strict;

create index images_by_creator on images (created_by);
create index images_by_content on images (sha256, use);
create index images_by_age on images (use, created_at);

-- The face beside the words of who signs (LINE's `sender`): a square PNG.
alter table operators add column face_image_id text references images (id);
create index operators_by_face on operators (face_image_id);

-- A story of one of the alumni. It may be sent only while that person agrees to exactly these words and this picture.
create table stories (
  id text primary key,
  member_id text not null references members (id),
  title text not null,
  words text not null,
  image_id text references images (id),
  content_sha text not null,
  created_by text references operators (id),
  created_at integer not null,
  updated_at integer not null,
  asked_at integer,
  asked_sha text,
  agreed_at integer,
  agreed_sha text,
  declined_at integer,
  revoked_at integer
) strict;

create index stories_by_member on stories (member_id);
create index stories_by_image on stories (image_id);
create index stories_by_creator on stories (created_by);

alter table broadcasts add column channel text not null default 'push' check (channel in ('push', 'board'));
alter table broadcasts add column occasion text;
alter table broadcasts add column urgent integer not null default 0 check (urgent in (0, 1));
-- What happens to people who had their message of the day already: theirs goes out next morning, or not at all.
alter table broadcasts add column holding text not null default 'morning' check (holding in ('morning', 'skip'));
alter table broadcasts add column story_id text references stories (id);
alter table broadcasts add column confirmed_yen integer;
-- Why another job post, in the words of who confirmed it.
alter table broadcasts add column balance_reason text;
alter table broadcasts add column approval_asked_by text references operators (id);
alter table broadcasts add column approval_asked_at integer;
alter table broadcasts add column approval_asked_count integer;
alter table broadcasts add column planned_at integer;
alter table broadcasts add column failure text;
alter table broadcasts add column taken_down_at integer;

create index broadcasts_by_story on broadcasts (story_id);
create index broadcasts_by_approval_asker on broadcasts (approval_asked_by);
create index broadcasts_by_confirmation on broadcasts (purpose, confirmed_at);

-- What the owner decided about a request whose answer never came.
alter table broadcast_chunks add column decision text check (decision in ('treated_as_sent', 'resent'));
alter table broadcast_chunks add column decided_by text references operators (id);
alter table broadcast_chunks add column decided_at integer;

create index broadcast_chunks_by_decider on broadcast_chunks (decided_by) where decided_by is not null;
create index broadcast_chunks_counted on broadcast_chunks (broadcast_id, state, decision, recipients);
create index deliveries_skipped on deliveries (broadcast_id, skipped_reason, chunk_seq) where skipped_reason is not null;

-- A draft that an operator sent to their own LINE: one message of the month, and not too many an hour.
create table test_sends (
  id text primary key,
  broadcast_id text references broadcasts (id) on delete set null,
  operator_id text not null references operators (id),
  sent_at integer not null
) strict;

create index test_sends_by_operator on test_sends (operator_id, sent_at);
create index test_sends_by_broadcast on test_sends (broadcast_id);

-- One person's copy of a message on the board: free, read by tapping.
create table board_notices (
  broadcast_id text not null references broadcasts (id) on delete cascade,
  member_id text not null references members (id) on delete cascade,
  posted_at integer not null,
  read_at integer,
  primary key (broadcast_id, member_id)
) strict, without rowid;

create index board_notices_by_member on board_notices (member_id, read_at, posted_at);

-- What somebody may read on the board at all: of a broadcast that is done and was not taken down, with their consent to its
-- purpose as it is now. ends_at: of its coupon. The menu's sign and the chat's answer both go by this.
create view visible_notices as
select board_notices.broadcast_id, board_notices.member_id, board_notices.read_at,
  broadcasts.finished_at as shown_at, coupons.ends_at
from board_notices
join broadcasts on broadcasts.id = board_notices.broadcast_id
join members on members.id = board_notices.member_id
left join coupons on coupons.id = broadcasts.coupon_id
left join stories on stories.id = broadcasts.story_id
left join members as narrator on narrator.id = stories.member_id
where broadcasts.channel = 'board' and broadcasts.state = 'done' and broadcasts.taken_down_at is null
  and members.state = 'verified' and coupons.stopped_at is null
  and (broadcasts.story_id is null or
    (stories.agreed_sha = stories.content_sha and stories.revoked_at is null and narrator.state = 'verified'))
  and exists (select 1 from current_consents as asked
    where asked.purpose = broadcasts.purpose and asked.member_id = board_notices.member_id and asked.granted = 1)
  and exists (select 1 from current_consents as base
    where base.purpose = 'privacy' and base.member_id = board_notices.member_id and base.granted = 1);

-- Who would like to talk.
create index interactions_of_check_ins on interactions (at, member_id) where kind = 'check_in_answered';

-- Replies and pushes, which do not wait for the menus that a notice owes to everybody.
create index outbox_messages_words on outbox_messages (next_at)
where state in ('ready', 'inflight') and kind <> 'rich_menu';

create table poll_votes (
  broadcast_id text not null references broadcasts (id) on delete cascade,
  member_id text not null references members (id) on delete cascade,
  answer integer not null check (answer between 0 and 4),
  voted_at integer not null,
  primary key (broadcast_id, member_id)
) strict, without rowid;

create index poll_votes_by_member on poll_votes (member_id);

-- Measured by ourselves: who tapped what of a broadcast. target: 'link', 'poll:0'.., 'check_in:fine'.., 'stop', 'coupon'.
create table broadcast_taps (
  broadcast_id text not null references broadcasts (id) on delete cascade,
  member_id text not null references members (id) on delete cascade,
  target text not null,
  taps integer not null default 1,
  first_at integer not null,
  last_at integer not null,
  primary key (broadcast_id, member_id, target)
) strict, without rowid;

create index broadcast_taps_by_member on broadcast_taps (member_id);

-- Words that are used again.
create table message_templates (
  id text primary key,
  name text not null unique,
  purpose text not null check (purpose in ('news', 'coupons', 'events', 'shifts')),
  content text not null check (json_valid(content)),
  created_by text references operators (id),
  created_at integer not null,
  updated_at integer not null
) strict;

create index message_templates_by_creator on message_templates (created_by);

-- What is sent by itself on an occasion, while it is switched on.
create table automatic_messages (
  occasion text primary key check (occasion in ('welcome', 'left_30', 'left_180', 'left_365', 'anniversary', 'birthday_month')),
  content text not null check (json_valid(content)),
  enabled_at integer,
  enabled_by text references operators (id),
  updated_at integer not null
) strict;

create index automatic_messages_by_operator on automatic_messages (enabled_by);

-- Once per person and occasion; occurrence is the year of those that come again, else ''.
create table automatic_sends (
  occasion text not null,
  member_id text not null references members (id) on delete cascade,
  occurrence text not null default '',
  broadcast_id text references broadcasts (id),
  at integer not null,
  primary key (occasion, member_id, occurrence)
) strict, without rowid;

create index automatic_sends_by_member on automatic_sends (member_id);
create index automatic_sends_by_broadcast on automatic_sends (broadcast_id);

alter table members add column birth_month integer check (birth_month between 1 and 12);
-- Who has their day is looked for every minute.
create index members_by_birth_month on members (birth_month) where birth_month is not null;
create index members_by_decision on members (decided_at) where decided_at is not null;

create trigger stories_not_of_the_erased before insert on stories
when (select state from members where id = new.member_id) = 'erased'
begin
  select raise(ignore);
end;

create trigger board_notices_not_of_the_erased before insert on board_notices
when (select state from members where id = new.member_id) = 'erased'
begin
  select raise(ignore);
end;

create trigger poll_votes_not_of_the_erased before insert on poll_votes
when (select state from members where id = new.member_id) = 'erased'
begin
  select raise(ignore);
end;

create trigger broadcast_taps_not_of_the_erased before insert on broadcast_taps
when (select state from members where id = new.member_id) = 'erased'
begin
  select raise(ignore);
end;

create trigger automatic_sends_not_of_the_erased before insert on automatic_sends
when (select state from members where id = new.member_id) = 'erased'
begin
  select raise(ignore);
end;
