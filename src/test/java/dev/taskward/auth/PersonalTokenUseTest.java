package dev.taskward.auth;

import static dev.taskward.support.PersonalToken.TOKENS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasKey;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;

import java.util.List;
import java.util.Map;

import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import dev.taskward.support.Account;
import dev.taskward.support.Call;
import dev.taskward.support.PersonalToken;
import dev.taskward.support.ServiceTest;
import dev.taskward.support.Wire;

/** What a personal token opens, and until when. */
@QuarkusTest
public class PersonalTokenUseTest extends ServiceTest {
    private static final String UNKNOWN = "twp_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";
    private Account ada;

    @BeforeEach
    void anAccount() {
        ada = Account.register();
    }

    @Test
    void itDoesWhatItsUserDoesWithTasksAndPosts() {
        PersonalToken token = PersonalToken.of(ada, "read", "write");
        String task = token.request().body(Map.of("title", "By a script")).post("/api/v1/tasks").then()
                .statusCode(201).body("data.userId", equalTo(ada.id())).extract().path("data.id");
        token.request().get(ada.tasks(task)).then().statusCode(200);
        token.request().head(ada.tasks(task)).then().statusCode(200);
        token.request().body(Map.of("priority", "high")).patch(ada.tasks(task)).then().statusCode(200);
        token.request().body(Map.of("operations", List.of(Map.of("op", "complete", "id", task))))
                .post(ada.tasks("bulk")).then().statusCode(200);
        token.request().delete(ada.tasks(task)).then().statusCode(204);
        token.request().body(Map.of("title", "Hello")).post("/api/v1/posts").then().statusCode(201);
        token.request().get("/api/v1/users/" + ada.id() + "/posts").then().statusCode(200)
                .body("meta.total", equalTo(1));
        token.request().get("/api/v1/auth/me").then().statusCode(200).body("data.id", equalTo(ada.id()));
        token.request().get("/api/v1/users/" + ada.id()).then().statusCode(200).body("data.email",
                equalTo(ada.email()));
    }

    @Test
    void itOpensNothingOfAnotherUsers() {
        PersonalToken token = PersonalToken.of(ada, "read", "write");
        Account bob = Account.register();
        Object bobs = bob.task("Private").get("id");
        token.request().get(bob.tasks()).then().statusCode(403).body("error",
                equalTo("The user in the path is not the caller"));
        token.request().get("/api/v1/tasks/" + bobs).then().statusCode(404);
        token.request().get("/api/v1/users/" + bob.id()).then().statusCode(200).body("data", not(hasKey("email")));
    }

    @Test
    void aBodyThatComesLateIsReadWhole() {
        PersonalToken token = PersonalToken.of(ada, "write");
        String title = "t".repeat(150);
        String body = "{\"title\": \"" + title + "\", \"description\": \"" + "d".repeat(9_000) + "\"}";
        try (Wire wire = new Wire()) {
            token.on(Call.post("/api/v1/tasks")).header("Content-Type", "application/json")
                    .header("Content-Length", Integer.toString(body.length())).on(wire);
            pause();
            wire.write(body.substring(0, 100));
            pause();
            var reply = wire.write(body.substring(100)).read();
            assertThat(reply.status()).isEqualTo(201);
            assertThat(reply.json().path("data").path("title").asText()).isEqualTo(title);
        }
    }

