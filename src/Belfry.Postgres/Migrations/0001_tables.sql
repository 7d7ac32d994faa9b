-- Everything is in a schema of its own and is always named with it: the connection may be the user's, with a search path
-- of the user's, or come from a pooler that keeps none. Enumerations are their words in camelCase.

create schema if not exists belfry;

-- Fencing tokens, of runs and locks alike. Only grows, also when the transaction that took one is rolled back.
create sequence belfry.fence;

-- The newest instant of the store's clock that is known, in microseconds since 1970-01-01 UTC. A sequence, because it is
-- written without a row lock and stays written when its transaction is rolled back.
create sequence belfry.clock minvalue 0 start 0;

-- The clock of the machine. A function of its own, so that a test or a drill can put another in its place.
create function belfry.machine_now() returns timestamptz
language sql stable
as 'select pg_catalog.now()';

-- The store's clock: the machine's, held at the newest known instant, so that a step backwards makes time stand still and
-- never makes a lease valid again. The mark is moved once a second and not with every transaction, because moving it makes
-- a transaction that only reads one that must be flushed to disk: after a step backwards time is at most a second behind
-- an instant that was seen before.
create function belfry.now() returns timestamptz
language plpgsql stable
as $$
declare
  machine constant bigint := (extract(epoch from belfry.machine_now()) * 1000000)::bigint;
  known constant bigint := last_value from belfry.clock;
begin
  if machine <= known then
    return timestamptz 'epoch' + known * interval '1 microsecond';
  end if;
  if machine > known + 1000000 and not current_setting('transaction_read_only')::boolean then
    perform setval('belfry.clock', machine);
  end if;
  return belfry.machine_now();
end
$$;

-- Fails, and with it the transaction: nothing of it can be committed any more, whatever its owner does.
create function belfry.refuse(reason text) returns void
language plpgsql
as $$
begin
  raise exception using errcode = 'BF001', message = reason;
end
$$;

-- What is true of the store as a whole.
create table belfry.store (
  id integer primary key default 1 check (id = 1),
  -- What the store is for (production, staging, …): a node that says something else of itself may not work on it.
  environment text
);

insert into belfry.store default values;

-- The text of a definition, once for all runs made under it. Never changed, and ids are never used again, so that
-- readers may cache by id.
create table belfry.definition (
  id bigint generated always as identity primary key,
  job text not null,
  text text not null
);

-- Kept narrow: firing rewrites the row.
create table belfry.job (
  name text collate "C" primary key,
  revision bigint not null,
  definition bigint not null,
  next_due timestamptz,
  -- Never behind a recorded tick: what is at or before it is never recorded again, also when its row is pruned.
  last_due timestamptz,
  fire_at timestamptz,
  ledger_from timestamptz,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  enabled boolean not null,
  pause text
) with (fillfactor = 70);

create index job_fire_at on belfry.job (fire_at) where fire_at is not null;

-- Few rows, changed often. Every index costs each run two entries, one when it is made and one when it is claimed.
create table belfry.live (
  -- Order of insertion.
  seq bigint generated always as identity,
  id uuid primary key,
  definition bigint not null,
  revision bigint not null,
  due timestamptz not null,
  created_at timestamptz not null,
  available_at timestamptz not null,
  -- Of the current attempt; kept after a node ended it itself, so that a repeated end is recognised.
  token bigint,
  claimed_at timestamptz,
  first_missed timestamptz,
  missed_count bigint not null default 0,
  -- Where the stored output of the current attempt ends.
  output_end bigint not null default 0,
  output_bytes bigint not null default 0,
  output_dropped bigint not null default 0,
  progress double precision,
  -- Minus the priority, so that one ascending index serves the most urgent first.
  rank integer not null,
  attempt integer not null default 0,
  max_attempts integer not null,
  lost_count integer not null default 0,
  -- 0 ready: a node may claim it
  -- 1 running: node, token and claimed_at are set
  -- 2 delayed: becomes ready at available_at
  -- 3 blocked: waits until no run of its job is ready, running or delayed
  -- 4 later: asked for a later instant; takes its place in the job's line only then, so that it blocks no tick before
  state smallint not null,
  -- The last attempt failed and this waits for the next one.
  retrying boolean not null default false,
  exclusive boolean not null,
  fail_when_lost boolean not null,
  dry_run boolean not null,
  node uuid,
  parent uuid,
  job text collate "C" not null,
  trigger text collate "C" not null,
  queue text collate "C" not null,
  -- Empty for commands, which every node can run.
  handler text collate "C" not null,
  -- The limits it is under, apart from its queue's; empty for most. Runs with the same text wait in one lane.
  lane text collate "C" not null default '',
  -- The job's name while the run holds the only place of a job that forbids overlap.
  slot text collate "C",
  node_name text,
  cancel_reason text,
  args json,
  unique_key text,
  asked_by text,
  checkpoint json,
  progress_text text
) with (
  fillfactor = 70,
  autovacuum_vacuum_threshold = 500,
  autovacuum_vacuum_scale_factor = 0.01,
  autovacuum_vacuum_cost_delay = 0,
  autovacuum_analyze_scale_factor = 0.02
);

