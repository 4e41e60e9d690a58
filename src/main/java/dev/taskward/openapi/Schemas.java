package dev.taskward.openapi;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;

import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.models.Components;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.eclipse.microprofile.openapi.models.media.Schema.SchemaType;

/** The named schemas: made plain and bounded, looked up, added to, and cleared of those that nothing refers to. */
final class Schemas {
    /** The largest integer that every JSON parser reads exactly (RFC 7493 section 2.2). */
    static final long MAX_SAFE_INTEGER = 9_007_199_254_740_991L;
    /** Marks, on the @Schema of a view, that it is answered as it is, without the envelope. */
    static final String BARE = "x-bare";
    static final String EXAMPLE_ID = "01936f3e-5b7a-7c3d-9a41-2f6b8c0d1e2f";
    /** Any text but the control characters that the service refuses; tab and line ends are none of these. */
    private static final String TEXT = "^[^\\u0000-\\u0008\\u000B\\u000C\\u000E-\\u001F\\u007F-\\u009F]*$";
    private static final int UUID_LENGTH = 36;
    /** A date-time with nanoseconds and an offset has 35. */
    private static final int MAX_TIME_LENGTH = 40;
    private static final int MAX_EMAIL_LENGTH = 254;

    private final Components components;

    Schemas(Components components) {
        this.components = components;
        all().values().forEach(this::complete);
    }

    private Map<String, Schema> all() {
        return components.getSchemas();
    }

    Schema get(String name) {
        Schema schema = all().get(name);
        if (schema == null) {
            throw new IllegalStateException("No schema " + name + ": is its class annotated with @Schema?");
        }
        return schema;
    }

    /** A reference to a schema of this name, which is added if there is none yet. */
    Schema named(String name, Supplier<Schema> made) {
        if (!all().containsKey(name)) {
            components.addSchema(name, made.get());
        }
        return reference(name);
    }

    static Schema reference(String name) {
        return OASFactory.createSchema().ref(name);
    }

    /** The name that a schema refers to; null if it is none of the named ones. */
    static String nameOf(Schema schema) {
        String ref = schema == null ? null : schema.getRef();
        return ref == null ? null : ref.substring(ref.lastIndexOf('/') + 1);
    }

    /** As the scanner names what it makes of a class. */
    static String nameOf(Class<?> type) {
        var annotation = type.getAnnotation(org.eclipse.microprofile.openapi.annotations.media.Schema.class);
        return annotation == null || annotation.name().isEmpty() ? type.getSimpleName() : annotation.name();
    }

    static Schema string(int maxLength, String pattern) {
        return OASFactory.createSchema().type(List.of(SchemaType.STRING)).maxLength(maxLength).pattern(pattern);
    }

    static Schema integer(long minimum, long maximum) {
        return OASFactory.createSchema().type(List.of(SchemaType.INTEGER))
                .format(maximum > Integer.MAX_VALUE ? "int64" : "int32")
                .minimum(BigDecimal.valueOf(minimum)).maximum(BigDecimal.valueOf(maximum));
    }

    static Schema uuid() {
        return OASFactory.createSchema().type(List.of(SchemaType.STRING)).format("uuid").maxLength(UUID_LENGTH);
    }

    static boolean is(Schema schema, SchemaType type) {
        return schema.getType() != null && schema.getType().contains(type);
    }

    static void allowNull(Schema schema) {
        if (is(schema, SchemaType.NULL)) {
            return;
        }
        schema.addType(SchemaType.NULL);
        if (schema.getEnumeration() != null) {
            // OpenAPI 3.0.3: "nullable" widens the type alone, an enumeration has to name null itself.
            List<Object> values = new ArrayList<>(schema.getEnumeration());
            values.add(null);
            schema.setEnumeration(values);
        }
    }

    static Schema copy(Schema original) {
        Schema copy = OASFactory.createSchema();
        original.getAll().forEach(copy::set);
        return copy;
    }

    private void complete(Schema schema) {
        inline(schema);
        bound(schema);
        children(schema).forEach(this::complete);
    }

    /**
     * A reference to a text type, as the scanner makes them for UUID, Instant and enums, becomes a copy: beside a $ref
     * OpenAPI 3.0 allows nothing, and within an allOf, where the scanner then puts it, null is not allowed.
     */
    private void inline(Schema schema) {
        Schema target = all().get(nameOf(schema.getRef() != null ? schema : referenceOrNull(schema)));
        if (target == null || !is(target, SchemaType.STRING)) {
            return;
        }
        boolean nullable = schema.getRef() == null || is(schema, SchemaType.NULL);
        schema.ref(null).setAnyOf(null);
        for (String key : List.of("format", "enum", "pattern")) {
            schema.set(key, target.get(key));
        }
        schema.setType(List.of(SchemaType.STRING));
        if (nullable) {
            allowNull(schema);
        }
    }

    /** The reference in what the scanner makes of one that may be null: anyOf [reference, null]. */
    private static Schema referenceOrNull(Schema schema) {
        List<Schema> choice = schema.getAnyOf() == null ? List.of() : schema.getAnyOf();
        return choice.stream().anyMatch(one -> is(one, SchemaType.NULL))
                ? choice.stream().filter(one -> one.getRef() != null).findFirst().orElse(null)
                : null;
    }

    /** What follows from the kind of a value, so that no record has to say it. */
    private static void bound(Schema schema) {
        if (is(schema, SchemaType.INTEGER)) {
            boolean wide = "int64".equals(schema.getFormat());
            schema.setMinimum(schema.getMinimum() != null ? schema.getMinimum() : BigDecimal.ZERO);
            schema.setMaximum(schema.getMaximum() != null
                    ? schema.getMaximum()
                    : BigDecimal.valueOf(wide ? MAX_SAFE_INTEGER : Integer.MAX_VALUE));
        } else if (is(schema, SchemaType.STRING) && schema.getEnumeration() != null) {
            schema.setPattern(null);
        } else if (is(schema, SchemaType.STRING)) {
            switch (schema.getFormat() == null ? "" : schema.getFormat()) {
                case "uuid" -> schema.maxLength(UUID_LENGTH).setPattern(null);
                case "date-time" -> schema.setMaxLength(MAX_TIME_LENGTH);
                // The service takes upper case, too, and lowers it; the pattern it then checks against is stricter.
                case "email" -> schema.maxLength(MAX_EMAIL_LENGTH).setPattern(null);
                case "" -> schema.setPattern(schema.getPattern() == null ? TEXT : schema.getPattern());
                default -> {
                    // is bounded by its format
                }
            }
        }
    }

    static Stream<Schema> children(Schema schema) {
        Stream.Builder<Schema> children = Stream.builder();
        if (schema.getProperties() != null) {
            schema.getProperties().values().forEach(children);
        }
        if (schema.getItems() != null) {
            children.add(schema.getItems());
        }
        Stream.of(schema.getAllOf(), schema.getAnyOf(), schema.getOneOf()).filter(list -> list != null)
                .flatMap(Collection::stream).forEach(children);
        return children.build();
    }

    /** Keeps these alone, and of what was marked on them for {@link Answers} nothing. */
    void retain(Set<String> names) {
        Map<String, Schema> kept = new LinkedHashMap<>(all());
        kept.keySet().retainAll(names);
        kept.values().forEach(schema -> schema.removeExtension(BARE));
        components.setSchemas(kept);
    }
}
