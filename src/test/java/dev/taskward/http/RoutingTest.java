package dev.taskward.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import dev.taskward.support.Account;
import dev.taskward.support.Call;
import dev.taskward.support.Refusal;
import dev.taskward.support.Reply;
import dev.taskward.support.ServiceTest;
import dev.taskward.support.Wire;

/** Which paths and methods there are, and how the others are refused. */
@QuarkusTest
public class RoutingTest extends ServiceTest {
    private static final String ANY = "01936f3e-5b7a-7c3d-9a41-2f6b8c0d1e2f";
    private static Account ada;

    @BeforeEach
    void someone() {
        ada = ada == null ? Account.register() : ada;
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/nope", "/nope/", "/api", "/api/", "/api/v1", "/api/v1/", "/api/v1/auth",
            "/api/v1/auth/", "/api/v1/auth/login/x", "/api/v1/tasksx", "/API/v1/tasks", "/api/v1/tasks/..",
            "/api/v1/tasks/" + ANY + "/nope", "/api/" + ANY, "/api/" + ANY + "/", "/api/" + ANY + "/tasks/x/y/z",
            "/api//tasks", "/health/x", "/.well-known/", "/q", "/q/", "/q/nope", "/q/health/nope",
            "/q/swagger-ui/nope"})
    void anUnknownRouteIsNotFound(String path) {
        Refusal.envelope(Call.get(path).send(), 404, "NOT_FOUND");
        Refusal.envelope(Call.of("DELETE", path).by(ada).send(), 404, "NOT_FOUND");
        Reply problem = Call.get(path).header("Accept", "application/problem+json").send();
        Refusal.problem(problem, 404, "NOT_FOUND");
        assertThat(problem.json().path("instance").asText()).isEqualTo(path);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/api/v1/tasks/", "/api/v1/auth/me/", "/health/", "/.well-known/jwks.json/"})
    void aTrailingSlashIsTheSameRoute(String path) {
        assertThat(Call.get(path).by(ada).send().status()).isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            DELETE   | /api/v1/tasks                 | GET, HEAD, OPTIONS, POST
            PUT      | /api/v1/tasks/                | GET, HEAD, OPTIONS, POST
            PATCH    | /api/USER/tasks               | GET, HEAD, OPTIONS, POST
            POST     | /api/USER/tasks/USER          | DELETE, GET, HEAD, OPTIONS, PATCH, PUT
            GET      | /api/USER/tasks/USER/complete | OPTIONS, PATCH
            GET      | /api/v1/tasks/bulk            | OPTIONS, POST
            PROPFIND | /api/v1/tasks/bulk/           | OPTIONS, POST
            PUT      | /api/USER/tasks/bulk          | OPTIONS, POST
            PATCH    | /api/v1/tasks/bulk            | OPTIONS, POST
            DELETE   | /api/USER/tasks/bulk          | OPTIONS, POST
            GET      | /api/v1/auth/login            | OPTIONS, POST
            POST     | /api/v1/auth/me               | GET, HEAD, OPTIONS
            POST     | /health                       | GET, HEAD, OPTIONS
            DELETE   | /.well-known/jwks.json        | GET, HEAD, OPTIONS
            PROPFIND | /api/v1/tasks                 | GET, HEAD, OPTIONS, POST
            get      | /api/v1/tasks                 | GET, HEAD, OPTIONS, POST
            TRACE    | /api/v1/tasks                 | GET, HEAD, OPTIONS, POST
            CONNECT  | /api/v1/tasks                 | GET, HEAD, OPTIONS, POST
            """)
    void aMethodThatARouteHasNotIsRefusedWithTheOnesItHas(String method, String path, String allowed) {
        String target = path.replace("USER", ada.id());
        Reply reply = Call.of(method, target).by(ada).send();
        Refusal.envelope(reply, 405, "METHOD_NOT_ALLOWED");
        assertThat(reply.all("Allow")).containsExactly(allowed);
        Reply problem = Call.of(method, target).header("Accept", "application/problem+json").send();
        Refusal.problem(problem, 405, "METHOD_NOT_ALLOWED");
        assertThat(problem.all("Allow")).containsExactly(allowed);
    }

    @Test
    void traceIsRefusedEvenWhereThereIsNothingAndEchoesNoCredentials() {
        Reply reply = Call.of("TRACE", "/nope").by(ada).send();
        Refusal.envelope(reply, 405, "METHOD_NOT_ALLOWED");
        assertThat(reply.text()).doesNotContain(ada.token());
    }

    @Test
    void optionsTellsTheMethodsOfARoute() {
        Reply reply = Call.of("OPTIONS", "/api/v1/tasks/" + ANY).send();
        assertThat(reply.status()).isEqualTo(204);
        assertThat(reply.all("Allow")).containsExactly("DELETE, GET, HEAD, OPTIONS, PATCH, PUT");
        Refusal.envelope(Call.of("OPTIONS", "/nope").send(), 404, "NOT_FOUND");
    }

    @Test
    void optionsTellsTheMethodsOfANameThatCouldBeAnId() {
        assertThat(Call.of("OPTIONS", "/api/v1/tasks/bulk").send().all("Allow")).containsExactly("OPTIONS, POST");
    }

    /** RFC 9110 section 9.3.7. */
    @Test
    void optionsOfTheServerIsAnswered() {
        Reply reply = Call.of("OPTIONS", "*").send();
        assertThat(reply.status()).isEqualTo(204);
        assertThat(reply.all("Allow")).containsExactly("DELETE, GET, HEAD, OPTIONS, PATCH, POST, PUT");
        assertThat(reply.all("X-Request-Id")).hasSize(1);
        assertThat(Call.get("*").send().status()).isEqualTo(404);
    }

    @Test
    void headHasTheHeadersOfGetAndNoBody() {
        try (Wire wire = new Wire()) {
            Call.of("HEAD", "/api/v1/tasks").by(ada).on(wire);
            Call.get("/api/v1/tasks").by(ada).on(wire);
            Reply head = wire.readHead();
            Reply get = wire.read();
            assertThat(head.status()).isEqualTo(200);
            assertThat(get.json().path("success").asBoolean()).isTrue();
            assertThat(head.header("ETag")).isNotNull();
            for (String name : List.of("ETag", "Content-Type", "Content-Length", "Cache-Control")) {
                assertThat(head.header(name)).as(name).isEqualTo(get.header(name));
            }
        }
    }

    @Test
    void headOfWhatThereIsNotHasNoBodyEither() {
        try (Wire wire = new Wire()) {
            Call.of("HEAD", "/nope").on(wire);
            Call.get("/nope").on(wire);
            assertThat(wire.readHead().status()).isEqualTo(404);
            Refusal.envelope(wire.read(), 404, "NOT_FOUND");
        }
    }

    @Test
    void clientsThatOfferHttp2AreAnsweredInHttp1() throws Exception {
        HttpClient client = HttpClient.newHttpClient();
        HttpRequest.Builder request = HttpRequest
                .newBuilder(URI.create("http://localhost:" + RestAssured.port + "/api/v1/tasks"))
                .header("Authorization", "Bearer " + ada.token()).header("Content-Type", "application/json");
        HttpResponse<String> list = client.send(request.GET().build(), HttpResponse.BodyHandlers.ofString());
        assertThat(list.statusCode()).isEqualTo(200);
        assertThat(list.version()).isEqualTo(HttpClient.Version.HTTP_1_1);
        assertThat(client.send(request.POST(HttpRequest.BodyPublishers.ofString("{\"title\": \"x\"}")).build(),
                HttpResponse.BodyHandlers.ofString()).statusCode()).isEqualTo(201);
    }
}
