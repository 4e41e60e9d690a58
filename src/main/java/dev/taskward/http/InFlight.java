package dev.taskward.http;

import java.sql.Connection;
import java.util.concurrent.atomic.AtomicBoolean;

import io.vertx.core.Context;
import io.vertx.ext.web.RoutingContext;

/**
 * A request that waits for its turn, or has it. It holds its place until it is answered and no thread works for it any
 * more: a client that hangs up does not make room for another request whose thread is still busy.
 */
final class InFlight {
    private static final String KEY = "taskward.in-flight";
    private static final ThreadLocal<InFlight> CURRENT = new ThreadLocal<>();

    final RoutingContext request;
    final Context loop;
    final Object lane;
    final long arrived = System.nanoTime();
    private final Runnable onDone;
    private final AtomicBoolean done = new AtomicBoolean();
    private boolean ended;
    private boolean working;
    private Connection database;
    private boolean cancelled;

    InFlight(RoutingContext request, Context loop, Object lane, java.util.function.Consumer<InFlight> onDone) {
        this.request = request;
        this.loop = loop;
        this.lane = lane;
        this.onDone = () -> onDone.accept(this);
        request.put(KEY, this);
    }

    /** Null for a request that needs no turn, such as a probe. */
    static InFlight of(RoutingContext request) {
        return request.get(KEY);
    }

    /** The one that this thread works for, or has worked for last; null if there was none. */
    static InFlight current() {
        return CURRENT.get();
    }

    /** The answer has ended, or the client has left. */
    void ended() {
        synchronized (this) {
            ended = true;
            if (working) {
                return;
            }
        }
        done();
    }

    /** This thread begins to work for it. Returns false if there is nobody left to work for. */
    synchronized boolean begin() {
        CURRENT.set(this);
        working = !ended;
        return working;
    }

    /** No thread works for it any more. */
    void finish() {
        synchronized (this) {
            working = false;
            if (!ended) {
                return;
            }
        }
        done();
    }

    private void done() {
        if (done.compareAndSet(false, true)) {
            onDone.run();
        }
    }

    /** It has got this connection to the database, or with null, it has given it back. */
    synchronized void uses(Connection connection) {
        database = connection;
    }

    /** What it uses of the database; null if nothing. */
    synchronized Connection database() {
        return database;
    }

    /** Returns whether this is the first time. */
    synchronized boolean cancel() {
        boolean first = !cancelled;
        cancelled = true;
        return first;
    }

    synchronized boolean isCancelled() {
        return cancelled;
    }
}
