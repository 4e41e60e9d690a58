package dev.taskward.mail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;

import java.sql.SQLException;
import java.util.Map;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import dev.taskward.support.Account;

/** A forgotten password. */
@QuarkusTest
@TestProfile(MailTest.Variables.class)
public class PasswordResetTest extends MailTest {
    @Test
    void theNewPasswordIsTakenAndTheOldOneAndAllSessionsAreRefused() throws SQLException {
        Account ada = registered();
        Account other = ada.again();
        reset(resetToken(ada, 1), NEW_PASSWORD).then().statusCode(204);
        login(ada.email(), ada.password()).then().statusCode(401);
        for (Account session : new Account[]{ada, other}) {
            session.request().get("/api/v1/auth/me").then().statusCode(401).body("code", equalTo("TOKEN_INVALID"));
            Account.anonymous().body(Map.of("refresh_token", session.refreshToken())).post("/api/v1/auth/refresh")
                    .then().statusCode(401);
        }
        Account.signIn(ada.email(), NEW_PASSWORD).request().get("/api/v1/auth/me").then().statusCode(200);
        assertThat(events(ada)).containsExactly("REGISTERED", "PASSWORD_RESET_ASKED", "PASSWORD_RESET",
                "EMAIL_VERIFIED");
    }

    @Test
    void theAddressThatTheLinkReachedIsVerified() {
        Account ada = registered();
        assertThat(isVerified(ada)).isFalse();
        reset(resetToken(ada, 1), NEW_PASSWORD).then().statusCode(204);
        assertThat(isVerified(Account.signIn(ada.email(), NEW_PASSWORD))).isTrue();
    }

    @Test
    void theAddressMayBeGivenInAnyCaseAndAsAForm() {
        Account ada = registered();
        RestAssured.given().formParam("email", " " + ada.email().toUpperCase())
                .post("/api/v1/auth/password/forgot").then().statusCode(202);
        String token = mailbox.last(ada.email(), RESET, 1).token();
        RestAssured.given().formParam("token", token).formParam("password", NEW_PASSWORD)
                .post("/api/v1/auth/password/reset").then().statusCode(204);
        login(ada.email(), NEW_PASSWORD).then().statusCode(200);
    }

    @Test
    void aPasswordThatIsNotAcceptableIsRefusedAndTheTokenStaysGood() {
        Account ada = registered();
        String token = resetToken(ada, 1);
        for (String password : new String[]{"short", "lower-case-1", "Password1", "x".repeat(73)}) {
            reset(token, password).then().statusCode(400).body("code", equalTo("VALIDATION_FAILED"))
                    .body("details.field", everyItem(equalTo("password")));
        }
        reset(token, ada.email().toUpperCase()).then().statusCode(400).body("details.field",
                everyItem(equalTo("password")));
        login(ada.email(), ada.password()).then().statusCode(200);
        reset(token, NEW_PASSWORD).then().statusCode(204);
    }

    @Test
    void anAccountThatWrongPasswordsHaveLockedIsOpenAgain() {
        Account ada = registered();
        for (int i = 0; i < 10; i++) {
            login(ada.email(), "Wrong-horse-7").then().statusCode(401);
        }
        login(ada.email(), ada.password()).then().statusCode(429);
        reset(resetToken(ada, 1), NEW_PASSWORD).then().statusCode(204);
        login(ada.email(), NEW_PASSWORD).then().statusCode(200);
    }

    @Test
    void whoAskedAndFromWhereIsInTheAuditLog() throws SQLException {
        Account ada = registered();
        Account.anonymous().header("X-Request-Id", "asked-" + ada.id()).header("User-Agent", "story/2")
                .body(Map.of("email", ada.email())).post("/api/v1/auth/password/forgot").then().statusCode(202);
        mailbox.last(ada.email(), RESET, 1);
        assertThat(query("select concat_ws(' ', action, actor_id, user_agent, detail) from audit_events where "
                + "address is not null and request_id = 'asked-" + ada.id() + "' and subject_id = '" + ada.id() + "'"))
                .containsExactly("PASSWORD_RESET_ASKED story/2");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{\"email\": null}", "{\"email\": \"ada\"}", "{\"email\": 7}", "[]", "{"})
    void whatIsNoAddressIsRefused(String body) {
        Account.anonymous().body(body).post("/api/v1/auth/password/forgot").then().statusCode(400);
    }
}
