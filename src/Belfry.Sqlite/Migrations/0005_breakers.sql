-- One row for each breaker that a job is under, made with the job. The policy is that of the job saved last.
create table breaker (
  name text not null primary key,
  failures integer not null,
  within integer not null,
  recovery integer not null,
  trials integer not null,
  -- When the present period began.
  since integer not null,
  -- Null while closed.
  opened_at integer,
  isolated integer not null default 0,
  -- The instants of the latest failures in a row while closed, as JSON.
  recent text not null default '[]',
  cause text,
  asked_by text
) without rowid;

-- Those that claims have to look at, and those that a success changes: none of them, most of the time.
create index breaker_open on breaker (name) where opened_at is not null;
create index breaker_stirred on breaker (name) where opened_at is not null or recent <> '[]';

create table breaker_job (
  job text not null primary key,
  breaker text not null
) without rowid;

create index breaker_job_breaker on breaker_job (breaker);
