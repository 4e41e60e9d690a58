package dev.taskward.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.not;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import org.junit.jupiter.api.Test;

import dev.taskward.support.Account;
import dev.taskward.support.Environment;
import dev.taskward.support.ServiceTest;

/** Making an account. */
@QuarkusTest
public class RegistrationTest extends ServiceTest {
    private static final String TIME = "\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z";

    @Test
    void theAnswerIsTheAccountAndNothingElse() {
        String name = newName();
        Response answer = register(fields(name));
        answer.then().statusCode(201)
                .body("success", equalTo(true))
                .body("message", equalTo("Account created"))
                .body("data.email", equalTo(name + "@example.com"))
                .body("data.username", equalTo(name))
                .body("data.role", equalTo("user"))
                .body("data.createdAt", matchesPattern(TIME))
                .body("data.updatedAt", equalTo(answer.<String>path("data.createdAt")));
        assertThat(answer.<Map<String, ?>>path("$")).containsOnlyKeys("success", "data", "message");
        assertThat(answer.<Map<String, ?>>path("data")).containsOnlyKeys("id", "email", "emailVerified", "username",
                "role",
                "createdAt", "updatedAt");
    }

    @Test
    void theLocationIsThatOfTheAccount() {
        Response answer = register(fields(newName()));
        answer.then().statusCode(201).header("Location", equalTo("/api/v1/users/" + answer.path("data.id")));
    }

    @Test
    void theEmailIsKeptTrimmedAndInLowerCase() {
        String name = newName();
        Map<String, Object> fields = fields(name);
        fields.put("email", "  " + name.toUpperCase() + "@Example.COM ");
        register(fields).then().statusCode(201).body("data.email", equalTo(name + "@example.com"));
    }

    @Test
    void theUsernameKeepsItsCase() {
        String name = newName().toUpperCase();
        register(fields(name)).then().statusCode(201).body("data.username", equalTo(name));
    }

    @Test
    void whatTheCallerMayNotSetIsIgnored() {
        Map<String, Object> fields = fields(newName());
        String id = "01936f3e-5b7a-7c3d-9a41-2f6b8c0d1e2f";
        fields.putAll(Map.of("id", id, "role", "admin", "createdAt", "2000-01-01T00:00:00.000Z", "version", 7,
                "passwordHash", "$2b$10$x", "password_hash", "$2b$10$x", "unknown", List.of(1, 2)));
        register(fields).then().statusCode(201)
                .body("data.role", equalTo("user"))
                .body("data.id", not(equalTo(id)))
                .body("data.createdAt", not(equalTo("2000-01-01T00:00:00.000Z")));
    }

    @Test
    void aTakenEmailIsAConflictWhateverItsCase() {
        Account ada = Account.register();
        Map<String, Object> fields = fields(newName());
        fields.put("email", ada.email().toUpperCase());
        register(fields).then().statusCode(409).body("code", equalTo("CONFLICT")).body("details.field",
                contains("email"));
    }

    @Test
    void aTakenUsernameIsAConflictWhateverItsCase() {
        Account ada = Account.register();
        Map<String, Object> fields = fields(newName());
        fields.put("username", ada.username().toUpperCase());
        register(fields).then().statusCode(409).body("code", equalTo("CONFLICT")).body("details.field",
                contains("username"));
    }

    @Test
    void ofTwoAtOnceWithTheSameEmailOneGetsIt() throws Exception {
        String name = newName();
        Map<String, Object> first = fields(name);
        Map<String, Object> second = fields(newName());
        second.put("email", first.get("email"));
        ExecutorService threads = Executors.newFixedThreadPool(2);
        try {
            List<Future<Response>> answers = threads.invokeAll(List.of(() -> register(first), () -> register(second)));
            assertThat(List.of(answers.get(0).get().statusCode(), answers.get(1).get().statusCode()))
                    .containsExactlyInAnyOrder(201, 409);
        } finally {
            threads.shutdown();
        }
    }

    @Test
    void everythingWrongIsToldAtOnce() {
        register(Map.of("email", "ada@localhost", "username", "a-b", "password", "Ab1")).then().statusCode(400)
                .body("code", equalTo("VALIDATION_FAILED"))
                .body("details.field", containsInAnyOrder("email", "username", "password"));
    }

    @Test
    void everythingAbsentIsToldAtOnce() {
        register(Map.of()).then().statusCode(400)
                .body("code", equalTo("VALIDATION_FAILED"))
                .body("details.field", containsInAnyOrder("email", "username", "password"));
    }

    @Test
    void valuesThatAreNoTextAreToldAtOnce() {
        Map<String, Object> fields = Map.of("email", 5, "username", List.of("ada"), "password", Map.of());
        register(fields).then().statusCode(400)
                .body("details.field", containsInAnyOrder("email", "username", "password"))
                .body("details[0].message", equalTo("must be a string"));
    }

    @Test
    void everyBrokenPasswordRuleIsTold() {
        Map<String, Object> fields = fields(newName());
        fields.put("password", "abc");
        register(fields).then().statusCode(400).body("details.field", contains("password", "password"));
    }

    @Test
    void aPasswordWithAControlCharacterIsRefused() {
        Map<String, Object> fields = fields(newName());
        fields.put("password", "Correct-horse\u0000-7");
        register(fields).then().statusCode(400).body("details.field", contains("password"));
    }

    @Test
    void anEmailOf254CharactersIsTakenAndALongerOneIsNot() {
        Map<String, Object> fields = fields(newName());
        String domain = "." + "d".repeat(63) + "." + "e".repeat(63) + "." + "f".repeat(63) + ".example";
        String longest = fields.get("username") + "@" + "x".repeat(254 - 22 - domain.length()) + domain;
        assertThat(longest).hasSize(254);
        fields.put("email", "x" + longest);
        register(fields).then().statusCode(400).body("details.field", contains("email"));
        fields.put("email", longest);
        register(fields).then().statusCode(201);
    }

    @Test
    void anUrlEncodedFormIsTaken() {
        String name = newName();
        RestAssured.given().contentType(ContentType.URLENC.withCharset("UTF-8")).formParams(fields(name))
                .post("/api/v1/auth/register").then().statusCode(201).body("data.username", equalTo(name));
    }

    @Test
    void aMultipartFormIsTaken() {
        String name = newName();
        RestAssured.given().multiPart("email", name + "@example.com").multiPart("username", name)
                .multiPart("password", Account.PASSWORD).post("/api/v1/auth/register").then()
                .statusCode(201).body("data.username", equalTo(name));
    }

    @Test
    void thePasswordIsStoredAsItsHashAlone() throws SQLException {
        String name = newName();
        register(fields(name)).then().statusCode(201);
        try (Connection connection = Environment.connect();
                PreparedStatement query = connection
                        .prepareStatement("select u::text from users u where username = ?")) {
            query.setString(1, name);
            try (ResultSet rows = query.executeQuery()) {
                assertThat(rows.next()).isTrue();
                assertThat(rows.getString(1)).contains("$2b$").doesNotContain(Account.PASSWORD);
            }
        }
    }

    /** Of the length that {@link Account#register} gives. */
    private static String newName() {
        return "u" + UUID.randomUUID().toString().replace("-", "").substring(0, 20);
    }

    private static Map<String, Object> fields(String name) {
        return new HashMap<>(Map.of("email", name + "@example.com", "username", name, "password", Account.PASSWORD));
    }

    private static Response register(Map<String, ?> fields) {
        return Account.anonymous().body(fields).post("/api/v1/auth/register");
    }
}
