package dev.taskward.task;

import java.time.Instant;
import java.util.UUID;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** A task as its owner sees it. */
@Schema(name = "Task")
public record TaskView(
        @Schema(required = true, examples = "01936f3e-5b7a-7c3d-9a41-2f6b8c0d1e2f") UUID id,
        @Schema(required = true, examples = "01936f3e-1111-7c3d-9a41-2f6b8c0d1e2f") UUID userId,
        @Schema(required = true, minLength = 1, maxLength = 200, examples = "Water the plants") String title,
        @Schema(required = true, nullable = true, maxLength = 10_000, examples = "The ones on the balcony too") String description,
        @Schema(required = true, examples = "false") boolean completed,
        @Schema(required = true, nullable = true) Instant completedAt,
        @Schema(required = true, examples = "medium") Priority priority,
        @Schema(required = true, nullable = true, examples = "2026-12-01T09:00:00.000Z") Instant dueAt,
        @Schema(required = true, examples = "2026-11-21T02:06:00.000Z") Instant createdAt,
        @Schema(required = true, examples = "2026-11-21T02:06:00.000Z") Instant updatedAt) {

    public static TaskView of(Task task) {
        return new TaskView(task.id, task.userId, task.title, task.description, task.completed, task.completedAt,
                task.priority, task.dueAt, task.createdAt, task.updatedAt);
    }
}
