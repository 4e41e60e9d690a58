package dev.taskward.task;

/** How much a task matters, in rising order. Lower case as in JSON and in the database. */
public enum Priority {
    low,
    medium,
    high
}
