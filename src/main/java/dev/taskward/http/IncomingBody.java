package dev.taskward.http;

import java.util.Arrays;

import io.vertx.core.Context;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.RoutingContext;

/**
 * A body on its way in. Runs on the event loop of its connection, but for its reservation, which its handler guards: to be
 * evicted takes its memory at once, and its answer is sent when its loop comes to it.
 */
final class IncomingBody {
    private static final int FIRST_CHUNK = 4096;

    private final RequestBodyHandler bodies;
    private final RoutingContext request;
    private final Context loop;
    private final long number;
    private long reserved;
    private volatile byte[] content = {};
    private int size;
    private boolean done;

    IncomingBody(RequestBodyHandler bodies, RoutingContext request) {
        this.bodies = bodies;
        this.request = request;
        this.loop = bodies.vertx.getOrCreateContext();
        this.number = bodies.nextNumber();
    }

    long number() {
        return number;
    }

    long reserved() {
        return reserved;
    }

    void addReserved(long bytes) {
        reserved += bytes;
    }

    /** Returns what was reserved, and is no longer. */
    long forget() {
        long bytes = reserved;
        reserved = 0;
        content = null;
        return bytes;
    }

    void receive() {
        long declared = RequestBodyHandler.contentLength(request.request());
        request.addEndHandler(ignored -> ended());
        if (!bodies.reserve(this, declared)) {
            refuse(RequestBodyHandler.overloaded("The service is overloaded"));
            return;
        }
        long timer = bodies.vertx.setTimer(Math.max(1, bodies.limits.bodyTimeout().toMillis()),
                ignored -> refuse(new ApiException(ErrorCode.REQUEST_TIMEOUT, "The request body took too long")));
        request.addEndHandler(ignored -> bodies.vertx.cancelTimer(timer));
        request.request().handler(this::add).endHandler(ignored -> {
            bodies.vertx.cancelTimer(timer);
            pass();
        });
        // RFC 9112 section 7.1: after a chunk that is not one, nobody knows where the body ends.
        ConnectionGate.onInvalidBody(request.request(),
                () -> evict(new ApiException(ErrorCode.BAD_REQUEST, "The chunks of the request body are not valid")));
        if ("100-continue".equalsIgnoreCase(request.request().getHeader("Expect"))) {
            request.request().headers().remove("Expect");
            request.response().writeContinue();
        }
        request.request().resume();
    }

    private void ended() {
        bodies.release(this);
        if (!done) {
            // The client has left; the log must not call that a success.
            done = true;
            request.response().setStatusCode(ErrorCode.BAD_REQUEST.status);
        }
    }

    private void add(Buffer part) {
        byte[] received = content;
        if (done || received == null) {
            return;
        }
        if (size + part.length() > bodies.limits.maxBody().asLongValue()) {
            refuse(new ApiException(ErrorCode.BODY_TOO_LARGE));
            return;
        }
        byte[] room = withRoom(received, size + part.length());
        if (room == null) {
            refuse(RequestBodyHandler.overloaded("The service is overloaded"));
        } else {
            part.getBytes(room, size);
            size += part.length();
        }
    }

    /**
     * Makes room for so many bytes; those of a declared length at once, those of a chunked body twice as many each time.
     *
     * @return null if there is no memory for them
     */
    private byte[] withRoom(byte[] received, int needed) {
        if (needed <= received.length) {
            return received;
        }
        int length = received.length == 0 && reserved >= needed
                ? (int) reserved
                : (int) Math.min(Math.max(2L * received.length, Math.max(needed, FIRST_CHUNK)),
                        bodies.limits.maxBody().asLongValue());
        if (length > reserved && !bodies.reserve(this, length - reserved)) {
            return null;
        }
        byte[] larger = Arrays.copyOf(received, length);
        content = larger;
        return larger;
    }

    private void pass() {
        byte[] received = content;
        if (!done && received != null && bodies.complete(this)) {
            done = true;
            byte[] whole = size == received.length ? received : Arrays.copyOf(received, size);
            content = null;
            new RequestBody(request, whole, () -> bodies.release(this));
            request.next();
        }
    }

    void evict(ApiException refusal) {
        loop.runOnContext(ignored -> refuse(refusal));
    }

    /** Does not wait for the rest. */
    private void refuse(ApiException refusal) {
        if (!done) {
            done = true;
            bodies.release(this);
            bodies.failures.send(refusal.header("Connection", "close"), request);
        }
    }
}
