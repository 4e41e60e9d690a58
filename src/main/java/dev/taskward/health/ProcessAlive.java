package dev.taskward.health;

import jakarta.enterprise.context.ApplicationScoped;

import io.smallrye.health.api.AsyncHealthCheck;
import io.smallrye.mutiny.Uni;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Liveness;
import org.eclipse.microprofile.health.Startup;

/**
 * Alive and started: this process answers HTTP. The event loop answers, so that a service whose workers are all busy is not
 * restarted. It never looks at the database: restarting the service mends no database, and a service that waits for one has
 * started.
 */
@Liveness
@Startup
@ApplicationScoped
public class ProcessAlive implements AsyncHealthCheck {
    @Override
    public Uni<HealthCheckResponse> call() {
        return Uni.createFrom().item(HealthCheckResponse.up("process"));
    }
}
