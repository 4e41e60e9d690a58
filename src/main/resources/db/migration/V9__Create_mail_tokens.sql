-- When the address was last proven to be the user's; null after a change of it until it is again.
alter table users add column email_verified_at timestamptz(3);

-- One row an account and purpose, so that a newer token takes the place of the one before, and the row counts the mails of
-- an hour. It keeps the address that the token was mailed to; a token that was used is gone, and the row stays.
create table mail_tokens (
  user_id uuid not null references users (id) on delete cascade,
  purpose text not null,
  token_hash text,
  email text not null,
  expires_at timestamptz(3) not null,
  counted_from timestamptz(3) not null,
  mails integer not null,
  primary key (user_id, purpose),
  constraint mail_tokens_purpose_valid check (purpose in ('reset_password', 'verify_email'))
);

-- Whose a token is that came by a link.
create unique index mail_tokens_by_hash on mail_tokens (token_hash);
