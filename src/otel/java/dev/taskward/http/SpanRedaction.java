package dev.taskward.http;

import java.util.List;

import jakarta.enterprise.context.ApplicationScoped;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.trace.ReadWriteSpan;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.opentelemetry.semconv.ClientAttributes;
import io.opentelemetry.semconv.UrlAttributes;

/**
 * Keeps out of spans what the access log keeps out of its lines: the path, for which the template of the route stands; the
 * query, which may hold a token or what was searched for; and the client's address, which X-Forwarded-For may have made up.
 */
@ApplicationScoped
public class SpanRedaction implements SpanProcessor {
    private static final List<AttributeKey<String>> HIDDEN = List.of(UrlAttributes.URL_PATH, UrlAttributes.URL_QUERY,
            ClientAttributes.CLIENT_ADDRESS);
    /** As the conventions for HTTP spans have it; an attribute can be replaced and not removed. */
    private static final String REDACTED = "REDACTED";

    @Override
    public void onStart(Context parent, ReadWriteSpan span) {
        for (AttributeKey<String> key : HIDDEN) {
            if (span.getAttribute(key) != null) {
                span.setAttribute(key, REDACTED);
            }
        }
    }

    @Override
    public boolean isStartRequired() {
        return true;
    }

    @Override
    public void onEnd(ReadableSpan span) {
        // all is done at the start
    }

    @Override
    public boolean isEndRequired() {
        return false;
    }
}
