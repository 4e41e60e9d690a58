package dev.taskward.task;

import java.util.List;
import java.util.UUID;

import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

import dev.taskward.http.Fields;
import dev.taskward.http.Input;

/** Operations on tasks, to be done in their order, all or none. */
@Input
@Schema
public record BulkInput(
        @NotNull @Size(min = 1, max = 100, message = "must be 1 to 100 operations") @Schema(required = true, minItems = 1, maxItems = 100) List<@Valid Operation> operations) {

    /** How many tasks it creates. */
    int creations() {
        return (int) operations.stream().filter(operation -> operation.op() == Kind.create).count();
    }

    /** What one operation does. */
    public enum Kind {
        create,
        patch,
        complete,
        delete
    }

    /** One of them. */
    @Input
    @Schema(name = "TaskOperation", description = "`create` takes `data`; `patch` takes `id` and `data`, a merge patch; "
            + "`complete` takes `id` and perhaps `completed: false` to reopen; `delete` takes `id`.")
    public record Operation(
            @NotNull @Schema(required = true, examples = "create") Kind op,
            @Schema(description = "The task; not of a create.", examples = "01936f3e-5b7a-7c3d-9a41-2f6b8c0d1e2f") UUID id,
            @Size(max = 100) @Schema(maxLength = 100, description = "The ETag the task must have, as If-Match.", examples = "\"0\"") String ifMatch,
            @Schema(defaultValue = "true", examples = "true") Boolean completed,
            @Schema(ref = "TaskPatch") Fields<TaskInput> data) {

        boolean done() {
            return completed == null || completed;
        }
    }
}
