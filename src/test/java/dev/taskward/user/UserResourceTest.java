package dev.taskward.user;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import org.junit.jupiter.api.Test;

import dev.taskward.support.Account;
import dev.taskward.support.Environment;
import dev.taskward.support.PersonalToken;
import dev.taskward.support.ServiceTest;

/** Accounts: what each kind of caller sees and may change of them. */
@QuarkusTest
public class UserResourceTest extends ServiceTest {
    private static final String USERS = "/api/v1/users";
    private static final Set<String> PUBLIC = Set.of("id", "username", "createdAt");

    private static Map<String, Object> fresh(Map<String, Object> more) {
        String name = "n" + UUID.randomUUID().toString().replace("-", "").substring(0, 20);
        Map<String, Object> fields = new HashMap<>(
                Map.of("email", name + "@example.com", "username", name, "password", Account.PASSWORD));
        fields.putAll(more);
        return fields;
    }

    @Test
    void clientsOfTheSeedWorkUnchanged() {
        String name = "seed" + UUID.randomUUID().toString().substring(0, 8);
        String email = name + "@example.com";
        Account.anonymous().body(Map.of("email", email, "username", name, "password", "securepassword123")).post(USERS)
                .then().statusCode(201).body("data.email", equalTo(email));
        String token = Account.anonymous().body(Map.of("email", email, "password", "securepassword123"))
                .post("/api/v1/auth/login").then().statusCode(200).extract().path("token");
        Response list = Account.anonymous().auth().oauth2(token).get(USERS);
        list.then().statusCode(200).body("success", equalTo(true));
        assertThat(list.<List<?>>path("data")).isNotEmpty();
    }

    @Test
    void theRoleInARegistrationCountsForAdminsAlone() {
        Account ada = Account.register();
        for (String role : List.of("admin", "superuser")) {
            Account.anonymous().body(fresh(Map.of("role", role))).post(USERS).then().statusCode(201)
                    .body("data.role", equalTo("user"));
            ada.request().body(fresh(Map.of("role", role))).post(USERS).then().statusCode(201)
                    .body("data.role", equalTo("user"));
        }
        Account.admin().request().body(fresh(Map.of("role", "admin"))).post(USERS).then().statusCode(201)
                .body("data.role", equalTo("admin"));
        Account.admin().request().body(fresh(Map.of("role", "superuser"))).post(USERS).then().statusCode(400)
                .body("details.field", equalTo(List.of("role")));
    }

    @Test
    void aBadTokenOnThePublicRouteIsRefusedAndMakesNoAccount() {
        Map<String, Object> fields = fresh(Map.of());
        Account.anonymous().auth().oauth2("garbage").body(fields).post(USERS).then().statusCode(401)
                .body("code", equalTo("TOKEN_INVALID"));
        Account.anonymous().body(fields).post(USERS).then().statusCode(201);
    }

    @Test
    void anotherUserShowsItsPublicProfileAlone() {
        Account ada = Account.register();
        Account bob = Account.register();
        assertThat(ada.request().get(USERS + "/" + bob.id()).<Map<String, ?>>path("data").keySet()).isEqualTo(PUBLIC);
        List<Map<String, ?>> listed = ada.request().get(USERS).path("data");
        assertThat(listed).allSatisfy(user -> assertThat(user.keySet()).isEqualTo(PUBLIC));
        ada.request().get(USERS + "/" + ada.id()).then().statusCode(200).body("data.email", equalTo(ada.email()));
        Account.admin().request().get(USERS + "/" + bob.id()).then().statusCode(200)
                .body("data.email", equalTo(bob.email()));
    }

    @Test
    void theEtagOfAPublicProfileDoesNotTellOfAPrivateChange() {
        Account ada = Account.register();
        Account bob = Account.register();
        String before = ada.request().get(USERS + "/" + bob.id()).header("ETag");
        bob.request().body(Map.of("email", "moved-" + bob.email())).patch(USERS + "/" + bob.id()).then()
                .statusCode(200);
        ada.request().header("If-None-Match", before).get(USERS + "/" + bob.id()).then().statusCode(304);
    }

    @Test
    void thoseWhoAreNotAdminsSearchAndSortByWhatTheySee() {
        Account ada = Account.register();
        Account bob = Account.register();
        ada.request().queryParam("search", bob.username().toUpperCase()).get(USERS).then()
                .body("data.username", equalTo(List.of(bob.username())));
        ada.request().queryParam("search", bob.username() + "@").get(USERS).then().body("data", hasSize(0));
        ada.request().queryParam("sort", "email").get(USERS).then().statusCode(400);
        Account.admin().request().queryParam("search", bob.username() + "@EXAMPLE").queryParam("sort", "-email")
                .get(USERS).then().body("data.email", equalTo(List.of(bob.email())));
    }

