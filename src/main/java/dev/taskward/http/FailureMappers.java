package dev.taskward.http;

import jakarta.inject.Inject;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Response;

import com.fasterxml.jackson.core.JacksonException;
import io.quarkus.security.ForbiddenException;
import io.quarkus.security.UnauthorizedException;
import io.vertx.ext.web.RoutingContext;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/**
 * Hands every exception of the REST layer to {@link Failures}. The types are listed one by one because the framework
 * brings mappers of its own for them, which a mapper of {@link Throwable} alone would not replace.
 */
public class FailureMappers {
    @Inject
    Failures failures;

    @Inject
    RoutingContext request;

    @ServerExceptionMapper({Throwable.class, ApiException.class, WebApplicationException.class,
            jakarta.ws.rs.NotFoundException.class, jakarta.ws.rs.NotAllowedException.class,
            jakarta.ws.rs.NotAcceptableException.class, jakarta.ws.rs.NotSupportedException.class,
            io.quarkus.security.AuthenticationFailedException.class,
            io.quarkus.security.AuthenticationCompletionException.class,
            io.quarkus.security.AuthenticationRedirectException.class, UnauthorizedException.class,
            ForbiddenException.class, JacksonException.class,
            com.fasterxml.jackson.databind.exc.MismatchedInputException.class,
            com.fasterxml.jackson.databind.exc.InvalidDefinitionException.class})
    public Response respond(Throwable failure) {
        return failures.respond(failure, request);
    }
}
