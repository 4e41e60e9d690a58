package dev.taskward.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.text.Normalizer;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.http.ContentType;
import io.restassured.http.Header;
import io.restassured.response.Response;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import dev.taskward.support.Account;
import dev.taskward.support.Environment;
import dev.taskward.support.ServiceTest;

/** Signing in. */
@QuarkusTest
public class LoginTest extends ServiceTest {
    private static final String WRONG = "Wrong-horse-7";
    /** One for all of them: nothing here changes an account. */
    private static Account ada;

    @BeforeEach
    void anAccount() {
        ada = ada == null ? Account.register() : ada;
    }

    @Test
    void theAnswerIsATokenResponseWithTheUser() {
        Response answer = login("email", ada.email(), Account.PASSWORD);
        answer.then().statusCode(200)
                .body("success", equalTo(true))
                .body("data.token_type", equalTo("Bearer"))
                .body("data.expires_in", equalTo(900))
                .body("data.user.id", equalTo(ada.id()))
                .body("data.user.email", equalTo(ada.email()))
                .body("data.user.role", equalTo("user"));
        assertThat(answer.<Map<String, ?>>path("$")).containsOnlyKeys("success", "token", "data", "message");
        assertThat(answer.<Map<String, ?>>path("data")).containsOnlyKeys("access_token", "token_type", "expires_in",
                "refresh_token", "user");
        assertThat(answer.<Map<String, ?>>path("data.user")).containsOnlyKeys("id", "email", "emailVerified",
                "username", "role",
                "createdAt", "updatedAt");
    }

    @Test
    void theAccessTokenIsRepeatedAtTheTop() {
        Response answer = login("email", ada.email(), Account.PASSWORD);
        answer.then().statusCode(200).body("token", equalTo(answer.<String>path("data.access_token")));
    }

    @Test
    void theTokensAreNotToBeStoredOnTheWay() {
        login("email", ada.email(), Account.PASSWORD).then().statusCode(200).header("Cache-Control", "no-store");
    }

    @Test
    void theEmailMayBeInAnyCase() {
        login("email", " " + ada.email().toUpperCase() + " ", Account.PASSWORD).then().statusCode(200);
    }

    @Test
    void theUsernameDoesInPlaceOfTheEmail() {
        login("username", ada.username(), Account.PASSWORD).then().statusCode(200)
                .body("data.user.id", equalTo(ada.id()));
    }

    @Test
    void theUsernameMayBeInAnyCase() {
        login("username", ada.username().toUpperCase(), Account.PASSWORD).then().statusCode(200)
                .body("data.user.id", equalTo(ada.id()));
    }

    @Test
    void theCaseOfThePasswordCounts() {
        login("email", ada.email(), Account.PASSWORD.toUpperCase()).then().statusCode(401);
    }

    @Test
    void eachSignInIsASessionOfItsOwn() {
        Account again = ada.again();
        assertThat(again.refreshToken()).isNotEqualTo(ada.refreshToken());
        assertThat(Forge.claims(again).get("sid")).isNotEqualTo(Forge.claims(ada).get("sid"));
    }

    @Test
    void aWrongPasswordIsRefused() {
        login("email", ada.email(), WRONG).then().statusCode(401)
                .body("code", equalTo("INVALID_CREDENTIALS"))
                .header("WWW-Authenticate", allOf(containsString("Bearer"), not(containsString("error"))));
    }

    @Test
    void anUnknownEmailIsAnsweredAsAWrongPassword() {
        assertSameAnswer(login("email", ada.email(), WRONG),
                login("email", UUID.randomUUID() + "@example.com", WRONG));
    }

    @Test
    void anUnknownUsernameIsAnsweredAsAWrongPassword() {
        assertSameAnswer(login("username", ada.username(), WRONG), login("username", "nobody_at_all", WRONG));
    }

