package dev.taskward.health;

import java.sql.Connection;
import java.sql.SQLException;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

import io.agroal.api.AgroalDataSource;
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

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("database").status(isReady()).build();
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
