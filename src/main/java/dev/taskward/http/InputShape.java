package dev.taskward.http;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;

import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.introspect.AnnotatedMember;
import com.fasterxml.jackson.databind.introspect.BeanPropertyDefinition;

/**
 * What a record is bound from: its fields by the names that clients use, in the order in which they are declared.
 *
 * @param fields by name, as in JSON, in a form, or in a query
 */
record InputShape(Map<String, Field> fields) {
    private static final Map<JavaType, InputShape> KNOWN = new ConcurrentHashMap<>();

    /**
     * @param javaName the name of the record's component
     * @param size limits the items of a list; null without such a constraint
     */
    record Field(String javaName, JavaType type, boolean notNull, Size size) {
        boolean isTooLong(JsonNode value) {
            return size != null && value.isArray() && value.size() > size.max();
        }

        String tooLong() {
            // One that begins with a brace is a key of Bean Validation's own messages.
            return size.message().startsWith("{") ? "must have at most " + size.max() + " items" : size.message();
        }

        boolean isList() {
            return type.isCollectionLikeType() || type.isArrayType();
        }

        boolean isText() {
            return type.hasRawClass(String.class);
        }
    }

    static InputShape of(Class<?> type) {
        return of(Binder.JSON.constructType(type));
    }

    static InputShape of(JavaType type) {
        return KNOWN.computeIfAbsent(type, InputShape::introspect);
    }

    private static InputShape introspect(JavaType type) {
        Map<String, Field> fields = new LinkedHashMap<>();
        List<BeanPropertyDefinition> properties = Binder.JSON.getDeserializationConfig().introspect(type)
                .findProperties();
        properties.stream().filter(BeanPropertyDefinition::hasConstructorParameter).forEach(property -> {
            AnnotatedMember parameter = property.getConstructorParameter();
            Size size = parameter.getAnnotation(Size.class);
            boolean notNull = parameter.getAnnotation(NotNull.class) != null || parameter.getType().isPrimitive();
            fields.put(property.getName(), new Field(property.getInternalName(), parameter.getType(), notNull, size));
        });
        return new InputShape(fields);
    }

    /** What is bound to values of this type by name: a record, or the record that {@link Fields} are of; else null. */
    static InputShape ofObject(JavaType type) {
        JavaType bound = type.hasRawClass(Fields.class) ? type.containedType(0) : type;
        return bound.getRawClass().isRecord() ? of(bound) : null;
    }

    Field field(String name) {
        return fields.get(name);
    }

    /** The name that clients know a component of the record by. */
    String nameOf(String javaName) {
        return fields.entrySet().stream().filter(field -> field.getValue().javaName().equals(javaName))
                .map(Map.Entry::getKey).findFirst().orElse(javaName);
    }
}
