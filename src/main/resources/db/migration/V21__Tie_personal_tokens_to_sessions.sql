-- The session that a token was made in; null for one that an earlier version made. Ending that session deletes its tokens,
-- by the index of the user, who has 50 at most. No reference: a token outlives the row of its session.
alter table personal_tokens add column session_id uuid;
