package dev.taskward.auth;

import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

import org.jboss.logging.Logger;

import dev.taskward.config.DirectDatabase;

/**
 * Keeps {@link EndedSessions} current, on a thread and a connection of its own. While tokens are checked it listens, and
 * reads twice a second what a connection that is lost or dead would not have told. While none are it does nothing, so
 * that a database may sleep; the first token after that waits for a read.
 */
final class RevocationFeed {
    private static final Logger LOG = Logger.getLogger(RevocationFeed.class);
    private static final Duration POLL = Duration.ofMillis(500);
    /** What was read longer ago is not relied on: so ended sessions are refused within the second that is promised. */
    private static final Duration CURRENT = Duration.ofMillis(900);
    private static final Duration HUNG = Duration.ofSeconds(10);
    private static final Duration RETRY = Duration.ofMillis(250);
    /** A connection that is not used for so long is closed, before something on its way drops it in silence. */
    private static final Duration IDLE = Duration.ofSeconds(60);

    private final DirectDatabase database;
    private final EndedSessions ended;
    private final Supplier<Instant> tokensGone;
    private final Thread thread = new Thread(this::run, "revocations");
    /** For those who wait for the next read to begin. */
    private final AtomicReference<CompletableFuture<Void>> next = new AtomicReference<>(new CompletableFuture<>());
    private volatile boolean wanted = true;
    private volatile boolean stopping;
    private volatile RevocationConnection connection;
    private volatile boolean read;
    private volatile long readAt;
    private volatile long busySince;
    private boolean lost;

    /** @param tokensGone the time before which no access token of what ended then is alive */
    RevocationFeed(DirectDatabase database, EndedSessions ended, Supplier<Instant> tokensGone) {
        this.database = database;
        this.ended = ended;
        this.tokensGone = tokensGone;
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    /** Says that a token is to be checked; null if what is known is current, else it will be, or cannot be, by then. */
    CompletableFuture<Void> current() {
        if (!wanted) {
            wanted = true;
            LockSupport.unpark(thread);
        }
        if (isCurrent()) {
            return null;
        }
        CompletableFuture<Void> waiting = next.get();
        wanted = true;
        LockSupport.unpark(thread);
        return isCurrent() ? null : waiting;
    }

    private boolean isCurrent() {
        return read && System.nanoTime() - readAt < CURRENT.toNanos();
    }

    /** For who has waited too long: the driver waits without end for the rest of a notice that has begun to arrive. */
    void cutOffIfHung() {
        RevocationConnection used = connection;
        if (used != null && System.nanoTime() - busySince > HUNG.toNanos()) {
            used.abort();
        }
    }

    void stop() {
        stopping = true;
        thread.interrupt();
        RevocationConnection used = connection;
        if (used != null) {
            used.abort();
        }
    }

    private void run() {
        while (!stopping) {
            if (isWantedSoon()) {
                readAndListen();
            } else {
                disconnect();
            }
        }
        disconnect();
    }

    private boolean isWantedSoon() {
        long end = System.nanoTime() + IDLE.toNanos();
        for (long left = IDLE.toNanos(); !wanted && !stopping && left > 0; left = end - System.nanoTime()) {
            LockSupport.parkNanos(this, left);
        }
        return wanted;
    }

    private void readAndListen() {
        wanted = false;
        CompletableFuture<Void> waiting = next.getAndSet(new CompletableFuture<>());
        long begun = System.nanoTime();
        try {
            read();
            readAt = begun;
            read = true;
            waiting.complete(null);
            if (isCurrent()) {
                // Good enough for those, too, who came while it was under way.
                next.getAndSet(new CompletableFuture<>()).complete(null);
            }
            found();
        } catch (SQLException | RuntimeException e) {
            disconnect();
            waiting.completeExceptionally(e);
            lost(e);
            pause();
            return;
        }
        try {
            listen(begun + POLL.toNanos());
        } catch (SQLException | RuntimeException e) {
            disconnect();
            lost(e);
        }
    }

    /** A connection may have been lost while it was not used: then by a new one, at once. */
    private void read() throws SQLException {
        busySince = System.nanoTime();
        ended.expire(tokensGone.get());
        if (connection != null) {
            try {
                connection.readInto(ended, tokensGone.get());
                return;
            } catch (SQLException e) {
                disconnect();
                lost(e);
            }
        }
        RevocationConnection opened = RevocationConnection.open(database);
        busySince = System.nanoTime();
        connection = opened;
        connection.readInto(ended, tokensGone.get());
    }

    private void listen(long until) throws SQLException {
        for (long left = until - System.nanoTime(); left > 0 && !stopping; left = until - System.nanoTime()) {
            connection.receiveInto(ended, Duration.ofNanos(left));
        }
    }

    private void disconnect() {
        RevocationConnection last = connection;
        connection = null;
        if (last != null) {
            last.close();
        }
    }

    /** What fails before the first read is told by who waits for the database and its schema. */
    private void lost(Exception e) {
        if (!lost && !stopping && read) {
            LOG.warnf("The connection that tells of ended sessions is lost; tokens wait for a new one: %s",
                    e.getMessage());
            lost = true;
        }
    }

    private void found() {
        if (lost) {
            LOG.info("The connection that tells of ended sessions is there again");
            lost = false;
        }
    }

    private void pause() {
        try {
            Thread.sleep(RETRY.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
