package dev.taskward.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import org.junit.jupiter.api.Test;

import dev.taskward.support.Call;
import dev.taskward.support.Environment;
import dev.taskward.support.Refusal;
import dev.taskward.support.Reply;
import dev.taskward.support.ServiceTest;

/** Requests that take too long, and what becomes of their statements. */
@QuarkusTest
@TestProfile(RequestDeadlinesTest.Impatient.class)
public class RequestDeadlinesTest extends ServiceTest {
    public static class Impatient implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("taskward.http.request-timeout", "PT1S", "taskward.database.statement-timeout", "3s");
        }
    }

    private static boolean isRunning(String statement) throws SQLException {
        try (Connection connection = Environment.connect();
                ResultSet rows = connection.createStatement()
                        .executeQuery("select exists (select from pg_stat_activity "
                                + "where state = 'active' and pid <> pg_backend_pid() and query like '%" + statement
                                + "%')")) {
            rows.next();
            return rows.getBoolean(1);
        }
    }

    @Test
    void atItsDeadlineAStatementIsCancelledAndTheRequestAnswered503() throws SQLException {
        Reply reply = Call.get("/test-only/statement/60").send();
        Refusal.envelope(reply, 503, "UNAVAILABLE");
        assertThat(reply.json().path("error").asText()).isEqualTo("The request took too long");
        assertThat(reply.header("Retry-After")).matches("[1-9]\\d*");
        await().atMost(Duration.ofSeconds(1)).until(() -> !isRunning("pg_sleep(60)"));
        assertThat(Call.get("/test-only/statement/0").send().status()).isEqualTo(200);
    }

    @Test
    void everyConnectionEndsItsStatementsByItself() throws SQLException {
        assertThat(setting("statement_timeout")).isEqualTo("3s");
        assertThat(setting("idle_in_transaction_session_timeout")).isEqualTo("8s");
    }

    private static String setting(String name) {
        return Call.get("/test-only/setting/" + name).send().json().asText();
    }
}