    @Test
    void usersChangeThemselvesAndNoOneElse() {
        Account ada = Account.register();
        Account bob = Account.register();
        String renamed = "r" + bob.username().substring(1);
        bob.request().body(Map.of("username", renamed, "role", "admin", "id", ada.id()))
                .patch(USERS + "/" + bob.id()).then().statusCode(200)
                .body("data.username", equalTo(renamed)).body("data.email", equalTo(bob.email()))
                .body("data.role", equalTo("user")).body("data.id", equalTo(bob.id()));
        ada.request().body(Map.of("username", "stolen")).patch(USERS + "/" + bob.id()).then().statusCode(403);
        ada.request().body(Map.of("email", "x@example.com", "username", "stolen")).put(USERS + "/" + bob.id()).then()
                .statusCode(403);
        ada.request().delete(USERS + "/" + bob.id()).then().statusCode(403);
        ada.request().body(Map.of("username", renamed.toUpperCase())).patch(USERS + "/" + ada.id()).then()
                .statusCode(409).body("details.field", equalTo(List.of("username")));
    }

    @Test
    void whatIsNotForClientsToSetChangesNothingWhereverItStands() {
        Account ada = Account.register();
        String id = "01936f3e-5b7a-7c3d-9a41-2f6b8c0d1e2f";
        Map<String, Object> forged = Map.of("id", id, "role", "admin", "createdAt", "2000-01-01T00:00:00Z",
                "passwordHash", "x", "version", 7);
        String self = USERS + "/" + ada.id();
        ada.request().body(forged).patch(self + "?role=admin&id=" + id).then().statusCode(200)
                .body("data.id", equalTo(ada.id())).body("data.role", equalTo("user"))
                .body("data.createdAt", not(equalTo("2000-01-01T00:00:00.000Z")));
        ada.request().contentType("application/x-www-form-urlencoded").formParams(forged)
                .formParam("email", ada.email()).formParam("username", ada.username()).put(self).then()
                .statusCode(200).body("data.id", equalTo(ada.id())).body("data.role", equalTo("user"));
        Account.anonymous().contentType("application/x-www-form-urlencoded").formParams(fresh(Map.of("role", "admin")))
                .post(USERS + "?role=admin").then().statusCode(201).body("data.role", equalTo("user"));
        Account.signIn(ada.email(), ada.password());
    }

    @Test
    void aReplaceNeedsAllThatAnAccountHasAndKeepsWhatIsNotSaid() {
        Account ada = Account.register();
        ada.request().body(Map.of("username", "only")).put(USERS + "/" + ada.id()).then().statusCode(400)
                .body("details.field", equalTo(List.of("email")));
        ada.request().body(Map.of("email", "2" + ada.email(), "username", ada.username()))
                .put(USERS + "/" + ada.id()).then().statusCode(200).body("data.role", equalTo("user"));
        Account.signIn("2" + ada.email(), ada.password());
    }

    @Test
    void aNewPasswordNeedsTheCurrentOneAndEndsAllOtherSessions() {
        Account ada = Account.register();
        Account elsewhere = ada.again();
        String self = USERS + "/" + ada.id();
        ada.request().body(Map.of("password", "Better-horse-8")).patch(self).then().statusCode(400)
                .body("details.field", equalTo(List.of("currentPassword")));
        ada.request().body(Map.of("password", "Better-horse-8", "currentPassword", "Wrong-horse-9")).patch(self)
                .then().statusCode(400).body("details.field", equalTo(List.of("currentPassword")));
        ada.request().body(Map.of("password", "weak", "currentPassword", ada.password())).patch(self).then()
                .statusCode(400).body("details.field", everyItem(equalTo("password")));
        elsewhere.request().get("/api/v1/auth/me").then().statusCode(200);
        ada.request().body(Map.of("password", "Better-horse-8", "currentPassword", ada.password())).patch(self).then()
                .statusCode(200);
        ada.request().get("/api/v1/auth/me").then().statusCode(200);
        elsewhere.request().get("/api/v1/auth/me").then().statusCode(401);
        Account.signIn(ada.email(), "Better-horse-8");
    }

    @Test
    void aChangeOfRoleEndsTheUsersSessions() {
        Account ada = Account.register();
        Account root = Account.admin();
        root.request().body(Map.of("role", "admin")).patch(USERS + "/" + ada.id()).then().statusCode(200)
                .body("data.role", equalTo("admin"));
        ada.request().get("/api/v1/auth/me").then().statusCode(401);
        ada.again().request().get(USERS).then().body("data.email", hasItem(ada.email()));
        root.request().body(Map.of("role", "user")).patch(USERS + "/" + ada.id()).then().statusCode(200);
    }

    @Test
    void deletingAnAccountTakesAllOfItAlong() {
        Account ada = Account.register();
        ada.task("gone too");
        String post = ada.request().body(Map.of("title", "gone too", "status", "published")).post("/api/v1/posts")
                .path("data.id");
        String self = USERS + "/" + ada.id();
        ada.request().delete(self).then().statusCode(400).body("details.field", equalTo(List.of("currentPassword")));
        ada.request().body(Map.of("currentPassword", "Wrong-horse-9")).delete(self).then().statusCode(400);
        ada.request().body(Map.of("currentPassword", ada.password())).delete(self).then().statusCode(204);
        ada.request().get("/api/v1/auth/me").then().statusCode(401).body("code", equalTo("TOKEN_INVALID"));
        Account.anonymous().body(Map.of("refresh_token", ada.refreshToken())).post("/api/v1/auth/refresh").then()
                .statusCode(401);
        Account bob = Account.register();
        bob.request().get(self).then().statusCode(404);
        bob.request().get("/api/v1/posts/" + post).then().statusCode(404);
    }

