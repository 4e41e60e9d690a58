package dev.taskward.auth;

import static dev.taskward.support.PersonalToken.TOKENS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;

import java.sql.SQLException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import dev.taskward.support.Account;
import dev.taskward.support.PersonalToken;
import dev.taskward.support.ServiceTest;

/** What a stolen access token does not do: it takes the password, or a sign-in within the last 15 minutes. */
@QuarkusTest
public class ReauthenticationTest extends ServiceTest {
    private static final String USERS = "/api/v1/users";
    private static final Map<String, ?> SCRIPT = Map.of("name", "Script", "scopes", List.of("read"));
    private Account ada;

    @BeforeEach
    void aUser() {
        ada = Account.register();
    }

    private static Account longAgo(Account account) throws SQLException {
        return Sql.signedInEarlier(account, 16);
    }

    private static Map<String, ?> with(Map<String, ?> fields, String name, String value) {
        Map<String, Object> all = new HashMap<>(fields);
        all.put(name, value);
        return all;
    }

    private static void assertRequired(Response answer) {
        answer.then().statusCode(403).body("code", equalTo("REAUTHENTICATION_REQUIRED"));
    }

    private static Response create(Account account, Map<String, ?> fields) {
        return account.request().body(fields).post(TOKENS);
    }

    @Test
    void aPersonalTokenTakesTheCurrentPasswordOnceTheSignInIsOld() throws SQLException {
        create(Sql.signedInEarlier(ada.again(), 14), SCRIPT).then().statusCode(201);
        Account old = longAgo(ada);
        assertRequired(create(old, SCRIPT));
        create(old, with(SCRIPT, "currentPassword", "Wrong-horse-9")).then().statusCode(400)
                .body("details.field", contains("currentPassword"));
        create(old, with(SCRIPT, "currentPassword", ada.password())).then().statusCode(201);
        create(ada.again(), SCRIPT).then().statusCode(201);
        old.request().get(TOKENS).then().body("data", hasSize(3));
    }

    @Test
    void aTokenThatDoesNotSayWhenOrSaysTheFutureIsNotRecent() {
        for (String token : List.of(Forge.withClaims(ada, claims -> claims.remove("auth_time")),
                Forge.withClaims(ada, claims -> claims.put("auth_time", Instant.now().getEpochSecond() + 3600)),
                Forge.withClaims(ada, claims -> claims.put("auth_time", -1)))) {
            assertRequired(Account.anonymous().auth().oauth2(token).body(SCRIPT).post(TOKENS));
        }
    }

    @Test
    void wrongPasswordsLockAsAtSignIn() throws SQLException {
        Account old = longAgo(ada);
        for (int i = 0; i < 10; i++) {
            create(old, with(SCRIPT, "currentPassword", "Wrong-horse-9")).then().statusCode(400);
        }
        create(old, with(SCRIPT, "currentPassword", ada.password())).then().statusCode(429);
    }

