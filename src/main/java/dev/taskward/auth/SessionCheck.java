package dev.taskward.auth;

import java.sql.SQLTransientConnectionException;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.identity.AuthenticationRequestContext;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.identity.SecurityIdentityAugmentor;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.eclipse.microprofile.jwt.JsonWebToken;

import dev.taskward.security.ExpiredTokenException;

/**
 * Refuses the token of a session, or of a user, that has ended. In memory, but for a token that comes after a pause: it
 * waits for what is known to be current, and is not let in while that cannot be had.
 */
@ApplicationScoped
public class SessionCheck implements SecurityIdentityAugmentor {
    @Inject
    Revocations revocations;

    /** As long as a request waits for a connection. */
    @ConfigProperty(name = "quarkus.datasource.jdbc.acquisition-timeout")
    Duration patience;

    @Override
    public Uni<SecurityIdentity> augment(SecurityIdentity identity, AuthenticationRequestContext context) {
        if (!(identity.getPrincipal() instanceof JsonWebToken token)) {
            return Uni.createFrom().item(identity);
        }
        CompletableFuture<Void> current = revocations.current();
        if (current == null) {
            check(token);
            return Uni.createFrom().item(identity);
        }
        Uni<SecurityIdentity> later = Uni.createFrom().completionStage(current.copy())
                .ifNoItem().after(patience).failWith(this::unknown)
                .map(done -> {
                    check(token);
                    return identity;
                });
        Context request = Vertx.currentContext();
        return request == null ? later : later.emitOn(task -> request.runOnContext(ignored -> task.run()));
    }

    private void check(JsonWebToken token) {
        if (isEnded(token.getClaim(AccessToken.SESSION_CLAIM)) || isEnded(token.getSubject())) {
            throw new AuthenticationFailedException("ended");
        }
        Number issuedAt = token.getClaim("iat");
        if (revocations.isForgotten(Instant.ofEpochSecond(issuedAt == null ? 0 : issuedAt.longValue()))) {
            throw new AuthenticationFailedException(new ExpiredTokenException(null));
        }
    }

    private boolean isEnded(String id) {
        return id != null && revocations.isEnded(UUID.fromString(id));
    }

    private Throwable unknown() {
        revocations.waitedInVain();
        return new SQLTransientConnectionException("It could not be learned which sessions have ended", "08001");
    }
}