    @Test
    void adminsDeleteOthersWithoutTheirPassword() {
        Account ada = Account.register();
        Account.admin().request().delete(USERS + "/" + ada.id()).then().statusCode(204);
        ada.request().get("/api/v1/auth/me").then().statusCode(401);
    }

    @Test
    void theLastAdminStays() throws SQLException {
        Account root = Account.admin();
        leaveAdmins(root.id(), root.id());
        root.request().body(Map.of("role", "user")).patch(USERS + "/" + root.id()).then().statusCode(409)
                .body("code", equalTo("LAST_ADMIN"));
        root.request().body(Map.of("currentPassword", root.password())).delete(USERS + "/" + root.id()).then()
                .statusCode(409).body("code", equalTo("LAST_ADMIN"));
        root.request().get("/api/v1/auth/me").then().statusCode(200).body("data.role", equalTo("admin"));
    }

    @Test
    void ofTwoAdminsWhoDemoteEachOtherAtOnceOneStays() throws Exception {
        Account root = Account.admin();
        try {
            for (int round = 0; round < 3; round++) {
                Account one = Account.register();
                Account two = Account.register();
                leaveAdmins(one.id(), two.id());
                Account first = one.again();
                Account second = two.again();
                List<Integer> answers = together(() -> demote(first, second), () -> demote(second, first));
                assertThat(answers).containsOnlyOnce(200);
                assertThat(admins()).isEqualTo(1);
            }
        } finally {
            leaveAdmins(root.id(), root.id());
        }
    }

    private static int demote(Account by, Account whom) {
        return by.request().body(Map.of("role", "user")).patch(USERS + "/" + whom.id()).statusCode();
    }

    /** Beside the service, since other tests make admins of their own. */
    private static void leaveAdmins(String one, String two) throws SQLException {
        try (Connection connection = Environment.connect(); var statement = connection.createStatement()) {
            statement.executeUpdate("update users set role = case when id in ('" + one + "', '" + two
                    + "') then 'admin' else 'user' end");
        }
    }

    private static int admins() throws SQLException {
        try (Connection connection = Environment.connect();
                var rows = connection.createStatement()
                        .executeQuery("select count(*) from users where role = 'admin'")) {
            rows.next();
            return rows.getInt(1);
        }
    }

    @SafeVarargs
    private static List<Integer> together(Callable<Integer>... calls) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(calls.length);
        try {
            List<Integer> results = new java.util.ArrayList<>();
            for (Future<Integer> answer : threads.invokeAll(List.of(calls))) {
                results.add(answer.get());
            }
            return results;
        } finally {
            threads.shutdownNow();
        }
    }

    private static void isSignedOut(Account account, PersonalToken token) {
        account.request().get("/api/v1/auth/me").then().statusCode(401).body("code", equalTo("TOKEN_INVALID"));
        Account.anonymous().body(Map.of("refresh_token", account.refreshToken())).post("/api/v1/auth/refresh").then()
                .statusCode(401);
        token.request().get("/api/v1/tasks").then().statusCode(401);
    }

    @Test
    void anAdminSignsAUserOutEverywhere() {
        Account ada = Account.register();
        Account elsewhere = ada.again();
        PersonalToken token = PersonalToken.of(ada, "read");
        Account bob = Account.register();
        Account.admin().request().delete(USERS + "/" + ada.id() + "/sessions").then().statusCode(204);
        isSignedOut(ada, token);
        isSignedOut(elsewhere, token);
        bob.request().get("/api/v1/auth/me").then().statusCode(200);
        ada.again().request().get("/api/v1/auth/me").then().statusCode(200);
    }

    @Test
    void usersSignThemselvesOutEverywhereAndNobodyElse() {
        Account ada = Account.register();
        PersonalToken token = PersonalToken.of(ada, "read");
        Account bob = Account.register();
        bob.request().delete(USERS + "/" + ada.id() + "/sessions").then().statusCode(403)
                .body("code", equalTo("FORBIDDEN"));
        ada.request().get("/api/v1/auth/me").then().statusCode(200);
        ada.request().delete(USERS + "/" + ada.id() + "/sessions").then().statusCode(204);
        isSignedOut(ada, token);
    }

    @Test
    void nobodyIsSignedOutWhoIsNotThere() {
        Account.admin().request().delete(USERS + "/" + UUID.randomUUID() + "/sessions").then().statusCode(404);
        Account.admin().request().delete(USERS + "/1/sessions").then().statusCode(400);
    }
}
