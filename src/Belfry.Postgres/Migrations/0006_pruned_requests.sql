-- Runs that were asked for and that retention has deleted, for a day after their end: a request that comes again finds them.
create table belfry.pruned_request (
  id uuid primary key,
  finished_at timestamptz not null
);

create index pruned_request_age on belfry.pruned_request (finished_at);
