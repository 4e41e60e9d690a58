package dev.taskward.task;

import java.util.List;
import java.util.UUID;

import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;

import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.hibernate.validator.constraints.CodePointLength;

import dev.taskward.http.Fields;
import dev.taskward.http.Input;

/** Operations on tasks, to be done in their order, all or none. */
@Input
@Schema(name = "TaskBulkInput", examples = BulkInput.EXAMPLE)
public record BulkInput(
        @NotNull @Size(min = 1, max = 100, message = "must be 1 to 100 operations") @Schema(required = true, minItems = 1, maxItems = 100) List<@Valid Operation> operations) {

    /** How many tasks it creates. */
    int creations() {
        return (int) operations.stream().filter(operation -> operation.op() == Kind.create).count();
    }

    static final String EXAMPLE = "{\"operations\": [{\"op\": \"create\", \"data\": {\"title\": \"Water the plants\"}}]}";

    /** What one operation does. */
    @Schema(name = "TaskOperationKind")
    public enum Kind {
        create,
        patch,
        complete,
        delete
    }

    /** One of them. */
    @Input
    @Schema(name = "TaskOperation", description = "`create` takes `data`. `patch` takes `id` and `data`, a merge patch. "
            + "`complete` takes `id`, and `completed: false` to reopen. `delete` takes `id`.", examples = Operation.EXAMPLE)
    public record Operation(
            @NotNull @Schema(required = true, examples = "create") Kind op,
            @Schema(description = "The task. A `create` has none.") UUID id,
            @CodePointLength(max = 100, message = "must be at most 100 characters long") @Schema(maxLength = 100, description = "The ETag the task must have, as in `If-Match`.") String ifMatch,
            @Schema(defaultValue = "true", description = "For `complete`; false reopens the task.") Boolean completed,
            @Schema(ref = "TaskPatch") Fields<TaskInput> data) {

        static final String EXAMPLE = "{\"op\": \"create\", \"data\": {\"title\": \"Water the plants\"}}";

        boolean done() {
            return completed == null || completed;
        }
    }
}
