create table posts (
  id uuid primary key,
  author_id uuid not null references users (id) on delete cascade,
  title text not null,
  body text not null default '',
  status text not null default 'draft',
  published_at timestamptz(3),
  version bigint not null default 0,
  created_at timestamptz(3) not null,
  updated_at timestamptz(3) not null,
  constraint posts_title_valid check (length(title) between 1 and 200),
  constraint posts_body_valid check (length(body) <= 100000),
  constraint posts_status_valid check (status in ('draft', 'published')),
  constraint posts_published_has_time check ((status = 'published') = (published_at is not null))
);

-- Everyone's published posts newest first, the default order: by page, and by cursor at any depth.
create index posts_published_by_creation on posts (created_at desc, id desc) where status = 'published';

-- A user's posts newest first, drafts included; the cascade from users.
create index posts_of_author_by_creation on posts (author_id, created_at desc, id desc);
