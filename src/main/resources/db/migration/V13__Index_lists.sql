-- Posts newest first, the default order, by page and by cursor at any depth: as far as the reader may see them, which is
-- "published or my own". The partial index on published ones cannot serve that "or".
create index posts_by_creation on posts (created_at desc, id desc);
drop index posts_published_by_creation;

-- Users newest first, by page and by cursor at any depth.
create index users_by_creation on users (created_at desc, id desc);
