import assert from "node:assert/strict";
import createClient from "openapi-fetch";
import type { components, paths } from "./taskward";

const client = createClient<paths>({ baseUrl: process.env.TASKWARD_URL });
const name = `f${Date.now()}`;
const password = "Correct-horse-7";

const registered = await client.POST("/api/v1/auth/register", {
  body: { email: `${name}@example.com`, username: name, password },
});
assert.equal(registered.data?.data.role, "user");

const login = await client.POST("/api/v1/auth/login", { body: { username: name, password } });
client.use({
  onRequest({ request }) {
    request.headers.set("Authorization", `Bearer ${login.data?.token}`);
    return request;
  },
});

// Neither "completed" nor "priority" has to be given.
const input: components["schemas"]["TaskInput"] = { title: "Water the plants" };
const created = await client.POST("/api/v1/tasks", { body: input });
assert.equal(created.data?.data.priority, "medium");
const id = created.data!.data.id;

const patched = await client.PATCH("/api/v1/tasks/{id}", { params: { path: { id } }, body: { priority: "high" } });
assert.equal(patched.data?.data.priority, "high");
assert.equal(patched.data?.data.title, "Water the plants");

const listed = await client.GET("/api/v1/tasks", { params: { query: { priority: "high", sort: "-dueAt,title" } } });
assert.deepEqual(listed.data?.data.map((task) => task.id), [id]);
assert.equal(listed.data?.meta.total, 1);

const bulk = await client.POST("/api/v1/tasks/bulk", {
  body: { operations: [{ op: "create", data: { title: "Feed the cat" } }, { op: "complete", id }] },
});
assert.deepEqual(bulk.data?.data.map((result) => result.status), [201, 200]);

const deleted = await client.DELETE("/api/v1/tasks/{id}", { params: { path: { id } } });
assert.equal(deleted.response.status, 204);
const gone = await client.GET("/api/v1/tasks/{id}", { params: { path: { id } } });
assert.equal(gone.error?.code, "NOT_FOUND");

const priority: components["schemas"]["Priority"] = "low";
const invalid = await client.POST("/api/v1/tasks", { body: { title: " ", priority } });
assert.ok(invalid.error && "details" in invalid.error);
assert.equal(invalid.error.details?.[0].field, "title");
console.log("openapi-typescript and openapi-fetch: the story holds");
