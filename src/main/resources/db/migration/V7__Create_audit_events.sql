-- What matters to who looks into an incident. No references: an event outlives the account it is about.
create table audit_events (
  id uuid primary key,
  action text not null,
  actor_id uuid,
  subject_id uuid,
  detail text,
  address text,
  user_agent text,
  request_id text,
  version bigint not null default 0,
  created_at timestamptz(3) not null,
  updated_at timestamptz(3) not null
);

-- All events newest first, between two times too; the oldest, to be swept.
create index audit_events_by_time on audit_events (created_at desc, id desc);

-- What was done to one account.
create index audit_events_of_subject on audit_events (subject_id, created_at desc, id desc);

-- What one user has done.
create index audit_events_of_actor on audit_events (actor_id, created_at desc, id desc);

-- The events of one kind.
create index audit_events_of_action on audit_events (action, created_at desc, id desc);
