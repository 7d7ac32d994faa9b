-- Runs that ended as dead, until somebody recovers or discards them; they outlive their rows in history.
create table belfry.dead (
  seq bigint generated always as identity primary key,
  run uuid not null unique,
  -- What it was made under, kept as long as the letter.
  definition bigint not null,
  revision bigint not null,
  due timestamptz not null,
  died_at timestamptz not null,
  attempts integer not null,
  lost_count integer not null,
  parent uuid,
  job text collate "C" not null,
  trigger text collate "C" not null,
  reason text collate "C" not null,
  fingerprint text collate "C" not null,
  error_type text not null,
  error_message text not null,
  args json,
  asked_by text
);

create index dead_job on belfry.dead (job, seq);
create index dead_cause on belfry.dead (fingerprint, seq);
create index dead_cause_of_job on belfry.dead (job, fingerprint, seq);
create index dead_age on belfry.dead (died_at);
create index dead_definition on belfry.dead (definition);

-- Why, by whom and since when a job is disabled, when it was not a person's edit.
alter table belfry.job add column off text;
