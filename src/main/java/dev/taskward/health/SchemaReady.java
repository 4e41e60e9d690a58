package dev.taskward.health;

/** Something to do once at each start, as soon as the schema is there. A failure is logged, and it is tried again. */
public interface SchemaReady {
    void schemaReady();
}
