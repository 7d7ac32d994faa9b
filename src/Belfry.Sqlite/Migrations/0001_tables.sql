-- Instants are microseconds since 1970-01-01 UTC, run and node ids are 16 bytes in network order,
-- enumerations are their words in camelCase.

create table meta (
  id integer primary key check (id = 1),
  -- The last fencing token given, to runs and locks alike. Only grows.
  fence integer not null,
  -- The newest instant of the store's clock that a commit has carried. Only grows.
  clock integer not null
);

insert into meta (id, fence, clock) values (1, 0, 0);

-- The text of a definition, once for all runs made under it. Never changed, and ids are never used again, so that
-- readers may cache by id.
create table definition (
  id integer primary key autoincrement,
  job text not null,
  text text not null
);

-- Kept narrow: firing rewrites the row.
create table job (
  name text not null primary key,
  revision integer not null,
  definition integer not null,
  enabled integer not null,
  next_due integer,
  -- Never behind a recorded tick: what is at or before it is never recorded again, also when its row is pruned.
  last_due integer,
  fire_at integer,
  pause text,
  ledger_from integer,
  created_at integer not null,
  updated_at integer not null
) without rowid;

create index job_fire_at on job (fire_at) where fire_at is not null;

create table live (
  seq integer primary key,
  id blob not null unique,
  job text not null,
  revision integer not null,
  definition integer not null,
  trigger text not null,
  -- 0 ready: a node may claim it
  -- 1 running: node, token and claimed_at are set
  -- 2 delayed: becomes ready at available_at
  -- 3 blocked: waits until no run of its job is ready, running or delayed
  -- 4 later: asked for a later instant; takes its place in the job's line only then, so that it blocks no tick before
  state integer not null,
  -- The last attempt failed and this waits for the next one.
  retrying integer not null default 0,
  -- The job's name while the run holds the only place of a job that forbids overlap.
  slot text,
  exclusive integer not null,
  due integer not null,
  created_at integer not null,
  available_at integer not null,
  queue text not null,
  -- Minus the priority, so that one ascending index serves the most urgent first.
  rank integer not null,
  -- Empty for commands, which every node can run.
  handler text not null,
  attempt integer not null default 0,
  max_attempts integer not null,
  lost_count integer not null default 0,
  fail_when_lost integer not null,
  -- Of the current attempt; kept after a node ended it itself, so that a repeated end is recognised.
  token integer,
  node blob,
  node_name text,
  claimed_at integer,
  cancel_reason text,
  args text,
  unique_key text,
  dry_run integer not null,
  parent blob,
  asked_by text,
  checkpoint text,
  progress real,
  progress_text text,
  -- Where the stored output of the current attempt ends.
  output_end integer not null default 0,
  output_bytes integer not null default 0,
  output_dropped integer not null default 0,
  missed_count integer not null default 0,
  first_missed integer
);

create unique index live_tick on live (job, due) where trigger = 'schedule';
create unique index live_unique_key on live (job, unique_key) where unique_key is not null;
create unique index live_slot on live (slot) where slot is not null;
create index live_ready on live (queue, handler, rank, available_at, id) where state = 0;
create index live_running on live (node) where state = 1;
create index live_delayed on live (available_at) where state = 2;
create index live_later on live (available_at) where state = 4;
create index live_blocked on live (job, due) where state = 3;

-- Without the state, so that a claim does not touch it.
create index live_job on live (job, due);

create table history (
  seq integer primary key,
  id blob not null unique,
  job text not null,
  revision integer not null,
  trigger text not null,
  state text not null,
  ok integer not null,
  due integer not null,
  created_at integer not null,
  available_at integer not null,
  started_at integer,
  finished_at integer not null,
  attempt integer not null,
  max_attempts integer not null,
  lost_count integer not null,
  queue text not null,
  priority integer not null,
  node_name text,
  -- Of the attempt whose end ended the run; null when nobody's attempt did (cancelled, lost).
  token integer,
  error_type text,
  error_message text,
  error_stack text,
  error_fingerprint text,
  exit_code integer,
  peak_memory integer,
  cpu_time integer,
  output_bytes integer not null,
  output_dropped integer not null,
  progress real,
  progress_text text,
  args text,
  unique_key text,
  dry_run integer not null,
  parent blob,
  asked_by text,
  note text,
  missed_count integer not null,
  first_missed integer
);

create unique index history_tick on history (job, due) where trigger = 'schedule';
create index history_finished on history (finished_at);
create index history_not_ok on history (finished_at) where ok = 0;
create index history_job on history (job, ok, finished_at);

-- How many rows of history a job has: what retention by count looks at.
create table tally (
  job text not null,
  ok integer not null,
  n integer not null,
  primary key (job, ok)
) without rowid;

create table skip (
  job text not null,
  first_due integer not null,
  last_due integer not null,
  count integer not null,
  reason text not null,
  detail text,
  -- The run in the way.
  run blob,
  recorded_at integer not null,
  primary key (job, first_due)
) without rowid;

create index skip_age on skip (last_due);

-- Ended attempts; the one that ended its run is in history instead, unless it was lost.
create table attempt (
  run blob not null,
  attempt integer not null,
  token integer not null,
  outcome text not null,
  node_name text,
  started_at integer,
  finished_at integer not null,
  error_type text,
  error_message text,
  error_stack text,
  error_fingerprint text,
  exit_code integer,
  peak_memory integer,
  cpu_time integer,
  primary key (run, attempt)
);

create table output (
  run blob not null,
  attempt integer not null,
  offset integer not null,
  bytes blob not null,
  primary key (run, attempt, offset)
);

-- Finished runs by hour, state and duration; the empty job name is all jobs together.
create table rollup (
  job text not null,
  hour integer not null,
  state text not null,
  bucket integer not null,
  n integer not null,
  total_ms integer not null,
  primary key (job, hour, state, bucket)
) without rowid;

create index rollup_hour on rollup (hour);

create table node (
  id blob not null primary key,
  name text not null,
  version text not null,
  slots integer not null,
  queues text,
  draining integer not null,
  fenced integer not null default 0,
  -- It said goodbye; fenced as well.
  departed integer not null default 0,
  started_at integer not null,
  last_beat_at integer not null,
  lease_until integer not null
) without rowid;

create table lock (
  name text not null primary key,
  owner text not null,
  token integer not null,
  taken_at integer not null,
  expires_at integer not null
) without rowid;
