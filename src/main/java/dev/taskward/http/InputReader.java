package dev.taskward.http;

import java.io.IOException;
import java.io.InputStream;
import java.lang.annotation.Annotation;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.ext.MessageBodyReader;
import jakarta.ws.rs.ext.Provider;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.ext.web.RoutingContext;

/** Reads every request body: JSON or a form, into an {@link Input} record or a {@link Fields} of one. */
@Provider
@Consumes(MediaType.WILDCARD)
public class InputReader implements MessageBodyReader<Object> {
    /** RFC 8259 section 8.1: not to be sent, and may be ignored. */
    private static final char BYTE_ORDER_MARK = '\ufeff';

    @Inject
    Binder binder;

    @Inject
    RoutingContext request;

    private static final byte[] NULL = "null".getBytes(StandardCharsets.UTF_8);

    private final ObjectReader json;
    private final int maxBody;

    @Inject
    public InputReader(ObjectMapper mapper, HttpLimits limits) {
        maxBody = Math.toIntExact(limits.maxBody().asLongValue());
        json = mapper.readerFor(JsonNode.class)
                .with(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                .with(JsonParser.Feature.STRICT_DUPLICATE_DETECTION);
    }

    @Override
    public boolean isReadable(Class<?> type, Type generic, Annotation[] annotations, MediaType mediaType) {
        return type.isAnnotationPresent(Input.class) || type == Fields.class;
    }

    @Override
    @SuppressWarnings({"unchecked", "rawtypes"})
    public Object readFrom(Class<Object> type, Type generic, Annotation[] annotations, MediaType mediaType,
            MultivaluedMap<String, String> headers, InputStream body) throws IOException {
        String coding = headers.getFirst(HttpHeaders.CONTENT_ENCODING);
        if (coding != null && !coding.equalsIgnoreCase("identity")) {
            throw new ApiException(ErrorCode.UNSUPPORTED_MEDIA_TYPE, "The request body must not be compressed")
                    .header("Accept-Encoding", "identity");
        }
        byte[] bytes = body.readNBytes(maxBody + 1);
        if (bytes.length > maxBody) {
            throw new ApiException(ErrorCode.BODY_TOO_LARGE);
        }
        RequestDigest.note(request, bytes);
        if (isNone(bytes) && type.isAnnotationPresent(Input.class) && type.getAnnotation(Input.class).optional()) {
            return binder.bind(JsonNodeFactory.instance.objectNode(), type, false);
        }
        boolean form = FormBody.accepts(mediaType);
        ObjectNode tree = form ? FormBody.parse(bytes, mediaType) : object(bytes);
        if (type.equals(Fields.class)) {
            Class<?> record = (Class<?>) ((ParameterizedType) generic).getActualTypeArguments()[0];
            return new Fields(tree, record, binder, form);
        }
        return binder.bind(tree, type, form);
    }

    /** No body at all, or the null that generated clients send for one. */
    private static boolean isNone(byte[] bytes) {
        return bytes.length == 0 || Arrays.equals(bytes, NULL);
    }

    /** What a Content-Length says, 0 if it says nothing. */
    static long contentLength(String header) {
        return header == null || !header.matches("\\d{1,18}") ? 0 : Long.parseLong(header);
    }

    private ObjectNode object(byte[] bytes) throws IOException {
        // As text, because from bytes the parser would guess at other encodings and let broken UTF-8 pass in names.
        String text = Text.ofUtf8(bytes);
        if (text == null) {
            throw new ApiException(ErrorCode.MALFORMED_BODY, "The request body must be UTF-8");
        }
        JsonNode tree = text.isEmpty()
                ? null
                : json.readTree(text.charAt(0) == BYTE_ORDER_MARK ? text.substring(1) : text);
        if (tree instanceof ObjectNode object) {
            return object;
        }
        throw new ApiException(ErrorCode.MALFORMED_BODY, "The request body must be a JSON object");
    }
}
