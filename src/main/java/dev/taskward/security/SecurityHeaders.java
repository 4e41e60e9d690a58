package dev.taskward.security;

import io.vertx.core.MultiMap;
import io.vertx.ext.web.RoutingContext;

/** The headers that every answer carries, errors included: what the helmet project sets, made strict for an API. */
public final class SecurityHeaders {
    private static final String API_CSP = "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'";
    /** Swagger UI loads its own scripts and styles, and styles its elements inline. */
    private static final String UI_CSP = "default-src 'self'; style-src 'self' 'unsafe-inline'; "
            + "script-src 'self' 'unsafe-inline'; img-src 'self' data:; frame-ancestors 'none'; base-uri 'none'";

    private SecurityHeaders() {
    }

    public static void complete(RoutingContext request) {
        MultiMap headers = request.response().headers();
        boolean page = request.request().path() != null && request.request().path().startsWith("/q/");
        headers.set("Content-Security-Policy", page ? UI_CSP : API_CSP);
        headers.set("Strict-Transport-Security", "max-age=31536000; includeSubDomains");
        headers.set("X-Content-Type-Options", "nosniff");
        headers.set("X-Frame-Options", "DENY");
        headers.set("X-DNS-Prefetch-Control", "off");
        headers.set("X-Permitted-Cross-Domain-Policies", "none");
        // The filter that this header once steered was itself a hole; 0 is what helmet sends.
        headers.set("X-XSS-Protection", "0");
        headers.set("Referrer-Policy", "no-referrer");
        headers.set("Cross-Origin-Opener-Policy", "same-origin");
        headers.set("Cross-Origin-Resource-Policy", "same-origin");
        headers.set("Origin-Agent-Cluster", "?1");
        // What an answer tells a browser about CORS holds for the origin that asked.
        headers.add("Vary", "Origin");
        if (!headers.contains("Cache-Control")) {
            // Personal answers may be kept by the client alone, and asked about by their ETag; the others not at all.
            headers.set("Cache-Control", headers.contains("ETag") ? "private, no-cache" : "no-store");
        }
    }
}
