package dev.taskward.health;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicInteger;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;

import io.agroal.api.AgroalDataSource;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.StartupEvent;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Ready: the schema is this version's and the database answers. A pool that is all in use is busy, and not unready. */
@Readiness
@ApplicationScoped
public class DatabaseReadiness implements HealthCheck {
    private static final int ANSWER_SECONDS = 1;

    @Inject
    SchemaStart schema;

    @Inject
    AgroalDataSource database;

    private final AtomicInteger lastFound = new AtomicInteger();

    /** Behind an ingress that leaves out what is not ready no request tells of it, and the instance is still scraped. */
    void measure(@Observes StartupEvent event, MeterRegistry metrics) {
        Gauge.builder("taskward.ready", lastFound, AtomicInteger::get)
                .description("1 if the last readiness probe of the database was good, else 0").register(metrics);
    }

    @Override
    public HealthCheckResponse call() {
        boolean ready = isReady();
        lastFound.set(ready ? 1 : 0);
        return HealthCheckResponse.named("database").status(ready).build();
    }

    public boolean isReady() {
        return schema.isReady() && answers();
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
