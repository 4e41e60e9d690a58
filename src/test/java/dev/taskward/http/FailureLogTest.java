package dev.taskward.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.UUID;
import java.util.logging.Level;

import io.quarkus.test.junit.QuarkusTest;
import org.jboss.logmanager.ExtLogRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import dev.taskward.support.Account;
import dev.taskward.support.Call;
import dev.taskward.support.LogCapture;
import dev.taskward.support.Refusal;
import dev.taskward.support.Reply;
import dev.taskward.support.ServiceTest;
import dev.taskward.support.Wire;

/** What goes wrong inside is told to those who run the service, in full, and to the client not at all. */
@QuarkusTest
public class FailureLogTest extends ServiceTest {
    private static final String CATEGORY = "dev.taskward.http.Failures";

    @ParameterizedTest
    @ValueSource(strings = {"/test-only/bug", "/test-only/sql/23514", "/test-only/sql/42601"})
    void aBugIsLoggedWithItsStackAndRequestIdAndNotTold(String path) {
        String id = UUID.randomUUID().toString();
        try (LogCapture log = new LogCapture(CATEGORY)) {
            Refusal.envelope(Call.get(path).header("X-Request-Id", id).send(), 500, "INTERNAL_ERROR");
            ExtLogRecord line = log.await(record -> record.getFormattedMessage().contains(id));
            assertThat(line.getLevel().intValue()).isEqualTo(org.jboss.logmanager.Level.ERROR.intValue());
            assertThat(line.getThrown()).hasMessage(TrapResource.SECRET);
            assertThat(line.getThrown().getStackTrace()).isNotEmpty();
        }
        Refusal.problem(Call.get(path).header("Accept", "application/problem+json").send(), 500, "INTERNAL_ERROR");
    }

    @ParameterizedTest
    @ValueSource(strings = {"57P01", "53300", "57014", "08006", "40001"})
    void aDatabaseThatIsAwayIsUnavailableAndLogged(String state) {
        String id = UUID.randomUUID().toString();
        try (LogCapture log = new LogCapture(CATEGORY)) {
            Reply reply = Call.get("/test-only/sql/" + state).header("X-Request-Id", id).send();
            Refusal.envelope(reply, 503, "UNAVAILABLE");
            assertThat(reply.header("Retry-After")).matches("[1-9]\\d*");
            ExtLogRecord line = log.await(record -> record.getFormattedMessage().contains(id));
            assertThat(line.getLevel().intValue()).isEqualTo(org.jboss.logmanager.Level.ERROR.intValue());
            assertThat(line.getThrown()).hasMessage(TrapResource.SECRET);
        }
    }

    @Test
    void aUniqueViolationIsAConflictThatDoesNotNameItsIndex() {
        Refusal.envelope(Call.get("/test-only/sql/23505").send(), 409, "CONFLICT");
    }

    @Test
    void whatTheClientGotWrongIsNotInTheLog() {
        try (LogCapture log = new LogCapture("dev.taskward")) {
            Refusal.envelope(Call.get("/nope").send(), 404, "NOT_FOUND");
            Refusal.envelope(Call.get("/api/v1/tasks").header("Authorization", "Bearer x").send(), 401,
                    "TOKEN_INVALID");
            Refusal.envelope(Call.post("/api/v1/auth/login").json("{").send(), 400, "MALFORMED_BODY");
            assertThat(log.records()).isEmpty();
        }
    }

    /** The tests run without a mail server. An anonymous caller must not be able to alarm an operator. */
    @Test
    void aFeatureThatIsOffIsNotInTheLog() {
        try (LogCapture log = new LogCapture("dev.taskward")) {
            Refusal.envelope(Call.post("/api/v1/auth/password/forgot").json("{\"email\": \"ada@example.com\"}").send(),
                    501, "MAIL_OFF");
            assertThat(log.records()).isEmpty();
        }
    }

    @Test
    void aClientThatGoesAwayIsNoFailureOfOurs() {
        Account ada = Account.register();
        try (LogCapture access = new LogCapture("access").at(Level.ALL);
                LogCapture log = new LogCapture("dev.taskward")) {
            try (Wire wire = new Wire()) {
                Call.post("/api/v1/tasks").by(ada).header("Content-Type", "application/json")
                        .header("Content-Length", "500").header("Expect", "100-continue").on(wire);
                // Its body is waited for now.
                assertThat(wire.readHead().status()).isEqualTo(100);
                wire.write("{\"title\":");
            }
            assertThat(access.await(line -> line.getFormattedMessage().contains("POST /api/v1/tasks"))
                    .getFormattedMessage()).contains(" 400 ", " aborted");
            assertThat(log.records()).isEmpty();
        }
        List<?> tasks = ada.request().get(ada.tasks()).path("data");
        assertThat(tasks).isEmpty();
    }
}
