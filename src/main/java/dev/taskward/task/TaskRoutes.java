package dev.taskward.task;

import java.util.UUID;

import jakarta.annotation.security.RolesAllowed;
import jakarta.transaction.Transactional;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;

import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;

import dev.taskward.data.Listing;
import dev.taskward.http.Changes;
import dev.taskward.http.Envelope;
import dev.taskward.http.Fields;
import dev.taskward.http.Idempotent;
import dev.taskward.http.ListOf;
import dev.taskward.http.MediaTypes;
import dev.taskward.http.Resource;
import dev.taskward.security.PersonalTokensAllowed;
import dev.taskward.user.Role;

/** The routes of the caller's tasks, wherever they are mounted. The owner is always the token's subject. */
@Produces(MediaTypes.JSON)
@Consumes({MediaTypes.JSON, MediaTypes.FORM, MediaTypes.MULTIPART})
@RolesAllowed(Role.USER)
@PersonalTokensAllowed
abstract class TaskRoutes extends Resource {
    @GET
    @Operation(summary = "List tasks")
    @ListOf(view = TaskView.class, filter = TaskFilter.class)
    public Response list(UriInfo uri) {
        Listing<Task, TaskFilter> asked = lists.parse(uri, TaskFilter.class, TaskFilter.SORTING);
        return lists.answer(Task.pageOwned(caller.id(), asked), asked, TaskView::of, uri);
    }

    @POST
    @Idempotent
    @Transactional
    @Operation(summary = "Create a task")
    @APIResponseSchema(value = TaskView.class, responseCode = "201", responseDescription = "The new task")
    @APIResponse(responseCode = "403", ref = "QUOTA_EXCEEDED")
    public Response create(TaskInput input, UriInfo uri) {
        admit(1);
        Task task = new Task();
        task.userId = caller.id();
        task.set(input);
        task.persistAndFlush();
        return replies.created(task, TaskView.of(task), uri, "Task created");
    }

    @POST
    @Path("/bulk")
    @Idempotent
    @Transactional
    @Consumes(MediaTypes.JSON)
    @Operation(summary = "Do up to 100 operations at once", description = "In their order and in one transaction: all "
            + "of them or none. An error names its place, such as `operations[2].data.title`. The body is JSON, since a form "
            + "has no nested fields.")
    @APIResponse(responseCode = "200", description = "A result for each", content = @Content(schema = @Schema(type = SchemaType.ARRAY, implementation = BulkResult.class, maxItems = 100)))
    @APIResponse(responseCode = "403", ref = "QUOTA_EXCEEDED")
    @APIResponse(responseCode = "404", ref = "NOT_FOUND")
    @APIResponse(responseCode = "412", ref = "PRECONDITION_FAILED")
    public Response bulk(BulkInput input) {
        admit(input.creations());
        return Response.ok(Envelope.of(TaskBulk.run(input.operations(), caller.id()), "All done")).build();
    }

    @GET
    @Path("/{id}")
    @Operation(summary = "Read a task")
    @APIResponseSchema(value = TaskView.class, responseCode = "200", responseDescription = "The task")
    public Response read(@PathParam("id") UUID id) {
        Task task = Changes.found(Task.findOwned(id, caller.id()));
        return replies.read(task, TaskView.of(task));
    }

    @PUT
    @Path("/{id}")
    @Transactional
    @Operation(summary = "Replace a task", description = "What the body leaves out gets its default.")
    @APIResponseSchema(value = TaskView.class, responseCode = "200", responseDescription = "The task")
    public Response replace(@PathParam("id") UUID id, TaskInput input) {
        return changes.update(locked(id), task -> task.set(input), TaskView::of, "Task updated");
    }

    @PATCH
    @Path("/{id}")
    @Transactional
    @Consumes({MediaTypes.MERGE_PATCH, MediaTypes.JSON, MediaTypes.FORM, MediaTypes.MULTIPART})
    @Operation(summary = "Change a task in part", description = "A merge patch (RFC 7396): what it names is changed, "
            + "null clears, the rest stays.")
    @APIResponseSchema(value = TaskView.class, responseCode = "200", responseDescription = "The task")
    public Response patch(@PathParam("id") UUID id, Fields<TaskInput> patch) {
        return changes.update(locked(id), task -> task.set(patch.onto(TaskInput.of(task))), TaskView::of,
                "Task updated");
    }

    @PATCH
    @Path("/{id}/complete")
    @Transactional
    @Consumes({MediaTypes.MERGE_PATCH, MediaTypes.JSON, MediaTypes.FORM, MediaTypes.MULTIPART})
    @Operation(summary = "Complete or reopen a task", description = "Without a body it completes; completing twice "
            + "changes nothing.")
    @APIResponseSchema(value = TaskView.class, responseCode = "200", responseDescription = "The task")
    public Response complete(@PathParam("id") UUID id, CompletionInput input) {
        boolean done = input.done();
        return changes.update(locked(id), task -> task.complete(done), TaskView::of,
                done ? "Task completed" : "Task reopened");
    }

    @DELETE
    @Path("/{id}")
    @Transactional
    @Operation(summary = "Delete a task")
    @APIResponse(responseCode = "204", description = "Deleted")
    public Response delete(@PathParam("id") UUID id) {
        return changes.delete(() -> locked(id), () -> Task.deleteOwned(id, caller.id()));
    }

    private Task locked(UUID id) {
        return Task.lockOwned(id, caller.id());
    }

    private void admit(int more) {
        quotas.admit("tasks", caller.id(), more, () -> Task.count("userId", caller.id()));
    }
}
