create table tasks (
  id uuid primary key,
  user_id uuid not null references users (id) on delete cascade,
  title text not null,
  description text,
  completed boolean not null default false,
  completed_at timestamptz(3),
  priority text not null default 'medium',
  due_at timestamptz(3),
  version bigint not null default 0,
  created_at timestamptz(3) not null,
  updated_at timestamptz(3) not null,
  constraint tasks_title_valid check (length(title) between 1 and 200),
  constraint tasks_description_valid check (length(description) <= 10000),
  constraint tasks_priority_valid check (priority in ('low', 'medium', 'high')),
  constraint tasks_completed_has_time check (completed = (completed_at is not null))
);

-- A user's tasks newest first, which is the default order: a page by number, and a cursor at any depth.
create index tasks_of_user_by_creation on tasks (user_id, created_at desc, id desc);

-- A user's tasks by due time, and the filters dueBefore and dueAfter.
create index tasks_of_user_by_due on tasks (user_id, due_at, id);
