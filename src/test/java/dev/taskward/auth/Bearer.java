package dev.taskward.auth;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;

import io.restassured.RestAssured;
import io.restassured.response.Response;

/** A request with what a test puts into Authorization, and what every refusal of that looks like. */
public final class Bearer {
    private static final Map<String, String> TITLES = Map.of(
            "TOKEN_MISSING", "Authentication required",
            "TOKEN_INVALID", "The token is not valid",
            "TOKEN_EXPIRED", "The token has expired");

    private Bearer() {
    }

    public static Response me(String authorization) {
        return RestAssured.given().header("Authorization", authorization).get("/api/v1/auth/me");
    }

    public static void assertTaken(String token) {
        assertThat(me("Bearer " + token).statusCode()).isEqualTo(200);
    }

    /** Refused with this code, and equally in both shapes of a failure. */
    public static void assertRefused(String token, String code) {
        assertRefusedAs("Bearer " + token, code);
    }

    public static void assertRefusedAs(String authorization, String code) {
        assertRefused(me(authorization), code);
        Response problem = RestAssured.given().header("Authorization", authorization)
                .accept("application/problem+json").get("/api/v1/auth/me");
        assertThat(problem.statusCode()).isEqualTo(401);
        assertChallenge(problem, code, TITLES.get(code));
        assertThat(problem.contentType()).isEqualTo("application/problem+json");
        assertThat(problem.<Map<String, Object>>path("$"))
                .containsOnlyKeys("type", "title", "status", "detail", "instance", "code", "requestId")
                .containsEntry("title", TITLES.get(code)).containsEntry("status", 401)
                .containsEntry("instance", "/api/v1/auth/me").containsEntry("code", code);
    }

    public static void assertRefused(Response answer, String code) {
        assertRefusal(answer, code, TITLES.get(code));
    }

    /** The same with words of its own. */
    public static void assertRefusal(Response answer, String code, String message) {
        assertThat(answer.statusCode()).isEqualTo(401);
        assertChallenge(answer, code, message);
        assertThat(answer.contentType()).startsWith("application/json");
        assertThat(answer.<Map<String, Object>>path("$"))
                .containsOnlyKeys("success", "error", "code", "status", "requestId")
                .containsEntry("success", false).containsEntry("error", message)
                .containsEntry("code", code).containsEntry("status", 401)
                .containsEntry("requestId", answer.header("X-Request-Id"));
    }

    /** RFC 6750 section 3: one challenge, with an error code only where there was a token. */
    private static void assertChallenge(Response answer, String code, String message) {
        String realm = "Bearer realm=\"taskward\"";
        List<String> challenges = answer.headers().getValues("WWW-Authenticate");
        assertThat(challenges).containsExactly(code.equals("TOKEN_MISSING")
                ? realm
                : realm + ", error=\"invalid_token\", error_description=\"" + message + "\"");
    }
}
