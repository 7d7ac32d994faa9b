-- The limits a run is under, apart from its queue's; '' for most. Runs with the same text wait in one lane.
alter table live add column lane text not null default '';

drop index live_ready;
create index live_ready on live (queue, handler, lane, rank, available_at, id) where state = 0;

-- Of queues and tags, and of jobs from their definitions.
create table bound (
  scope text not null,
  name text not null,
  running integer,
  starts integer,
  per integer,
  -- When the bucket of starts is full again.
  full_at integer,
  primary key (scope, name)
) without rowid;

-- The empty name is everything.
create table queue_pause (
  queue text not null primary key,
  reason text not null,
  asked_by text not null,
  since integer not null,
  until integer
) without rowid;

-- Which environment the store belongs to.
alter table meta add column environment text;

alter table node add column handlers text not null default '[]';
alter table node add column environment text;
alter table node add column host text;
alter table node add column process_id integer;
alter table node add column process_start integer;
alter table node add column skew integer;
alter table node add column jumps integer;
alter table node add column pauses integer;
alter table node add column trusted integer not null default 1;
-- Somebody asked it to drain.
alter table node add column drain integer not null default 0;
