-- How often a run was put off, at no cost of an attempt.
alter table belfry.live add column snoozes integer not null default 0;
alter table belfry.history add column snoozes integer not null default 0;
