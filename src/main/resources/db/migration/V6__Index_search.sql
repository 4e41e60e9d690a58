-- Both are trusted extensions: the owner of the database may create them.
create extension if not exists pg_trgm;
create extension if not exists btree_gin;

-- search among one user's tasks, whatever the case and the place in the text.
create index tasks_search on tasks using gin (user_id, title gin_trgm_ops, description gin_trgm_ops);

-- search among posts.
create index posts_search on posts using gin (title gin_trgm_ops, body gin_trgm_ops);

-- search among users: by username, and for admins by email.
create index users_search on users using gin (username gin_trgm_ops, email gin_trgm_ops);
