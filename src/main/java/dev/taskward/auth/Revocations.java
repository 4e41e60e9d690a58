package dev.taskward.auth;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.transaction.Status;
import jakarta.transaction.Synchronization;
import jakarta.transaction.TransactionSynchronizationRegistry;

import io.agroal.api.AgroalDataSource;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import org.jboss.logging.Logger;

/**
 * The sessions that ended while access tokens of theirs may still be alive. Every replica keeps them in memory, so that
 * checking a token reads no database; what others ended is read twice a second.
 */
@ApplicationScoped
public class Revocations {
    private static final Logger LOG = Logger.getLogger(Revocations.class);
    private static final Duration POLL = Duration.ofMillis(500);
    /** Rows may commit later than their time says, by as long as a transaction takes. */
    private static final Duration OVERLAP = Duration.ofSeconds(30);

    private final Map<UUID, Instant> ended = new ConcurrentHashMap<>();
    private volatile Instant readTo = Instant.EPOCH;
    private ScheduledExecutorService poller;

    @Inject
    AgroalDataSource database;

    @Inject
    AccessToken settings;

    @Inject
    TransactionSynchronizationRegistry transaction;

    boolean isEnded(UUID session) {
        return ended.containsKey(session);
    }

    /** Ends the session's access tokens: here when the transaction at hand commits, elsewhere within a second. */
    void end(UUID session) {
        RevokedSession.deleteBefore(tokensGone());
        new RevokedSession(session).persist();
        transaction.registerInterposedSynchronization(new Synchronization() {
            @Override
            public void beforeCompletion() {
                // nothing to do before
            }

            @Override
            public void afterCompletion(int status) {
                if (status == Status.STATUS_COMMITTED) {
                    ended.put(session, Instant.now());
                }
            }
        });
    }

    void start(@Observes @Priority(100) StartupEvent event) {
        poller = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, "revocations");
            thread.setDaemon(true);
            return thread;
        });
        poller.scheduleWithFixedDelay(this::poll, 0, POLL.toMillis(), TimeUnit.MILLISECONDS);
    }

    void stop(@Observes ShutdownEvent event) {
        poller.shutdownNow();
    }

    /** No access token of a session that ended before this is alive. */
    private Instant tokensGone() {
        return Instant.now().minus(settings.lifetime()).minus(settings.clockSkew()).minus(OVERLAP);
    }

    private void poll() {
        Instant now = Instant.now();
        Instant tokensGone = tokensGone();
        ended.values().removeIf(at -> at.isBefore(tokensGone));
        Instant from = readTo.minus(OVERLAP).isBefore(tokensGone) ? tokensGone : readTo.minus(OVERLAP);
        try (Connection connection = database.getConnection();
                PreparedStatement query = connection.prepareStatement(
                        "select session_id, revoked_at from revoked_sessions where revoked_at > ?")) {
            query.setTimestamp(1, Timestamp.from(from));
            try (ResultSet rows = query.executeQuery()) {
                while (rows.next()) {
                    ended.putIfAbsent(rows.getObject(1, UUID.class), rows.getTimestamp(2).toInstant());
                }
            }
            readTo = now;
        } catch (SQLException | RuntimeException e) {
            LOG.debug("Revocations could not be read; the next poll reads them", e);
        }
    }
}
