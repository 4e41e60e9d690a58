package dev.taskward.http;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import jakarta.inject.Inject;
import jakarta.ws.rs.container.ContainerRequestContext;

import io.vertx.ext.web.RoutingContext;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;
import org.jboss.resteasy.reactive.server.core.CurrentRequestManager;
import org.jboss.resteasy.reactive.server.mapping.RuntimeResource;

import dev.taskward.security.CurrentUser;

/**
 * What holds for every REST route alike, once the route is known and its roles are checked: ids in the path are UUIDs,
 * and {@code {user_id}} in a path is the caller. Declared here once, so that a new route has it without saying so.
 */
public class RequestFilter {
    public static final String OWNER_PARAMETER = "user_id";

    @Inject
    CurrentUser caller;

    @Inject
    RateLimiter limiter;

    @Inject
    RouteTable routes;

    /** Before the framework chooses a route: it would take {@code GET /tasks/bulk} for a read of the task "bulk". */
    @ServerRequestFilter(preMatching = true)
    public void refuseUnknownMethod(RoutingContext request) {
        if (routes.isMisrouted(request.request().method().name(), request.request().path())) {
            throw new ApiException(ErrorCode.METHOD_NOT_ALLOWED);
        }
    }

    @ServerRequestFilter
    public void check(ContainerRequestContext context, RoutingContext request) {
        AccessLog.route(request, template());
        begin(request);
        limiter.admit(request);
        Map<String, List<String>> path = context.getUriInfo().getPathParameters();
        List<FieldError> bad = new ArrayList<>();
        path.forEach((name, values) -> {
            if (isId(name) && !Ids.isUuid(values.get(0))) {
                bad.add(new FieldError(name, "must be a UUID"));
            }
        });
        if (!bad.isEmpty()) {
            throw ApiException.parameters(bad);
        }
        if (path.containsKey(OWNER_PARAMETER) && !caller.is(path.get(OWNER_PARAMETER).get(0))) {
            throw new ApiException(ErrorCode.FORBIDDEN, "The user in the path is not the caller");
        }
    }

    /** From here on a thread works for the request, even if the client leaves. */
    private static void begin(RoutingContext request) {
        InFlight inFlight = InFlight.of(request);
        if (inFlight == null) {
            return;
        }
        if (!inFlight.begin()) {
            throw new ApiException(ErrorCode.BAD_REQUEST, "The client has left");
        }
        CurrentRequestManager.get().registerCompletionCallback(ignored -> inFlight.finish());
    }

    private static String template() {
        RuntimeResource target = CurrentRequestManager.get().getTarget();
        String path = target.getPath() == null ? "" : target.getPath().template;
        String template = (target.getClassPath() == null ? "" : target.getClassPath().template) + path;
        return template.length() > 1 && template.endsWith("/")
                ? template.substring(0, template.length() - 1)
                : template;
    }

    private static boolean isId(String parameter) {
        return parameter.equals("id") || parameter.endsWith("_id");
    }
}
