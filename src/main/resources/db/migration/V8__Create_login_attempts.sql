-- Tries at the password of an account, which may not exist, since the window began. The key is a digest.
create table login_attempts (
  key bytea primary key,
  attempts bigint not null,
  window_start timestamptz not null
);

-- What is older than a window, to be swept.
create index login_attempts_by_age on login_attempts (window_start);
