-- Which transaction wrote the row: what a replica has not read yet is what transactions wrote that its last snapshot did
-- not see, however long ago they began.
alter table revoked_sessions add column xact xid8 not null default pg_current_xact_id();

-- What has been revoked since a replica last looked.
create index revoked_sessions_by_xact on revoked_sessions (xact);

create function announce_ended_session() returns trigger language plpgsql as $$
begin
  perform pg_notify('session_ended', new.session_id::text);
  return null;
end
$$;

-- Told at commit to all who listen, whoever writes the row.
create trigger announce_ended_session after insert on revoked_sessions
  for each row execute function announce_ended_session();
