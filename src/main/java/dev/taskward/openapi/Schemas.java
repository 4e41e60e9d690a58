package dev.taskward.openapi;

import java.math.BigDecimal;
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

    static boolean is(Schema schema, SchemaType type) {
        return schema.getType() != null && schema.getType().contains(type);
    }

    /**
     * OpenAPI 3.0 allows nothing beside a $ref. With an example or a description the writer would put it into an allOf,
     * of which generators make less readable types.
     */
    Schema plain(Schema schema) {
        return schema.getRef() == null || !isEnum(schema) || is(schema, SchemaType.NULL)
                ? schema
                : reference(nameOf(schema));
    }

    private boolean isEnum(Schema reference) {
        Schema target = all().get(nameOf(reference));
        return target != null && target.getEnumeration() != null;
    }

    /** Whether it refers to the schema of a record. */
    boolean isObject(Schema schema) {
        return schema.getRef() != null && !isEnum(schema);
    }

    /** Of text, a number or an enum. Beside the reference to an enum it becomes a type, an allOf and "nullable". */
    static void allowNull(Schema schema) {
        if (schema.getRef() != null) {
            schema.setType(List.of(SchemaType.STRING, SchemaType.NULL));
        } else if (!is(schema, SchemaType.NULL)) {
            schema.addType(SchemaType.NULL);
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

    /** A reference to a text type, as the scanner makes them for UUID and Instant, becomes a copy. Enums stay references. */
    private void inline(Schema schema) {
        Schema target = all().get(nameOf(schema.getRef() != null ? schema : referenceOrNull(schema)));
        if (target == null || !is(target, SchemaType.STRING) || target.getEnumeration() != null) {
            return;
        }
        boolean nullable = schema.getRef() == null || is(schema, SchemaType.NULL);
        schema.ref(null).setAnyOf(null);
        for (String key : List.of("format", "pattern")) {
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
        if (schema.getRef() != null) {
            // An enum or a record, which is bounded where it stands.
            return;
        }
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
                case "email" -> schema.maxLength(MAX_EMAIL_LENGTH).setPattern(Patterns.inAnyCase(schema.getPattern()));
                case "", "password" -> schema.setPattern(Patterns.text(schema.getPattern()));
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

    /** Keeps these alone, without the marks for {@link Answers}, and with references to enums that are nothing else. */
    void retain(Set<String> names) {
        Map<String, Schema> kept = new LinkedHashMap<>(all());
        kept.keySet().retainAll(names);
        kept.values().forEach(schema -> {
            schema.removeExtension(BARE);
            if (schema.getProperties() != null) {
                schema.getProperties().forEach((name, property) -> schema.addProperty(name, plain(property)));
            }
        });
        components.setSchemas(kept);
    }
}
