package dev.taskward.openapi;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.eclipse.microprofile.openapi.models.media.Schema;
import org.eclipse.microprofile.openapi.models.media.Schema.SchemaType;

/** Examples of whole answers, put together from those of their fields, so that they fit together as the fields do. */
final class Examples {
    private final Schemas schemas;

    Examples(Schemas schemas) {
        this.schemas = schemas;
    }

    /** Empty if something that is always there has no example. */
    Optional<Object> of(Schema schema) {
        if (Schemas.nameOf(schema) != null) {
            return of(schemas.get(Schemas.nameOf(schema)));
        }
        Optional<Object> own = own(schema);
        if (own.isPresent()) {
            return own;
        }
        if (Schemas.is(schema, SchemaType.ARRAY)) {
            return of(schema.getItems()).map(List::of);
        }
        return schema.getProperties() == null ? Optional.empty() : object(schema);
    }

    private Optional<Object> object(Schema schema) {
        Map<String, Object> example = new LinkedHashMap<>();
        for (Map.Entry<String, Schema> property : schema.getProperties().entrySet()) {
            Optional<Object> value = of(property.getValue());
            if (value.isPresent() || Schemas.is(property.getValue(), SchemaType.NULL)) {
                example.put(property.getKey(), value.orElse(null));
            } else if (schema.getRequired() != null && schema.getRequired().contains(property.getKey())) {
                return Optional.empty();
            }
        }
        return Optional.of(example);
    }

    /** What the schema itself gives, or else the first of its enumeration. */
    static Optional<Object> own(Schema schema) {
        return first(schema.getExamples()).or(() -> first(schema.getEnumeration()));
    }

    private static Optional<Object> first(List<Object> values) {
        return values == null || values.isEmpty() ? Optional.empty() : Optional.ofNullable(values.get(0));
    }
}
