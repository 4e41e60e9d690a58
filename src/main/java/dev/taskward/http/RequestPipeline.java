package dev.taskward.http;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.stream.Stream;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;

import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.quarkus.runtime.LaunchMode;
import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import io.vertx.core.MultiMap;
import io.vertx.core.VertxException;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.HttpException;
import org.jboss.logging.MDC;

import dev.taskward.security.Origins;
import dev.taskward.security.SecurityHeaders;

/** What every request passes before any route, and where failures outside the REST layer end. */
@ApplicationScoped
public class RequestPipeline {
    private static final String OPERATIONS = "/q/";
    private static final String HEALTH = "/health";
    /** After the reload of dev mode (dev/ReloadGate), which hands a request to the next application with its body unread. */
    private static final int AFTER_RELOAD = Integer.MIN_VALUE + 2;

    @Inject
    Failures failures;

    @Inject
    HttpLimits limits;

    @Inject
    Origins origins;

    @Inject
    AccessLog accessLog;

    @Inject
    RouteTable routes;

    @Inject
    RequestBodyHandler bodies;

    @Inject
    RequestQueue queue;

    @Inject
    CallerLane lanes;

    private volatile boolean stopping;

    /** Readiness is off from here on: answers ask clients to come back by another connection, to another instance. */
    void stopping(@Observes ShutdownDelayInitiatedEvent event) {
        stopping = true;
    }

    /** In front of all of the platform's own handlers, so that their refusals have all of this, too. */
    void register(@Observes Router router) {
        int first = LaunchMode.current() == LaunchMode.DEVELOPMENT ? AFTER_RELOAD : Integer.MIN_VALUE;
        router.route().order(first).handler(this::begin).failureHandler(this::failed);
        router.route().order(first + 1).handler(bodies::receive);
        router.route().order(first + 2).handler(this::queue);
        Connections.ALL.answerInvalid(router);
    }

    private void begin(RoutingContext request) {
        prepare(request);
        ApiException refusal = refusal(request.request());
        if (refusal != null) {
            failures.send(refusal, request);
        } else if (asksForMethods(request)) {
            request.response().setStatusCode(204).putHeader("Allow", routes.allowed(request.request().path())).end();
        } else {
            origins.hideOwn(request.request());
            request.next();
        }
    }

    /** Probes, metrics and the document are answered by the event loop and never wait. */
    private void queue(RoutingContext request) {
        String path = request.request().path();
        if (path.startsWith(OPERATIONS) || path.equals(HEALTH)) {
            request.next();
        } else {
            queue.await(request, lanes.of(request.request()));
        }
    }

    /** What every answer needs, whoever gives it. */
    private void prepare(RoutingContext request) {
        String id = RequestId.assign(request);
        MDC.put("requestId", id);
        TraceId.log(request);
        request.response().putHeader(RequestId.HEADER, id);
        request.addHeadersEndHandler(ignored -> SecurityHeaders.complete(request));
        if (stopping) {
            request.response().putHeader("Connection", "close");
        }
        accessLog.follow(request);
        negotiateProblem(request);
    }

    /** OPTIONS about a path that there is, and not the preflight of a browser, which the CORS filter answers. */
    private boolean asksForMethods(RoutingContext request) {
        return request.request().method().equals(HttpMethod.OPTIONS)
                && !request.request().headers().contains("Access-Control-Request-Method")
                && routes.allowed(request.request().path()) != null;
    }

    /** RFC 9110 section 9.3.7: {@code OPTIONS *} asks about the server. The router refuses it, since it is no path. */
    private static boolean isAboutServer(HttpServerRequest request) {
        return request.method().equals(HttpMethod.OPTIONS) && request.uri().equals("*");
    }

