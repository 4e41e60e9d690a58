package dev.taskward.data;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/** The keys by which a kind of resource can be sorted, and its order when the client names none. */
public final class Sorting<E extends BaseEntity> {
    private final Map<String, SortKey<E>> keys = new LinkedHashMap<>();

    /** A key that is never null. */
    public Sorting<E> by(String name, Class<?> type, Function<E, Object> value) {
        return by(new SortKey<>(name, name, type, false, value));
    }

    public Sorting<E> by(SortKey<E> key) {
        keys.put(key.name(), key);
        return this;
    }

    /** When it was made and when it was last changed: every resource has these. */
    public Sorting<E> byTimes() {
        return by("createdAt", Instant.class, e -> e.createdAt).by("updatedAt", Instant.class, e -> e.updatedAt);
    }

    public Set<String> names() {
        return keys.keySet();
    }

    public Order<E> newestFirst() {
        return new Order<>(List.of(new Order.Term<>(keys.get("createdAt"), true)), "-createdAt");
    }

    /**
     * @param sort keys separated by commas, a leading minus for descending
     * @throws IllegalArgumentException with a message for the client
     */
    public Order<E> parse(String sort) {
        List<Order.Term<E>> terms = new ArrayList<>();
        for (String part : sort.split(",", -1)) {
            boolean descending = part.startsWith("-");
            SortKey<E> key = keys.get(descending ? part.substring(1) : part);
            if (key == null) {
                throw new IllegalArgumentException("must be a comma-separated list of " + String.join(", ", names())
                        + ", each with a leading - for descending");
            }
            if (terms.stream().anyMatch(term -> term.key() == key)) {
                throw new IllegalArgumentException("names " + key.name() + " twice");
            }
            terms.add(new Order.Term<>(key, descending));
        }
        return new Order<>(terms, sort);
    }
}
