package dev.taskward.http;

import java.util.concurrent.atomic.AtomicLong;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.impl.RoutingContextInternal;

/**
 * Takes the body of a request in on the event loop, before the request gets one of the few worker threads: who sends
 * slowly keeps nobody else waiting. How long a body may take is limited, and how much memory all of them may.
 */
@ApplicationScoped
public class BodyIntake {
    /** On its way a body becomes text and a tree, which are several times its size. */
    private static final int SHARE_OF_THE_HEAP = 8;
    private static final long RETRY_SECONDS = 1;

    @Inject
    HttpLimits limits;

    @Inject
    Failures failures;

    @Inject
    Vertx vertx;

    private final AtomicLong held = new AtomicLong();

    /** The next handler gets the request with its body; a body that is too large, too slow or one too many is refused. */
    void take(RoutingContext request) {
        if (mayHaveBody(request.request())) {
            new Body(request).take();
        } else {
            request.next();
        }
    }

    /** RFC 9112 section 6.3. In HTTP/2 the end of the stream alone tells. */
    private static boolean mayHaveBody(HttpServerRequest request) {
        String length = request.getHeader("Content-Length");
        return length != null && !length.equals("0") || request.headers().contains("Transfer-Encoding")
                || request.version() == HttpVersion.HTTP_2;
    }

    /** Bytes of all bodies that are here in whole or in part. */
    private long capacity() {
        return Math.max(Runtime.getRuntime().maxMemory() / SHARE_OF_THE_HEAP, limits.maxBody().asLongValue());
    }

    /** All of it happens on the event loop of its connection. */
    private final class Body {
        private final RoutingContext request;
        private final Buffer content = Buffer.buffer();
        private boolean done;

        Body(RoutingContext request) {
            this.request = request;
        }

        void take() {
            long timer = vertx.setTimer(limits.bodyTimeout().toMillis(), ignored -> refuse(
                    new ApiException(ErrorCode.REQUEST_TIMEOUT, "The request body took too long")));
            request.addEndHandler(ended -> {
                if (!done) {
                    // The client is gone; the log is not to call that a success.
                    done = true;
                    request.response().setStatusCode(ErrorCode.BAD_REQUEST.status);
                }
                vertx.cancelTimer(timer);
                held.addAndGet(-content.length());
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
            if (content.length() + part.length() > limits.maxBody().asLongValue()) {
                refuse(new ApiException(ErrorCode.BODY_TOO_LARGE));
            } else if (held.get() + part.length() > capacity()) {
                refuse(ApiException.unavailable("The service is overloaded", RETRY_SECONDS));
            } else {
                held.addAndGet(part.length());
                content.appendBuffer(part);
            }
        }

        private void hand() {
            if (!done) {
                done = true;
                ((RoutingContextInternal) request).setBody(content);
                request.next();
            }
        }

        /** What is still to come is not waited for. */
        private void refuse(ApiException refusal) {
            if (!done) {
                done = true;
                failures.send(refusal.header("Connection", "close"), request);
            }
        }
    }
}
