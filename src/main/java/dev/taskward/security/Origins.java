package dev.taskward.security;

import java.net.URI;
import java.util.List;
import java.util.Optional;

import jakarta.enterprise.context.ApplicationScoped;

import io.vertx.core.http.HttpServerRequest;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Which web origins may call; the platform's CORS filter answers the ones that may, this refuses the others first. */
@ApplicationScoped
public class Origins {
    @ConfigProperty(name = "quarkus.http.cors.origins")
    Optional<List<String>> allowed;

    public boolean allows(HttpServerRequest request) {
        String origin = request.getHeader("Origin");
        return origin == null || isAllowed(origin) || isOwn(origin, request);
    }

    /**
     * Of the service's own pages the platform's filter would refuse those behind a proxy that ends TLS, since their
     * scheme is another than the connection's. Same-origin requests need nothing of CORS, so that it is not asked.
     */
    public void hideOwn(HttpServerRequest request) {
        String origin = request.getHeader("Origin");
        if (origin != null && !isAllowed(origin)) {
            request.headers().remove("Origin");
        }
    }

    private boolean isAllowed(String origin) {
        return allowed.map(list -> list.contains(origin)).orElse(false);
    }

    private static boolean isOwn(String origin, HttpServerRequest request) {
        try {
            String authority = URI.create(origin).getRawAuthority();
            return authority != null && request.authority() != null
                    && authority.equalsIgnoreCase(request.authority().toString());
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
