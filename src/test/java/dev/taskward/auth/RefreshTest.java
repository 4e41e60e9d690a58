package dev.taskward.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import dev.taskward.support.Account;
import dev.taskward.support.ServiceTest;

/** Exchanging refresh tokens. Time passes here by making the rows of a session older. */
@QuarkusTest
public class RefreshTest extends ServiceTest {
    /** One account for all of them, each with a session of its own. */
    private static Account user;
    private Account ada;

    @BeforeEach
    void aSession() {
        user = user == null ? Account.register() : user;
        ada = user.again();
    }

    @Test
    void theAnswerIsATokenResponseWithTheUser() {
        Response answer = refresh(ada.refreshToken());
        answer.then().statusCode(200)
                .header("Cache-Control", "no-store")
                .body("success", equalTo(true))
                .body("token", equalTo(answer.<String>path("data.access_token")))
                .body("data.token_type", equalTo("Bearer"))
                .body("data.expires_in", equalTo(900))
                .body("data.user.id", equalTo(ada.id()));
        assertThat(answer.<Map<String, ?>>path("data")).containsOnlyKeys("access_token", "token_type", "expires_in",
                "refresh_token", "user");
    }

    @Test
    void theNewPairIsALivingOne() {
        Response pair = refresh(ada.refreshToken());
        Bearer.assertTaken(pair.path("token"));
        assertThat(refreshed(pair.path("data.refresh_token"))).isNotNull();
    }

    @Test
    void theRefreshTokenIsExchangedForAnotherOne() {
        assertThat(refreshed(ada.refreshToken())).isNotEqualTo(ada.refreshToken());
    }

    @Test
    void theSessionStaysTheSame() {
        String token = refresh(ada.refreshToken()).path("token");
        assertThat(Sql.session(token)).isEqualTo(Sql.session(ada.token()));
    }

    @Test
    void theAccessTokenBeforeGoesOnUntilItExpires() {
        refreshed(ada.refreshToken());
        Bearer.assertTaken(ada.token());
    }

    @Test
    void withinTheWindowAUsedTokenAnswersWithTheLivingOne() throws SQLException {
        String living = refreshed(ada.refreshToken());
        Sql.usedEarlier(ada, 5);
        assertThat(refreshed(ada.refreshToken())).isEqualTo(living);
    }

    @Test
    void withinTheWindowATokenUsedTwoRefreshesAgoAnswersWithTheLivingOne() {
        String living = refreshed(refreshed(ada.refreshToken()));
        assertThat(refreshed(ada.refreshToken())).isEqualTo(living);
    }

    @Test
    void aReplayAfterTheWindowIsRefused() throws SQLException {
        refreshed(ada.refreshToken());
        Sql.usedEarlier(ada, 61);
        Bearer.assertRefusal(refresh(ada.refreshToken()), "TOKEN_INVALID", "The refresh token is not valid");
    }

    @Test
    void aReplayAfterTheWindowEndsTheNewestRefreshToken() throws SQLException {
        String newest = refreshed(ada.refreshToken());
        replayAfterTheWindow();
        refresh(newest).then().statusCode(401).body("code", equalTo("TOKEN_INVALID"));
    }

    @Test
    void aReplayAfterTheWindowEndsTheAccessTokens() throws SQLException {
        String newest = refresh(ada.refreshToken()).path("token");
        replayAfterTheWindow();
        Bearer.assertRefused(newest, "TOKEN_INVALID");
        Bearer.assertRefused(ada.token(), "TOKEN_INVALID");
    }

    @Test
    void aReplayAfterTheWindowLeavesOtherSessionsAlone() throws SQLException {
        Account other = ada.again();
        refreshed(ada.refreshToken());
        replayAfterTheWindow();
        Bearer.assertTaken(other.token());
        assertThat(refreshed(other.refreshToken())).isNotNull();
    }

