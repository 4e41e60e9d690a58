create table idempotency_keys (
  owner text not null,
  key text not null,
  request text not null,
  status integer,
  location text,
  etag text,
  body text,
  created_at timestamptz(3) not null,
  primary key (owner, key)
);

-- What is older than a day, to be swept.
create index idempotency_keys_by_age on idempotency_keys (created_at);
