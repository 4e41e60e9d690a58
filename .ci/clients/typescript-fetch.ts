import assert from "node:assert/strict";
import {
  AuthenticationApi,
  Configuration,
  Priority,
  ResponseError,
  Role,
  TaskOperationKind,
  TasksApi,
} from "./taskward/index.js";

const basePath = process.env.TASKWARD_URL;
const name = `t${Date.now()}`;
const password = "Correct-horse-7";

const anonymous = new AuthenticationApi(new Configuration({ basePath }));
const user = await anonymous.register({
  registrationInput: { email: `${name}@example.com`, username: name, password },
});
assert.equal(user.data.role, Role.User);
const { data: tokens } = await anonymous.login({ loginInput: { username: name, password } });

const tasks = new TasksApi(new Configuration({ basePath, accessToken: tokens.accessToken }));
const dueAt = new Date("2026-12-01T09:00:00Z");
const { data: task } = await tasks.createTask({ taskInput: { title: "Water the plants", dueAt } });
assert.equal(task.priority, Priority.Medium);
assert.deepEqual(task.dueAt, dueAt);

const patched = await tasks.patchTask({ id: task.id, taskPatch: { priority: Priority.High } });
assert.equal(patched.data.priority, Priority.High);
assert.equal(patched.data.title, "Water the plants");

const list = await tasks.listTasks({ priority: Priority.High, completed: false });
assert.deepEqual(list.data.map((one) => one.id), [task.id]);

const bulk = await tasks.bulkTasks({
  taskBulkInput: {
    operations: [
      { op: TaskOperationKind.Create, data: { title: "Feed the cat" } },
      { op: TaskOperationKind.Complete, id: task.id },
    ],
  },
});
assert.deepEqual(bulk.data.map((result) => result.status), [201, 200]);

await tasks.deleteTask({ id: task.id });
await assert.rejects(tasks.readTask({ id: task.id }), (failure: ResponseError) => failure.response.status === 404);
console.log("openapi-generator typescript-fetch: the story holds");
