package dev.taskward.security;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;

import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Test;

import dev.taskward.support.Account;
import dev.taskward.support.Call;
import dev.taskward.support.Reply;
import dev.taskward.support.ServiceTest;

/** The headers of successes; those of failures are looked at with every one of them. */
@QuarkusTest
public class SecurityHeadersTest extends ServiceTest {
    @Test
    void everyAnswerHasThemOnce() {
        for (Reply reply : List.of(Call.get("/health").send(), Call.get("/.well-known/jwks.json").send(),
                Call.of("OPTIONS", "/api/v1/tasks").send(), Call.of("HEAD", "/health").send())) {
            assertThat(reply.status()).isLessThan(300);
            assertThat(reply.all("Content-Security-Policy"))
                    .containsExactly("default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'");
            assertThat(reply.all("Strict-Transport-Security"))
                    .containsExactly("max-age=31536000; includeSubDomains");
            assertThat(reply.all("X-Content-Type-Options")).containsExactly("nosniff");
            assertThat(reply.all("X-Frame-Options")).containsExactly("DENY");
            assertThat(reply.all("X-DNS-Prefetch-Control")).containsExactly("off");
            assertThat(reply.all("X-Permitted-Cross-Domain-Policies")).containsExactly("none");
            assertThat(reply.all("X-XSS-Protection")).containsExactly("0");
            assertThat(reply.all("Referrer-Policy")).containsExactly("no-referrer");
            assertThat(reply.all("Cross-Origin-Opener-Policy")).containsExactly("same-origin");
            assertThat(reply.all("Cross-Origin-Resource-Policy")).containsExactly("same-origin");
            assertThat(reply.all("Origin-Agent-Cluster")).containsExactly("?1");
            assertThat(reply.all("X-Request-Id")).hasSize(1);
            assertThat(reply.header("Server")).isNull();
            assertThat(reply.header("X-Powered-By")).isNull();
        }
    }

    @Test
    void whatIsPersonalIsKeptByTheClientAloneOrByNobody() {
        Account ada = Account.register();
        ada.task("private");
        Reply list = Call.get("/api/v1/tasks").by(ada).send();
        assertThat(list.header("ETag")).isNotNull();
        assertThat(list.all("Cache-Control")).containsExactly("private, no-cache");
        Reply tokens = Call.post("/api/v1/auth/refresh").json("{\"refresh_token\":\"" + ada.refreshToken() + "\"}")
                .send();
        assertThat(tokens.status()).isEqualTo(200);
        assertThat(tokens.all("Cache-Control")).containsExactly("no-store");
    }

    @Test
    void theKeysAreForEveryCache() {
        assertThat(Call.get("/.well-known/jwks.json").send().all("Cache-Control"))
                .containsExactly("public, max-age=300");
    }

    @Test
    void theDocumentationPageMayLoadItsOwnScriptsAndNoOthers() {
        Reply page = Call.get("/q/swagger-ui/").send();
        assertThat(page.status()).isEqualTo(200);
        assertThat(page.header("Content-Security-Policy")).startsWith("default-src 'self'")
                .contains("frame-ancestors 'none'").doesNotContain("http:", "https:", "*", "unsafe-eval");
    }
}
