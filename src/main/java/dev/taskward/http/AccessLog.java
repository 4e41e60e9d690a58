package dev.taskward.http;

import java.util.Optional;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

import io.quarkus.micrometer.runtime.binder.vertx.HttpRequestMetric;
import io.quarkus.vertx.http.runtime.security.QuarkusHttpUser;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.impl.HttpServerRequestInternal;
import io.vertx.ext.web.RoutingContext;
import org.jboss.logging.Logger;
import org.jboss.logging.MDC;

import dev.taskward.security.CurrentUser;

/**
 * One line per request: method, route template, status, time, user id, request id, trace id. The template stands for the
 * path, so that ids and query strings, which may hold what was searched for, stay out of the log, and likewise out of the
 * metrics.
 */
@ApplicationScoped
public class AccessLog {
    private static final Logger LOG = Logger.getLogger("access");
    private static final String ROUTE = "taskward.route";
    /** Where tracing, if it is built in, looks for it, as the REST layer leaves it there. */
    private static final String TRACED_ROUTE = "UrlPathTemplate";
    private static final String UNKNOWN_ROUTE = "/unknown";

    @Inject
    RouteTable routes;

    void follow(RoutingContext request) {
        long begun = System.nanoTime();
        request.addHeadersEndHandler(ignored -> measure(request));
        request.addEndHandler(ended -> write(request, (System.nanoTime() - begun) / 1_000, ended.failed()));
    }

    /** Else what is refused before the REST layer has its template would be measured, and traced, under its raw path. */
    private void measure(RoutingContext request) {
        HttpRequestMetric metric = HttpRequestMetric.getRequestMetric(request);
        if (metric != null && request.get(ROUTE) == null) {
            String template = routes.template(request.request().path()).orElse(UNKNOWN_ROUTE);
            metric.setTemplatePath(template);
            ((HttpServerRequestInternal) request.request()).context().putLocal(TRACED_ROUTE, template);
        }
    }

    /** Told by the REST layer once it knows which method serves the request. */
    static void route(RoutingContext request, String template) {
        request.put(ROUTE, template);
    }

    /** What was refused before the REST layer knew its method has a route all the same, if it is a path of one. */
    private String route(RoutingContext request) {
        String known = request.get(ROUTE);
        return known != null ? known : routes.template(request.request().path()).orElse("-");
    }

    /** The caller's id, if the request was authenticated. */
    static Optional<String> user(RoutingContext request) {
        return request.user() instanceof QuarkusHttpUser user && !user.getSecurityIdentity().isAnonymous()
                ? Optional.of(CurrentUser.subject(user.getSecurityIdentity()))
                : Optional.empty();
    }

    private void write(RoutingContext request, long micros, boolean aborted) {
        boolean probe = request.request().path() != null && request.request().path().startsWith("/q/");
        if (probe && !LOG.isDebugEnabled()) {
            return;
        }
        HttpServerRequest http = request.request();
        String route = probe ? http.path() : route(request);
        String user = user(request).orElse("-");
        MDC.put("requestId", RequestId.of(request));
        TraceId.log(request);
        MDC.put("method", http.method().name());
        MDC.put("route", route);
        MDC.put("status", request.response().getStatusCode());
        MDC.put("durationMs", micros / 1000.0);
        MDC.put("userId", user);
        LOG.logf(probe ? Logger.Level.DEBUG : Logger.Level.INFO, "%s %s %d %.1fms user=%s request=%s%s", http.method(),
                route, request.response().getStatusCode(), micros / 1000.0, user, RequestId.of(request),
                aborted ? " aborted" : "");
        for (String key : new String[]{"requestId", TraceId.KEY, "method", "route", "status", "durationMs", "userId"}) {
            MDC.remove(key);
        }
    }
}
