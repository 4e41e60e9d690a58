package dev.taskward.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import dev.taskward.support.Account;
import dev.taskward.support.ServiceTest;

/** Where a good token is looked for, and what of it must arrive. */
@QuarkusTest
public class BearerSchemeTest extends ServiceTest {
    private static Account ada;

    @BeforeEach
    void anAccount() {
        ada = ada == null ? Account.register() : ada;
    }

    @ParameterizedTest
    @ValueSource(strings = {"Bearer", "bearer", "BEARER", "bEaReR"})
    void theSchemeMayBeInAnyCase(String scheme) {
        assertThat(Bearer.me(scheme + " " + ada.token()).statusCode()).isEqualTo(200);
    }

    @Test
    void withoutAHeaderTheTokenIsMissing() {
        Bearer.assertRefused(RestAssured.get("/api/v1/auth/me"), "TOKEN_MISSING");
    }

    @Test
    void aTokenInTheQueryIsNotTaken() {
        for (String name : new String[]{"access_token", "token", "Authorization"}) {
            Bearer.assertRefused(RestAssured.given().queryParam(name, ada.token()).get("/api/v1/auth/me"),
                    "TOKEN_MISSING");
        }
    }

    @Test
    void aTokenInACookieIsNotTaken() {
        for (String name : new String[]{"access_token", "token", "Bearer", "Authorization"}) {
            Bearer.assertRefused(RestAssured.given().cookie(name, ada.token()).get("/api/v1/auth/me"),
                    "TOKEN_MISSING");
        }
    }

    @Test
    void aTokenInTheBodyIsNotTaken() {
        Bearer.assertRefused(Account.anonymous().body("{\"access_token\": \"" + ada.token() + "\"}")
                .post("/api/v1/auth/logout"), "TOKEN_MISSING");
    }

    @Test
    void passwordsAreForTheLoginAlone() {
        String basic = Base64.getEncoder()
                .encodeToString((ada.email() + ":" + Account.PASSWORD).getBytes(StandardCharsets.UTF_8));
        Bearer.assertRefusedAs("Basic " + basic, "TOKEN_MISSING");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Basic ", "DPoP ", "JWT ", "Bear ", ""})
    void underAnotherSchemeThereIsNoToken(String scheme) {
        Bearer.assertRefusedAs(scheme + ada.token(), "TOKEN_MISSING");
    }

    @Test
    void halfATokenIsRefused() {
        String token = ada.token();
        String[] parts = token.split("\\.");
        for (String half : new String[]{parts[0], parts[0] + "." + parts[1], parts[0] + "." + parts[1] + ".",
                parts[1] + "." + parts[2], "." + parts[1] + "." + parts[2], parts[0] + ".." + parts[2],
                token.substring(0, token.length() - 1), token.substring(1), token.substring(0, token.length() / 2),
                ".", "..", "x"}) {
            Bearer.assertRefused(half, "TOKEN_INVALID");
        }
    }

    @Test
    void moreThanATokenIsRefused() {
        String token = ada.token();
        for (String more : new String[]{token + "." + token, token + ".", "." + token, token + "," + token,
                token + ", Bearer " + token, token + " " + token}) {
            Bearer.assertRefused(more, "TOKEN_INVALID");
        }
    }

    /** RFC 7515 section 2: base64url without padding, line breaks, white space or other characters. */
    @Test
    void otherSpellingsOfATokenAreRefused() {
        String token = ada.token();
        String[] parts = token.split("\\.");
        for (String spelling : new String[]{token + "=", token + "==", token + "!",
                parts[0] + "." + parts[1] + ". " + parts[2], parts[0] + "." + parts[1] + ".\t" + parts[2],
                parts[0] + "." + parts[1] + ".*" + parts[2], parts[0] + "=." + parts[1] + "." + parts[2],
                parts[0] + "." + parts[1] + "=." + parts[2], parts[0] + " ." + parts[1] + "." + parts[2],
                "\"" + token + "\"", token.replace(".", "%2E")}) {
            Bearer.assertRefused(spelling, "TOKEN_INVALID");
        }
    }

    @Test
    void ofTwoHeadersNoneIsPicked() {
        for (String second : new String[]{"Bearer dead", "Bearer " + ada.token(), "Basic eDp5"}) {
            RestAssured.given().header("Authorization", "Bearer " + ada.token(), second).get("/api/v1/auth/me").then()
                    .statusCode(400).body("code", equalTo("BAD_REQUEST"));
        }
    }
}
