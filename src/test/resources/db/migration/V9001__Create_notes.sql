create table notes (
  id uuid primary key,
  user_id uuid not null references users (id) on delete cascade,
  text text not null,
  pinned boolean not null default false,
  version bigint not null default 0,
  created_at timestamptz(3) not null,
  updated_at timestamptz(3) not null,
  constraint notes_text_valid check (length(text) between 1 and 1000)
);

-- A user's notes newest first, by page and by cursor; the cascade from users.
create index notes_of_user_by_creation on notes (user_id, created_at desc, id desc);

-- search among one user's notes.
create index notes_search on notes using gin (user_id, text gin_trgm_ops);
