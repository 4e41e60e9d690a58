package dev.taskward.auth;

import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.transaction.Status;
import jakarta.transaction.Synchronization;
import jakarta.transaction.TransactionSynchronizationRegistry;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import org.eclipse.microprofile.config.inject.ConfigProperty;

import dev.taskward.config.DirectDatabase;
import dev.taskward.data.BaseEntity;
import dev.taskward.health.SchemaReady;

/**
 * Which access tokens are revoked. Every replica keeps the revocations in memory, so that checking a token reads no
 * database; {@link RevocationFeed} brings those that other replicas wrote.
 */
@ApplicationScoped
public class Revocations implements SchemaReady {
    /** Between two replicas and the database, rows and tokens may come later than their times say. */
    private static final Duration MARGIN = Duration.ofSeconds(30);
    private static final Duration FIRST_READ = Duration.ofSeconds(10);

    private final AccessToken settings;
    private final TransactionSynchronizationRegistry transaction;
    private final RevocationTable table;
    private final EndedSessions ended;
    private final RevocationFeed feed;

    @ConfigProperty(name = "taskward.serve")
    boolean serve;

    @Inject
    Revocations(AccessToken settings, DirectDatabase database, TransactionSynchronizationRegistry transaction,
            RevocationTable table) {
        this.settings = settings;
        this.transaction = transaction;
        this.table = table;
        ended = new EndedSessions(settings.endedSessionsKept());
        feed = new RevocationFeed(database, ended, this::tokensGone);
    }

    /**
     * Whether a token is revoked, by its session or by its user; valid once {@link #current} is.
     *
     * @param session null if the token has none
     * @param generation null if the token has none
     */
    boolean refuses(UUID session, UUID user, Long generation, Instant issuedAt) {
        return ended.refuses(session, session, generation, issuedAt)
                || ended.refuses(user, session, generation, issuedAt);
    }

    /** Whether more is revoked than is kept, and a token of this age may be among it. */
    boolean isForgotten(Instant issuedAt) {
        return ended.isForgotten(issuedAt);
    }

    /** Null where what is known is less than a second old; else it is when this completes. */
    CompletableFuture<Void> current() {
        return feed.current();
    }

    /** For who has waited in vain for {@link #current}. */
    void waitedInVain() {
        feed.cutOffIfHung();
    }

    /** Revokes the access tokens of a session. */
    void revokeSession(UUID session) {
        revoke(Revocation.of(session, BaseEntity.now()));
    }

    /** Revokes all tokens of a user who is being deleted. */
    void revokeUser(UUID user) {
        revoke(Revocation.of(user, BaseEntity.now()));
    }

    /**
     * Revokes the access tokens that the user has so far, whatever became of their sessions.
     *
     * @param kept the session whose tokens stay valid, or null
     */
    void revokeEarlier(UUID user, UUID kept) {
        long generation = table.nextGeneration(user);
        if (generation > 0) {
            revoke(Revocation.before(generation, user, kept));
        }
    }

    /** Takes effect here when the current transaction commits, elsewhere within a second. */
    private void revoke(Revocation revocation) {
        table.sweep(tokensGone());
        table.add(revocation);
        transaction.registerInterposedSynchronization(new Synchronization() {
            @Override
            public void beforeCompletion() {
                // nothing to do before
            }

            @Override
            public void afterCompletion(int status) {
                if (status == Status.STATUS_COMMITTED) {
                    ended.add(revocation);
                }
            }
        });
    }

    /** Before the port opens, so that the first token waits for the rest of a read, and not for all of it. */
    void start(@Observes StartupEvent event) {
        if (serve) {
            feed.start();
        }
    }

    /** Until what has ended is known no token is let in: the instance is not ready before, and says what it lacks. */
    @Override
    public void schemaReady() {
        CompletableFuture<Void> current = current();
        if (current == null) {
            return;
        }
        try {
            current.get(FIRST_READ.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException("It cannot be learned which sessions have ended", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    void stop(@Observes ShutdownEvent event) {
        feed.stop();
    }

    /** All access tokens of a session that ended before this time have expired. */
    Instant tokensGone() {
        return Instant.now().minus(settings.lifetime()).minus(settings.clockSkew()).minus(MARGIN);
    }
}
