package dev.taskward.http;

import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.core.Response;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.Application;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.RoutingContext;
import org.jboss.logging.Logger;

/**
 * The one component that answers failures, in both shapes and for both layers: exceptions out of the resources
 * ({@link FailureMappers}) and failures of the HTTP layer before or around them ({@link RequestPipeline}).
 */
@ApplicationScoped
public class Failures {
    static final String PROBLEM_JSON = "application/problem+json";
    private static final Logger LOG = Logger.getLogger(Failures.class);

    @Inject
    ObjectMapper json;

    @Inject
    RouteTable routes;

    @Inject
    MeterRegistry metrics;

    @Inject
    RateLimiter limiter;

    private final AtomicLong shed = new AtomicLong();

    /** Says how many requests were refused since the last time, because there were too many; each has its access line. */
    void logShed() {
        long requests = shed.getAndSet(0);
        if (requests > 0) {
            LOG.errorf("The service is overloaded: %d requests refused within a second", requests);
        }
    }

    /** The answer for the REST layer. */
    public Response respond(Throwable failure, RoutingContext request) {
        ApiException known = logged(failure, request);
        closeAfter(known, request);
        Response.ResponseBuilder response = Response.status(known.code().status)
                .header("Content-Type", contentType(request))
                .entity(body(known, request));
        headers(known, request).forEach(response::header);
        return response.build();
    }

    /** The answer for the HTTP layer; nothing is written where the client is gone or already has an answer. */
    public void send(Throwable failure, RoutingContext request) {
        if (request.response().ended() || request.response().closed()) {
            return;
        }
        if (request.response().headWritten()) {
            // The status is out already: only a broken connection can still say that the body is not whole.
            LOG.error("Request failed after its answer had begun", failure);
            request.request().connection().close();
            return;
        }
        ApiException known = logged(failure, request);
        closeAfter(known, request);
        request.response().setStatusCode(known.code().status);
        request.response().putHeader("Content-Type", contentType(request));
        headers(known, request).forEach((name, value) -> request.response().putHeader(name, value));
        byte[] body = body(known, request);
        if (request.request().method() == io.vertx.core.http.HttpMethod.HEAD) {
            request.response().putHeader("Content-Length", Integer.toString(body.length)).end();
        } else {
            request.response().end(Buffer.buffer(body));
        }
    }

    private ApiException logged(Throwable failure, RoutingContext request) {
        ApiException known = limiter.refuse(atDeadline(unlessStopping(FailureClassifier.classify(failure)), request),
                request);
        metrics.counter("taskward.failures", "code", known.code().name()).increment();
        if (known.isShed()) {
            shed.incrementAndGet();
        } else if (known.code().status == ErrorCode.UNAVAILABLE.status) {
            LOG.errorf(failure == known ? null : failure, "%s (request %s)", known.getMessage(), RequestId.of(request));
        } else if (known.code().status >= 500 && known.code().status != ErrorCode.NOT_IMPLEMENTED.status) {
            // 501 says how the service is set up. Nothing has failed, and any caller can cause it.
            LOG.errorf(failure, "Request %s failed", RequestId.of(request));
        } else {
            LOG.debugf("%d %s: %s %s", known.code().status, known.code(), known.getMessage(), known.details());
        }
        return known;
    }

    /** A reload in dev mode closes sessions and connections under a request that runs: that is no fault of the request. */
    private static ApiException unlessStopping(ApiException known) {
        Application application = Application.currentApplication();
        return known.code() == ErrorCode.INTERNAL_ERROR && application != null && !application.isStarted()
                ? ApiException.unavailable("The service is stopping, try again shortly", 2)
                : known;
    }

    /** What was cut off at its deadline looks like a lost connection. */
    private static ApiException atDeadline(ApiException known, RoutingContext request) {
        InFlight inFlight = InFlight.of(request);
        return known.code() == ErrorCode.UNAVAILABLE && inFlight != null && inFlight.isCancelled()
                ? ApiException.unavailable(FailureClassifier.TOO_SLOW, 2)
                : known;
    }

    /** A body that is too large, or whose end is unknown, is not taken in: the connection ends. */
    private static void closeAfter(ApiException known, RoutingContext request) {
        if (known.code() == ErrorCode.BODY_TOO_LARGE) {
            known.header("Connection", "close");
        }
        if (known.headers().containsKey("Connection")) {
            request.addEndHandler(ended -> request.request().connection().close());
        }
    }

    private Map<String, String> headers(ApiException known, RoutingContext request) {
        if (known.code() == ErrorCode.METHOD_NOT_ALLOWED && !known.headers().containsKey("Allow")) {
            String allowed = routes.allowed(request.request().path());
            known.header("Allow", allowed == null ? "" : allowed);
        }
        if (known.code().status == 401 && !known.headers().containsKey("WWW-Authenticate")) {
            known.header("WWW-Authenticate", challenge(known));
        }
        return known.headers();
    }

    /** RFC 6750 section 3.1: a request without a token is given no error code; the others say what was wrong. */
    private static String challenge(ApiException known) {
        String realm = "Bearer realm=\"taskward\"";
        return switch (known.code()) {
            case TOKEN_INVALID, TOKEN_EXPIRED -> realm + ", error=\"invalid_token\", error_description=\""
                    + known.getMessage() + "\"";
            default -> realm;
        };
    }

    private static String contentType(RoutingContext request) {
        return wantsProblem(request) ? PROBLEM_JSON : "application/json;charset=UTF-8";
    }

    private static boolean wantsProblem(RoutingContext request) {
        return Boolean.TRUE.equals(request.get(PROBLEM_JSON));
    }

    private byte[] body(ApiException known, RoutingContext request) {
        ErrorCode code = known.code();
        String requestId = RequestId.of(request);
        Object body = wantsProblem(request)
                ? new Problem("about:blank", code.title, code.status, known.getMessage(),
                        request.request().path(), code.name(), known.details(), requestId)
                : new ErrorEnvelope(false, known.getMessage(), code.name(), code.status, known.details(), requestId);
        try {
            return json.writeValueAsBytes(body);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
