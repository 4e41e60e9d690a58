package dev.taskward.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.UUID;

import io.quarkus.test.junit.QuarkusTest;
import org.jboss.logmanager.ExtLogRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import dev.taskward.auth.Forge;
import dev.taskward.support.Account;
import dev.taskward.support.Call;
import dev.taskward.support.LogCapture;
import dev.taskward.support.PersonalToken;
import dev.taskward.support.ServiceTest;

/** One line per request, which says who did what with what result, and nothing that was said. */
@QuarkusTest
public class AccessLogTest extends ServiceTest {
    private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
    private static final String REST = "-" + TRACE + "-00f067aa0ba902b7-01";
    private static final String TRACE_PARENT = "00" + REST;
    private static final String ANY = "01936f3e-5b7a-7c3d-9a41-2f6b8c0d1e2f";

    @Test
    void aRequestIsOneLineWithItsRouteAndUserAndNoQuery() {
        Account ada = Account.register();
        ExtLogRecord line = only(Call.get(ada.tasks() + "?search=hidden&limit=5").by(ada));
        assertThat(line.getFormattedMessage()).matches(
                "GET /api/\\{user_id}/tasks 200 \\d+\\.\\dms user=" + ada.id() + " request="
                        + line.getMdc("requestId"));
        assertThat(line.getMdcCopy()).containsEntry("method", "GET").containsEntry("route", "/api/{user_id}/tasks")
                .containsEntry("status", "200").containsEntry("userId", ada.id()).containsKey("durationMs");
    }

    @Test
    void theUserIsTheSubjectWhateverNamesTheTokenHas() {
        Account ada = Account.register();
        String named = Forge.withClaims(ada, claims -> claims.putAll(Map.of("preferred_username", "mallory", "upn",
                "mallory@example.com")));
        ExtLogRecord line = only(Call.get("/api/v1/tasks").header("Authorization", "Bearer " + named));
        assertThat(line.getMdc("userId")).isEqualTo(ada.id());
        assertThat(line.getFormattedMessage()).contains(" 200 ").doesNotContain("mallory");
        PersonalToken script = PersonalToken.of(ada, "read");
        assertThat(only(script.on(Call.get("/api/v1/tasks"))).getMdc("userId")).isEqualTo(ada.id());
    }

    @Test
    void theTemplateStandsForTheIdsOfAPath() {
        Account ada = Account.register();
        ExtLogRecord line = only(Call.of("PATCH", "/api/v1/tasks/" + ANY + "/complete").by(ada));
        assertThat(line.getFormattedMessage()).startsWith("PATCH /api/v1/tasks/{id}/complete 404 ")
                .doesNotContain(ANY);
    }

    @Test
    void aRefusalIsALineTooWhereverItIsMade() {
        is("GET - 404", Call.get("/nope?token=secret"));
        is("GET - 404", Call.get("*"));
        is("GET /api/v1/tasks 401", Call.get("/api/v1/tasks"));
        is("POST /api/v1/auth/login 400", Call.post("/api/v1/auth/login").json("{"));
        is("PUT /api/v1/tasks/{id}/complete 405", Call.of("PUT", "/api/v1/tasks/" + ANY + "/complete"));
        is("POST /api/v1/auth/login 415", Call.post("/api/v1/auth/login").body("text/plain", new byte[]{1}));
        is("GET /health 406", Call.get("/health").header("Accept", "text/html"));
        is("TRACE /health 405", Call.of("TRACE", "/health"));
        is("GET - 414", Call.get("/" + "a".repeat(5_000)));
        is("GET /health 403", Call.get("/health").header("Origin", "https://evil.example"));
        is("GET /test-only/bug 500", Call.get("/test-only/bug"));
    }

    private static void is(String start, Call call) {
        ExtLogRecord line = only(call);
        assertThat(line.getFormattedMessage()).startsWith(start + " ").contains(" user=- ").doesNotContain("secret");
    }

