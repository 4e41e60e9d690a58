package dev.taskward.http;

import io.netty.buffer.Unpooled;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.impl.RoutingContextInternal;

/**
 * The body of a request, which has arrived whole. It counts towards the memory that bodies may take until it is released,
 * which its reader does.
 */
final class RequestBody {
    private static final String KEY = "taskward.body";
    private static final byte[] NONE = {};

    private final RoutingContextInternal request;
    private final Runnable onRelease;
    private byte[] bytes;

    RequestBody(RoutingContext request, byte[] bytes, Runnable onRelease) {
        this.request = (RoutingContextInternal) request;
        this.bytes = bytes;
        this.onRelease = onRelease;
        request.put(KEY, this);
        // For methods that take a body which is not an Input: the REST layer copies it only if it is asked for it.
        this.request.setBody(Buffer.buffer(Unpooled.wrappedBuffer(bytes)));
    }

    /** Its bytes; empty if the request has no body, or its body was released. */
    static byte[] of(RoutingContext request) {
        RequestBody body = request.get(KEY);
        return body == null ? NONE : body.bytes;
    }

    /** Gives up the bytes, which nobody needs once they are parsed. */
    static void release(RoutingContext request) {
        RequestBody body = request.remove(KEY);
        if (body != null) {
            body.bytes = NONE;
            body.request.setBody(null);
            body.onRelease.run();
        }
    }
}
