package dev.taskward.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import org.junit.jupiter.api.Test;

import dev.taskward.support.Account;
import dev.taskward.support.Environment;
import dev.taskward.support.ServiceTest;

/** What admins can look up when something has happened. */
@QuarkusTest
public class AuditTest extends ServiceTest {
    private static final String AUDIT = "/api/v1/audit";

    /** What was done to this account, oldest first. */
    private static Response events(String subject) {
        Response list = Account.admin().request().get(AUDIT + "?limit=100&sort=createdAt&subjectId=" + subject);
        list.then().statusCode(200);
        return list;
    }

    private static void signIn(Account account, String password, int status) {
        Account.anonymous().header("User-Agent", "story/1").header("X-Request-Id", "story-" + account.id())
                .body(Map.of("email", account.email(), "password", password)).post("/api/v1/auth/login").then()
                .statusCode(status);
    }

    @Test
    void theStoryOfAnAccountIsTold() {
        Account ada = Account.register();
        signIn(ada, "Wrong-horse-7", 401);
        ada.again().request().post("/api/v1/auth/logout").then().statusCode(204);
        ada.request().body(Map.of("password", "Another-horse-8", "currentPassword", ada.password()))
                .patch("/api/v1/users/" + ada.id()).then().statusCode(200);
        ada.request().body(Map.of("everywhere", true)).post("/api/v1/auth/logout").then().statusCode(204);
        Account.admin().request().body(Map.of("role", "admin")).patch("/api/v1/users/" + ada.id()).then()
                .statusCode(200);
        Account.admin().request().delete("/api/v1/users/" + ada.id() + "/sessions").then().statusCode(204);
        Account.admin().request().delete("/api/v1/users/" + ada.id()).then().statusCode(204);
        String admin = Account.admin().id();
        events(ada.id()).then()
                .body("data.action", equalTo(List.of("REGISTERED", "LOGIN", "LOGIN_FAILED", "LOGIN", "LOGOUT",
                        "PASSWORD_CHANGED", "LOGOUT_EVERYWHERE", "ROLE_CHANGED", "LOGOUT_EVERYWHERE",
                        "ACCOUNT_DELETED")))
                .body("data.actorId", equalTo(java.util.Arrays.asList(ada.id(), ada.id(), null, ada.id(), ada.id(),
                        ada.id(), ada.id(), admin, admin, admin)))
                .body("data.find { it.action == 'ROLE_CHANGED' }.detail", equalTo("user to admin"));
    }

    @Test
    void anEventTellsWhereTheRequestCameFrom() {
        Account ada = Account.register();
        signIn(ada, "Wrong-horse-7", 401);
        events(ada.id()).then().body("data[2].action", equalTo("LOGIN_FAILED"))
                .body("data[2].userAgent", equalTo("story/1")).body("data[2].requestId", equalTo("story-" + ada.id()))
                .body("data[2].address", notNullValue()).body("data[2].createdAt", notNullValue());
    }

    @Test
    void anAccountThatAnAdminMadeNamesTheAdmin() {
        Account admin = Account.admin();
        String made = admin.request()
                .body(Map.of("email", "m" + System.nanoTime() + "@example.com", "username", "m" + System.nanoTime(),
                        "password", Account.PASSWORD, "role", "admin"))
                .post("/api/v1/users").then().statusCode(201).extract().path("data.id");
        events(made).then().body("data", hasSize(1)).body("data[0].actorId", equalTo(admin.id()))
                .body("data[0].detail", equalTo("as admin"));
        admin.request().delete("/api/v1/users/" + made).then().statusCode(204);
    }

    @Test
    void aTryAtAnUnknownAccountHasNoSubjectAndNotTheNameThatWasTried() throws SQLException {
        String name = "nobody" + System.nanoTime();
        Account.anonymous().header("X-Request-Id", name).body(Map.of("username", name, "password", "Wrong-horse-7"))
                .post("/api/v1/auth/login").then().statusCode(401);
        try (Connection connection = Environment.connect();
                Statement sql = connection.createStatement();
                ResultSet row = sql.executeQuery("select subject_id, actor_id, replace(t::text, '" + name
                        + "', '') as rest, t::text as row from audit_events t where request_id = '" + name + "'")) {
            assertThat(row.next()).isTrue();
            assertThat(row.getString("subject_id")).isNull();
            assertThat(row.getString("actor_id")).isNull();
            assertThat(row.getString("row")).containsOnlyOnce(name);
        }
    }

