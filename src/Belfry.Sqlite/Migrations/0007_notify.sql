-- What the attempt that ended a run reported of its work, and what was not as expected: JSON. Written just before the run moves.
alter table live add column numbers text;
alter table live add column warnings text;
alter table history add column numbers text;
alter table history add column warnings text;

-- Jobs that ask to be told of.
create table watch (
  job text not null primary key,
  policy text not null,
  state text,
  -- The next success is an event too.
  unwell integer not null default 0,
  version integer not null default 1
) without rowid;

-- Ids are never used again: a repeated settlement must not find others under its ids.
create table event (
  id integer primary key autoincrement,
  at integer not null,
  job text not null,
  kind text not null,
  word text not null,
  run blob,
  due integer,
  count integer not null default 1,
  text text,
  error_type text,
  fingerprint text,
  warnings text
);

create index event_job on event (job);

create table message (
  id blob not null primary key,
  channel text not null,
  version integer not null default 1,
  -- Deliveries that began. While there is none, notices are added.
  attempts integer not null default 0,
  opened_at integer not null,
  urgent_at integer,
  due_at integer,
  error text,
  body text not null
) without rowid;

create unique index message_open on message (channel) where attempts = 0;

create table channel (
  name text not null primary key,
  delivered integer not null default 0,
  delivered_at integer,
  failed integer not null default 0,
  failed_at integer,
  error text,
  given_up integer not null default 0
) without rowid;
