package dev.taskward.task;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** How much a task matters, in rising order. Lower case as in JSON and in the database. */
@Schema(examples = "medium")
public enum Priority {
    low,
    medium,
    high
}
