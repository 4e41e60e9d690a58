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
import jakarta.ws.rs.ext.Provider;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.ext.web.RoutingContext;
import org.jboss.resteasy.reactive.server.spi.ResteasyReactiveResourceInfo;
import org.jboss.resteasy.reactive.server.spi.ServerMessageBodyReader;
import org.jboss.resteasy.reactive.server.spi.ServerRequestContext;

/** Reads every request body: JSON or a form, into an {@link Input} record or the {@link Fields} of one. */
@Provider
@Consumes(MediaType.WILDCARD)
public class InputReader implements ServerMessageBodyReader<Object> {
    private static final byte[] NULL = "null".getBytes(StandardCharsets.UTF_8);

    @Inject
    Binder binder;

    @Inject
    RoutingContext request;

    @Override
    public boolean isReadable(Class<?> type, Type generic, ResteasyReactiveResourceInfo method, MediaType mediaType) {
        return isInput(type);
    }

    @Override
    public boolean isReadable(Class<?> type, Type generic, Annotation[] annotations, MediaType mediaType) {
        return isInput(type);
    }

    private static boolean isInput(Class<?> type) {
        return type.isAnnotationPresent(Input.class) || type == Fields.class;
    }

    @Override
    public Object readFrom(Class<Object> type, Type generic, Annotation[] annotations, MediaType mediaType,
            MultivaluedMap<String, String> headers, InputStream body) throws IOException {
        return read(type, generic, mediaType);
    }

    @Override
    public Object readFrom(Class<Object> type, Type generic, MediaType mediaType, ServerRequestContext context)
            throws IOException {
        return read(type, generic, mediaType);
    }

    @SuppressWarnings({"unchecked", "rawtypes"})
    private Object read(Class<?> type, Type generic, MediaType mediaType) throws IOException {
        String coding = request.request().getHeader(HttpHeaders.CONTENT_ENCODING);
        if (coding != null && !coding.equalsIgnoreCase("identity")) {
            throw new ApiException(ErrorCode.UNSUPPORTED_MEDIA_TYPE, "The request body must not be compressed")
                    .header("Accept-Encoding", "identity");
        }
        boolean unbound = type == Fields.class;
        Class<?> record = unbound ? (Class<?>) ((ParameterizedType) generic).getActualTypeArguments()[0] : type;
        boolean form = FormBody.accepts(mediaType);
        ObjectNode fields = fields(record, form ? mediaType : null, isOptional(type));
        if (unbound) {
            return new Fields(form ? binder.typed(fields, record) : fields, record, binder);
        }
        return form ? binder.bindTexts(fields, record) : binder.bind(fields, record);
    }

    /** @param form the type of a form; null for JSON */
    private ObjectNode fields(Class<?> record, MediaType form, boolean optional) throws IOException {
        byte[] bytes = RequestBody.of(request);
        RequestDigest.note(request, bytes);
        try {
            if (optional && isNone(bytes)) {
                return JsonNodeFactory.instance.objectNode();
            }
            return form == null
                    ? JsonBody.parse(bytes, Binder.JSON.constructType(record))
                    : FormBody.parse(bytes, form);
        } finally {
            RequestBody.release(request);
        }
    }

    private static boolean isOptional(Class<?> type) {
        return type.isAnnotationPresent(Input.class) && type.getAnnotation(Input.class).optional();
    }

    /** No body at all, or the null that generated clients send for one. */
    private static boolean isNone(byte[] bytes) {
        return bytes.length == 0 || Arrays.equals(bytes, NULL);
    }
}