    @Test
    void anOldTokenEndsItsFamilyThoughALaterOneIsInItsWindow() throws SQLException {
        String second = refreshed(ada.refreshToken());
        Sql.usedEarlier(ada, 61);
        String third = refreshed(second);
        refresh(ada.refreshToken()).then().statusCode(401);
        refresh(third).then().statusCode(401);
    }

    @Test
    void ofAHundredInParallelOneRefreshTokenLives() throws Exception {
        List<Callable<Response>> all = Collections.nCopies(100, () -> refresh(ada.refreshToken()));
        List<String> tokens = new ArrayList<>();
        ExecutorService threads = Executors.newFixedThreadPool(100);
        try {
            for (Future<Response> answer : threads.invokeAll(all)) {
                answer.get().then().statusCode(200);
                tokens.add(answer.get().path("data.refresh_token"));
            }
        } finally {
            threads.shutdown();
        }
        assertThat(tokens).hasSize(100).containsOnly(tokens.get(0));
        assertThat(Sql.unusedTokens(ada)).isEqualTo(1);
        assertThat(refreshed(tokens.get(0))).isNotNull();
    }

    @Test
    void anExpiredTokenIsRefused() throws SQLException {
        Sql.change("update refresh_tokens set expires_at = now() where session_id = ?", ada);
        refresh(ada.refreshToken()).then().statusCode(401).body("code", equalTo("TOKEN_INVALID"));
    }

    @Test
    void noTokenOutlivesItsSession() throws SQLException {
        Sql.change("update sessions set expires_at = now() where id = ?", ada);
        refresh(ada.refreshToken()).then().statusCode(401).body("code", equalTo("TOKEN_INVALID"));
    }

    @Test
    void anUnknownTokenIsRefused() {
        refresh("twr_" + "A".repeat(43)).then().statusCode(401).body("code", equalTo("TOKEN_INVALID"));
    }

    @Test
    void theCaseOfATokenCounts() {
        refresh(ada.refreshToken().toUpperCase()).then().statusCode(401);
    }

    @Test
    void anAccessTokenIsNoRefreshToken() {
        refresh(ada.token()).then().statusCode(401).body("code", equalTo("TOKEN_INVALID"));
    }

    @Test
    void aRefreshTokenIsNoAccessToken() {
        Bearer.assertRefused(ada.refreshToken(), "TOKEN_INVALID");
    }

    @Test
    void withoutATokenNothingIsTried() {
        Account.anonymous().body(Map.of()).post("/api/v1/auth/refresh").then().statusCode(400)
                .body("details.field", contains("refresh_token"));
    }

    @Test
    void aFormIsTaken() {
        RestAssured.given().contentType(ContentType.URLENC.withCharset("UTF-8"))
                .formParam("refresh_token", ada.refreshToken()).post("/api/v1/auth/refresh").then().statusCode(200);
        RestAssured.given().multiPart("refresh_token", ada.refreshToken()).post("/api/v1/auth/refresh").then()
                .statusCode(200);
    }

    @Test
    void itWorksWithTheExpiredAccessTokenStillInItsHeader() {
        String expired = Forge.withClaims(ada, claims -> claims.put("exp", 1_600_000_000L));
        Account.anonymous().header("Authorization", "Bearer " + expired)
                .body(Map.of("refresh_token", ada.refreshToken())).post("/api/v1/auth/refresh").then().statusCode(200);
    }

    @Test
    void refreshTokensAreStoredAsTheirHashesAlone() throws SQLException {
        String second = refreshed(ada.refreshToken());
        assertThat(Sql.tokenRows(ada)).hasSize(2)
                .noneMatch(row -> row.contains(ada.refreshToken()) || row.contains(second));
    }

    private void replayAfterTheWindow() throws SQLException {
        Sql.usedEarlier(ada, 61);
        refresh(ada.refreshToken()).then().statusCode(401);
    }

    private static String refreshed(String token) {
        Response answer = refresh(token);
        answer.then().statusCode(200);
        return answer.path("data.refresh_token");
    }

    private static Response refresh(String token) {
        return Account.anonymous().body(Map.of("refresh_token", token)).post("/api/v1/auth/refresh");
    }
}
