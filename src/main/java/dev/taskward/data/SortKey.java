package dev.taskward.data;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.function.Function;

/**
 * Something a list can be ordered by.
 *
 * @param name what clients call it
 * @param expression what it is in HQL
 * @param type Instant, String or Integer: what a cursor has to carry
 * @param nullable whether a row may have none; those come last in both directions
 * @param value reads it off an entity, for the cursor
 */
public record SortKey<E>(String name, String expression, Class<?> type, boolean nullable, Function<E, Object> value) {

    /** A value as text for the cursor; null stays null. */
    String write(E entity) {
        Object raw = value.apply(entity);
        return raw == null ? null : raw.toString();
    }

    /** @throws RuntimeException if the text is no such value */
    Object read(String text) {
        if (text == null) {
            if (!nullable) {
                throw new IllegalArgumentException(name);
            }
            return null;
        }
        if (type == Instant.class) {
            return time(text);
        }
        return type == Integer.class ? (Object) Integer.valueOf(text) : storable(text);
    }

    /** In the years that a row can have; beyond them the database has no timestamp where Java still has one. */
    private static Instant time(String text) {
        Instant time = Instant.parse(text);
        int year = time.atOffset(ZoneOffset.UTC).getYear();
        if (year < 1 || year > 9999) {
            throw new IllegalArgumentException(text);
        }
        return time;
    }

    /** PostgreSQL has no NUL, UTF-8 no lone surrogate. */
    private static String storable(String text) {
        if (text.indexOf('\0') >= 0 || !StandardCharsets.UTF_8.newEncoder().canEncode(text)) {
            throw new IllegalArgumentException("text");
        }
        return text;
    }
}
