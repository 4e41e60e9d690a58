package dev.taskward.http;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

import io.vertx.core.Handler;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.impl.Http1xServerConnection;
import org.jboss.logging.Logger;

/**
 * All connections of the HTTP servers, which Netty accepts before any bean knows them. A new connection beyond the maximum
 * takes the place of the one that has been idle longest. If none is idle, its request is answered 503, unless it is a probe.
 * Answers that clients do not read share a bounded amount of memory: beyond it the connection that has stood still longest is
 * closed.
 */
final class Connections {
    private static final Logger LOG = Logger.getLogger(Connections.class);
    static final Connections ALL = new Connections();
    /** Connections beyond the maximum that may wait for their 503, or be probes. */
    private static final int SURPLUS = 256;
    /** An answer of this size finds room in the kernel's buffer of its connection. */
    static final int SMALL = 16 * 1024;
    /** How long a client may stand still before its connection can be closed for want of memory. */
    private static final Duration STALLED = Duration.ofSeconds(1);

    private final Set<ConnectionGate> open = ConcurrentHashMap.newKeySet();
    /** Without a request, the longest idle first. */
    private final Set<ConnectionGate> idle = new LinkedHashSet<>();
    private final AtomicLong unread = new AtomicLong();
    private final AtomicLong refused = new AtomicLong();
    private final AtomicLong evicted = new AtomicLong();
    private volatile Handler<HttpServerRequest> invalid;
    private volatile int max = Integer.MAX_VALUE;
    private volatile long maxUnread = Long.MAX_VALUE;

    /** @param unreadBytes most bytes of answers that wait for their clients to read them */
    void limit(int connections, long unreadBytes) {
        max = connections;
        maxUnread = unreadBytes;
    }

    /** @param handler what answers requests that are not valid HTTP, as it answers the others */
    void answerInvalid(Handler<HttpServerRequest> handler) {
        invalid = handler;
    }

    void prepare(Http1xServerConnection connection) {
        if (invalid != null) {
            connection.invalidRequestHandler(invalid);
        }
        // The request that is affected is answered and logged.
        connection.exceptionHandler(failure -> LOG.debug("A connection failed", failure));
    }

    void opened(ConnectionGate connection) {
        open.add(connection);
        ConnectionGate eldest = null;
        synchronized (idle) {
            if (open.size() > max) {
                Iterator<ConnectionGate> eldestFirst = idle.iterator();
                if (eldestFirst.hasNext()) {
                    eldest = eldestFirst.next();
                    eldestFirst.remove();
                }
            }
            idle.add(connection);
        }
        if (eldest != null) {
            evicted.incrementAndGet();
            eldest.close();
        } else if (open.size() > max + SURPLUS) {
            refused.incrementAndGet();
            connection.close();
        }
    }

    void closed(ConnectionGate connection) {
        open.remove(connection);
        synchronized (idle) {
            idle.remove(connection);
        }
    }

    /** A request of it has begun. */
    void busy(ConnectionGate connection) {
        synchronized (idle) {
            idle.remove(connection);
        }
    }

    /** Its request is answered, and the client has the answer. */
    void idle(ConnectionGate connection) {
        synchronized (idle) {
            if (open.contains(connection)) {
                idle.add(connection);
            }
        }
    }

    boolean isFull() {
        return open.size() > max;
    }

    void refused() {
        refused.incrementAndGet();
    }

    /**
     * Counts an answer of so many bytes that is about to be handed to a connection.
     *
     * @return false if there is no memory for it at all
     */
    boolean write(long bytes) {
        if (unread.addAndGet(bytes) > maxUnread) {
            closeStalled(0);
        }
        // What is closed gives its memory back a moment later.
        if (bytes > SMALL && unread.get() > maxUnread + maxUnread / 2) {
            unread.addAndGet(-bytes);
            return false;
        }
        return true;
    }

    /** The client has taken so many bytes, or is gone. */
    void taken(long bytes) {
        unread.addAndGet(-bytes);
    }

    /** Whether there is memory for an answer of so many bytes, at the cost of clients that stand still. */
    boolean hasRoomFor(long bytes) {
        if (unread.get() + bytes > maxUnread) {
            closeStalled(bytes);
        }
        return unread.get() + bytes <= maxUnread;
    }

    /** Closes connections whose clients have stopped reading, the longest first, until this many more bytes fit. */
    private void closeStalled(long bytes) {
        long now = System.nanoTime();
        List<ConnectionGate> stalled = new ArrayList<>(
                open.stream().filter(connection -> connection.isStalled(now, STALLED.toNanos())).toList());
        stalled.sort(Comparator.comparingLong(ConnectionGate::lastProgress));
        long excess = unread.get() + bytes - maxUnread;
        for (ConnectionGate connection : stalled) {
            if (excess <= 0) {
                return;
            }
            excess -= connection.unreadBytes();
            evicted.incrementAndGet();
            connection.close();
        }
    }

    /** Notes which clients have read on; closes those that have not for too long. To be called about once a second. */
    void sweep(long now, long stallNanos) {
        open.forEach(connection -> connection.sweep(now, stallNanos));
    }

    int count() {
        return open.size();
    }

    long unreadBytes() {
        return unread.get();
    }

    long refusedCount() {
        return refused.get();
    }

    long evictedCount() {
        return evicted.get();
    }
}
