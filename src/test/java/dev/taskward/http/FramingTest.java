package dev.taskward.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import dev.taskward.support.Account;
import dev.taskward.support.Call;
import dev.taskward.support.Refusal;
import dev.taskward.support.Reply;
import dev.taskward.support.ServiceTest;
import dev.taskward.support.Wire;

/** Bytes that no HTTP client would send: where a request ends, and who it is for, is never guessed at. */
@QuarkusTest
public class FramingTest extends ServiceTest {
    private static final String BODY = "{\"title\":\"framed\"}";
    private static Account ada;

    @BeforeEach
    void someone() {
        ada = ada == null ? Account.register() : ada;
    }

    @Test
    void aRequestWithoutAHostIsRefusedInTheEnvelope() {
        Refusal.envelope(raw("GET /health HTTP/1.1\r\n\r\n"), 400, "BAD_REQUEST");
        Refusal.problem(raw("GET /api/v1/tasks HTTP/1.1\r\nAccept: application/problem+json\r\n\r\n"), 400,
                "BAD_REQUEST");
    }

    @Test
    void aRequestForTwoHostsIsRefusedInTheEnvelope() {
        Refusal.envelope(Call.get("/health").header("Host", "other.example").send(), 400, "BAD_REQUEST");
    }

    @ParameterizedTest
    @ValueSource(strings = {"api/v1/tasks", "health", "\\api"})
    void aTargetThatIsNoPathIsNotFound(String target) {
        Refusal.envelope(Call.get(target).by(ada).send(), 404, "NOT_FOUND");
        Refusal.problem(Call.of("OPTIONS", target).header("Accept", "application/problem+json").send(), 404,
                "NOT_FOUND");
    }

    /** RFC 9112 section 3.2.4: the asterisk is a target of OPTIONS alone. */
    @Test
    void theAsteriskIsFoundByOptionsAlone() {
        Refusal.envelope(Call.get("*").by(ada).send(), 404, "NOT_FOUND");
        Refusal.problem(Call.of("DELETE", "*").header("Accept", "application/problem+json").send(), 404, "NOT_FOUND");
        assertThat(Call.of("OPTIONS", "*").send().status()).isEqualTo(204);
    }

    @ParameterizedTest
    @ValueSource(strings = {"-5", "+18", "abc", "0x12", "18, 19", "18\r\nContent-Length: 19", "99999999999999999999"})
    void aLengthThatIsNoneEndsTheConnection(String length) {
        try (Wire wire = new Wire()) {
            Call.post("/api/v1/tasks").by(ada).header("Content-Type", "application/json")
                    .header("Content-Length", length).on(wire);
            assertThat(wire.write(BODY).read().status()).isEqualTo(400);
            assertThat(wire.isClosed()).isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"garbage\r\n\r\n", "GET /health\r\n\r\n", "GET  HTTP/1.1\r\nHost: localhost\r\n\r\n",
            "GET /health HTTP/1.1\r\nHost: localhost\r\nNope\r\n\r\n",
            "GET /health HTTP/1.1\r\nHost: localhost\r\nX : y\r\n\r\n",
            "GET /health HTTP/1.1\r\nHost: localhost\r\nX: a\0b\r\n\r\n", "\u0016\u0003\u0001\0\u00a5\u0001\r\n\r\n"})
    void whatIsNotHttpEndsTheConnection(String bytes) {
        try (Wire wire = new Wire()) {
            assertThat(wire.write(bytes).read().status()).isEqualTo(400);
            assertThat(wire.isClosed()).isTrue();
        }
    }

    @Test
    void aLengthThatIsTooSmallMakesNoSecondRequestOfTheRest() {
        try (Wire wire = new Wire()) {
            Call.post("/api/v1/tasks").by(ada).header("Content-Type", "application/json")
                    .header("Content-Length", Integer.toString(BODY.length() - 1)).on(wire);
            Refusal.envelope(wire.write(BODY).read(), 400, "MALFORMED_BODY");
        }
    }

    @Test
    void twoRequestsInOneGoAreAnsweredInTheirOrder() {
        try (Wire wire = new Wire()) {
            Call.get("/nope").on(wire);
            Call.get("/health").on(wire);
            Refusal.envelope(wire.read(), 404, "NOT_FOUND");
            assertThat(wire.read().json().path("status").asText()).isEqualTo("healthy");
        }
    }

    private static Reply raw(String bytes) {
        try (Wire wire = new Wire()) {
            return wire.write(bytes).read();
        }
    }
}
