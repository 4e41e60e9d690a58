package dev.taskward.http;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** A body that is yet to be bound to {@code T}, for routes where the caller decides which of its fields count. */
public final class Fields<T extends Record> {
    private final ObjectNode tree;
    private final Class<T> type;
    private final Binder binder;

    Fields(ObjectNode tree, Class<T> type, Binder binder) {
        this.tree = tree;
        this.type = type;
        this.binder = binder;
    }

    /** The same without a field that the caller may not set: it is ignored, valid or not. */
    public Fields<T> without(String field) {
        return new Fields<>(tree.deepCopy().without(field), type, binder);
    }

    /**
     * Binds the whole, as a create or a replace takes it.
     *
     * @throws ApiException 400 with everything that is wrong
     */
    public T bind() {
        return binder.bind(tree, type);
    }

    /**
     * Applies a merge patch (RFC 7396): the current state with these fields in it.
     *
     * @throws ApiException 400 with everything that is wrong
     */
    public T onto(T current) {
        return binder.merge(tree, current, type);
    }

    /** Whether the body names the field at all. */
    public boolean names(String field) {
        return tree.has(field);
    }
}
