package dev.taskward.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Test;

import dev.taskward.support.Account;
import dev.taskward.support.Call;
import dev.taskward.support.Operation;
import dev.taskward.support.ServiceTest;

/** What Prometheus reads: every route by its template, and no label that a client could make up. */
@QuarkusTest
class MetricsTest extends ServiceTest {
    private static final String ANY = "01936f3e-5b7a-7c3d-9a41-2f6b8c0d1e2f";
    private static final Pattern UUID = Pattern.compile("\\p{XDigit}{8}-\\p{XDigit}{4}-");

    private static List<String> lines(String metric) {
        return Call.get("/q/metrics").send().text().lines()
                .filter(line -> line.startsWith(metric)).toList();
    }

    private static double value(String metric, String... labels) {
        return lines(metric).stream().filter(line -> List.of(labels).stream().allMatch(line::contains))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ')))).sum();
    }

    @Test
    void everyOperationIsMeasuredByItsTemplateThoughNothingSaysSo() {
        Account ada = Account.register();
        for (Operation operation : Operation.all()) {
            operation.with("user_id", ada.id()).with("id", ANY).call("{}").by(ada).send();
            assertThat(lines("http_server_requests_seconds_count")).as(operation.toString())
                    .anyMatch(line -> line.contains("method=\"" + operation.method() + "\"")
                            && line.contains("uri=\"" + operation.path() + "\""));
        }
        assertThat(lines("")).noneMatch(line -> UUID.matcher(line).find());
    }

    @Test
    void whatIsRefusedBeforeItsRouteIsKnownIsMeasuredByThatRouteToo() {
        String made = "made-up-" + System.nanoTime();
        Call.get("/" + made).send();
        Call.get("/api/v1/" + made).header("Authorization", "Bearer nonsense").send();
        Call.of("MADEUP", "/health").send();
        Call.get("/api/v1/posts/" + made).send();
        Call.get("/api/v1/posts/" + ANY + "?" + "a".repeat(5_000)).send();
        Call.get("/" + made).header("Origin", "https://evil.example").send();
        assertThat(lines("http_server")).noneMatch(line -> line.contains(made) || line.contains("MADEUP"));
        assertThat(value("http_server_requests_seconds_count", "status=\"414\"", "uri=\"/api/v1/posts/{id}\""))
                .isPositive();
        assertThat(value("http_server_requests_seconds_count", "uri=\"/unknown\"")).isPositive();
        assertThat(value("http_server_requests_seconds_count", "method=\"OTHER\"")).isPositive();
    }

    @Test
    void probesAndScrapesAreNotMeasuredAsRequests() {
        Call.get("/q/health/ready").send();
        Call.get("/q/health/nope").send();
        assertThat(lines("http_server_requests")).noneMatch(line -> line.contains("/q/"));
    }

    @Test
    void whatTheGarbageCollectorTakesIsMeasuredInAnyKindOfProcess() {
        assertThat(lines("jvm_gc_collections_seconds_count")).isNotEmpty();
        double before = value("jvm_gc_collections_seconds_count");
        System.gc();
        assertThat(value("jvm_gc_collections_seconds_count")).isGreaterThan(before);
        assertThat(value("jvm_gc_collections_seconds_sum")).isPositive();
    }

    @Test
    void latencyHasTheBucketsThatAlertsNeed() {
        Call.get("/health").send();
        for (String le : List.of("0.005", "0.1", "0.5", "1.0", "+Inf")) {
            assertThat(lines("http_server_requests_seconds_bucket")).as(le)
                    .anyMatch(line -> line.contains("uri=\"/health\"") && line.contains("le=\"" + le + "\""));
        }
        assertThat(value("http_server_requests_seconds_bucket", "uri=\"/health\"", "le=\"+Inf\"")).isPositive();
    }

    @Test
    void failuresAreCountedByTheirCode() {
        for (Map.Entry<String, Call> failure : Map.of("TOKEN_MISSING", Call.get("/api/v1/tasks"), "TOKEN_INVALID",
                Call.get("/api/v1/tasks").header("Authorization", "Bearer x"), "NOT_FOUND", Call.get("/nope"))
                .entrySet()) {
            double before = value("taskward_failures_total", "code=\"" + failure.getKey() + "\"");
            failure.getValue().send();
            assertThat(value("taskward_failures_total", "code=\"" + failure.getKey() + "\"")).isEqualTo(before + 1);
        }
    }

    @Test
    void auditedEventsAreCountedByTheirAction() {
        double before = value("taskward_audit_events_total", "action=\"LOGIN_FAILED\"");
        Call.post("/api/v1/auth/login").json("{\"username\": \"nobody\", \"password\": \"Wrong-horse-7\"}").send();
        assertThat(value("taskward_audit_events_total", "action=\"LOGIN_FAILED\"")).isEqualTo(before + 1);
    }

    @Test
    void theKeyThatSignsIsShownByItsPublicId() {
        String kid = Call.get("/.well-known/jwks.json").send().json().at("/keys/0/kid").asText();
        assertThat(value("taskward_signing_key", "kid=\"" + kid + "\"")).isEqualTo(1);
    }

    @Test
    void whatHasNotHappenedYetIsThereAsNone() {
        assertThat(lines("taskward_failures_total{code=\"NOT_IMPLEMENTED\"}")).hasSize(1);
        assertThat(lines("taskward_audit_events_total{action=\"KEY_RETIRED\"}")).hasSize(1);
    }

    @Test
    void whatTheReadinessProbeFoundIsShown() {
        assertThat(Call.get("/q/health/ready").send().status()).isEqualTo(200);
        assertThat(value("taskward_ready ")).isEqualTo(1);
    }

    @Test
    void thePoolAndTheHashQueueShowHowFullTheyAre() {
        assertThat(value("agroal_active_count") + value("agroal_available_count")).isPositive();
        assertThat(lines("agroal_awaiting_count")).isNotEmpty();
        assertThat(value("taskward_password_hashes ")).isGreaterThanOrEqualTo(0);
        assertThat(value("taskward_password_hashes_max ")).isPositive();
        assertThat(value("jvm_memory_used_bytes")).isPositive();
    }
}
