package dev.taskward.openapi;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.quarkus.smallrye.openapi.runtime.OpenApiConstants;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;

import dev.taskward.http.ApiException;
import dev.taskward.http.ErrorCode;

/**
 * Gives out the OpenAPI document as the build wrote it. The platform would read it and write it anew, as JSON and as YAML,
 * before its port opens: half of a native start (docs/adr/0015-native.md).
 */
@ApplicationScoped
public class DocumentRoute {
    private static final String PATHS = "/q/openapi(?:\\.(?<type>json|yaml|yml))?/?";
    private static final String DOCUMENT = "/" + OpenApiConstants.BASE_NAME;
    /** After the handlers of CORS and authentication, before the platform's own for this path. */
    private static final int ORDER = -1;

    /** Outside the heap, so that each connection is sent the same bytes without a copy. */
    private final Map<String, Buffer> documents = new ConcurrentHashMap<>();

    /** Finds nothing: what the platform then has is an empty document. */
    private static final class NoDocument extends ClassLoader {
        @Override
        public InputStream getResourceAsStream(String name) {
            return null;
        }
    }

    /** To be called before the platform starts. */
    public static void insteadOfThePlatform() {
        OpenApiConstants.classLoader = new NoDocument();
    }

    void register(@Observes Router router) {
        router.routeWithRegex(PATHS).order(ORDER).method(HttpMethod.GET).method(HttpMethod.HEAD)
                .handler(this::answer);
        router.routeWithRegex(PATHS).order(ORDER).handler(request -> request
                .fail(new ApiException(ErrorCode.METHOD_NOT_ALLOWED).header("Allow", "GET, HEAD")));
    }

    private void answer(RoutingContext request) {
        boolean json = wantsJson(request);
        Buffer document = documents.computeIfAbsent(json ? "JSON" : "YAML", DocumentRoute::read);
        request.response().putHeader("Content-Type",
                (json ? "application/json" : "application/yaml") + ";charset=UTF-8");
        if (request.request().method().equals(HttpMethod.HEAD)) {
            request.response().putHeader("Content-Length", Integer.toString(document.length())).end();
        } else {
            request.response().end(document);
        }
    }

    /** By the end of the path, else by the parameter {@code format} or the header {@code Accept}. */
    private static boolean wantsJson(RoutingContext request) {
        String type = request.pathParam("type");
        String accept = request.request().getHeader("Accept");
        return type != null
                ? type.equals("json")
                : "json".equalsIgnoreCase(request.request().getParam("format"))
                        || accept != null && accept.contains("application/json");
    }

    private static Buffer read(String format) {
        try (InputStream document = DocumentRoute.class.getResourceAsStream(DOCUMENT + "." + format)) {
            byte[] bytes = document.readAllBytes();
            ByteBuf shared = Unpooled.directBuffer(bytes.length).writeBytes(bytes);
            return Buffer.buffer(Unpooled.unreleasableBuffer(shared.asReadOnly()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
