-- Trigrams make search fast, and it works without them. Both extensions are trusted, so that the owner of a database may
-- create them; where the service connects as somebody else, they can be created beforehand, or these indexes later.
do $$
begin
  create extension if not exists pg_trgm;
  create extension if not exists btree_gin;
exception when insufficient_privilege or undefined_file or feature_not_supported then
  raise warning 'search has no index: % (the extensions pg_trgm and btree_gin are needed for that)', sqlerrm;
end
$$;

do $$
begin
  if (select count(*) from pg_extension where extname in ('pg_trgm', 'btree_gin')) = 2 then
    -- search among one user's tasks, whatever the case and the place in the text.
    create index tasks_search on tasks using gin (user_id, title gin_trgm_ops, description gin_trgm_ops);

    -- search among posts.
    create index posts_search on posts using gin (title gin_trgm_ops, body gin_trgm_ops);

    -- search among users: by username, and for admins by email.
    create index users_search on users using gin (username gin_trgm_ops, email gin_trgm_ops);
  end if;
end
$$;
