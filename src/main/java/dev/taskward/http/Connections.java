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
 * takes the place of the one that has been idle longest. While all are busy, it waits for a place, and is answered 503 if it waits for
 * too long; a probe is let in all the same. Answers that clients do not read share a bounded amount of
 * memory: beyond it the connection that has stood still longest is closed.
 */
final class Connections {
    private static final Logger LOG = Logger.getLogger(Connections.class);
    static final Connections ALL = new Connections();
    /** How long a connection has to be idle to make room: those of busy clients are idle for moments only. */
    private static final Duration IDLE = Duration.ofSeconds(1);
    /** Least number of connections that may wait for a place. */
    private static final int SURPLUS = 256;
    private static final int SURPLUS_SHARE = 4;
    /** An answer of this size finds room in the kernel's buffer of its connection. */
    static final int SMALL = 16 * 1024;
    /** How long a client may stand still before its connection can be closed for want of memory. */
    private static final Duration STALLED = Duration.ofSeconds(1);

    private final Set<ConnectionGate> open = ConcurrentHashMap.newKeySet();
    /** Have a place and no request, the longest idle first; guards the next two. */
    private final Set<ConnectionGate> idle = new LinkedHashSet<>();
    /** Without a place, the longest first. */
    private final Set<ConnectionGate> waiting = new LinkedHashSet<>();
    private int taken;
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

    /** Closes it at once, gives it a place, or lets it wait for one. */
    void opened(ConnectionGate connection) {
        open.add(connection);
        ConnectionGate eldest = null;
        boolean refused = false;
        synchronized (idle) {
            connection.setIdleSince(System.nanoTime());
            if (taken < max) {
                taken++;
                place(connection);
            } else {
                eldest = removeEldest();
                if (eldest != null) {
                    place(connection);
                } else if (waiting.size() < surplus() && open.size() <= max + 2 * surplus()) {
                    waiting.add(connection);
                } else {
                    refused = true;
                }
            }
        }
        if (eldest != null) {
            evict(eldest);
        }
        if (refused) {
            this.refused.incrementAndGet();
            connection.close();
        }
    }

    private int surplus() {
        return Math.max(SURPLUS, max / SURPLUS_SHARE);
    }

    private void place(ConnectionGate connection) {
        connection.setPlaced(true);
        idle.add(connection);
    }

    /** Takes the place of the one that has been idle longest; null if none has been for long enough. */
    private ConnectionGate removeEldest() {
        Iterator<ConnectionGate> eldestFirst = idle.iterator();
        if (!eldestFirst.hasNext()) {
            return null;
        }
        ConnectionGate eldest = eldestFirst.next();
        if (System.nanoTime() - eldest.idleSince() < IDLE.toNanos()) {
            return null;
        }
        eldestFirst.remove();
        eldest.setPlaced(false);
        return eldest;
    }

    private void evict(ConnectionGate connection) {
        evicted.incrementAndGet();
        connection.close();
    }

    void closed(ConnectionGate connection) {
        open.remove(connection);
        ConnectionGate next = null;
        synchronized (idle) {
            idle.remove(connection);
            waiting.remove(connection);
            if (connection.isPlaced()) {
                connection.setPlaced(false);
                next = pollWaiting();
                if (next == null) {
                    taken--;
                }
            }
        }
        if (next != null) {
            next.admit();
        }
    }

    private ConnectionGate pollWaiting() {
        Iterator<ConnectionGate> longestFirst = waiting.iterator();
        if (!longestFirst.hasNext()) {
            return null;
        }
        ConnectionGate next = longestFirst.next();
        longestFirst.remove();
        place(next);
        return next;
    }

    /** It has waited for too long. Returns false if it has got a place meanwhile. */
    boolean giveUp(ConnectionGate connection) {
        synchronized (idle) {
            return waiting.remove(connection);
        }
    }

    /** Gives places of connections that have been idle to those that wait. To be called several times a second. */
    void placeWaiting() {
        while (true) {
            ConnectionGate eldest;
            ConnectionGate next;
            synchronized (idle) {
                eldest = waiting.isEmpty() ? null : removeEldest();
                if (eldest == null) {
                    return;
                }
                next = pollWaiting();
            }
            evict(eldest);
            next.admit();
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
            if (connection.isPlaced()) {
                connection.setIdleSince(System.nanoTime());
                idle.add(connection);
            }
        }
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