-- The runs of a job by due instant, and at most one for each tick: runs that are not of the schedule differ by their id.
create unique index live_tick on belfry.live
  (job, due, (case trigger when 'schedule' then '00000000-0000-0000-0000-000000000000' else id end));

create unique index live_unique_key on belfry.live (job, unique_key) where unique_key is not null;
create unique index live_slot on belfry.live (slot) where slot is not null;
create index live_ready on belfry.live (queue, handler, lane, rank, available_at, seq) where state = 0;
create index live_running on belfry.live (node) where state = 1;
create index live_delayed on belfry.live (available_at) where state = 2;
create index live_blocked on belfry.live (job, due) where state = 3;
create index live_later on belfry.live (available_at) where state = 4;

-- Finished runs. Succeeded ones and others are kept for different times, so they are different partitions; below that by
-- due instant, so that retention drops tables and deletes no rows. Nothing changes in it.
create table belfry.history (
  seq bigint not null,
  id uuid not null,
  revision bigint not null,
  due timestamptz not null,
  created_at timestamptz not null,
  available_at timestamptz not null,
  started_at timestamptz,
  finished_at timestamptz not null,
  -- Of the attempt whose end ended the run; null when nobody's attempt did (cancelled, lost).
  token bigint,
  first_missed timestamptz,
  missed_count bigint not null,
  output_bytes bigint not null,
  output_dropped bigint not null,
  peak_memory bigint,
  cpu_time interval,
  progress double precision,
  priority integer not null,
  attempt integer not null,
  max_attempts integer not null,
  lost_count integer not null,
  exit_code integer,
  ok boolean not null,
  dry_run boolean not null,
  parent uuid,
  job text collate "C" not null,
  trigger text collate "C" not null,
  state text collate "C" not null,
  queue text collate "C" not null,
  node_name text,
  error_type text,
  error_message text,
  error_stack text,
  error_fingerprint text,
  progress_text text,
  args json,
  unique_key text,
  asked_by text,
  note text
) partition by list (ok);

create table belfry.history_ok partition of belfry.history for values in (true) partition by range (due);
create table belfry.history_ok_default partition of belfry.history_ok default;

create table belfry.history_not_ok partition of belfry.history for values in (false) partition by range (due);
create table belfry.history_not_ok_default partition of belfry.history_not_ok default;

create index history_id on belfry.history (id);
create unique index history_tick on belfry.history (job, due, ok) where trigger = 'schedule';
create index history_finished on belfry.history (finished_at, seq);
create index history_job on belfry.history (job, finished_at, seq);

-- Finished runs by hour, state and duration; the empty job name is all jobs together.
create table belfry.rollup (
  job text collate "C" not null,
  hour timestamptz not null,
  state text collate "C" not null,
  bucket integer not null,
  n bigint not null,
  total_ms bigint not null,
  primary key (job, hour, state, bucket)
) with (fillfactor = 70);

create index rollup_hour on belfry.rollup (hour);

-- What finished since the rows above and the tally were added up. Finishing only appends: rows that every transaction
-- must change would make them wait for each other.
create table belfry.rollup_delta (
  hour timestamptz not null,
  n bigint not null,
  total_ms bigint not null,
  bucket integer not null,
  job text collate "C" not null,
  state text collate "C" not null
) with (autovacuum_vacuum_threshold = 1000, autovacuum_vacuum_scale_factor = 0.1);

-- How many rows of history a job has: what retention by count looks at.
create table belfry.tally (
  job text collate "C" not null,
  ok boolean not null,
  n bigint not null,
  primary key (job, ok)
) with (fillfactor = 70);

