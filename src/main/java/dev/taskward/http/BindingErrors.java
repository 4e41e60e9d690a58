package dev.taskward.http;

import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;

import com.fasterxml.jackson.core.exc.InputCoercionException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonMappingException.Reference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** Says in a client's words where and why Jackson could not bind a value. */
final class BindingErrors {
    private BindingErrors() {
    }

    static FieldError of(JsonMappingException failure) {
        StringBuilder place = new StringBuilder();
        for (Reference step : failure.getPath()) {
            if (step.getFieldName() == null) {
                place.append('[').append(step.getIndex()).append(']');
            } else {
                place.append(place.isEmpty() ? "" : ".").append(step.getFieldName());
            }
        }
        return new FieldError(place.toString(), message(failure));
    }

    private static String message(JsonMappingException failure) {
        if (failure instanceof InvalidValueException) {
            return failure.getOriginalMessage();
        }
        Class<?> type = failure instanceof MismatchedInputException mismatch
                ? mismatch.getTargetType()
                : failure.getCause() instanceof InputCoercionException number ? number.getTargetType() : null;
        return type == null ? "is not valid" : "must be " + kind(type);
    }

    private static String kind(Class<?> type) {
        if (type.isEnum()) {
            return "one of " + Arrays.stream(type.getEnumConstants())
                    .map(constant -> Binder.JSON.valueToTree(constant).asText()).collect(Collectors.joining(", "));
        }
        if (type == String.class) {
            return "a string";
        }
        if (type == Boolean.class || type == boolean.class) {
            return "true or false";
        }
        if (type == Instant.class) {
            return "an RFC 3339 date-time such as 2026-11-21T02:06:00.000Z";
        }
        if (type == LocalDate.class) {
            return "a date such as 2026-11-21";
        }
        if (type == UUID.class) {
            return "a UUID";
        }
        if (Number.class.isAssignableFrom(type) || type.isPrimitive()) {
            return type.getSimpleName().matches("Double|double|Float|float|BigDecimal|Number")
                    ? "a number"
                    : "a whole number";
        }
        return List.class.isAssignableFrom(type) || java.util.Collection.class.isAssignableFrom(type) || type.isArray()
                ? "an array"
                : type.getName().startsWith("java.time.") ? "a valid " + type.getSimpleName() : "an object";
    }

    /** Takes the value out; in a list null stays in its place, so that the others keep theirs. */
    static void remove(JsonMappingException failure, ObjectNode tree) {
        JsonNode parent = tree;
        List<Reference> path = failure.getPath();
        for (Reference step : path.subList(0, path.size() - 1)) {
            parent = step.getFieldName() == null ? parent.get(step.getIndex()) : parent.get(step.getFieldName());
        }
        Reference last = path.get(path.size() - 1);
        if (parent instanceof ArrayNode array) {
            array.setNull(last.getIndex());
        } else {
            ((ObjectNode) parent).remove(last.getFieldName());
        }
    }
}
