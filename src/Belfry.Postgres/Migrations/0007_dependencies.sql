-- Who follows whom, as the definitions say.
create table belfry.dependency (
  upstream text collate "C" not null,
  downstream text collate "C" not null,
  primary key (upstream, downstream)
);

create index dependency_downstream on belfry.dependency (downstream);

-- What jobs that follow others have heard for their ticks; until the tick is decided.
create table belfry.follow (
  due timestamptz not null,
  -- Of a span of ticks that the upstream job did not run; equal to due otherwise.
  last_due timestamptz not null,
  count bigint not null,
  -- Whose schedule has the ticks of the span.
  definition bigint,
  heard_at timestamptz not null,
  run uuid,
  -- Nobody has looked at the tick since this was heard, or since something changed that it waits for.
  fresh boolean not null,
  -- It would run, but its job is paused.
  held boolean not null default false,
  job text collate "C" not null,
  upstream text collate "C" not null,
  -- Of the upstream's run, or 'skipped'.
  state text collate "C" not null,
  detail text,
  primary key (job, due, last_due, upstream)
) with (autovacuum_vacuum_threshold = 500, autovacuum_vacuum_scale_factor = 0.05);

create index follow_fresh on belfry.follow (job, due) where fresh;

-- A run that follows has the id of its tick, as a scheduled one, so there is one for each tick; this is for reading them.
create index history_dependency on belfry.history (job, due) where trigger = 'dependency';
