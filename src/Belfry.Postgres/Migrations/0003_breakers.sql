-- One row for each breaker that a job is under, made with the job. The policy is that of the job saved last.
create table belfry.breaker (
  name text collate "C" primary key,
  failures integer not null,
  within interval not null,
  recovery interval not null,
  trials integer not null,
  -- When the present period began.
  since timestamptz not null,
  -- Null while closed.
  opened_at timestamptz,
  isolated boolean not null default false,
  -- The instants of the latest failures in a row while closed.
  recent timestamptz[] not null default '{}',
  cause text,
  asked_by text
) with (fillfactor = 50);

-- Those that claims have to look at, and those that a success changes: none of them, most of the time.
create index breaker_open on belfry.breaker (name) where opened_at is not null;
create index breaker_stirred on belfry.breaker (name) where opened_at is not null or recent <> '{}';

create table belfry.breaker_job (
  job text collate "C" primary key,
  breaker text collate "C" not null
);

create index breaker_job_breaker on belfry.breaker_job (breaker);

create or replace function belfry.is_unbounded() returns boolean
language plpgsql volatile
as $$
begin
  perform belfry.share_bounds();
  return not exists (select 1 from belfry.bound)
    and not exists (select 1 from belfry.queue_pause where until is null or until > belfry.now())
    and not exists (select 1 from belfry.breaker where opened_at is not null);
end
$$;
