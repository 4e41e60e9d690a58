package dev.taskward.task;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

import dev.taskward.http.Input;

/** Whether the task is done; a request without a body says it is. */
@Input(optional = true)
@Schema(name = "TaskCompletionInput")
public record CompletionInput(@Schema(defaultValue = "true", examples = "true") Boolean completed) {
    boolean done() {
        return completed == null || completed;
    }
}
