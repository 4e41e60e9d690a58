package dev.taskward.http;

import java.util.Arrays;

import io.vertx.core.Context;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.RoutingContext;

/** A body on its way in. Runs on the event loop of its connection, but for its reservation, which its handler guards. */
final class IncomingBody {
    private static final int FIRST_CHUNK = 4096;

    private final RequestBodyHandler bodies;
    private final RoutingContext request;
    private final Context loop;
    private final long number;
    private long reserved;
    private byte[] content = {};
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

    /** What was reserved, and is no longer. */
    long forget() {
        long bytes = reserved;
        reserved = 0;
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
        if (done) {
            return;
        }
        if (size + part.length() > bodies.limits.maxBody().asLongValue()) {
            refuse(new ApiException(ErrorCode.BODY_TOO_LARGE));
        } else if (!ensure(size + part.length())) {
            refuse(RequestBodyHandler.overloaded("The service is overloaded"));
        } else {
            part.getBytes(content, size);
            size += part.length();
        }
    }

    /** Makes room for so many bytes; those of a declared length at once, those of a chunked body twice as many each time. */
    private boolean ensure(int needed) {
        if (needed <= content.length) {
            return true;
        }
        int length = content.length == 0 && reserved >= needed
                ? (int) reserved
                : (int) Math.min(Math.max(2L * content.length, Math.max(needed, FIRST_CHUNK)),
                        bodies.limits.maxBody().asLongValue());
        if (length > reserved && !bodies.reserve(this, length - reserved)) {
            return false;
        }
        content = Arrays.copyOf(content, length);
        return true;
    }

    private void pass() {
        if (!done) {
            done = true;
            bodies.complete(this);
            byte[] whole = size == content.length ? content : Arrays.copyOf(content, size);
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
            content = null;
            bodies.release(this);
            bodies.failures.send(refusal.header("Connection", "close"), request);
        }
    }
}
