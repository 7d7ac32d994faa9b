-- How often a run was put off, at no cost of an attempt.
alter table live add column snoozes integer not null default 0;
alter table history add column snoozes integer not null default 0;
