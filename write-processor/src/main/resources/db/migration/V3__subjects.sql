-- The keys of data subjects, each encrypted under the operator's master key. An erased subject keeps its row, without a key:
-- what was sealed for it can never be read again, and is told from what was sealed under a key that was lost.
create table subject_keys (
  subject   text collate "C" primary key,
  wrapped   bytea,
  made_at   timestamptz not null,
  erased_at timestamptz,
  check ((wrapped is null) = (erased_at is not null))
);

-- What was erased, by whose order: enough to prove it, and to announce it again after a crash.
create table erasures (
  erasure_id    uuid primary key,
  subject       text not null,
  part          int not null,
  off           bigint not null,
  requested_at  timestamptz not null,
  erased_at     timestamptz not null,
  key_destroyed boolean not null,
  collections   text[] not null,
  ids           text[] not null,
  versions      bigint[] not null
);