    @Test
    void anAdminMakesAdminsByPasswordOnceTheSignInIsOld() throws SQLException {
        Account root = longAgo(Account.admin());
        assertRequired(root.request().body(fresh("admin")).post(USERS));
        assertRequired(root.request().body(Map.of("role", "admin")).patch(USERS + "/" + ada.id()));
        ada.request().get("/api/v1/auth/me").then().statusCode(200).body("data.role", equalTo("user"));
        root.request().body(with(fresh("admin"), "currentPassword", root.password())).post(USERS).then()
                .statusCode(201).body("data.role", equalTo("admin"));
        root.request().body(Map.of("role", "admin", "currentPassword", root.password()))
                .patch(USERS + "/" + ada.id()).then().statusCode(200).body("data.role", equalTo("admin"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"password", "email"})
    void anAdminSetsOthersPasswordsAndEmailsByPasswordOnceTheSignInIsOld(String field) throws SQLException {
        Account root = longAgo(Account.admin());
        Map<String, ?> change = Map.of(field, field.equals("email") ? "2" + ada.email() : "Better-horse-8");
        String path = USERS + "/" + ada.id();
        assertRequired(root.request().body(change).patch(path));
        assertRequired(root.request().body(with(with(change, "username", ada.username()), "email",
                "2" + ada.email())).put(path));
        root.request().body(with(change, "currentPassword", "Wrong-horse-9")).patch(path).then().statusCode(400);
        Account.signIn(ada.email(), ada.password());
        root.request().body(with(change, "currentPassword", root.password())).patch(path).then().statusCode(200);
        assertThat(login(ada.email(), ada.password())).isEqualTo(401);
    }

    @Test
    void aWrongPasswordUnderAnIdempotencyKeyIsInTheAuditLog() throws SQLException {
        Account root = longAgo(Account.admin());
        String events = "/api/v1/audit?action=REAUTHENTICATION_FAILED&subjectId=" + root.id();
        int before = root.request().get(events).path("meta.total");
        root.request().header("Idempotency-Key", UUID.randomUUID().toString())
                .body(with(fresh("admin"), "currentPassword", "Wrong-horse-9")).post(USERS).then().statusCode(400);
        root.request().get(events).then().body("meta.total", equalTo(before + 1));
    }

    @Test
    void whatTakesNothingOverNeedsNeither() throws SQLException {
        Account root = longAgo(Account.admin());
        Map<String, ?> user = fresh("user");
        String id = root.request().body(user).post(USERS).then().statusCode(201).extract().path("data.id");
        root.request().body(Map.of("username", "r" + user.get("username"))).patch(USERS + "/" + id).then()
                .statusCode(200);
        root.request().body(Map.of("email", user.get("email"), "username", user.get("username"), "role", "user"))
                .put(USERS + "/" + id).then().statusCode(200);
        root.request().delete(USERS + "/" + id).then().statusCode(204);
    }

    @Test
    void ofOnesOwnAccountTheApiAsksForThePasswordHoweverRecentTheSignIn() {
        ada.request().body(Map.of("password", "Better-horse-8")).patch(USERS + "/" + ada.id()).then().statusCode(400)
                .body("details.field", contains("currentPassword"));
        ada.request().delete(USERS + "/" + ada.id()).then().statusCode(400);
    }

    @Test
    void onesOwnEmailTakesThePasswordOnceTheSignInIsOld() throws SQLException {
        String path = USERS + "/" + ada.id();
        ada.request().body(Map.of("email", "2" + ada.email())).patch(path).then().statusCode(200);
        Account old = longAgo(ada);
        assertRequired(old.request().body(Map.of("email", "3" + ada.email())).patch(path));
        old.request().body(Map.of("email", "3" + ada.email(), "currentPassword", ada.password())).patch(path).then()
                .statusCode(200).body("data.email", equalTo("3" + ada.email()));
    }

    @Test
    void endingASessionRevokesThePersonalTokensThatWereMadeInIt() {
        Account thief = ada.again();
        PersonalToken thiefs = PersonalToken.of(thief, "read");
        PersonalToken adas = PersonalToken.of(ada, "read");
        ada.request().delete("/api/v1/auth/sessions/" + Sql.session(thief.token())).then().statusCode(204);
        thiefs.request().get("/api/v1/tasks").then().statusCode(401);
        adas.request().get("/api/v1/tasks").then().statusCode(200);
        Account.admin().request().get("/api/v1/audit?action=SESSION_ENDED&subjectId=" + ada.id()).then()
                .body("data.detail", contains("session " + Sql.session(thief.token())
                        + ", personal tokens revoked: 1"));
    }

    @Test
    void aReplayedRefreshTokenRevokesThePersonalTokensOfItsSession() throws SQLException {
        PersonalToken token = PersonalToken.of(ada, "read");
        refresh(200);
        Sql.usedEarlier(ada, 61);
        refresh(401);
        token.request().get("/api/v1/tasks").then().statusCode(401);
    }

    @Test
    void signingOutLeavesPersonalTokensValid() {
        Account other = ada.again();
        PersonalToken token = PersonalToken.of(other, "read");
        other.request().post("/api/v1/auth/logout").then().statusCode(204);
        token.request().get("/api/v1/tasks").then().statusCode(200);
        ada.request().get(TOKENS).then().body("data", hasSize(1));
    }

    private void refresh(int status) {
        Account.anonymous().body(Map.of("refresh_token", ada.refreshToken())).post("/api/v1/auth/refresh").then()
                .statusCode(status);
    }

    private static Map<String, Object> fresh(String role) {
        String name = "n" + UUID.randomUUID().toString().replace("-", "").substring(0, 20);
        return Map.of("email", name + "@example.com", "username", name, "password", Account.PASSWORD, "role", role);
    }

    private static int login(String email, String password) {
        return Account.anonymous().body(Map.of("email", email, "password", password)).post("/api/v1/auth/login")
                .statusCode();
    }
}