    /** It would else outlive the change, which ends all sessions that it sees. */
    @Test
    void aSignInDuringAChangeOfThePasswordWaitsAndIsRefused() throws Exception {
        Account bob = Account.register();
        try (Connection change = Environment.connect();
                PreparedStatement password = change
                        .prepareStatement("update users set password_hash = 'other' where id = ?")) {
            change.setAutoCommit(false);
            password.setObject(1, UUID.fromString(bob.id()));
            password.executeUpdate();
            CompletableFuture<Response> login = CompletableFuture
                    .supplyAsync(() -> login("email", bob.email(), Account.PASSWORD));
            await().until(() -> login.isDone() || Sql.isWaitedFor(change));
            change.commit();
            login.get().then().statusCode(401).body("code", equalTo("INVALID_CREDENTIALS"));
        }
    }

    @Test
    void theRightPasswordOfAnotherAccountIsRefused() {
        String name = newName();
        register(name, "Battery-staple-9");
        login("email", ada.email(), "Battery-staple-9").then().statusCode(401);
    }

    @Test
    void theOuterSpacesOfAPasswordCount() {
        String name = newName();
        register(name, " Correct-horse-7 ");
        login("username", name, "Correct-horse-7").then().statusCode(401);
        login("username", name, " Correct-horse-7 ").then().statusCode(200);
    }

    @Test
    void aPasswordMayBeTypedComposedOrDecomposed() {
        String name = newName();
        register(name, Normalizer.normalize("Gänsefüßchen-7", Normalizer.Form.NFC));
        login("username", name, Normalizer.normalize("Gänsefüßchen-7", Normalizer.Form.NFD)).then().statusCode(200);
    }

    @Test
    void whatIsAppendedToTheLongestPasswordIsNotOverlooked() {
        String name = newName();
        String longest = "Aa7" + "ä".repeat(34) + "x";
        register(name, longest);
        login("username", name, longest + "x").then().statusCode(401);
        login("username", name, longest).then().statusCode(200);
    }

    @Test
    void withoutEmailAndUsernameItIsNotTried() {
        Account.anonymous().body(Map.of("password", Account.PASSWORD)).post("/api/v1/auth/login").then()
                .statusCode(400).body("details.field", contains("email"));
    }

    @Test
    void withoutAPasswordItIsNotTried() {
        Account.anonymous().body(Map.of("email", ada.email())).post("/api/v1/auth/login").then()
                .statusCode(400).body("details.field", contains("password"));
    }

    @Test
    void anUrlEncodedFormIsTaken() {
        RestAssured.given().contentType(ContentType.URLENC.withCharset("UTF-8"))
                .formParam("email", ada.email()).formParam("password", Account.PASSWORD)
                .post("/api/v1/auth/login").then().statusCode(200).body("data.user.id", equalTo(ada.id()));
    }

    @Test
    void aMultipartFormIsTaken() {
        RestAssured.given().multiPart("username", ada.username()).multiPart("password", Account.PASSWORD)
                .post("/api/v1/auth/login").then().statusCode(200).body("data.user.id", equalTo(ada.id()));
    }

    @Test
    void aDeadTokenThatTheClientStillSendsDoesNotHinder() {
        Account.anonymous().header("Authorization", "Bearer dead")
                .body(Map.of("email", ada.email(), "password", Account.PASSWORD)).post("/api/v1/auth/login").then()
                .statusCode(200);
    }

    /** Equal in all that could tell them apart; the request id is the client's own here. */
    private static void assertSameAnswer(Response wrong, Response unknown) {
        assertThat(wrong.statusCode()).isEqualTo(401);
        assertThat(unknown.statusCode()).isEqualTo(401);
        assertThat(unknown.asByteArray()).isEqualTo(wrong.asByteArray());
        assertThat(headers(unknown)).isEqualTo(headers(wrong));
    }

    private static Map<String, String> headers(Response answer) {
        Map<String, String> headers = new HashMap<>();
        for (Header header : answer.headers()) {
            headers.put(header.getName(), header.getValue());
        }
        headers.remove("Date");
        return headers;
    }

    private static Response login(String field, String name, String password) {
        return Account.anonymous().header("X-Request-Id", "the-same").body(Map.of(field, name, "password", password))
                .post("/api/v1/auth/login");
    }

    private static void register(String name, String password) {
        Account.anonymous().body(Map.of("email", name + "@example.com", "username", name, "password", password))
                .post("/api/v1/auth/register").then().statusCode(201);
    }

    private static String newName() {
        return "u" + UUID.randomUUID().toString().replace("-", "").substring(0, 20);
    }
}
