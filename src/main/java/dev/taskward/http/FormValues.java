package dev.taskward.http;

import java.util.List;
import java.util.Set;

import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** Turns the texts of a form or a query into the JSON that says the same, by the types of the fields they are for. */
final class FormValues {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final Set<Class<?>> WHOLE_NUMBERS = Set.of(int.class, Integer.class, long.class, Long.class,
            short.class, Short.class, byte.class, Byte.class);
    /** Digits of the largest long, and its sign. */
    private static final int MAX_DIGITS = 20;

    private FormValues() {
    }

    /** @param errors gets what is given more than once and is not a list */
    static ObjectNode typed(ObjectNode texts, InputShape shape, List<FieldError> errors) {
        ObjectNode typed = JSON.objectNode();
        texts.properties().forEach(text -> {
            InputShape.Field field = shape.field(text.getKey());
            if (field == null) {
                return;
            }
            if (text.getValue().isArray() && !field.isList()) {
                errors.add(new FieldError(text.getKey(), "must be given once"));
            } else {
                typed.set(text.getKey(), value(text.getValue(), field));
            }
        });
        return typed;
    }

    private static JsonNode value(JsonNode text, InputShape.Field field) {
        if (field.isText()) {
            return text;
        }
        if (text.isTextual() && text.textValue().isEmpty()) {
            return NullNode.instance;
        }
        return field.isList() ? list(text, field.type().getContentType()) : single(text.textValue(), field.type());
    }

    /** A form gives a list's only item once, and several under the same name. */
    private static ArrayNode list(JsonNode texts, JavaType item) {
        ArrayNode list = JSON.arrayNode();
        if (texts.isArray()) {
            texts.forEach(text -> list.add(single(text.textValue(), item)));
        } else {
            list.add(single(texts.textValue(), item));
        }
        return list;
    }

    /** What does not look like a value of the type stays text, which is then not one. */
    private static JsonNode single(String text, JavaType type) {
        Class<?> target = type.getRawClass();
        if (target == boolean.class || target == Boolean.class) {
            return switch (text) {
                // A browser's checkbox sends "on".
                case "true", "on" -> BooleanNode.TRUE;
                case "false", "off" -> BooleanNode.FALSE;
                default -> JSON.textNode(text);
            };
        }
        try {
            if (WHOLE_NUMBERS.contains(target) && text.length() <= MAX_DIGITS) {
                return JSON.numberNode(Long.parseLong(text));
            }
            if (Number.class.isAssignableFrom(target) || target.isPrimitive() && target != char.class) {
                JsonNode number = Binder.JSON.readTree(text);
                return number != null && number.isNumber() ? number : JSON.textNode(text);
            }
        } catch (NumberFormatException | java.io.IOException e) {
            // stays text
        }
        return JSON.textNode(text);
    }
}
