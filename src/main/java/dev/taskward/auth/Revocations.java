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
import dev.taskward.health.SchemaReady;

/**
 * The sessions that ended while access tokens of theirs may still be alive. Every replica keeps them in memory, so that
 * checking a token reads no database; {@link RevocationFeed} brings what the others ended.
 */
@ApplicationScoped
public class Revocations implements SchemaReady {
    /** Between two replicas and the database, rows and tokens may come later than their times say. */
    private static final Duration MARGIN = Duration.ofSeconds(30);
    private static final Duration FIRST_READ = Duration.ofSeconds(10);

    private final AccessToken settings;
    private final TransactionSynchronizationRegistry transaction;
    private final EndedSessions ended;
    private final RevocationFeed feed;

    @ConfigProperty(name = "taskward.serve")
    boolean serve;

    @Inject
    Revocations(AccessToken settings, DirectDatabase database, TransactionSynchronizationRegistry transaction) {
        this.settings = settings;
        this.transaction = transaction;
        ended = new EndedSessions(settings.endedSessionsKept());
        feed = new RevocationFeed(database, ended, this::tokensGone);
    }

    /** To be asked once {@link #current} is. */
    boolean isEnded(UUID session) {
        return ended.contains(session);
    }

    /** Whether more has ended than is kept, and a token of this age may be of that. */
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

    /** Ends the session's access tokens: here when the transaction at hand commits, elsewhere within a second. */
    void end(UUID session) {
        RevokedSession.sweep(tokensGone());
        new RevokedSession(session).persist();
        transaction.registerInterposedSynchronization(new Synchronization() {
            @Override
            public void beforeCompletion() {
                // nothing to do before
            }

            @Override
            public void afterCompletion(int status) {
                if (status == Status.STATUS_COMMITTED) {
                    ended.add(session, Instant.now());
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

    /** No access token of a session that ended before this is alive. */
    private Instant tokensGone() {
        return Instant.now().minus(settings.lifetime()).minus(settings.clockSkew()).minus(MARGIN);
    }
}