    private ApiException refusal(HttpServerRequest request) {
        if (request.decoderResult().isFailure()) {
            return undecodable(request.decoderResult().cause());
        }
        if (request.uri().length() > limits.maxUri().asLongValue()) {
            return new ApiException(ErrorCode.URI_TOO_LONG);
        }
        if (!isUri(request.uri())) {
            return new ApiException(ErrorCode.BAD_REQUEST, "The request target is not a valid URI");
        }
        if (!isFramed(request.headers())) {
            // RFC 9112 sections 3.2 and 6.3: where one request ends and who it is for must not be a matter of opinion.
            return new ApiException(ErrorCode.BAD_REQUEST, "Host or Transfer-Encoding is not valid")
                    .header("Connection", "close");
        }
        if (RequestBodyHandler.contentLength(request) > limits.maxBody().asLongValue()) {
            return new ApiException(ErrorCode.BODY_TOO_LARGE);
        }
        if (headerBytes(request) > limits.maxHeaders().asLongValue()) {
            return new ApiException(ErrorCode.HEADERS_TOO_LARGE);
        }
        if (request.method().equals(HttpMethod.TRACE) || request.method().equals(HttpMethod.CONNECT)) {
            // RFC 9110 section 9.3.8: TRACE echoes credentials back; no resource here has it.
            return new ApiException(ErrorCode.METHOD_NOT_ALLOWED);
        }
        if (request.headers().getAll("Authorization").size() > 1) {
            // RFC 9110 section 5.3: not a list, so that a proxy may have checked another one than would be read here.
            return new ApiException(ErrorCode.BAD_REQUEST, "The Authorization header must be given once");
        }
        if (!origins.allows(request)) {
            return new ApiException(ErrorCode.ORIGIN_REJECTED);
        }
        return null;
    }

    /** What the server could not read, of which not even the method and the path need be known. */
    private static ApiException undecodable(Throwable cause) {
        ApiException refusal = new ApiException(ErrorCode.BAD_REQUEST, "The request is not valid HTTP");
        if (cause instanceof TooLongHttpLineException) {
            refusal = new ApiException(ErrorCode.URI_TOO_LONG);
        } else if (cause instanceof TooLongHttpHeaderException) {
            refusal = new ApiException(ErrorCode.HEADERS_TOO_LARGE);
        }
        return refusal.header("Connection", "close");
    }

    private static boolean isUri(String target) {
        try {
            new URI(target);
            return Text.isUtf8Escaped(target);
        } catch (URISyntaxException e) {
            return false;
        }
    }

    private static boolean isFramed(MultiMap headers) {
        List<String> codings = headers.getAll("Transfer-Encoding");
        return headers.getAll("Host").size() <= 1
                && (codings.isEmpty() || codings.size() == 1 && codings.get(0).strip().equalsIgnoreCase("chunked"));
    }

    private static long headerBytes(HttpServerRequest request) {
        long bytes = 0;
        for (var header : request.headers()) {
            bytes += header.getKey().length() + header.getValue().length() + 4L;
        }
        return bytes;
    }

    /**
     * A client may accept failures as RFC 9457 problems and mean the successes to stay JSON. Its choice is noted here,
     * and plain JSON joins what it accepts, so that content negotiation does not answer 406 to it.
     */
    private static void negotiateProblem(RoutingContext request) {
        String accept = String.join(", ", request.request().headers().getAll("Accept"));
        if (Stream.of(accept.split(",")).anyMatch(RequestPipeline::isWantedProblem)) {
            request.put(Failures.PROBLEM_JSON, Boolean.TRUE);
            request.request().headers().set("Accept", accept + ", application/json");
        }
    }

    private static boolean isWantedProblem(String range) {
        String[] parts = range.split(";", -1);
        return parts[0].strip().equalsIgnoreCase(Failures.PROBLEM_JSON)
                && Stream.of(parts).map(String::strip).noneMatch(part -> part.matches("[qQ]=0(\\.0*)?"));
    }

    private void failed(RoutingContext request) {
        if (RequestId.of(request) == null) {
            // The router refuses a target that is no path, and a missing Host, before it asks any handler.
            prepare(request);
        }
        if (isAboutServer(request.request()) && refusal(request.request()) == null) {
            request.response().setStatusCode(204).putHeader("Allow", routes.allowed()).end();
            return;
        }
        Throwable failure = request.failure();
        if (request.request().decoderResult().isFailure()) {
            failure = undecodable(request.request().decoderResult().cause());
        } else if (failure == null || failure instanceof VertxException && request.statusCode() < 500) {
            failure = new HttpException(request.statusCode());
        }
        failures.send(failure, request);
    }
}
