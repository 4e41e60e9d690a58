package dev.taskward.health;

import jakarta.enterprise.context.ApplicationScoped;

import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Liveness;
import org.eclipse.microprofile.health.Startup;

/**
 * Alive and started: this process answers HTTP, by a worker thread. It never looks at the database: restarting the
 * service mends no database, and a service that waits for one has started.
 */
@Liveness
@Startup
@ApplicationScoped
public class ProcessAlive implements HealthCheck {
    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.up("process");
    }
}