    private static void pause() {
        try {
            Thread.sleep(100);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void withoutTheScopeItIsToldWhichOneItLacks() {
        PersonalToken reader = PersonalToken.of(ada, "read");
        PersonalToken writer = PersonalToken.of(ada, "write");
        reader.request().body(Map.of("title", "No")).post("/api/v1/tasks").then().statusCode(403)
                .body("code", equalTo("FORBIDDEN")).body("error", equalTo("The token lacks the scope write"))
                .header("WWW-Authenticate",
                        "Bearer realm=\"taskward\", error=\"insufficient_scope\", scope=\"write\"");
        writer.request().get("/api/v1/tasks").then().statusCode(403).header("WWW-Authenticate",
                "Bearer realm=\"taskward\", error=\"insufficient_scope\", scope=\"read\"");
        reader.request().get("/api/v1/tasks").then().statusCode(200).body("meta.total", equalTo(0));
        writer.request().body(Map.of("title", "Yes")).post("/api/v1/tasks").then().statusCode(201);
    }

    @Test
    void anAdminsTokenIsAUsers() {
        Account admin = Account.admin();
        PersonalToken token = PersonalToken.of(admin, "read", "write");
        String draft = ada.request().body(Map.of("title", "Draft")).post("/api/v1/posts").path("data.id");
        admin.request().get("/api/v1/posts/" + draft).then().statusCode(200);
        token.request().get("/api/v1/posts/" + draft).then().statusCode(404);
        token.request().get("/api/v1/users/" + ada.id()).then().statusCode(200).body("data", not(hasKey("email")));
        token.request().get("/api/v1/audit").then().statusCode(403);
        String name = "p" + System.nanoTime();
        token.request().body(Map.of("email", name + "@example.com", "username", name, "password", Account.PASSWORD,
                "role", "admin")).post("/api/v1/users").then().statusCode(201).body("data.role", equalTo("user"));
        admin.request().delete(TOKENS + "/" + token.id()).then().statusCode(204);
    }

    @Test
    void aRevokedOneEndsAtOnce() {
        PersonalToken token = PersonalToken.of(ada, "read");
        PersonalToken other = PersonalToken.of(ada, "read");
        Bearer.assertTaken(token.token());
        ada.request().delete(TOKENS + "/" + token.id()).then().statusCode(204);
        Bearer.assertRefused(token.token(), "TOKEN_INVALID");
        Bearer.assertTaken(other.token());
    }

    @Test
    void anExpiredOneSaysSo() {
        Bearer.assertRefused(PersonalToken.of(ada, "read").with("expires_at = now()").token(), "TOKEN_EXPIRED");
    }

    @ParameterizedTest
    @ValueSource(strings = {UNKNOWN, "twp_", "twp_short", UNKNOWN + "A", UNKNOWN + "=", "twp_.a.b",
            "TWP_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"})
    void whatIsNoneIsRefused(String token) {
        Bearer.assertRefused(token, "TOKEN_INVALID");
    }

    @Test
    void noTokenPassesForOneOfAnotherKind() {
        String token = PersonalToken.of(ada, "read", "write").token();
        String bare = token.substring(4);
        Bearer.assertRefused(bare, "TOKEN_INVALID");
        Bearer.assertRefused("twr_" + bare, "TOKEN_INVALID");
        Bearer.assertRefused("twm_" + bare, "TOKEN_INVALID");
        Bearer.assertRefused(token + "." + ada.token(), "TOKEN_INVALID");
        Bearer.assertRefused("twp_" + ada.token(), "TOKEN_INVALID");
        Bearer.assertRefused(ada.refreshToken(), "TOKEN_INVALID");
        Bearer.assertRefused(ada.refreshToken().replace("twr_", "twp_"), "TOKEN_INVALID");
        Account.anonymous().body(Map.of("refresh_token", token)).post("/api/v1/auth/refresh").then().statusCode(401)
                .body("code", equalTo("TOKEN_INVALID"));
    }

    @Test
    void signingOutOfOneSessionLeavesIt() {
        PersonalToken token = PersonalToken.of(ada, "read");
        ada.request().post("/api/v1/auth/logout").then().statusCode(204);
        Bearer.assertTaken(token.token());
    }

    @Test
    void signingOutEverywhereANewPasswordAndANewRoleRevokeAll() {
        PersonalToken first = PersonalToken.of(ada, "read");
        PersonalToken bobs = PersonalToken.of(Account.register(), "read");
        ada.request().body(Map.of("password", "Another-horse-8", "currentPassword", ada.password()))
                .patch("/api/v1/users/" + ada.id()).then().statusCode(200);
        Bearer.assertRefused(first.token(), "TOKEN_INVALID");
        PersonalToken second = PersonalToken.of(ada, "read");
        ada.request().body(Map.of("everywhere", true)).post("/api/v1/auth/logout").then().statusCode(204);
        Bearer.assertRefused(second.token(), "TOKEN_INVALID");
        Account again = Account.signIn(ada.email(), "Another-horse-8");
        PersonalToken third = PersonalToken.of(again, "read");
        Account.admin().request().body(Map.of("role", "admin")).patch("/api/v1/users/" + ada.id()).then()
                .statusCode(200);
        Bearer.assertRefused(third.token(), "TOKEN_INVALID");
        Account.admin().request().delete("/api/v1/users/" + ada.id()).then().statusCode(204);
        Bearer.assertTaken(bobs.token());
    }

    @Test
    void itGoesWithItsUser() {
        PersonalToken token = PersonalToken.of(ada, "read");
        Account.admin().request().delete("/api/v1/users/" + ada.id()).then().statusCode(204);
        Bearer.assertRefused(token.token(), "TOKEN_INVALID");
    }

    /** An access token lives on for up to a second elsewhere; what it made in that time would live on for a year. */
    @Test
    void noneIsMadeInASessionThatHasEnded() throws Exception {
        Sql.change("update sessions set ended_at = now() where id = ?", ada);
        Bearer.assertRefused(ada.request().body(Map.of("name", "Late", "scopes", List.of("read"))).post(TOKENS),
                "TOKEN_INVALID");
    }

    @Test
    void itsLastUseIsNotedOnceAMinute() {
        PersonalToken token = PersonalToken.of(ada, "read");
        ada.request().get(TOKENS + "/" + token.id()).then().body("data.lastUsedAt", nullValue());
        String first = token.used().lastUsed();
        for (int i = 0; i < 5; i++) {
            Bearer.assertTaken(token.token());
        }
        assertThat(token.lastUsed()).isEqualTo(first);
    }

    @Test
    void itCountsTowardsItsUsersRateLimit() {
        PersonalToken token = PersonalToken.of(ada, "read");
        int before = Integer.parseInt(ada.request().get("/api/v1/tasks").header("X-RateLimit-Remaining"));
        int with = Integer.parseInt(token.request().get("/api/v1/tasks").header("X-RateLimit-Remaining"));
        int refused = Integer.parseInt(token.request().delete("/api/v1/tasks/" + ada.id())
                .header("X-RateLimit-Remaining"));
        assertThat(List.of(with, refused)).containsExactly(before - 1, before - 2);
    }
}
