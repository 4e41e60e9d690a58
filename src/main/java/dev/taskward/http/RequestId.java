package dev.taskward.http;

import java.util.UUID;
import java.util.regex.Pattern;

import io.vertx.ext.web.RoutingContext;

/** The id a request is known by in its answer and in every log line: the caller's, if it is a sane one, or a new one. */
public final class RequestId {
    public static final String HEADER = "X-Request-Id";
    /** What trace and request ids of the usual gateways look like; nothing that could forge a log line. */
    public static final String PATTERN = "^[A-Za-z0-9._:/+=-]{1,128}$";
    private static final Pattern SANE = Pattern.compile(PATTERN);

    private RequestId() {
    }

    static String assign(RoutingContext request) {
        String given = request.request().getHeader(HEADER);
        String id = given != null && SANE.matcher(given).matches() ? given : UUID.randomUUID().toString();
        request.put(HEADER, id);
        return id;
    }

    public static String of(RoutingContext request) {
        return request.get(HEADER);
    }
}
