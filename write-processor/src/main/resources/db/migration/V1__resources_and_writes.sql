-- What readers read. Names are compared by byte, so that a page's cursor means the same on every machine.
create table resources (
  collection text collate "C" not null,
  id         text collate "C" not null,
  version    bigint not null check (version > 0),
  body       jsonb,
  deleted    boolean not null,
  updated_at timestamptz not null,
  primary key (collection, id),
  check (deleted = (body is null))
) with (fillfactor = 85);
comment on table resources is 'Documents by version; a deleted one stays as a tombstone, so that its versions go on counting';

-- One row for each accepted write: it makes a second delivery a duplicate, and is what GET /writes/{id} shows.
create table writes (
  write_id    uuid primary key,
  collection  text not null,
  id          text not null,
  fingerprint text not null,
  status      text not null check (status in ('applied', 'conflict', 'rejected', 'parked', 'dead-lettered')),
  version     bigint,
  created     boolean not null,
  deleted     boolean not null,
  tags        text[] not null,
  problem     jsonb,
  part        int not null,
  off         bigint not null,
  applied_at  timestamptz not null
);
create index writes_by_age on writes using brin (applied_at);

-- The fence: whoever commits a batch holds this row's lock and moves it from exactly where the batch begins.
create table applied_through (
  part        int primary key,
  next_offset bigint not null,
  log_id      text not null,
  updated_at  timestamptz not null
);
comment on column applied_through.log_id is 'Kafka''s id of the topic: one made anew starts its offsets again';

-- A second write under the id of another one: never applied, and worth knowing about.
create table mismatched_writes (
  write_id    uuid not null,
  fingerprint text not null,
  part        int not null,
  off         bigint not null,
  seen_at     timestamptz not null
);
create index mismatched_writes_by_id on mismatched_writes (write_id);

-- Writes that failed and wait for another try, and those of the same resources behind them.
create table parked_writes (
  seq         bigint generated always as identity primary key,
  part        int not null,
  off         bigint not null,
  collection  text not null,
  id          text not null,
  write_id    uuid not null,
  record      json not null,
  tries       int not null,
  next_try_at timestamptz not null,
  cause       text,
  settled     boolean not null default false
);
create index parked_writes_by_key on parked_writes (part, collection, id, seq);
comment on column parked_writes.settled is 'Applied, but its change is perhaps not announced yet';

create table dead_letters (
  letter_id   bigint generated always as identity primary key,
  part        int not null,
  off         bigint not null,
  write_id    uuid,
  collection  text,
  id          text,
  cause       text not null,
  detail      text not null,
  tries       int not null,
  record      json not null,
  failed_at   timestamptz not null,
  state       text not null default 'open' check (state in ('open', 'replayed', 'discarded')),
  published   boolean not null default false
);
create index dead_letters_unpublished on dead_letters (part) where not published;
create index dead_letters_by_cause on dead_letters (cause, letter_id) where state = 'open';
comment on column dead_letters.record is 'The Kafka record as it came: key, value and headers in base64, so that any byte survives';

create table operator_audit (
  at       timestamptz not null,
  operator text not null,
  action   text not null,
  letters  bigint[] not null,
  reason   text
);

-- Below which offset every write has its outcome. A parked write holds it back: a reader with its ticket must not be told
-- that the write is in.
create view settled_positions as
select a.part,
       least(a.next_offset, coalesce((select min(p.off) from parked_writes p where p.part = a.part), a.next_offset)) as settled_offset
from applied_through a;
