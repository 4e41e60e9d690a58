import os
import time
from datetime import datetime, timezone

import taskward
from taskward.exceptions import BadRequestException, NotFoundException
from taskward.models import (LoginInput, Priority, RegistrationInput, Role, TaskBulkInput, TaskInput, TaskOperation,
                             TaskOperationKind, TaskPatch)

PASSWORD = "Correct-horse-7"
name = f"p{time.time_ns()}"
configuration = taskward.Configuration(host=os.environ["TASKWARD_URL"])

with taskward.ApiClient(configuration) as client:
    accounts = taskward.AuthenticationApi(client)
    user = accounts.register(RegistrationInput(email=f"{name}@example.com", username=name, password=PASSWORD)).data
    assert user.role == Role.USER
    configuration.access_token = accounts.login(LoginInput(username=name, password=PASSWORD)).data.access_token

    tasks = taskward.TasksApi(client)
    due = datetime(2026, 12, 1, 9, tzinfo=timezone.utc)
    task = tasks.create_task(TaskInput(title="Water the plants", due_at=due)).data
    assert task.priority == Priority.MEDIUM and task.due_at == due

    patched = tasks.patch_task(task.id, TaskPatch(priority=Priority.HIGH)).data
    assert patched.priority == Priority.HIGH and patched.title == "Water the plants"

    listed = tasks.list_tasks(priority=Priority.HIGH, completed=False, sort="-dueAt,title")
    assert [one.id for one in listed.data] == [task.id] and listed.meta.total == 1

    results = tasks.bulk_tasks(TaskBulkInput(operations=[
        TaskOperation(op=TaskOperationKind.CREATE, data=TaskPatch(title="Feed the cat")),
        TaskOperation(op=TaskOperationKind.COMPLETE, id=task.id)])).data
    assert [result.status for result in results] == [201, 200]

    tasks.delete_task(task.id)
    try:
        tasks.read_task(task.id)
        raise AssertionError("it is still there")
    except NotFoundException as failure:
        assert failure.data.code == "NOT_FOUND"
    try:
        tasks.list_tasks(cursor="nonsense")
        raise AssertionError("accepted")
    except BadRequestException as failure:
        assert failure.data.details[0].var_field == "cursor"
print("openapi-generator python: the story holds")
