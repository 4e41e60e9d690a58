package dev.taskward.http;

import java.util.concurrent.atomic.AtomicLong;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;

/**
 * Closes a connection whose request was answered before its body had come: not before the client has stopped sending, or has
 * had time to read the answer. A close while it sends would reset the connection, and the answer would be lost on it (RFC 9112
 * section 9.6).
 */
final class LingeringClose {
    private static final long MAX_BYTES = 32L * 1024 * 1024;
    private static final long MAX_MILLIS = 5_000;

    private LingeringClose() {
    }

    /** To be called on the event loop of the connection, when the answer has been written. */
    static void after(HttpServerRequest request) {
        Context loop = Vertx.currentContext();
        if (request.isEnded() || loop == null) {
            request.connection().close();
            return;
        }
        AtomicLong discarded = new AtomicLong();
        loop.owner().setTimer(MAX_MILLIS, ignored -> request.connection().close());
        request.handler(part -> {
            if (discarded.addAndGet(part.length()) > MAX_BYTES) {
                request.connection().close();
            }
        });
        request.endHandler(ignored -> request.connection().close());
        request.resume();
    }
}
