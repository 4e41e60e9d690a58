package dev.taskward.task;

import java.util.UUID;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** What one operation of a bulk came to. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(name = "TaskOperationResult")
public record BulkResult(
        @Schema(required = true, examples = "create") BulkInput.Kind op,
        @Schema(required = true, minimum = "200", maximum = "204", description = "The status the operation would have by itself.", examples = "201") int status,
        @Schema(required = true, examples = "01936f3e-5b7a-7c3d-9a41-2f6b8c0d1e2f") UUID id,
        @Schema(maxLength = 100, description = "The task's ETag after all operations; absent when deleted.", examples = "\"0\"") String etag,
        @Schema(description = "The task after all operations; absent when deleted.") TaskView data) {}
