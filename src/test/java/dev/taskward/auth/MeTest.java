package dev.taskward.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Map;
import java.util.UUID;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import org.junit.jupiter.api.Test;

import dev.taskward.support.Account;
import dev.taskward.support.Environment;
import dev.taskward.support.ServiceTest;

/** The caller's own account. */
@QuarkusTest
public class MeTest extends ServiceTest {
    @Test
    void itIsTheAccountOfTheTokenAndNothingElse() {
        Account ada = Account.register();
        Account.register();
        Response answer = me(ada);
        answer.then().statusCode(200)
                .body("data.id", equalTo(ada.id()))
                .body("data.email", equalTo(ada.email()))
                .body("data.username", equalTo(ada.username()))
                .body("data.role", equalTo("user"));
        assertThat(answer.<Map<String, ?>>path("data")).containsOnlyKeys("id", "email", "emailVerified", "username",
                "role",
                "createdAt", "updatedAt");
    }

    @Test
    void aClientThatHasItIsSentNothingAgain() {
        Account ada = Account.register();
        String etag = me(ada).header("ETag");
        ada.request().header("If-None-Match", etag).get("/api/v1/auth/me").then().statusCode(304);
    }

    @Test
    void itIsNotForSharedCaches() {
        me(Account.register()).then().header("Cache-Control", "private, no-cache");
    }

    @Test
    void theTokenOfAUserWhoIsGoneIsRefused() throws SQLException {
        Account ada = Account.register();
        try (Connection connection = Environment.connect();
                PreparedStatement delete = connection.prepareStatement("delete from users where id = ?")) {
            delete.setObject(1, UUID.fromString(ada.id()));
            assertThat(delete.executeUpdate()).isEqualTo(1);
        }
        Bearer.assertRefused(me(ada), "TOKEN_INVALID");
    }

    private static Response me(Account caller) {
        return caller.request().get("/api/v1/auth/me");
    }
}
