-- Work on many runs that goes on after it was asked for, in steps of one transaction each.
create table operation (
  seq integer primary key autoincrement,
  id blob not null unique,
  kind text not null,
  plan text not null,
  state text not null,
  asked_by text not null,
  reason text,
  note text,
  total integer not null,
  taken integer not null default 0,
  passed integer not null default 0,
  made integer not null default 0,
  succeeded integer not null default 0,
  failed integer not null default 0,
  -- Grows with each step, so that of two nodes one takes it.
  steps integer not null default 0,
  -- The last letter that was dealt with, and the last one that there was when the operation began.
  position integer not null default 0,
  up_to integer not null,
  exhausted integer not null default 0,
  paced_to integer,
  ticked_to integer,
  created_at integer not null,
  updated_at integer not null,
  next_at integer
);

create index operation_next on operation (next_at) where next_at is not null;

-- The operation that made the run.
alter table live add column operation blob;
alter table history add column operation blob;

-- Ends of its runs that the operation has not added up yet.
create table operation_end (
  operation blob not null,
  ok integer not null
);

create index operation_end_of on operation_end (operation);

-- Of jobs with a budget of retries: when its bucket is full again.
create table retry_budget (
  job text not null primary key,
  full_at integer
) without rowid;
