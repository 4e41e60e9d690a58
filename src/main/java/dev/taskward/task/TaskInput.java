package dev.taskward.task;

import java.time.Instant;

import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;

import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.hibernate.validator.constraints.CodePointLength;

import dev.taskward.http.Input;

/** What a client may set of a task: all of it, in a create or a replace; a patch is merged onto it. */
@Input
public record TaskInput(
        @NotBlank @CodePointLength(max = 200, message = "must be at most 200 characters long") @Schema(required = true, minLength = 1, maxLength = 200, examples = "Water the plants") String title,
        @CodePointLength(max = 10_000, message = "must be at most 10000 characters long") @Schema(nullable = true, maxLength = 10_000, examples = "The ones on the balcony too") String description,
        @NotNull @Schema(defaultValue = "false", examples = "false") Boolean completed,
        @NotNull @Schema(defaultValue = "medium", examples = "medium") Priority priority,
        @Schema(nullable = true, examples = "2026-12-01T09:00:00.000Z") Instant dueAt) {

    public TaskInput {
        completed = completed != null && completed;
        priority = priority == null ? Priority.medium : priority;
    }

    static TaskInput of(Task task) {
        return new TaskInput(task.title, task.description, task.completed, task.priority, task.dueAt);
    }
}
