package dev.taskward.security;

import jakarta.ws.rs.Priorities;

import io.quarkus.vertx.http.runtime.security.QuarkusHttpUser;
import io.vertx.ext.web.RoutingContext;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;

import dev.taskward.auth.PersonalCaller;
import dev.taskward.auth.Scope;
import dev.taskward.http.ApiException;
import dev.taskward.http.ErrorCode;

/** Lets personal tokens in where the route takes them and as far as their scopes reach, and nowhere else. */
public class PersonalTokenGate {
    private static final String ALLOWED = "taskward.personal-tokens-allowed";

    /** Runs on the annotated routes alone: bound by name, so that nothing is looked up by reflection at run time. */
    @ServerRequestFilter(priority = Priorities.AUTHORIZATION)
    @PersonalTokensAllowed
    public void allow(RoutingContext request) {
        request.put(ALLOWED, Boolean.TRUE);
    }

    /** After {@link dev.taskward.http.RequestFilter}, so that what is refused here counts towards the rate limit, too. */
    @ServerRequestFilter(priority = Priorities.USER + 1)
    public void check(RoutingContext request) {
        if (!(request.user() instanceof QuarkusHttpUser user)
                || !(user.getSecurityIdentity().getPrincipal() instanceof PersonalCaller caller)) {
            return;
        }
        if (!Boolean.TRUE.equals(request.get(ALLOWED))) {
            throw new ApiException(ErrorCode.FORBIDDEN, "A personal token is not accepted here: sign in");
        }
        Scope needed = Scope.neededFor(request.request().method());
        if (!caller.scopes().contains(needed)) {
            // RFC 6750 section 3.1
            throw new ApiException(ErrorCode.FORBIDDEN, "The token lacks the scope " + needed)
                    .header("WWW-Authenticate", "Bearer realm=\"taskward\", error=\"insufficient_scope\", scope=\""
                            + needed + "\"");
        }
    }
}
