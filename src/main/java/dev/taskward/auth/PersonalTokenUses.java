package dev.taskward.auth;

import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.RejectedExecutionException;

import jakarta.enterprise.context.ApplicationScoped;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import org.jboss.logging.Logger;

/** Notes when personal tokens were last used: each at most once a minute, beside the request and not in its way. */
@ApplicationScoped
public class PersonalTokenUses {
    private static final Logger LOG = Logger.getLogger(PersonalTokenUses.class);
    private static final Duration APART = Duration.ofMinutes(1);
    private static final int MAX_REMEMBERED = 10_000;

    /** Those of the last minute, so that of many requests at once one writes. */
    private final Cache<UUID, Boolean> noted = Caffeine.newBuilder().expireAfterWrite(APART)
            .maximumSize(MAX_REMEMBERED).build();

    void note(PersonalToken token, Instant now) {
        boolean fresh = token.lastUsedAt != null && token.lastUsedAt.isAfter(now.minus(APART));
        if (fresh || noted.asMap().putIfAbsent(token.id, Boolean.TRUE) != null) {
            return;
        }
        UUID id = token.id;
        try {
            Infrastructure.getDefaultWorkerPool().execute(() -> write(id, now));
        } catch (RejectedExecutionException e) {
            noted.invalidate(id);
        }
    }

    private void write(UUID id, Instant now) {
        try {
            QuarkusTransaction.requiringNew().run(() -> PersonalToken.used(id, now, now.minus(APART)));
        } catch (RuntimeException e) {
            noted.invalidate(id);
            LOG.debug("A use of a personal token was not noted; its next one will be", e);
        }
    }
}
