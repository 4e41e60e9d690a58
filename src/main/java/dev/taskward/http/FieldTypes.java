package dev.taskward.http;

import java.lang.reflect.RecordComponent;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** The types that a field of a request can have, each with how it is read and what is said when it is something else. */
final class FieldTypes {
    /** Java's ISO 8601 takes more: times without seconds, offsets with them, years of five digits. */
    private static final Pattern RFC_3339 = Pattern.compile(
            "\\d{4}-\\d\\d-\\d\\d[Tt]\\d\\d:\\d\\d:\\d\\d(\\.\\d{1,9})?([Zz]|[+-]\\d\\d:\\d\\d)");

    private FieldTypes() {
    }

    static Object read(JsonNode node, RecordComponent field, boolean text) throws Mismatch {
        return read(node, field.getType(), !field.isAnnotationPresent(Untrimmed.class), text);
    }

    static Object read(JsonNode node, Class<?> type, boolean trim, boolean text) throws Mismatch {
        if (type == String.class) {
            return text(node, trim);
        }
        if (type == Boolean.class) {
            return bool(node, text);
        }
        if (type == Integer.class) {
            return integer(node, text);
        }
        if (type == Instant.class) {
            return instant(node);
        }
        if (type == UUID.class) {
            return uuid(node);
        }
        if (type.isEnum()) {
            return constant(node, type);
        }
        throw new IllegalStateException("No way to read " + type);
    }

    private static String text(JsonNode node, boolean trim) throws Mismatch {
        String text = Text.normalize(require(node, "must be a string"));
        if (!Text.isClean(text)) {
            throw new Mismatch(Text.CONTROL_CHARACTERS);
        }
        return trim ? Text.trim(text) : text;
    }

    private static Boolean bool(JsonNode node, boolean text) throws Mismatch {
        if (node.isBoolean()) {
            return node.booleanValue();
        }
        String value = text ? node.asText() : "";
        // A browser's checkbox sends "on".
        return switch (value) {
            case "true", "on" -> true;
            case "false", "off" -> false;
            default -> throw new Mismatch("must be true or false");
        };
    }

    private static Integer integer(JsonNode node, boolean text) throws Mismatch {
        if (node.isInt()) {
            return node.intValue();
        }
        try {
            if (text) {
                return Integer.valueOf(node.asText());
            }
        } catch (NumberFormatException e) {
            // told below
        }
        throw new Mismatch("must be a whole number");
    }

    /** RFC 3339 section 5.6, any offset; kept in UTC with milliseconds, which is what the answers show. */
    private static Instant instant(JsonNode node) throws Mismatch {
        String message = "must be an RFC 3339 date-time such as 2026-11-21T02:06:00.000Z";
        try {
            String text = require(node, message).strip();
            if (!RFC_3339.matcher(text).matches()) {
                throw new Mismatch(message);
            }
            OffsetDateTime time = OffsetDateTime.parse(text);
            OffsetDateTime utc = time.withOffsetSameInstant(java.time.ZoneOffset.UTC);
            if (utc.getYear() < 1 || utc.getYear() > 9999) {
                throw new Mismatch(message);
            }
            return utc.toInstant().truncatedTo(ChronoUnit.MILLIS);
        } catch (DateTimeException e) {
            throw new Mismatch(message);
        }
    }

    private static UUID uuid(JsonNode node) throws Mismatch {
        String text = require(node, "must be a UUID");
        if (!Ids.isUuid(text)) {
            throw new Mismatch("must be a UUID");
        }
        return UUID.fromString(text);
    }

    private static Object constant(JsonNode node, Class<?> type) throws Mismatch {
        Object[] constants = type.getEnumConstants();
        String allowed = Arrays.stream(constants).map(Object::toString).collect(Collectors.joining(", "));
        String given = require(node, "must be one of " + allowed).strip();
        return Arrays.stream(constants).filter(constant -> constant.toString().equals(given)).findFirst()
                .orElseThrow(() -> new Mismatch("must be one of " + allowed));
    }

    static ObjectNode object(JsonNode node) throws Mismatch {
        if (node instanceof ObjectNode object) {
            return object;
        }
        throw new Mismatch("must be an object");
    }

    static ArrayNode array(JsonNode node) throws Mismatch {
        if (node instanceof ArrayNode array) {
            return array;
        }
        throw new Mismatch("must be an array");
    }

    private static String require(JsonNode node, String message) throws Mismatch {
        if (!node.isTextual()) {
            throw new Mismatch(message);
        }
        return node.textValue();
    }

    /** The value is not of the field's type; the message is for the client. */
    static final class Mismatch extends Exception {
        Mismatch(String message) {
            super(message, null, false, false);
        }
    }
}
