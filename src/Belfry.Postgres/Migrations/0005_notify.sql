-- What the attempt that ended a run reported of its work, and what was not as expected. Written just before the run moves.
alter table belfry.live add column numbers json, add column warnings json;
alter table belfry.history add column numbers json, add column warnings json;

-- Jobs that ask to be told of.
create table belfry.watch (
  job text collate "C" primary key,
  version bigint not null default 1,
  -- The next success is an event too.
  unwell boolean not null default false,
  policy json not null,
  state json
) with (fillfactor = 70);

-- What happened to them, until it is decided who is told. Ids are never used again: a repeated settlement must not find others
-- under its ids.
create table belfry.event (
  id bigint generated always as identity primary key,
  at timestamptz not null,
  due timestamptz,
  count bigint not null default 1,
  run uuid,
  job text collate "C" not null,
  kind text not null,
  word text not null,
  text text,
  error_type text,
  fingerprint text,
  warnings json
) with (autovacuum_vacuum_threshold = 1000, autovacuum_vacuum_scale_factor = 0.1);

create index event_job on belfry.event (job);

create table belfry.message (
  id uuid primary key,
  version bigint not null default 1,
  opened_at timestamptz not null,
  urgent_at timestamptz,
  due_at timestamptz,
  -- Deliveries that began. While there is none, notices are added.
  attempts integer not null default 0,
  channel text collate "C" not null,
  error text,
  body json not null
) with (autovacuum_vacuum_threshold = 100, autovacuum_vacuum_scale_factor = 0);

create unique index message_open on belfry.message (channel) where attempts = 0;

-- How deliveries went.
create table belfry.channel (
  name text collate "C" primary key,
  delivered bigint not null default 0,
  delivered_at timestamptz,
  failed bigint not null default 0,
  failed_at timestamptz,
  given_up bigint not null default 0,
  error text
);
