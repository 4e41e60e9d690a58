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
        return origin == null || allowed.map(list -> list.contains(origin)).orElse(false) || isOwn(origin, request);
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
