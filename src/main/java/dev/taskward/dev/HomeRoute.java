package dev.taskward.dev;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

import io.quarkus.arc.profile.IfBuildProfile;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Router;

/**
 * Leads from the address that dev mode prints to the page where the API can be tried out. In production {@code /} is no route,
 * as the OpenAPI document says.
 */
@ApplicationScoped
@IfBuildProfile("dev")
public class HomeRoute {
    void register(@Observes Router router) {
        router.route("/").method(HttpMethod.GET).method(HttpMethod.HEAD)
                .handler(
                        request -> request.response().setStatusCode(302).putHeader("Location", "/q/swagger-ui/").end());
    }
}