    @Test
    void aForgedLineIsNot() {
        try (LogCapture log = new LogCapture("access")) {
            Call.get("/nope").header("X-Request-Id", "a\tGET /forged 200").send();
            Call.of("FORGED%0aGET", "/nope%0aforged").send();
            only(Call.get("/health"));
            assertThat(log.records()).noneMatch(line -> line.getFormattedMessage().contains("\n")
                    || line.getFormattedMessage().contains("forged"));
        }
    }

    @Test
    void aLineSaysWhichTraceItsRequestIsPartOf() {
        assertThat(only(Call.get("/health").header("traceparent", TRACE_PARENT)).getMdc("traceId")).isEqualTo(TRACE);
        assertThat(only(Call.get("/nope").header("traceparent", TRACE_PARENT)).getMdc("traceId")).isEqualTo(TRACE);
        assertThat(only(Call.get("/health")).getMdc("traceId")).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", TRACE, "00-" + TRACE, TRACE_PARENT + "-00", TRACE_PARENT + "0", "01" + REST,
            "ff" + REST,
            "00-4BF92F3577B34DA6A3CE929D0E0E4736-00f067aa0ba902b7-01",
            "00-00000000000000000000000000000000-00f067aa0ba902b7-01",
            "00-4bf92f3577b34da6a3ce929d0e0e4736-0000000000000000-01",
            "00-4bf92f3577b34da6a3ce929d0e0e473g-00f067aa0ba902b7-01", "00-" + TRACE + "-00f067aa0ba902b7-x1",
            "00-" + TRACE + "-00f067aa0ba902b7-01," + TRACE_PARENT})
    void aTraceParentThatIsInvalidIsIgnored(String traceParent) {
        assertThat(only(Call.get("/health").header("traceparent", traceParent)).getMdc("traceId")).isNull();
    }

    @Test
    void ofTwoTraceParentsNoneIsBelieved() {
        Call twice = Call.get("/health").header("traceparent", TRACE_PARENT).header("traceparent", TRACE_PARENT);
        assertThat(only(twice).getMdc("traceId")).isNull();
    }

    @Test
    void noLineOfAnyLogHoldsATokenAPasswordAnEmailOrABody() {
        try (LogCapture log = new LogCapture("")) {
            Account ada = Account.register();
            ada.task("confidential title");
            ada.request().get("/api/v1/tasks?search=confidential").then().statusCode(200);
            Account.anonymous().body(Map.of("email", ada.email(), "password", "Wrong-horse-7"))
                    .post("/api/v1/auth/login").then().statusCode(401);
            Account.anonymous().body(Map.of("email", ada.email(), "username", ada.username(), "password",
                    Account.PASSWORD)).post("/api/v1/auth/register").then().statusCode(409);
            Account.anonymous().body(Map.of("refresh_token", ada.refreshToken())).post("/api/v1/auth/refresh").then()
                    .statusCode(200);
            String personal = PersonalToken.of(ada, "read").token();
            only(Call.get("/api/v1/auth/me?access_token=" + personal).header("Authorization", "Bearer " + personal));
            only(Call.get("/api/v1/auth/me?access_token=" + ada.token().substring(0, 40)).by(ada));
            assertThat(log.records()).hasSizeGreaterThan(5);
            assertThat(log.text()).doesNotContain(ada.token().substring(0, 40), ada.refreshToken(), Account.PASSWORD,
                    "Wrong-horse", ada.email(), ada.username(), "confidential", personal.substring(0, 20),
                    personal.substring(20));
        }
    }

    /** The line of this request, once it is there and another request after it has brought no second one. */
    private static ExtLogRecord only(Call call) {
        String id = UUID.randomUUID().toString();
        String later = UUID.randomUUID().toString();
        try (LogCapture log = new LogCapture("access")) {
            call.header("X-Request-Id", id).send();
            ExtLogRecord line = log.await(record -> id.equals(record.getMdc("requestId")));
            Call.get("/health").header("X-Request-Id", later).send();
            log.await(record -> later.equals(record.getMdc("requestId")));
            assertThat(log.records()).filteredOn(record -> record.getFormattedMessage().contains(id)).hasSize(1);
            return line;
        }
    }
}
