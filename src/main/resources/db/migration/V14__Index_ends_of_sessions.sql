-- Sessions that are past their end, to be deleted.
create index sessions_by_expiry on sessions (expires_at);

-- Sessions that ended before, to be deleted once no access token of theirs is alive.
create index sessions_by_end on sessions (ended_at) where ended_at is not null;

-- Refresh tokens that are past their end, to be deleted.
create index refresh_tokens_by_expiry on refresh_tokens (expires_at);
