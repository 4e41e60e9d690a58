package dev.taskward.http;

import java.io.IOException;
import java.nio.charset.StandardCharsets;

import jakarta.ws.rs.core.MediaType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.multipart.Attribute;
import io.netty.handler.codec.http.multipart.DefaultHttpDataFactory;
import io.netty.handler.codec.http.multipart.HttpPostRequestDecoder;
import io.netty.handler.codec.http.multipart.InterfaceHttpData;

/** Forms as the object that the same fields would make in JSON, every value a string; files are refused. */
final class FormBody {
    /** No record has a component of this name. */
    private static final String UNNAMED = "=";

    /** Netty refuses a field whose name is empty. Here it gets a name that nobody knows, and is ignored like any such field. */
    private static final class UnnamedFields extends DefaultHttpDataFactory {
        UnnamedFields() {
            super(false);
        }

        @Override
        public Attribute createAttribute(HttpRequest request, String name) {
            return super.createAttribute(request, named(name));
        }

        @Override
        public Attribute createAttribute(HttpRequest request, String name, long definedSize) {
            return super.createAttribute(request, named(name), definedSize);
        }

        private static String named(String name) {
            return name.isBlank() ? UNNAMED : name;
        }
    }

    private FormBody() {
    }

    static boolean accepts(MediaType type) {
        return type != null && (type.isCompatible(MediaType.APPLICATION_FORM_URLENCODED_TYPE)
                || isMultipart(type)) && !type.isWildcardType() && !type.isWildcardSubtype();
    }

    private static boolean isMultipart(MediaType type) {
        return type.isCompatible(MediaType.MULTIPART_FORM_DATA_TYPE);
    }

    static ObjectNode parse(byte[] bytes, MediaType type) throws IOException {
        var request = new DefaultFullHttpRequest(HttpVersion.HTTP_1_1, HttpMethod.POST, "/",
                Unpooled.wrappedBuffer(bytes));
        request.headers().set(HttpHeaderNames.CONTENT_TYPE, type.toString());
        HttpPostRequestDecoder decoder = null;
        try {
            if (!isWhole(bytes, type)) {
                throw unreadable();
            }
            decoder = new HttpPostRequestDecoder(new UnnamedFields(), request);
            return fields(decoder);
        } catch (HttpPostRequestDecoder.ErrorDataDecoderException
                | HttpPostRequestDecoder.TooManyFormFieldsException
                | HttpPostRequestDecoder.TooLongFormFieldException
                | IllegalArgumentException | IndexOutOfBoundsException e) {
            throw unreadable();
        } finally {
            if (decoder != null) {
                decoder.destroy();
            }
        }
    }

    /** The decoder takes a form without a boundary for an empty one, one cut off for a shorter one, and any bytes for text. */
    private static boolean isWhole(byte[] bytes, MediaType type) {
        String raw = new String(bytes, StandardCharsets.ISO_8859_1);
        if (!isMultipart(type)) {
            return Text.ofUtf8(bytes) != null && Text.isUtf8Escaped(raw);
        }
        String boundary = type.getParameters().get("boundary");
        return boundary != null && !boundary.isEmpty() && raw.contains("--" + boundary + "--");
    }

    private static ApiException unreadable() {
        return new ApiException(ErrorCode.MALFORMED_BODY, "The form cannot be read");
    }

    private static ObjectNode fields(HttpPostRequestDecoder decoder) throws IOException {
        ObjectNode fields = JsonNodeFactory.instance.objectNode();
        for (InterfaceHttpData data : decoder.getBodyHttpDatas()) {
            if (!(data instanceof Attribute attribute)) {
                throw ApiException.invalid(data.getName(), "must be a plain field, not a file");
            }
            String value = Text.ofUtf8(attribute.get());
            if (value == null) {
                throw unreadable();
            }
            add(fields, attribute.getName(), value);
        }
        return fields;
    }

    /** What is given several times becomes a list; whether the field is one, the binder knows. */
    private static void add(ObjectNode fields, String name, String value) {
        JsonNode earlier = fields.get(name);
        if (earlier == null) {
            fields.put(name, value);
        } else if (earlier instanceof ArrayNode list) {
            list.add(value);
        } else {
            fields.putArray(name).add(earlier).add(value);
        }
    }
}
