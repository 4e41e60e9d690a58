package dev.taskward.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.emptyString;
import static org.hamcrest.Matchers.equalTo;

import java.sql.SQLException;
import java.util.Map;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import dev.taskward.support.Account;
import dev.taskward.support.ServiceTest;

/** Ending sessions. */
@QuarkusTest
public class LogoutTest extends ServiceTest {
    private static final String LOGOUT = "/api/v1/auth/logout";
    /** One account for all of them, each with two sessions of its own. */
    private static Account user;
    private Account ada;
    private Account other;

    @BeforeEach
    void twoSessions() {
        user = user == null ? Account.register() : user;
        ada = user.again();
        other = user.again();
    }

    @Test
    void theAnswerIsEmpty() {
        logout(Map.of()).then().statusCode(204).body(emptyString());
    }

    @Test
    void theAccessTokenIsRefusedAtOnce() {
        logout(Map.of()).then().statusCode(204);
        Bearer.assertRefused(ada.token(), "TOKEN_INVALID");
    }

    @Test
    void theAccessTokensBeforeARefreshAreRefusedToo() {
        String newer = refresh(ada).path("token");
        bare(newer).post(LOGOUT).then().statusCode(204);
        Bearer.assertRefused(ada.token(), "TOKEN_INVALID");
        Bearer.assertRefused(newer, "TOKEN_INVALID");
    }

    @Test
    void theRefreshTokenIsRefused() {
        logout(Map.of()).then().statusCode(204);
        refresh(ada).then().statusCode(401).body("code", equalTo("TOKEN_INVALID"));
    }

    @Test
    void aRefreshTokenInItsWindowIsRefusedToo() {
        refresh(ada).then().statusCode(200);
        logout(Map.of()).then().statusCode(204);
        refresh(ada).then().statusCode(401).body("code", equalTo("TOKEN_INVALID"));
    }

    @Test
    void anotherSessionOfTheUserLives() {
        logout(Map.of("everywhere", false)).then().statusCode(204);
        Bearer.assertTaken(other.token());
        refresh(other).then().statusCode(200);
    }

    @Test
    void everywhereEndsAllOfTheUser() {
        logout(Map.of("everywhere", true)).then().statusCode(204);
        Bearer.assertRefused(ada.token(), "TOKEN_INVALID");
        Bearer.assertRefused(other.token(), "TOKEN_INVALID");
        refresh(ada).then().statusCode(401);
        refresh(other).then().statusCode(401);
    }

    @Test
    void everywhereIsNotBeyondTheUser() {
        Account bob = Account.register();
        logout(Map.of("everywhere", true)).then().statusCode(204);
        Bearer.assertTaken(bob.token());
        refresh(bob).then().statusCode(200);
    }

    @Test
    void afterEverywhereOneCanSignInAgain() {
        logout(Map.of("everywhere", true)).then().statusCode(204);
        Bearer.assertTaken(ada.again().token());
    }

    @Test
    void theBodyMayBeLeftOut() {
        bare(ada.token()).post(LOGOUT).then().statusCode(204);
        Bearer.assertRefused(ada.token(), "TOKEN_INVALID");
        Bearer.assertTaken(other.token());
    }

    @Test
    void theBodyMayBeLeftOutWhereTheTypeIsGiven() {
        ada.request().post(LOGOUT).then().statusCode(204);
        Bearer.assertRefused(ada.token(), "TOKEN_INVALID");
    }

    @Test
    void anUrlEncodedFormIsTaken() {
        bare(ada.token()).contentType(ContentType.URLENC.withCharset("UTF-8")).formParam("everywhere", "true")
                .post(LOGOUT).then().statusCode(204);
        Bearer.assertRefused(other.token(), "TOKEN_INVALID");
    }

    @Test
    void aMultipartFormIsTaken() {
        bare(ada.token()).multiPart("everywhere", "true").post(LOGOUT).then().statusCode(204);
        Bearer.assertRefused(other.token(), "TOKEN_INVALID");
    }

    @Test
    void aBodyThatCannotBeMeantEndsNothing() {
        logout(Map.of("everywhere", "sometimes")).then().statusCode(400).body("details.field", contains("everywhere"));
        ada.request().body("{\"everywhere\": tru").post(LOGOUT).then().statusCode(400)
                .body("code", equalTo("MALFORMED_BODY"));
        Bearer.assertTaken(ada.token());
    }

    @Test
    void oneIsSignedOutOnce() {
        logout(Map.of()).then().statusCode(204);
        Bearer.assertRefused(logout(Map.of()), "TOKEN_INVALID");
    }

    @Test
    void withoutATokenNobodyIsSignedOut() {
        Bearer.assertRefused(Account.anonymous().body(Map.of()).post(LOGOUT), "TOKEN_MISSING");
    }

    @Test
    void otherReplicasAreTold() throws SQLException {
        logout(Map.of()).then().statusCode(204);
        assertThat(Sql.isRevoked(ada)).isTrue();
    }

    @Test
    void aSessionThatAnotherReplicaEndedIsRefusedHere() throws SQLException {
        Sql.change("with ended as (update sessions set ended_at = now() where id = ? returning id) "
                + "insert into revoked_sessions (session_id, revoked_at) select id, now() from ended", ada);
        await().until(() -> Bearer.me("Bearer " + ada.token()).statusCode() == 401);
        Bearer.assertRefused(ada.token(), "TOKEN_INVALID");
        Bearer.assertTaken(other.token());
    }

    private Response logout(Map<String, ?> body) {
        return ada.request().body(body).post(LOGOUT);
    }

    /** A request without a body's type. */
    private static RequestSpecification bare(String token) {
        return RestAssured.given().auth().oauth2(token);
    }

    private static Response refresh(Account account) {
        return Account.anonymous().body(Map.of("refresh_token", account.refreshToken())).post("/api/v1/auth/refresh");
    }
}
