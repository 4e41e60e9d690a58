package dev.taskward.http;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** A body that is yet to be bound to {@code T}, for routes where the caller decides which of its fields count. */
public final class Fields<T extends Record> {
    private final ObjectNode tree;
    private final Class<T> type;
    private final Binder binder;
    private final boolean text;

    Fields(ObjectNode tree, Class<T> type, Binder binder, boolean text) {
        this.tree = tree;
        this.type = type;
        this.binder = binder;
        this.text = text;
    }

    /** The same without a field that the caller may not set: it is ignored, right or wrong. */
    public Fields<T> without(String field) {
        return new Fields<>(tree.deepCopy().without(field), type, binder, text);
    }

    /** The whole, as a create or a replace takes it. */
    public T bind() {
        return binder.bind(tree, type, text);
    }

    /** A merge patch (RFC 7396): the current state with these fields in it. */
    public T onto(T current) {
        return binder.merge(tree, current, type, text);
    }

    /** Whether the body has the field at all. */
    public boolean names(String field) {
        return tree.has(field);
    }
}
