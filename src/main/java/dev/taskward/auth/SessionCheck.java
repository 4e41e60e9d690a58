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
 * Refuses revoked tokens, in memory. After an idle period the first request waits for a refresh of what is revoked and is
 * rejected if that fails.
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
        UUID session = id(token.getClaim(AccessToken.SESSION_CLAIM));
        // Only our own tokens have a session and a generation.
        Long generation = session == null ? null : token.getClaim(AccessToken.GENERATION_CLAIM);
        Number seconds = token.getClaim("iat");
        Instant issuedAt = Instant.ofEpochSecond(seconds == null ? 0 : seconds.longValue());
        if (revocations.refuses(session, id(token.getSubject()), generation, issuedAt)) {
            throw new AuthenticationFailedException("revoked");
        }
        if (revocations.isForgotten(issuedAt)) {
            throw new AuthenticationFailedException(new ExpiredTokenException(null));
        }
    }

    private static UUID id(String claim) {
        return claim == null ? null : UUID.fromString(claim);
    }

    private Throwable unknown() {
        revocations.waitedInVain();
        return new SQLTransientConnectionException("It could not be learned which sessions have ended", "08001");
    }
}
