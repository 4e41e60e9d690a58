package dev.taskward.auth;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.Map;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import dev.taskward.support.Account;
import dev.taskward.support.Environment;
import dev.taskward.support.PersonalToken;
import dev.taskward.support.ServiceTest;

/** No access token outlives its session, or its user's role, password or account. */
@QuarkusTest
public class SessionEndTest extends ServiceTest {
    private static final String BETTER = "Better-horse-8";
    private Account ada;

    @BeforeEach
    void aUser() {
        ada = Account.register();
    }

    @Test
    void anAccessTokenExpiresWithItsSessionAtTheLatest() throws SQLException {
        Sql.change("update sessions set expires_at = now() + interval '100 seconds' where id = ?", ada);
        Response pair = refresh(ada);
        pair.then().statusCode(200);
        Map<String, Object> claims = Forge.claims(pair.<String>path("token"));
        assertThat(((Number) claims.get("exp")).longValue()).isBetween(Instant.now().getEpochSecond() + 80,
                Instant.now().getEpochSecond() + 100);
        assertThat(pair.<Integer>path("data.expires_in")).isBetween(80, 100);
    }

    @Test
    void aSessionIsNotDeletedWhileItsTokensMayLive() throws SQLException {
        Account other = ada.again();
        Sql.change("update sessions set expires_at = now() - interval '1 second' where id = ?", ada);
        other.again();
        logoutEverywhere(other);
        Bearer.assertRefused(ada.token(), "TOKEN_INVALID");
    }

    @Test
    void aSessionIsDeletedOnceItsTokensHaveExpired() throws SQLException {
        Sql.change("update sessions set expires_at = now() - interval '300 days' where id = ?", ada);
        ada.again();
        assertThat(count("select count(*) from sessions where id = '" + Sql.session(ada.token()) + "'")).isZero();
    }

    @Test
    void signingOutRevokesTheTokensOfASessionThatHasExpired() throws SQLException {
        Sql.change("update sessions set expires_at = now() - interval '1 second' where id = ?", ada);
        ada.request().post("/api/v1/auth/logout").then().statusCode(204);
        Bearer.assertRefused(ada.token(), "TOKEN_INVALID");
        assertThat(Sql.isRevoked(ada)).isTrue();
    }

    @Test
    void signingOutRevokesTheTokensOfASessionWhoseRowIsGone() throws SQLException {
        loseSessions();
        ada.request().post("/api/v1/auth/logout").then().statusCode(204);
        Bearer.assertRefused(ada.token(), "TOKEN_INVALID");
    }

    @Test
    void signingOutEverywhereRefusesTokensWhoseSessionRowsAreGone() throws SQLException {
        loseSessions();
        logoutEverywhere(ada.again());
        Bearer.assertRefused(ada.token(), "TOKEN_INVALID");
    }

    @Test
    void afterADemotionAnOlderTokenIsRefusedThoughItsSessionRowIsGone() throws SQLException {
        Account root = Account.admin();
        patch(root, Map.of("role", "admin"));
        Account admin = ada.again();
        loseSessions();
        patch(root, Map.of("role", "user"));
        Bearer.assertRefused(admin.token(), "TOKEN_INVALID");
        Bearer.assertTaken(ada.again().token());
    }

    @Test
    void afterANewPasswordAnOlderTokenIsRefusedThoughItsSessionRowIsGone() throws SQLException {
        loseSessions();
        Account other = ada.again();
        patch(other, Map.of("password", BETTER, "currentPassword", ada.password()));
        Bearer.assertRefused(ada.token(), "TOKEN_INVALID");
        Bearer.assertTaken(other.token());
    }

    @Test
    void afterADeletionATokenIsRefusedThoughItsSessionRowIsGone() throws SQLException {
        loseSessions();
        Account.admin().request().delete("/api/v1/users/" + ada.id()).then().statusCode(204);
        Bearer.assertRefused(ada.token(), "TOKEN_INVALID");
    }

    @Test
    void aTokenOfTheVersionBeforeIsRefusedByItsTime() {
        String older = Forge.withClaims(ada, claims -> claims.remove("gen"));
        Bearer.assertTaken(older);
        logoutEverywhere(ada.again());
        Bearer.assertRefused(older, "TOKEN_INVALID");
        Account later = ada.again();
        Bearer.assertTaken(Forge.withClaims(later, claims -> {
            claims.remove("gen");
            claims.put("iat", Instant.now().getEpochSecond() + 1);
        }));
    }

    @Test
    void whoSignsInRightAfterANewPasswordStaysSignedIn() {
        String password = ada.password();
        for (int i = 0; i < 5; i++) {
            String next = BETTER + i;
            patch(ada, Map.of("password", next, "currentPassword", password));
            Account signedIn = Account.signIn(ada.email(), next);
            Bearer.assertTaken(signedIn.token());
            Bearer.assertTaken(refresh(signedIn).path("token"));
            Bearer.assertTaken(ada.token());
            password = next;
        }
    }

    @Test
    void theSessionThatSetTheNewPasswordEndsWithTheNextRevocation() {
        Account other = ada.again();
        patch(ada, Map.of("password", BETTER, "currentPassword", ada.password()));
        Bearer.assertRefused(other.token(), "TOKEN_INVALID");
        Bearer.assertTaken(ada.token());
        PersonalToken token = PersonalToken.of(ada, "read");
        logoutEverywhere(Account.signIn(ada.email(), BETTER));
        Bearer.assertRefused(ada.token(), "TOKEN_INVALID");
        token.request().get("/api/v1/tasks").then().statusCode(401);
    }

    @Test
    void endingAllSessionsLeavesTheAccountsETag() {
        Account other = ada.again();
        String path = "/api/v1/users/" + ada.id();
        String etag = other.request().get(path).header("ETag");
        logoutEverywhere(ada);
        assertThat(ada.again().request().get(path).header("ETag")).isEqualTo(etag);
    }

    /** As if an operator, or an earlier version, had deleted them. */
    private void loseSessions() throws SQLException {
        try (Connection connection = Environment.connect(); Statement sql = connection.createStatement()) {
            assertThat(sql.executeUpdate("delete from sessions where user_id = '" + ada.id() + "'")).isPositive();
        }
    }

    private static int count(String query) throws SQLException {
        try (Connection connection = Environment.connect();
                var rows = connection.createStatement().executeQuery(query)) {
            rows.next();
            return rows.getInt(1);
        }
    }

    private void patch(Account by, Map<String, String> change) {
        by.request().body(change).patch("/api/v1/users/" + ada.id()).then().statusCode(200);
    }

    private static void logoutEverywhere(Account account) {
        account.request().body(Map.of("everywhere", true)).post("/api/v1/auth/logout").then().statusCode(204);
    }

    private static Response refresh(Account account) {
        return Account.anonymous().body(Map.of("refresh_token", account.refreshToken())).post("/api/v1/auth/refresh");
    }
}
