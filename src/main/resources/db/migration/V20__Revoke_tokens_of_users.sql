-- Rises whenever all of a user's tokens so far are revoked. Each access token carries the number of its time.
alter table users add column token_generation bigint not null default 0;

-- A row revokes a session or, where user_id is set, the user's tokens of earlier generations, except those of the kept
-- session. Such a row has a random session_id: the version before reads it as a session that nobody has.
alter table revoked_sessions add column user_id uuid, add column generation bigint, add column kept_session uuid;

-- The version before ignores a payload that is not a single id.
create or replace function announce_ended_session() returns trigger language plpgsql as $$
begin
  perform pg_notify('session_ended', case
    when new.user_id is null then new.session_id::text
    else concat_ws(' ', new.user_id, new.generation, new.kept_session)
  end);
  return null;
end
$$;
