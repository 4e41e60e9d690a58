create table users (
  id uuid primary key,
  email text not null,
  username text not null,
  password_hash text not null,
  role text not null default 'user',
  version bigint not null default 0,
  created_at timestamptz(3) not null,
  updated_at timestamptz(3) not null,
  constraint users_email_valid check (email = lower(email) and length(email) between 3 and 254),
  constraint users_username_valid check (username ~ '^[A-Za-z0-9_]{3,30}$'),
  constraint users_role_valid check (role in ('user', 'admin'))
);

-- Sign-in by email, and one account an address. The answer to a violation names the field by this index's name.
create unique index users_email_unique on users (email);

-- Sign-in by username, and one account a name, whatever its case.
create unique index users_username_unique on users (lower(username));

-- Whether there is an admin.
create index users_admins on users (id) where role = 'admin';
