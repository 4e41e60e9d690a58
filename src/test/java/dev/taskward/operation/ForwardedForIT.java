package dev.taskward.operation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;

import org.junit.jupiter.api.Test;

import dev.taskward.support.OwnPostgres;
import dev.taskward.support.ServiceClient;
import dev.taskward.support.ServiceProcess;

/** Without a trusted proxy nobody is believed to ask for others. */
class ForwardedForIT {
    private static final int LIMIT = 10;

    @Test
    void addressesThatClientsMakeUpNeitherEvadeTheLimitNorAreLockedOut() {
        try (OwnPostgres database = OwnPostgres.started()) {
            Map<String, String> settings = database.settings();
            settings.put("RATE_LIMIT_PUBLIC", LIMIT + "/10m");
            try (ServiceProcess service = ServiceProcess.start(settings).awaitReady()) {
                ServiceClient client = service.client();
                for (int i = 0; i < LIMIT; i++) {
                    assertThat(refresh(client.forwardingFor("192.0.2." + i))).isEqualTo(401);
                }
                assertThat(refresh(client.forwardingFor("192.0.2.99"))).isEqualTo(429);
                assertThat(refresh(client)).isEqualTo(429);
            }
            // The same client at a service that trusts it: the address it pretended to have is not the one that was limited.
            settings.put("TRUSTED_PROXIES", "127.0.0.0/8,::1");
            try (ServiceProcess service = ServiceProcess.start(settings).awaitReady()) {
                ServiceClient proxy = service.client();
                for (int i = 0; i < LIMIT; i++) {
                    assertThat(refresh(proxy.forwardingFor("192.0.2." + i + ", 203.0.113.1"))).isEqualTo(401);
                }
                assertThat(refresh(proxy.forwardingFor("192.0.2.99, 203.0.113.1"))).isEqualTo(429);
                assertThat(refresh(proxy.forwardingFor("192.0.2.1"))).isEqualTo(401);
            }
        }
    }

    private static int refresh(ServiceClient client) {
        return client.post("/api/v1/auth/refresh", null, "{\"refresh_token\": \"none\"}").status();
    }
}
