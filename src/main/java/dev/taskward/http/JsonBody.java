package dev.taskward.http;

import java.io.IOException;
import java.util.Arrays;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** Parses a JSON body and keeps what it is bound to: unknown fields are skipped as they come and take no memory. */
final class JsonBody {
    /** RFC 8259 section 8.1: not to be sent, and may be ignored. */
    private static final byte[] BYTE_ORDER_MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};
    /** By zero bytes among the first four, Jackson takes a text for UTF-16 or UTF-32. */
    private static final int GUESSED_BY = 4;

    private JsonBody() {
    }

    /**
     * @return the fields that the type has
     * @throws ApiException 400 if it is not an object in UTF-8
     * @throws com.fasterxml.jackson.core.JacksonException if it is not JSON, or beyond the limits of {@link InputMapper}
     */
    static ObjectNode parse(byte[] bytes, JavaType type) throws IOException {
        int start = startsWithByteOrderMark(bytes) ? BYTE_ORDER_MARK.length : 0;
        if (!Text.isUtf8(bytes) || hasZeroAtStart(bytes, start)) {
            throw new ApiException(ErrorCode.MALFORMED_BODY, "The request body must be UTF-8");
        }
        try (JsonParser json = Binder.JSON.createParser(bytes, start, bytes.length - start)) {
            JsonNode tree = json.nextToken() == null ? null : read(json, type);
            if (json.nextToken() == null && tree instanceof ObjectNode object) {
                return object;
            }
            throw new ApiException(ErrorCode.MALFORMED_BODY, tree instanceof ObjectNode
                    ? "The request body must be one JSON object"
                    : "The request body must be a JSON object");
        }
    }

    private static boolean startsWithByteOrderMark(byte[] bytes) {
        return bytes.length >= BYTE_ORDER_MARK.length
                && Arrays.equals(bytes, 0, BYTE_ORDER_MARK.length, BYTE_ORDER_MARK, 0, BYTE_ORDER_MARK.length);
    }

    private static boolean hasZeroAtStart(byte[] bytes, int start) {
        for (int i = start; i < Math.min(bytes.length, start + GUESSED_BY); i++) {
            if (bytes[i] == 0) {
                return true;
            }
        }
        return false;
    }

    private static JsonNode read(JsonParser json, JavaType type) throws IOException {
        if (json.currentToken() == JsonToken.START_OBJECT) {
            return object(json, type);
        }
        return json.currentToken() == JsonToken.START_ARRAY ? array(json, type) : json.readValueAsTree();
    }

    private static ObjectNode object(JsonParser json, JavaType type) throws IOException {
        InputShape shape = InputShape.ofObject(type);
        ObjectNode object = JsonNodeFactory.instance.objectNode();
        while (json.nextToken() != JsonToken.END_OBJECT) {
            String name = json.currentName();
            JavaType field = fieldType(type, shape, name);
            json.nextToken();
            if (field == null) {
                json.skipChildren();
            } else {
                object.set(name, read(json, field));
            }
        }
        return object;
    }

    /** Null if there is no such field: an object in the place of a value is read as an empty one. */
    private static JavaType fieldType(JavaType type, InputShape shape, String name) {
        if (shape != null) {
            return shape.field(name) == null ? null : shape.field(name).type();
        }
        return type.isMapLikeType() ? type.getContentType() : type.isJavaLangObject() ? type : null;
    }

    private static ArrayNode array(JsonParser json, JavaType type) throws IOException {
        JavaType item = type.isContainerType() ? type.getContentType() : type.isJavaLangObject() ? type : null;
        ArrayNode array = JsonNodeFactory.instance.arrayNode();
        while (json.nextToken() != JsonToken.END_ARRAY) {
            if (item == null) {
                json.skipChildren();
            } else {
                array.add(read(json, item));
            }
        }
        return array;
    }
}
