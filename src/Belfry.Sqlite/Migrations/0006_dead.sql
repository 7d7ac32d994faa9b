-- Runs that ended as dead, until somebody recovers or discards them; they outlive their rows in history.
create table dead (
  seq integer primary key autoincrement,
  run blob not null unique,
  job text not null,
  -- What it was made under, kept as long as the letter.
  definition integer not null,
  revision integer not null,
  trigger text not null,
  due integer not null,
  died_at integer not null,
  attempts integer not null,
  lost_count integer not null,
  reason text not null,
  error_type text not null,
  error_message text not null,
  fingerprint text not null,
  args text,
  parent blob,
  asked_by text
);

create index dead_job on dead (job, seq);
create index dead_cause on dead (fingerprint, seq);
create index dead_cause_of_job on dead (job, fingerprint, seq);
create index dead_age on dead (died_at);
create index dead_definition on dead (definition);

-- Why, by whom and since when a job is disabled, when it was not a person's edit.
alter table job add column off text;
