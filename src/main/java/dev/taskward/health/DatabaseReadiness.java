package dev.taskward.health;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicReference;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;

import io.agroal.api.AgroalDataSource;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.health.api.AsyncHealthCheck;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/**
 * Ready: the schema is this version's and the database answers. A pool that is all in use is busy, and not unready. The
 * database is asked beside the requests, once a second for as long as probes come, and a probe is answered from memory:
 * under load it would otherwise wait with everybody else.
 */
@Readiness
@ApplicationScoped
public class DatabaseReadiness implements AsyncHealthCheck {
    private static final int ANSWER_SECONDS = 1;
    private static final Duration PERIOD = Duration.ofSeconds(1);
    /** Longer than the pauses between two probes. */
    private static final Duration PROBED = Duration.ofSeconds(30);
    /** A period, and the time that a look may take when the pool is busy. */
    private static final Duration CURRENT = Duration.ofMillis(2_500);
    /** Of the first probe after a pause, and of one that finds the database slow. */
    private static final Duration PATIENCE = Duration.ofMillis(400);

    @Inject
    SchemaStart schema;

    @Inject
    AgroalDataSource database;

    @Inject
    Vertx vertx;

    private final AtomicReference<CompletableFuture<Boolean>> look = new AtomicReference<>();
    private volatile boolean ready;
    private long timer;
    private volatile long lookedAt = System.nanoTime() - CURRENT.toNanos();
    private volatile long probedAt = System.nanoTime() - PROBED.toNanos();

    /** An instance that is not ready is left out by its ingress, so that no request shows it; it is still scraped. */
    void start(@Observes StartupEvent event, MeterRegistry metrics) {
        Gauge.builder("taskward.ready", () -> ready ? 1 : 0)
                .description("1 if the database answered when it was last asked for a readiness probe, else 0")
                .register(metrics);
        timer = vertx.setPeriodic(PERIOD.toMillis(), ignored -> {
            if (System.nanoTime() - probedAt < PROBED.toNanos()) {
                look();
            }
        });
    }

    /** In dev mode Vert.x outlives the application. */
    void stop(@Observes ShutdownEvent event) {
        vertx.cancelTimer(timer);
    }

    @Override
    public Uni<HealthCheckResponse> call() {
        return isReady().map(up -> HealthCheckResponse.named("database").status(up).build());
    }

    /** Whether requests can be served; answers within 400 ms. */
    public Uni<Boolean> isReady() {
        probedAt = System.nanoTime();
        if (System.nanoTime() - lookedAt < CURRENT.toNanos()) {
            return Uni.createFrom().item(ready);
        }
        return Uni.createFrom().completionStage(this::look).ifNoItem().after(PATIENCE).recoverWithItem(() -> ready);
    }

    private CompletionStage<Boolean> look() {
        CompletableFuture<Boolean> mine = new CompletableFuture<>();
        CompletableFuture<Boolean> current = look.compareAndExchange(null, mine);
        if (current != null) {
            return current.copy();
        }
        vertx.executeBlocking(() -> schema.isReady() && answers(), false).onComplete(done -> {
            ready = done.succeeded() && done.result();
            lookedAt = System.nanoTime();
            look.set(null);
            mine.complete(ready);
        });
        return mine.copy();
    }

    private boolean answers() {
        try (Connection connection = database.getConnection()) {
            return connection.isValid(ANSWER_SECONDS);
        } catch (SQLException e) {
            // quarkus#41515: under load the probe, too, may get no connection. If none could be made, few are in use.
            return database.getMetrics().activeCount() >= database.getConfiguration().connectionPoolConfiguration()
                    .maxSize();
        }
    }
}
