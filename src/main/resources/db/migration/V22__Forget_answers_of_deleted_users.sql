-- Kept answers go with their account: those that its user was given, and the one that tells of its creation.
create function forget_answers_of_user() returns trigger language plpgsql as $$
begin
  delete from idempotency_keys where owner = old.id::text;
  delete from idempotency_keys where location like '/api/v1/users/%' and location = '/api/v1/users/' || old.id;
  return null;
end
$$;

create trigger forget_answers_of_user after delete on users for each row execute function forget_answers_of_user();

-- The answer that tells of an account's creation.
create index idempotency_keys_of_accounts on idempotency_keys (location) where location like '/api/v1/users/%';
