package dev.taskward.operation;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Map;

import org.junit.jupiter.api.Test;

import dev.taskward.support.OwnPostgres;
import dev.taskward.support.ServiceProcess;

/** In production metrics are on a port of their own; what ingresses and probes need stays on the main one. */
class ManagementPortIT {
    @Test
    void metricsAreOnThePortThatNoIngressLeadsTo() throws Exception {
        try (OwnPostgres database = OwnPostgres.started()) {
            int management = ServiceProcess.freePort();
            Map<String, String> settings = database.settings();
            settings.put("MANAGEMENT_PORT", Integer.toString(management));
            try (ServiceProcess service = ServiceProcess.start(settings).awaitReady()) {
                assertThat(service.client().status("/q/metrics")).isEqualTo(404);
                assertThat(service.client().status("/q/health/live")).isEqualTo(200);
                assertThat(service.client().status("/q/openapi?format=json")).isEqualTo(200);
                HttpResponse<String> metrics = get(management, "/q/metrics");
                assertThat(metrics.statusCode()).isEqualTo(200);
                assertThat(metrics.body()).contains("agroal_available_count", "jvm_memory_used_bytes",
                        "taskward_password_hashes_max");
                assertThat(get(management, "/api/v1/users").statusCode()).isEqualTo(404);
            }
        }
    }

    private static HttpResponse<String> get(int port, String path) throws Exception {
        return HttpClient.newHttpClient().send(
                HttpRequest.newBuilder(URI.create("http://localhost:" + port + path)).build(),
                HttpResponse.BodyHandlers.ofString());
    }
}
