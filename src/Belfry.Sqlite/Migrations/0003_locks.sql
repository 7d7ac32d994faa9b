-- A row for each name that was ever tried, until nobody has used it for a while: the lease, if there is one, and the counts.
create table lock_2 (
  name text not null primary key,
  -- The current lease, also when its time is over; null while there is none.
  owner text,
  token integer,
  taken_at integer,
  expires_at integer,
  since integer not null,
  used_at integer not null,
  acquired integer not null default 0,
  refused integer not null default 0,
  expired integer not null default 0,
  released integer not null default 0,
  forced integer not null default 0,
  -- Length of all leases that have ended, in microseconds.
  held integer not null default 0,
  -- The last time it was taken away from its holder.
  forced_at integer,
  forced_by text,
  forced_reason text,
  forced_owner text,
  forced_token integer
) without rowid;

insert into lock_2 (name, owner, token, taken_at, expires_at, since, used_at, acquired)
select name, owner, token, taken_at, expires_at, taken_at, taken_at, 1 from lock;

drop table lock;
alter table lock_2 rename to lock;
