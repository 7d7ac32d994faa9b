-- Work on many runs that goes on after it was asked for, in steps of one transaction each.
create table belfry.operation (
  seq bigint generated always as identity primary key,
  id uuid not null unique,
  kind text not null,
  plan text not null,
  state text not null,
  asked_by text not null,
  reason text,
  note text,
  total bigint not null,
  taken bigint not null default 0,
  passed bigint not null default 0,
  made bigint not null default 0,
  succeeded bigint not null default 0,
  failed bigint not null default 0,
  -- Grows with each step, so that of two nodes one takes it.
  steps bigint not null default 0,
  -- The last letter that was dealt with, and the last one that there was when the operation began.
  position bigint not null default 0,
  up_to bigint not null,
  exhausted boolean not null default false,
  paced_to timestamptz,
  ticked_to timestamptz,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  next_at timestamptz
) with (fillfactor = 50);

create index operation_next on belfry.operation (next_at) where next_at is not null;

-- The operation that made the run.
alter table belfry.live add column operation uuid;
alter table belfry.history add column operation uuid;

-- Ends of its runs that the operation has not added up yet. Ending only appends: a row that every end must change would make
-- them wait for each other.
create table belfry.operation_end (
  operation uuid not null,
  ok bigint not null,
  failed bigint not null
);

create index operation_end_of on belfry.operation_end (operation);

-- Of jobs with a budget of retries: when its bucket is full again.
create table belfry.retry_budget (
  job text collate "C" primary key,
  full_at timestamptz
) with (fillfactor = 50, autovacuum_vacuum_threshold = 100, autovacuum_vacuum_scale_factor = 0);
