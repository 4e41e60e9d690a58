package dev.taskward.security;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import dev.taskward.support.Call;
import dev.taskward.support.Refusal;
import dev.taskward.support.Reply;
import dev.taskward.support.ServiceTest;

/** Which web origins may call, and what a browser lets them see. */
@QuarkusTest
public class CorsTest extends ServiceTest {
    private static final String OURS = "https://app.example.com";

    @Test
    void theConfiguredOriginMayCallWithEveryMethodAndHeaderOfTheApi() {
        Reply reply = preflight(OURS);
        assertThat(reply.status()).isBetween(200, 204);
        assertThat(reply.all("Access-Control-Allow-Origin")).containsExactly(OURS);
        assertThat(reply.header("Access-Control-Allow-Methods")).contains("GET", "HEAD", "POST", "PUT", "PATCH",
                "DELETE");
        assertThat(reply.header("Access-Control-Allow-Headers").toLowerCase()).contains("authorization",
                "content-type", "if-match", "if-none-match", "idempotency-key", "x-request-id");
        assertThat(reply.header("Access-Control-Max-Age")).isEqualTo("3600");
    }

    @Test
    void theConfiguredOriginSeesTheAnswersAndTheirHeaders() {
        Reply reply = Call.get("/.well-known/jwks.json").header("Origin", OURS).send();
        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.all("Access-Control-Allow-Origin")).containsExactly(OURS);
        assertThat(reply.header("Access-Control-Expose-Headers")).contains("ETag", "Link", "Location", "Retry-After",
                "WWW-Authenticate", "X-Request-Id");
        assertThat(reply.all("Vary")).contains("Origin");
    }

    @Test
    void theConfiguredOriginSeesFailuresToo() {
        for (String path : new String[]{"/nope", "/api/v1/tasks"}) {
            Reply reply = Call.get(path).header("Origin", OURS).send();
            assertThat(reply.status()).isIn(401, 404);
            assertThat(reply.all("Access-Control-Allow-Origin")).containsExactly(OURS);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://evil.example", "null", "http://app.example.com", "https://app.example.com:8443",
            "https://app.example.com.evil.example", "https://evil.example/app.example.com", "https://app.example.com/",
            "https://app.example.com, https://evil.example", "https://appXexample.com", "app.example.com", "*", ":::",
            ""})
    void everyOtherOriginIsRefusedInTheEnvelope(String origin) {
        for (Reply reply : new Reply[]{preflight(origin), Call.get("/health").header("Origin", origin).send()}) {
            Refusal.envelope(reply, 403, "ORIGIN_REJECTED");
            assertThat(reply.header("Access-Control-Allow-Origin")).isNull();
            assertThat(reply.header("Access-Control-Allow-Credentials")).isNull();
        }
        Refusal.problem(Call.get("/health").header("Origin", origin).header("Accept", "application/problem+json")
                .send(), 403, "ORIGIN_REJECTED");
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://localhost", "https://localhost"})
    void theServiceOwnPagesMayCallAlsoBehindAProxyThatEndsTls(String origin) {
        Reply reply = Call.get("/health").header("Origin", origin).send();
        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.json().path("status").asText()).isEqualTo("healthy");
    }

    @Test
    void anotherPortOfThisHostIsAnotherOrigin() {
        Reply reply = Call.get("/health").header("Origin", "http://localhost:" + (RestAssured.port + 1)).send();
        Refusal.envelope(reply, 403, "ORIGIN_REJECTED");
    }

    @Test
    void anyOriginWithCredentialsIsNeverAllowed() {
        for (String origin : new String[]{OURS, "http://localhost"}) {
            assertThat(preflight(origin).all("Access-Control-Allow-Origin")).doesNotContain("*");
            assertThat(Call.get("/health").header("Origin", origin).send().all("Access-Control-Allow-Origin"))
                    .doesNotContain("*");
        }
        Reply reply = Call.get("/health").send();
        assertThat(reply.headers()).noneMatch(header -> header.getKey().toLowerCase().startsWith("access-control"));
    }

    private static Reply preflight(String origin) {
        return Call.of("OPTIONS", "/api/v1/tasks").header("Origin", origin)
                .header("Access-Control-Request-Method", "PATCH")
                .header("Access-Control-Request-Headers", "authorization,content-type,if-match").send();
    }
}