    @Test
    void wrongCurrentPasswordsAreInIt() {
        Account ada = Account.register();
        String path = "/api/v1/users/" + ada.id();
        ada.request().body(Map.of("password", "Another-horse-8", "currentPassword", "Wrong-horse-7")).patch(path)
                .then().statusCode(400);
        ada.request().body(Map.of("currentPassword", "Wrong-horse-7")).delete(path).then().statusCode(400);
        events(ada.id()).then()
                .body("data.action", equalTo(List.of("REGISTERED", "LOGIN", "REAUTHENTICATION_FAILED",
                        "REAUTHENTICATION_FAILED")))
                .body("data.actorId", everyItem(equalTo(ada.id())));
    }

    @Test
    void changedUsernamesAreInItWithoutTheNames() {
        Account ada = Account.register();
        String path = "/api/v1/users/" + ada.id();
        Account root = Account.admin();
        ada.request().body(Map.of("username", "r" + ada.username().substring(1))).patch(path).then().statusCode(200);
        root.request().body(Map.of("username", ada.username())).patch(path).then().statusCode(200);
        root.request().body(Map.of("username", ada.username())).patch(path).then().statusCode(200);
        events(ada.id()).then()
                .body("data.action", equalTo(List.of("REGISTERED", "LOGIN", "USERNAME_CHANGED", "USERNAME_CHANGED")))
                .body("data.actorId", equalTo(List.of(ada.id(), ada.id(), ada.id(), root.id())))
                .body("data[2].detail", nullValue());
    }

    @Test
    void whatWasRolledBackIsNotTold() {
        Account ada = Account.register();
        ada.request().header("If-Match", "\"stale\"").body(Map.of("password", "Another-horse-8", "currentPassword",
                ada.password())).patch("/api/v1/users/" + ada.id()).then().statusCode(412);
        events(ada.id()).then().body("data.action", equalTo(List.of("REGISTERED", "LOGIN")));
    }

    @Test
    void itIsFilteredAndWalkedByCursor() {
        Account ada = Account.register();
        signIn(ada, "Wrong-horse-7", 401);
        Account admin = Account.admin();
        String subject = AUDIT + "?subjectId=" + ada.id();
        admin.request().get(subject + "&action=LOGIN").then().body("data.action", equalTo(List.of("LOGIN")));
        admin.request().get(subject + "&actorId=" + ada.id()).then().body("data.action",
                equalTo(List.of("LOGIN", "REGISTERED")));
        String at = admin.request().get(subject + "&action=LOGIN").path("data[0].createdAt");
        admin.request().get(subject + "&createdBefore=" + at).then().body("data.action",
                equalTo(List.of("REGISTERED")));
        admin.request().get(subject + "&createdAfter=" + at).then().body("data.action",
                equalTo(List.of("LOGIN_FAILED")));
        String cursor = admin.request().get(subject + "&limit=1&cursor=").path("meta.nextCursor");
        admin.request().get(subject + "&limit=1&cursor=" + cursor).then().body("data.action",
                equalTo(List.of("LOGIN"))).body("meta.total", nullValue());
        admin.request().get(AUDIT + "?action=LOGIN").then().body("data.action", everyItem(equalTo("LOGIN")));
        admin.request().get(AUDIT + "?action=NOTHING").then().statusCode(400);
        admin.request().get(AUDIT + "?acton=LOGIN").then().statusCode(400);
    }

    @Test
    void itIsForAdminsAlone() {
        Account.register().request().get(AUDIT).then().statusCode(403).body("code", equalTo("FORBIDDEN"));
        Account.anonymous().get(AUDIT).then().statusCode(401).body("code", equalTo("TOKEN_MISSING"));
        for (String method : List.of("POST", "PUT", "PATCH", "DELETE")) {
            Account.admin().request().request(method, AUDIT).then().statusCode(405);
        }
    }

    @Test
    void whatIsOlderThanItsRetentionGoes() throws SQLException {
        String old = "01936f3e-0000-7000-8000-00000000" + (1000 + System.nanoTime() % 9000);
        try (Connection connection = Environment.connect(); Statement sql = connection.createStatement()) {
            sql.executeUpdate("insert into audit_events (id, action, created_at, updated_at) values ('" + old
                    + "', 'LOGIN', now() - interval '366 days', now())");
            Account.register();
            try (ResultSet row = sql.executeQuery("select 1 from audit_events where id = '" + old + "'")) {
                assertThat(row.next()).isFalse();
            }
        }
    }
}
