-- Runs that were asked for and that retention has deleted, for a day after their end: a request that comes again finds them.
create table pruned_request (
  id blob not null primary key,
  finished_at integer not null
) without rowid;

create index pruned_request_age on pruned_request (finished_at);
