import datetime
import os
import time

from taskward_client import AuthenticatedClient, Client
from taskward_client.api.authentication import login, register
from taskward_client.api.tasks import bulk_tasks, create_task, delete_task, list_tasks, patch_task, read_task
from taskward_client.models import (ErrorCode, ErrorResponse, LoginInput, Priority, RegistrationInput, Role,
                                    TaskBulkInput, TaskInput, TaskOperation, TaskOperationKind, TaskPatch)

PASSWORD = "Correct-horse-7"
url = os.environ["TASKWARD_URL"]
name = f"o{time.time_ns()}"

# Public operations need no token, and so no AuthenticatedClient.
anonymous = Client(base_url=url)
user = register.sync(client=anonymous, body=RegistrationInput(f"{name}@example.com", name, PASSWORD)).data
assert user.role == Role.USER
token = login.sync(client=anonymous, body=LoginInput(username=name, password=PASSWORD)).token
client = AuthenticatedClient(base_url=url, token=token)

due = datetime.datetime(2026, 12, 1, 9, tzinfo=datetime.timezone.utc)
task = create_task.sync(client=client, body=TaskInput(title="Water the plants", due_at=due)).data
assert task.priority == Priority.MEDIUM and task.due_at == due

patched = patch_task.sync(task.id, client=client, body=TaskPatch(priority=Priority.HIGH)).data
assert patched.priority == Priority.HIGH and patched.title == "Water the plants"

listed = list_tasks.sync(client=client, priority=Priority.HIGH, completed=False)
assert [one.id for one in listed.data] == [task.id] and listed.meta.total == 1

results = bulk_tasks.sync(client=client, body=TaskBulkInput([
    TaskOperation(TaskOperationKind.CREATE, data=TaskPatch(title="Feed the cat")),
    TaskOperation(TaskOperationKind.COMPLETE, id=task.id)])).data
assert [result.status for result in results] == [201, 200]

assert delete_task.sync_detailed(task.id, client=client).status_code == 204
gone = read_task.sync(task.id, client=client)
assert isinstance(gone, ErrorResponse) and gone.code == ErrorCode.NOT_FOUND
print("openapi-python-client: the story holds")
