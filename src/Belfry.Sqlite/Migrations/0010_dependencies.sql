-- Who follows whom, as the definitions say.
create table dependency (
  upstream text not null,
  downstream text not null,
  primary key (upstream, downstream)
) without rowid;

create index dependency_downstream on dependency (downstream);

-- What jobs that follow others have heard for their ticks; until the tick is decided.
create table follow (
  job text not null,
  due integer not null,
  -- Of a span of ticks that the upstream job did not run; equal to due otherwise.
  last_due integer not null,
  upstream text not null,
  count integer not null,
  -- Of the upstream's run, or 'skipped'.
  state text not null,
  run blob,
  detail text,
  -- Whose schedule has the ticks of the span.
  definition integer,
  heard_at integer not null,
  -- Nobody has looked at the tick since this was heard, or since something changed that it waits for.
  fresh integer not null,
  -- It would run, but its job is paused.
  held integer not null default 0,
  primary key (job, due, last_due, upstream)
) without rowid;

create index follow_fresh on follow (job, due) where fresh = 1;

-- At most one run for each tick: it has the same id as a scheduled one, computed from the tick.
create index history_dependency on history (job, due) where trigger = 'dependency';
