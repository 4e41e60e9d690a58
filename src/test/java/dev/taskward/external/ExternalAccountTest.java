package dev.taskward.external;

import static dev.taskward.external.ExternalUserTest.ADMIN;
import static dev.taskward.external.ExternalUserTest.as;
import static dev.taskward.external.ExternalUserTest.me;
import static dev.taskward.external.ExternalUserTest.name;
import static dev.taskward.external.ExternalUserTest.rows;
import static dev.taskward.external.ExternalUserTest.token;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.matchesPattern;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Map;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import org.junit.jupiter.api.Test;

import dev.taskward.support.Account;
import dev.taskward.support.Environment;
import dev.taskward.support.OutsideIssuer;
import dev.taskward.support.ServiceTest;

/** The accounts of external users beside local ones: who has an address, and what confirms a sensitive change. */
@QuarkusTest
@TestProfile(ExternalUserTest.Variables.class)
public class ExternalAccountTest extends ServiceTest {
    @Test
    void anAddressThatAnAccountHasNotVerifiedInADayIsTheExternalUsers() throws SQLException {
        Account ada = Account.register();
        Map<String, Object> claims = OutsideIssuer.claims(name());
        claims.put("email", ada.email());
        me(claims).then().statusCode(403);
        change("update users set created_at = created_at - interval '25 hours' where id = '" + ada.id() + "'");
        String id = me(claims).then().statusCode(200).body("data.email", equalTo(ada.email())).extract()
                .path("data.id");
        assertThat(id).isNotEqualTo(ada.id());
        ada.request().get("/api/v1/auth/me").then().statusCode(200)
                .body("data.email", matchesPattern("released-[0-9a-f-]{36}@users\\.invalid"));
        Account.anonymous().body(Map.of("username", ada.username(), "password", ada.password()))
                .post("/api/v1/auth/login").then().statusCode(200).body("data.user.id", equalTo(ada.id()));
        assertThat(rows("select 1 from audit_events where action = 'EMAIL_RELEASED' and subject_id = '" + ada.id()
                + "' and detail = 'to a user of " + OutsideIssuer.ISSUER + "'")).isOne();
    }

    @Test
    void anAddressThatAnAccountHasVerifiedStaysItsOwn() throws SQLException {
        Account ada = Account.register();
        Map<String, Object> claims = OutsideIssuer.claims(name());
        claims.put("email", ada.email());
        change("update users set created_at = created_at - interval '25 hours', email_verified_at = now() where id = '"
                + ada.id() + "'");
        me(claims).then().statusCode(403).body("error", containsString("exists already"));
        ada.request().get("/api/v1/auth/me").then().body("data.email", equalTo(ada.email()));
    }

    private static void change(String sql) throws SQLException {
        try (Connection connection = Environment.connect(); var statement = connection.createStatement()) {
            assertThat(statement.executeUpdate(sql)).isOne();
        }
    }

    @Test
    void withoutALocalPasswordARecentSignInAtTheIssuerConfirms() {
        Map<String, Object> claims = OutsideIssuer.claims(name(), ADMIN);
        String path = "/api/v1/users/" + Account.register().id();
        Map<String, String> promotion = Map.of("role", "admin", "currentPassword", "none");
        long now = Instant.now().getEpochSecond();
        for (Object signedIn : new Object[]{null, now - 1_000, now + 1_000, "now", Long.MAX_VALUE}) {
            claims.put("auth_time", signedIn);
            as(token(claims)).body(promotion).patch(path).then().statusCode(403)
                    .body("code", equalTo("REAUTHENTICATION_REQUIRED"));
        }
        claims.put("auth_time", now - 600);
        as(token(claims)).body(promotion).patch(path).then().statusCode(200).body("data.role", equalTo("admin"));
        Account.admin().request().delete(path).then().statusCode(204);
    }

    @Test
    void withoutALocalPasswordOneDeletesTheAccountByARecentSignIn() {
        Map<String, Object> claims = OutsideIssuer.claims(name());
        String path = "/api/v1/users/" + me(claims).path("data.id");
        as(token(claims)).body(Map.of("currentPassword", "none")).delete(path).then().statusCode(403)
                .body("code", equalTo("REAUTHENTICATION_REQUIRED"));
        claims.put("auth_time", Instant.now().getEpochSecond());
        as(token(claims)).body(Map.of("password", "Better-horse-8")).patch(path).then().statusCode(400);
        as(token(claims)).delete(path).then().statusCode(204);
    }
}
