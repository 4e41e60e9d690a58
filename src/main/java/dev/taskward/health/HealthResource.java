package dev.taskward.health;

import java.lang.management.ManagementFactory;
import java.time.Instant;

import jakarta.annotation.security.PermitAll;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Response;

import io.smallrye.mutiny.Uni;
import org.eclipse.microprofile.health.Readiness;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.extensions.Extension;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

import dev.taskward.data.BaseEntity;
import dev.taskward.http.MediaTypes;

/** Health for people and load balancers; Kubernetes has its probes under /q/health. */
@Path("/health")
@Tag(name = "Operations", description = "For those who run the service.")
@Produces(MediaTypes.JSON)
public class HealthResource {
    private static final double MILLIS = 1000.0;

    @Inject
    @Readiness
    DatabaseReadiness readiness;

    @GET
    @PermitAll
    @Operation(summary = "Whether the service is ready to serve", description = "503 with the same body while it is not.")
    @APIResponseSchema(value = Health.class, responseCode = "200", responseDescription = "Ready")
    @APIResponse(responseCode = "503", description = "Not ready", content = @Content(mediaType = MediaTypes.JSON, schema = @Schema(implementation = Health.class)))
    public Uni<Response> readHealth() {
        return readiness.isReady().map(HealthResource::answer);
    }

    private static Response answer(boolean ready) {
        Response.ResponseBuilder answer = Response.status(ready ? 200 : 503)
                .entity(new Health(ready ? HealthStatus.healthy : HealthStatus.unhealthy, BaseEntity.now(),
                        ManagementFactory.getRuntimeMXBean().getUptime() / MILLIS));
        return (ready ? answer : answer.header("Retry-After", "2")).build();
    }

    /** Lower case as in JSON. */
    public enum HealthStatus {
        healthy,
        unhealthy
    }

    /** The answer, bare of the envelope. */
    @Schema(extensions = @Extension(name = "x-bare", value = "true"))
    public record Health(
            @Schema(required = true) HealthStatus status,
            @Schema(required = true, examples = "2026-11-21T02:06:00.000Z") Instant timestamp,
            @Schema(required = true, minimum = "0", maximum = "10000000000", description = "Seconds since the process started.", examples = "12.3") double uptime) {}
}
