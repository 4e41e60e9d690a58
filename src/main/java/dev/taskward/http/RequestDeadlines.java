package dev.taskward.http;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import io.vertx.core.Vertx;
import org.jboss.logging.Logger;
import org.postgresql.PGConnection;

/**
 * Ends what takes too long. A request that waits for a worker for too long is answered 503. One that is still running at its
 * deadline has its statement cancelled; a moment later, if that did not end it, its connection to the database is closed,
 * and either way its worker answers 503. Connections whose clients have stopped reading are closed.
 */
@ApplicationScoped
public class RequestDeadlines {
    private static final Logger LOG = Logger.getLogger(RequestDeadlines.class);
    private static final long PERIOD_MILLIS = 100;
    private static final Duration GRACE = Duration.ofMillis(700);
    private static final Duration STALL = Duration.ofSeconds(20);
    private static final int SWEEP_EVERY = 10;

    @Inject
    RequestQueue queue;

    @Inject
    HttpLimits limits;

    @Inject
    Failures failures;

    private int rounds;
    private long timer;

    void start(@Observes StartupEvent event, Vertx vertx) {
        timer = vertx.setPeriodic(PERIOD_MILLIS, ignored -> check());
    }

    /** In dev mode Vert.x outlives the application. */
    void stop(@Observes ShutdownEvent event, Vertx vertx) {
        vertx.cancelTimer(timer);
    }

    private void check() {
        long now = System.nanoTime();
        queue.expire(now);
        Connections.ALL.placeWaiting();
        for (InFlight request : queue.running()) {
            long overdue = now - request.arrived - limits.requestTimeout().toNanos();
            if (overdue > 0 && request.database() != null) {
                end(request, overdue);
            }
        }
        if (++rounds % SWEEP_EVERY == 0) {
            Connections.ALL.sweep(now, STALL.toNanos());
            failures.logShed();
        }
    }

    private static void end(InFlight request, long overdue) {
        if (request.cancel()) {
            LOG.warnf("Request %s is at its deadline: its statement is cancelled", RequestId.of(request.request));
            // A cancellation needs a connection of its own, which a database that hangs does not accept.
            Infrastructure.getDefaultWorkerPool().execute(() -> cancel(request.database()));
        } else if (overdue > GRACE.toNanos()) {
            abort(request.database());
        }
    }

    private static void cancel(Connection connection) {
        try {
            if (connection != null) {
                connection.unwrap(PGConnection.class).cancelQuery();
            }
        } catch (SQLException e) {
            LOG.debug("The statement could not be cancelled", e);
        }
    }

    private static void abort(Connection connection) {
        try {
            if (connection != null) {
                connection.abort(Runnable::run);
            }
        } catch (SQLException e) {
            LOG.debug("The connection could not be closed", e);
        }
    }
}
