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

/** Which shape a failure has, and what a client that accepts neither is told. */
@QuarkusTest
public class NegotiationTest extends ServiceTest {
    private static final String ABSENT = "/api/v1/tasks/01936f3e-5b7a-7c3d-9a41-2f6b8c0d1e2f";
    private static Account ada;

    @BeforeEach
    void someone() {
        ada = ada == null ? Account.register() : ada;
    }

    @ParameterizedTest
    @ValueSource(strings = {"application/problem+json", "Application/Problem+JSON", "application/problem+json;q=0.1",
            "application/json, application/problem+json", "application/problem+json;q=0.5, application/json",
            "text/html, application/problem+json;q=0.9,*/*;q=0.8", "text/html\r\nAccept: application/problem+json"})
    void aClientThatAcceptsProblemsIsToldInOneAndGetsItsSuccessesAsJson(String accept) {
        Reply reply = Refusal.problem(Call.get(ABSENT).by(ada).header("Accept", accept).send(), 404, "NOT_FOUND");
        assertThat(reply.json().path("type").asText()).isEqualTo("about:blank");
        assertThat(reply.json().path("title").asText()).isEqualTo("Not found");
        assertThat(reply.json().path("detail").asText()).isEqualTo("No such resource");
        assertThat(reply.json().path("instance").asText()).isEqualTo(ABSENT);
        Reply list = Call.get("/api/v1/tasks").by(ada).header("Accept", accept).send();
        assertThat(list.status()).isEqualTo(200);
        assertThat(list.header("Content-Type")).isEqualTo("application/json;charset=UTF-8");
    }

    @ParameterizedTest
    @ValueSource(strings = {"application/json", "*/*", "application/*", "application/json, text/plain, */*",
            "application/json, application/problem+json;q=0", "application/problem+json;q=0.000, */*",
            "application/json, application/problem+json; q=0"})
    void everyOtherClientIsToldInTheEnvelope(String accept) {
        Refusal.envelope(Call.get(ABSENT).by(ada).header("Accept", accept).send(), 404, "NOT_FOUND");
    }

    @ParameterizedTest
    @ValueSource(strings = {"text/html", "application/xml", "application/problem+json;q=0", "application/jsonx",
            "garbage"})
    void aClientThatAcceptsNoJsonIsToldSo(String accept) {
        for (String path : new String[]{"/api/v1/tasks", ABSENT, "/health", "/api/v1/auth/me"}) {
            Refusal.envelope(Call.get(path).by(ada).header("Accept", accept).send(), 406, "NOT_ACCEPTABLE");
        }
    }

    @Test
    void whatIsNotAcceptableIsNotDone() {
        Reply refused = Call.post("/api/v1/tasks").by(ada).header("Accept", "text/html").json("{\"title\":\"unseen\"}")
                .send();
        Refusal.envelope(refused, 406, "NOT_ACCEPTABLE");
        Reply list = Call.get("/api/v1/tasks?search=unseen").by(ada).send();
        assertThat(list.json().path("meta").path("total").asInt(-1)).isZero();
    }

    @Test
    void violationsAreTheSameInBothShapes() {
        String wrong = "{\"title\":\" \",\"priority\":\"urgent\"}";
        Reply envelope = Refusal.envelope(Call.post("/api/v1/tasks").by(ada).json(wrong).send(), 400,
                "VALIDATION_FAILED");
        Reply problem = Refusal.problem(Call.post("/api/v1/tasks").by(ada).header("Accept", "application/problem+json")
                .json(wrong).send(), 400, "VALIDATION_FAILED");
        assertThat(problem.json().path("errors")).isEqualTo(envelope.json().path("details"));
        assertThat(Refusal.fields(problem)).containsExactly("title", "priority");
    }

    @Test
    void aMissingTokenAndAWrongOneAreToldInBothShapes() {
        for (String shape : new String[]{"application/json", "application/problem+json"}) {
            boolean problem = shape.contains("problem");
            Reply missing = Call.get("/api/v1/tasks").header("Accept", shape).send();
            Reply wrong = Call.get("/api/v1/tasks").header("Accept", shape).header("Authorization", "Bearer x").send();
            check(missing, problem, "TOKEN_MISSING");
            check(wrong, problem, "TOKEN_INVALID");
            assertThat(missing.header("WWW-Authenticate")).startsWith("Bearer").doesNotContain("error=");
            assertThat(wrong.header("WWW-Authenticate")).startsWith("Bearer").contains("error=\"invalid_token\"");
        }
    }

    private static void check(Reply reply, boolean problem, String code) {
        if (problem) {
            Refusal.problem(reply, 401, code);
        } else {
            Refusal.envelope(reply, 401, code);
        }
    }
}
