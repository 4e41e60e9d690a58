package dev.taskward.operation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.Test;

import dev.taskward.support.Account;
import dev.taskward.support.OwnPostgres;
import dev.taskward.support.ServiceClient;
import dev.taskward.support.ServiceClient.User;
import dev.taskward.support.ServiceProcess;

/** What production says: for machines, and nothing that is secret or personal. */
public class LogIT {
    private static final String TRACE = "\"traceId\":\"4bf92f3577b34da6a3ce929d0e0e4736\"";
    private static final String TRACE_PARENT = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
    private static final String ADMIN_PASSWORD = "Root-of-all-8-evils";

    @Test
    void everyLineIsAJsonObjectAndHoldsNoSecretOfTheRun() throws Exception {
        try (OwnPostgres database = OwnPostgres.started()) {
            Map<String, String> settings = database.settings();
            settings.put("DATABASE_URL", database.url().replace(":postgres@", ":db-s3cret-word@"));
            settings.putAll(Map.of("ADMIN_EMAIL", "root@example.com", "ADMIN_PASSWORD", ADMIN_PASSWORD));
            try (ServiceProcess service = ServiceProcess.start(settings).awaitReady()) {
                User ada = use(service.client());
                database.kill();
                assertThat(service.client().post("/api/v1/auth/login", null, "{\"email\": \"" + ada.email()
                        + "\", \"password\": \"" + Account.PASSWORD + "\"}", Map.of("traceparent", TRACE_PARENT))
                        .status())
                        .isEqualTo(503);
                service.terminate();
                assertThat(service.awaitExit()).isZero();
                assertThat(service.stdout()).isNotEmpty()
                        .allSatisfy(line -> assertThat(new ObjectMapper().readTree(line).isObject()).isTrue())
                        .anySatisfy(
                                line -> assertThat(line).contains("\"loggerName\":\"access\"", "/api/v1/auth/login"))
                        .anySatisfy(line -> assertThat(line).contains("\"level\":\"ERROR\"", TRACE))
                        .anySatisfy(line -> assertThat(line).contains("\"loggerName\":\"access\"", TRACE));
                assertThat(service.stderr()).isEmpty();
                assertThat(service.log()).doesNotContain(Account.PASSWORD, ADMIN_PASSWORD, "Wrong-horse-7",
                        "db-s3cret-word", ada.token(), signature(ada.token()), ada.refreshToken(), ada.email(),
                        "forged.access.token", "forged-refresh-token", "secret title", "secret search",
                        ServiceProcess.KEY.substring(100, 130));
            }
        }
    }

    /** Something of everything that carries what no log may hold. */
    private static User use(ServiceClient client) {
        User ada = client.register();
        client.login(ada.email(), "Wrong-horse-7");
        client.get("/api/v1/auth/me", ada.token());
        client.get("/api/v1/auth/me", "forged.access.token");
        client.post(ada.tasks(), ada.token(), "{\"title\": \"secret title\"}");
        client.post(ada.tasks(), ada.token(), "{\"title\": \"secret title\", \"priority\": 7}");
        client.get(ada.tasks() + "?search=secret%20search", ada.token());
        client.post("/api/v1/auth/refresh", null, "{\"refresh_token\": \"forged-refresh-token\"}");
        client.post("/api/v1/auth/refresh", null, "{\"refresh_token\": \"" + ada.refreshToken() + "\"}");
        client.post("/api/v1/auth/register", null, "{\"email\": \"" + ada.email() + "\", \"username\": \"other\","
                + " \"password\": \"" + Account.PASSWORD + "\"}");
        return ada;
    }

    private static String signature(String token) {
        return List.of(token.split("\\.")).get(2);
    }
}
