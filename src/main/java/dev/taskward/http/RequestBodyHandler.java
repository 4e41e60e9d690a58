package dev.taskward.http;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;

import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;

/**
 * Receives request bodies on the event loop, before a request gets one of the few worker threads: a client that sends slowly
 * delays nobody else. The memory for all bodies is bounded. A body with a Content-Length has its memory reserved before a
 * byte of it is read; a chunked one reserves as it grows. When no memory is left, the largest body that is still
 * incomplete is refused, so that small ones always get through.
 */
@ApplicationScoped
public class RequestBodyHandler {
    /** Of the twenty seconds that a stop waits for requests in flight. */
    private static final long LAST_BODIES_MILLIS = 10_000;

    @Inject
    HttpLimits limits;

    @Inject
    Capacity capacity;

    @Inject
    Failures failures;

    @Inject
    Vertx vertx;

    private final Set<IncomingBody> incomplete = new HashSet<>();
    private long reserved;
    private long begun;

    /** Passes the request on when its body is complete. Refuses one that is too large, too slow, or finds no memory. */
    void receive(RoutingContext request) {
        if (hasBody(request.request())) {
            new IncomingBody(this, request).receive();
        } else {
            request.next();
        }
    }

    /** RFC 9112 section 6.3; HTTP/2, where only the end of the stream would tell, is off. */
    private static boolean hasBody(HttpServerRequest request) {
        return contentLength(request) > 0 || request.headers().contains("Transfer-Encoding");
    }

    /** The value of Content-Length, or 0. The server has refused one that is not a number. */
    static long contentLength(HttpServerRequest request) {
        String header = request.getHeader("Content-Length");
        return header == null || !header.matches("\\d{1,18}") ? 0 : Long.parseLong(header);
    }

    /** A client that sends slowly does not keep the service from stopping in time. */
    void stopping(@Observes ShutdownDelayInitiatedEvent event) {
        vertx.setTimer(LAST_BODIES_MILLIS, ignored -> {
            List<IncomingBody> last;
            synchronized (this) {
                last = List.copyOf(incomplete);
            }
            last.forEach(body -> body.evict(overloaded("The service is stopping")));
        });
    }

    /**
     * Reserves more memory for a body, at the cost of incomplete ones that are at least as large.
     *
     * @return whether there was room
     */
    boolean reserve(IncomingBody body, long bytes) {
        List<IncomingBody> evicted = new ArrayList<>();
        boolean admitted;
        synchronized (this) {
            incomplete.remove(body);
            while (reserved + bytes > capacity.bodyBytes()) {
                Optional<IncomingBody> largest = largest(body.reserved() + bytes);
                if (largest.isEmpty()) {
                    break;
                }
                // Released at once, so that no second one has to go for the same room.
                incomplete.remove(largest.get());
                reserved -= largest.get().forget();
                evicted.add(largest.get());
            }
            admitted = reserved + bytes <= capacity.bodyBytes();
            if (admitted) {
                reserved += bytes;
                body.addReserved(bytes);
                incomplete.add(body);
            }
        }
        evicted.forEach(victim -> victim.evict(overloaded("The service is overloaded")));
        return admitted;
    }

    /** Of several that are equally large the one that began first, which had the most time. */
    private Optional<IncomingBody> largest(long atLeast) {
        return incomplete.stream().filter(body -> body.reserved() >= atLeast)
                .max(Comparator.comparingLong(IncomingBody::reserved).thenComparing(body -> -body.number()));
    }

    synchronized long nextNumber() {
        return begun++;
    }

    /** The body is complete and keeps its memory until it is released; false if it has been evicted before. */
    synchronized boolean complete(IncomingBody body) {
        return incomplete.remove(body);
    }

    synchronized void release(IncomingBody body) {
        incomplete.remove(body);
        reserved -= body.forget();
    }

    static ApiException overloaded(String message) {
        return ApiException.overloaded(message);
    }
}