create table belfry.skip (
  job text collate "C" not null,
  first_due timestamptz not null,
  last_due timestamptz not null,
  recorded_at timestamptz not null,
  count bigint not null,
  -- The run in the way.
  run uuid,
  reason text not null,
  detail text,
  primary key (job, first_due)
);

create index skip_age on belfry.skip (last_due);

-- Ended attempts; the one that ended its run is in history instead, unless it was lost.
create table belfry.attempt (
  run uuid not null,
  token bigint not null,
  started_at timestamptz,
  finished_at timestamptz not null,
  peak_memory bigint,
  cpu_time interval,
  attempt integer not null,
  exit_code integer,
  outcome text not null,
  node_name text,
  error_type text,
  error_message text,
  error_stack text,
  error_fingerprint text,
  primary key (run, attempt)
);

create table belfry.output (
  run uuid not null,
  attempt integer not null,
  start bigint not null,
  bytes bytea not null,
  primary key (run, attempt, start)
);

-- No index on what a heartbeat changes, and room in the page: so a beat touches one page and no index.
create table belfry.node (
  id uuid primary key,
  started_at timestamptz not null,
  last_beat_at timestamptz not null,
  lease_until timestamptz not null,
  -- Of its process: with its host it tells whether the process is gone.
  process_start bigint,
  process_id integer,
  slots integer not null,
  jumps integer,
  pauses integer,
  skew interval,
  trusted boolean not null default true,
  draining boolean not null,
  -- Somebody asked it to drain.
  drain boolean not null default false,
  fenced boolean not null default false,
  -- It said goodbye; fenced as well.
  departed boolean not null default false,
  name text not null,
  version text not null,
  host text,
  environment text,
  -- Null is all.
  queues text[],
  handlers text[] not null default '{}'
) with (
  fillfactor = 50,
  autovacuum_vacuum_threshold = 100,
  autovacuum_vacuum_scale_factor = 0
);

-- Limits: of queues and tags, and of jobs from their definitions.
create table belfry.bound (
  scope text collate "C" not null,
  name text collate "C" not null,
  -- At most so many attempts at once.
  running integer,
  -- At most so many claims each "per": a bucket of that size that fills evenly, and is full again at full_at.
  starts integer,
  per interval,
  full_at timestamptz,
  primary key (scope, name)
) with (fillfactor = 50);

-- Queues that are not claimed from; the empty name is everything.
create table belfry.queue_pause (
  queue text collate "C" primary key,
  since timestamptz not null,
  until timestamptz,
  reason text not null,
  asked_by text not null
);

-- Claims and inserts of runs share this lock, who changes limits or pauses has it alone. So once a change is answered no
-- claim is under way that has not seen it.
create function belfry.share_bounds() returns void
language sql volatile
as 'select pg_advisory_xact_lock_shared(1114403449)';

create function belfry.change_bounds() returns void
language sql volatile
as 'select pg_advisory_xact_lock(1114403449)';

-- Whether a claim may take whatever is ready. It sees what was committed before it got the lock, also where the statement
-- that calls it began earlier.
create function belfry.is_unbounded() returns boolean
language plpgsql volatile
as $$
begin
  perform belfry.share_bounds();
  return not exists (select 1 from belfry.bound)
    and not exists (select 1 from belfry.queue_pause where until is null or until > belfry.now());
end
$$;

-- A row for each name that was ever tried, until nobody has used it for a while: the lease, if there is one, and the counts.
create table belfry.lock (
  name text collate "C" primary key,
  -- The current lease, also when its time is over; null while there is none.
  owner text,
  token bigint,
  taken_at timestamptz,
  expires_at timestamptz,
  since timestamptz not null,
  used_at timestamptz not null,
  acquired bigint not null default 0,
  refused bigint not null default 0,
  expired bigint not null default 0,
  released bigint not null default 0,
  forced bigint not null default 0,
  -- Length of all leases that have ended.
  held interval not null default '0',
  -- The last time it was taken away from its holder.
  forced_at timestamptz,
  forced_by text,
  forced_reason text,
  forced_owner text,
  forced_token bigint
) with (fillfactor = 50, autovacuum_vacuum_threshold = 100, autovacuum_vacuum_scale_factor = 0);
