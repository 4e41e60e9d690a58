package dev.taskward.health;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.junit.QuarkusTest;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import dev.taskward.support.Call;
import dev.taskward.support.Reply;
import dev.taskward.support.ServiceTest;

/** The health of a service that is well, for people and for probes. */
@QuarkusTest
public class HealthTest extends ServiceTest {
    @Test
    void healthIsBareOfTheEnvelope() {
        Reply reply = Call.get("/health").send();
        assertThat(reply.header("Content-Type")).startsWith("application/json");
        assertThat(reply.json().fieldNames()).toIterable().containsExactly("status", "timestamp", "uptime");
        assertThat(reply.json().path("status").asText()).isEqualTo("healthy");
        assertThat(reply.json().path("uptime").isNumber()).isTrue();
    }

    @Test
    void healthTellsTheTimeInMilliseconds() {
        String timestamp = Call.get("/health").send().json().path("timestamp").asText();
        assertThat(timestamp).matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z");
        assertThat(Duration.between(Instant.parse(timestamp), Instant.now()).abs()).isLessThan(Duration.ofMinutes(1));
    }

    @Test
    void uptimeIsInSecondsAndGrows() {
        double first = uptime();
        assertThat(first).isPositive().isLessThan(Duration.ofDays(1).toSeconds());
        Awaitility.await().until(() -> uptime() > first);
    }

    private static double uptime() {
        return Call.get("/health").send().json().path("uptime").asDouble();
    }

    @ParameterizedTest
    @CsvSource({"/q/health/live,process", "/q/health/ready,database Graceful Shutdown", "/q/health/started,process"})
    void aProbeIsUpWithItsChecks(String path, String checks) {
        Reply reply = Call.get(path).send();
        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.json().path("status").asText()).isEqualTo("UP");
        List<String> names = new ArrayList<>();
        for (JsonNode check : reply.json().path("checks")) {
            names.add(check.path("name").asText());
            assertThat(check.path("status").asText()).isEqualTo("UP");
            // Probes are open to everybody: no address, version or message of the database is in them.
            assertThat(check.fieldNames()).toIterable().containsExactlyInAnyOrder("name", "status");
        }
        assertThat(names).containsExactlyInAnyOrder(checks.split(" (?!Shutdown)"));
    }

    @Test
    void aProbeNeedsNoTokenAndMindsNoWrongOne() {
        Reply reply = Call.get("/q/health/ready").header("Authorization", "Bearer nonsense").send();
        assertThat(reply.status()).isEqualTo(200);
        assertThat(Call.get("/health").header("Authorization", "Bearer nonsense").send().status()).isEqualTo(200);
    }
}
