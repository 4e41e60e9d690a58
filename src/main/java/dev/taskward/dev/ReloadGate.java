package dev.taskward.dev;

import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;

import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

import io.quarkus.arc.profile.IfBuildProfile;
import io.quarkus.dev.console.DevConsoleManager;
import io.quarkus.runtime.Application;
import io.quarkus.runtime.ShutdownEvent;
import io.vertx.core.http.impl.HttpServerRequestInternal;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;

/**
 * Keeps requests away from an application that dev mode is replacing: they would be answered by a bare 500, and would make
 * beans of the next application before that has its configuration, which then does not start. The request that makes dev
 * mode reload waits and is answered by the next application; the others are answered 503 with Retry-After.
 */
@ApplicationScoped
@IfBuildProfile("dev")
public class ReloadGate {
    /** In front of dev mode's own handler, which has the same order and is added later. */
    private static final int BEFORE_RELOAD = Integer.MIN_VALUE;
    private static final int AFTER_RELOAD = Integer.MIN_VALUE + 1;
    private static final int RETRY_SECONDS = 2;
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final long POLL_MILLIS = 10;

    /** Dev mode looks at the files for them, or reloads. The oldest is the one that it reloads for. */
    private final Queue<RoutingContext> waiting = new ConcurrentLinkedQueue<>();
    private final Set<RoutingContext> running = ConcurrentHashMap.newKeySet();
    private volatile boolean stopped;

    void register(@Observes @Priority(1) Router router) {
        router.route().order(BEFORE_RELOAD).handler(this::arrive);
        router.route().order(AFTER_RELOAD).handler(this::enter);
    }

    private void arrive(RoutingContext request) {
        if (request.response().ended()) {
            return;
        }
        if (stopped && DevConsoleManager.isDoingHttpInitiatedReload()) {
            refuse(request);
            return;
        }
        // After a start that failed, this is how dev mode learns of the next change.
        waiting.add(request);
        request.addEndHandler(ignored -> waiting.remove(request));
        request.next();
    }

    private void enter(RoutingContext request) {
        waiting.remove(request);
        running.add(request);
        request.addEndHandler(ignored -> running.remove(request));
        if (stopped || !isStarted()) {
            refuse(request);
        } else if (!request.response().ended()) {
            request.next();
        }
    }

    /** Before anything else stops: what runs ends first. */
    void stop(@Observes @Priority(1) ShutdownEvent event) throws InterruptedException {
        stopped = true;
        List.copyOf(waiting).stream().skip(1).forEach(request -> ((HttpServerRequestInternal) request.request())
                .context().runOnContext(ignored -> refuse(request)));
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!running.isEmpty() && System.nanoTime() < end) {
            Thread.sleep(POLL_MILLIS);
        }
    }

    /** False from the beginning of a reload, which is earlier than the event, until the next application has started. */
    private static boolean isStarted() {
        Application application = Application.currentApplication();
        return application != null && application.isStarted();
    }

    /** Without any bean, since there may be none. */
    private static void refuse(RoutingContext request) {
        if (request.response().ended() || request.response().closed()) {
            return;
        }
        String id = UUID.randomUUID().toString();
        request.response().setStatusCode(503).putHeader("Content-Type", "application/json;charset=UTF-8")
                .putHeader("Retry-After", Integer.toString(RETRY_SECONDS)).putHeader("Cache-Control", "no-store")
                .putHeader("X-Request-Id", id).putHeader("Connection", "close")
                .end("{\"success\":false,\"error\":\"The service is reloading, try again shortly\","
                        + "\"code\":\"UNAVAILABLE\",\"status\":503,\"details\":[],\"requestId\":\"" + id + "\"}");
    }
}
