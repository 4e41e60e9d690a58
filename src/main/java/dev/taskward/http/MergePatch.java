package dev.taskward.http;

import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * A partial update (RFC 7396) of what a {@code PUT} of {@code T} would replace. What it names is changed, null clears,
 * and what it does not name stays; the merged whole is validated as the whole would be.
 */
public final class MergePatch<T extends Record> {
    private final ObjectNode changes;
    private final Class<T> type;
    private final Binder binder;
    private final boolean text;

    MergePatch(ObjectNode changes, Class<T> type, Binder binder, boolean text) {
        this.changes = changes;
        this.type = type;
        this.binder = binder;
        this.text = text;
    }

    /** The current state with the changes in it. */
    public T onto(T current) {
        return binder.merge(changes, current, type, text);
    }

    public boolean names(String field) {
        return changes.has(field);
    }
}
