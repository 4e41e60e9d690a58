-- One row a sign-in: the family of its refresh tokens.
create table sessions (
  id uuid primary key,
  user_id uuid not null references users (id) on delete cascade,
  secret bytea not null,
  last_used_at timestamptz(3) not null,
  expires_at timestamptz(3) not null,
  ended_at timestamptz(3),
  address text,
  user_agent text,
  version bigint not null default 0,
  created_at timestamptz(3) not null,
  updated_at timestamptz(3) not null,
  constraint sessions_secret_long_enough check (length(secret) >= 32)
);

-- A user's living sessions, to list and to end them all; the cascade from users.
create index sessions_of_user on sessions (user_id, id);

-- Used tokens stay until their session goes, so that a replay is known for one.
create table refresh_tokens (
  token_hash text primary key,
  session_id uuid not null references sessions (id) on delete cascade,
  expires_at timestamptz(3) not null,
  used_at timestamptz(3)
);

-- The cascade from sessions.
create index refresh_tokens_of_session on refresh_tokens (session_id);

-- Sessions whose access tokens may still be alive. No reference: it outlives the session, which may be deleted.
create table revoked_sessions (
  session_id uuid primary key,
  revoked_at timestamptz(3) not null
);

-- What has been revoked since a replica last looked; what is too old to matter.
create index revoked_sessions_by_time on revoked_sessions (revoked_at);
