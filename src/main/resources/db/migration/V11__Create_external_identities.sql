-- Users of an outside issuer, each with the account that was made for it. A row stays when its account goes, so that
-- tokens from before that do not make it anew.
create table external_identities (
  id uuid primary key,
  issuer text not null,
  subject text not null,
  user_id uuid references users (id) on delete set null,
  role text not null,
  role_since timestamptz(3) not null,
  ended_at timestamptz(3),
  version bigint not null default 0,
  created_at timestamptz(3) not null,
  updated_at timestamptz(3) not null,
  constraint external_identities_role_valid check (role in ('user', 'admin'))
);

-- Whose token it is.
create unique index external_identities_subject_unique on external_identities (issuer, subject);

-- The account that is deleted.
create index external_identities_of_user on external_identities (user_id);
