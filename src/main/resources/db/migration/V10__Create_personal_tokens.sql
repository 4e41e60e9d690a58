-- Tokens that users make for their scripts; of the token itself there is its SHA-256 and its last characters alone.
create table personal_tokens (
  id uuid primary key,
  user_id uuid not null references users (id) on delete cascade,
  name text not null,
  scopes text not null,
  token_hash text not null,
  hint text not null,
  expires_at timestamptz(3) not null,
  last_used_at timestamptz(3),
  version bigint not null default 0,
  created_at timestamptz(3) not null,
  updated_at timestamptz(3) not null,
  constraint personal_tokens_name_valid check (length(name) between 1 and 100),
  constraint personal_tokens_scopes_valid check (scopes in ('read', 'write', 'read write'))
);

-- The token of a request.
create unique index personal_tokens_hash_unique on personal_tokens (token_hash);

-- A user's tokens newest first, the default order; how many there are; the cascade from users.
create index personal_tokens_of_user on personal_tokens (user_id, created_at desc, id desc);

-- Answers are kept encrypted from now on; those that were not could not be read. All are forgotten after a day anyway.
delete from idempotency_keys;
