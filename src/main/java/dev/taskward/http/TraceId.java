package dev.taskward.http;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.vertx.ext.web.RoutingContext;
import org.jboss.logging.MDC;

/**
 * The trace that a request is part of, as the caller's {@code traceparent} says (W3C Trace Context section 3.2): by it the
 * log lines of the request are found from a trace of the ingress. Where tracing is built in (docs/adr/0016-opentelemetry.md)
 * each request has one, which the platform logs under the same key; it is the caller's, where there is one.
 */
final class TraceId {
    static final String KEY = "traceId";
    private static final String HEADER = "traceparent";
    /** Version, trace, parent and flags; ids of zeros alone are invalid. */
    private static final Pattern VALID = Pattern
            .compile("00-((?!0{32})[0-9a-f]{32})-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}");

    private TraceId() {
    }

    /** Puts it into the lines that are logged from here on, if there is one. */
    static void log(RoutingContext request) {
        if (request.request().getHeader(HEADER) == null) {
            return;
        }
        List<String> given = request.request().headers().getAll(HEADER);
        Matcher parts = VALID.matcher(given.get(0));
        if (given.size() == 1 && parts.matches()) {
            MDC.put(KEY, parts.group(1));
        }
    }
}
