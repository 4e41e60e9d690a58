package dev.taskward.http;

import java.util.Comparator;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;

import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.impl.RoutingContextInternal;

/**
 * Takes the body of a request in on the event loop, before the request gets one of the few worker threads: who sends
 * slowly keeps nobody else waiting. How long a body may take is limited, and how much memory all of them may: where that
 * is used up, the largest that is not complete has to go, so that small ones always come through.
 */
@ApplicationScoped
public class BodyIntake {
    /** On its way a body becomes text and a tree, which are several times its size. */
    private static final int SHARE_OF_THE_HEAP = 8;
    private static final long RETRY_SECONDS = 1;
    /** Of the twenty seconds that a stop waits for what is in flight. */
    private static final long LAST_BODIES_MILLIS = 10_000;

    @Inject
    HttpLimits limits;

    @Inject
    Failures failures;

    @Inject
    Vertx vertx;

    private final AtomicLong held = new AtomicLong();
    private final Set<Body> incomplete = ConcurrentHashMap.newKeySet();

    /** The next handler gets the request with its body; a body that is too large, too slow or one too many is refused. */
    void take(RoutingContext request) {
        if (hasBody(request.request())) {
            new Body(request).take();
        } else {
            request.next();
        }
    }

    /** RFC 9112 section 6.3; HTTP/2, where only the end of the stream would tell, is off. */
    private static boolean hasBody(HttpServerRequest request) {
        String length = request.getHeader("Content-Length");
        return length != null && !length.equals("0") || request.headers().contains("Transfer-Encoding");
    }

    /** A client that sends slowly does not keep the service from stopping in time. */
    void stopping(@Observes ShutdownDelayInitiatedEvent event) {
        vertx.setTimer(LAST_BODIES_MILLIS,
                ignored -> incomplete.forEach(body -> body.evict("The service is stopping")));
    }

    /** Bytes of all bodies that are here in whole or in part. */
    private long capacity() {
        return Math.max(Runtime.getRuntime().maxMemory() / SHARE_OF_THE_HEAP, limits.maxBody().asLongValue());
    }

    private void makeRoom() {
        if (held.get() > capacity()) {
            incomplete.stream().max(Comparator.comparingInt(body -> body.size))
                    .ifPresent(largest -> largest.evict("The service is overloaded"));
        }
    }

    /** All of it happens on the event loop of its connection. */
    private final class Body {
        private final RoutingContext request;
        private final Context loop = vertx.getOrCreateContext();
        private final Buffer content = Buffer.buffer();
        private volatile int size;
        private boolean done;

        Body(RoutingContext request) {
            this.request = request;
        }

        void take() {
            incomplete.add(this);
            long timer = vertx.setTimer(Math.max(1, limits.bodyTimeout().toMillis()), ignored -> refuse(
                    new ApiException(ErrorCode.REQUEST_TIMEOUT, "The request body took too long")));
            request.addEndHandler(ended -> {
                vertx.cancelTimer(timer);
                incomplete.remove(this);
                held.addAndGet(-size);
                if (!done) {
                    // The client is gone; the log is not to call that a success.
                    done = true;
                    request.response().setStatusCode(ErrorCode.BAD_REQUEST.status);
                }
            });
            request.request().handler(this::add).endHandler(ignored -> {
                vertx.cancelTimer(timer);
                hand();
            });
            if ("100-continue".equalsIgnoreCase(request.request().getHeader("Expect"))) {
                request.request().headers().remove("Expect");
                request.response().writeContinue();
            }
            request.request().resume();
        }

        private void add(Buffer part) {
            if (done) {
                return;
            }
            if (size + part.length() > limits.maxBody().asLongValue()) {
                refuse(new ApiException(ErrorCode.BODY_TOO_LARGE));
            } else {
                content.appendBuffer(part);
                size = content.length();
                held.addAndGet(part.length());
                makeRoom();
            }
        }

        private void hand() {
            if (!done) {
                done = true;
                incomplete.remove(this);
                ((RoutingContextInternal) request).setBody(content);
                request.next();
            }
        }

        void evict(String reason) {
            loop.runOnContext(ignored -> refuse(ApiException.unavailable(reason, RETRY_SECONDS)));
        }

        /** What is still to come is not waited for. */
        private void refuse(ApiException refusal) {
            if (!done) {
                done = true;
                incomplete.remove(this);
                failures.send(refusal.header("Connection", "close"), request);
            }
        }
    }
}
