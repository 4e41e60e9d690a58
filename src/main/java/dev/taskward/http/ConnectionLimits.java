package dev.taskward.http;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.StartupEvent;

/** Limits what connections may take, before the port opens, and measures it. */
@ApplicationScoped
public class ConnectionLimits {
    void start(@Observes StartupEvent event, Capacity capacity, RequestQueue queue, MeterRegistry metrics) {
        Connections connections = Connections.ALL;
        connections.limit(capacity.connections(), capacity.unreadBytes());
        Gauge.builder("taskward.connections", connections, Connections::count)
                .description("Open connections of clients")
                .register(metrics);
        Gauge.builder("taskward.connections.max", capacity::connections)
                .description("How many may be open before idle ones are closed and requests of new ones refused")
                .register(metrics);
        Gauge.builder("taskward.answers.unread", connections, Connections::unreadBytes).baseUnit("bytes")
                .description("Answers that clients have not read yet").register(metrics);
        FunctionCounter.builder("taskward.connections.refused", connections, Connections::refusedCount)
                .description("Connections that were answered 503 because all were busy").register(metrics);
        FunctionCounter.builder("taskward.connections.evicted", connections, Connections::evictedCount)
                .description(
                        "Idle connections closed for new ones, and ones closed because their client stopped reading")
                .register(metrics);
        Gauge.builder("taskward.requests.waiting", queue, RequestQueue::waitingCount)
                .description("Requests that wait for a worker").register(metrics);
    }
}
