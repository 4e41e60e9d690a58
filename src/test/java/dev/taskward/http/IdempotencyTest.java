package dev.taskward.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import org.junit.jupiter.api.Test;

import dev.taskward.support.Account;
import dev.taskward.support.Environment;
import dev.taskward.support.ServiceTest;

/** A POST that is sent again under its key does nothing again. */
@QuarkusTest
public class IdempotencyTest extends ServiceTest {
    private static final String KEY = "Idempotency-Key";
    private static final int MANY = 50;

    private static Response create(Account account, String key, String title) {
        return account.request().header(KEY, key).body(Map.of("title", title)).post(account.tasks());
    }

    private static String key() {
        return UUID.randomUUID().toString();
    }

    @Test
    void theSameRequestUnderTheSameKeyGetsTheFirstAnswer() {
        Account ada = Account.register();
        String key = key();
        Response first = create(ada, key, "Once");
        Response again = create(ada, key, "Once");
        first.then().statusCode(201).header("Idempotency-Replayed", nullValue());
        again.then().statusCode(201).header("Idempotency-Replayed", "true")
                .header("Location", first.header("Location")).header("ETag", first.header("ETag"));
        assertThat(again.asString()).isEqualTo(first.asString());
        ada.request().get(ada.tasks()).then().body("meta.total", equalTo(1));
    }

    @Test
    void anotherRequestUnderTheKeyIsRefused() {
        Account ada = Account.register();
        String key = key();
        create(ada, key, "One");
        create(ada, key, "Two").then().statusCode(422).body("code", equalTo("KEY_REUSED"));
        ada.request().header(KEY, key).body(Map.of("title", "One")).post("/api/v1/posts").then().statusCode(422);
        ada.request().get(ada.tasks()).then().body("meta.total", equalTo(1));
    }

    @Test
    void aKeyIsItsUsersOwn() {
        Account ada = Account.register();
        Account bob = Account.register();
        String key = key();
        String adas = create(ada, key, "Same").path("data.id");
        Response bobs = create(bob, key, "Same");
        bobs.then().statusCode(201).header("Idempotency-Replayed", nullValue());
        assertThat(bobs.<String>path("data.id")).isNotEqualTo(adas);
    }

    @Test
    void aFailureLeavesTheKeyFree() {
        Account ada = Account.register();
        String key = key();
        create(ada, key, " ").then().statusCode(400);
        create(ada, key, "Now right").then().statusCode(201);
    }

    @Test
    void fiftyAtOnceMakeOneTaskAndGiveFiftyEqualAnswers() throws Exception {
        Account ada = Account.register();
        String key = key();
        ExecutorService threads = Executors.newFixedThreadPool(MANY);
        List<Future<Response>> calls = new ArrayList<>();
        for (int i = 0; i < MANY; i++) {
            calls.add(threads.submit(() -> create(ada, key, "One of fifty")));
        }
        List<String> bodies = new ArrayList<>();
        for (Future<Response> call : calls) {
            assertThat(call.get().statusCode()).isEqualTo(201);
            bodies.add(call.get().asString());
        }
        threads.shutdown();
        assertThat(bodies).containsOnly(bodies.get(0));
        ada.request().get(ada.tasks()).then().body("meta.total", equalTo(1));
    }

    @Test
    void aKeyThatIsLongInFlightIsAConflict() throws SQLException {
        Account ada = Account.register();
        String key = key();
        try (Connection other = Environment.connect();
                var claim = other.prepareStatement(
                        "insert into idempotency_keys (owner, key, request, created_at) values (?, ?, 'x', now())")) {
            other.setAutoCommit(false);
            claim.setString(1, ada.id());
            claim.setString(2, key);
            claim.executeUpdate();
            create(ada, key, "Meanwhile").then().statusCode(409).body("code", equalTo("KEY_IN_FLIGHT"));
            other.rollback();
        }
        create(ada, key, "Meanwhile").then().statusCode(201);
    }

    @Test
    void aKeyIsForgottenAfterADay() throws SQLException {
        Account ada = Account.register();
        String key = key();
        create(ada, key, "Daily");
        try (Connection connection = Environment.connect();
                var age = connection.prepareStatement(
                        "update idempotency_keys set created_at = now() - interval '25 hours' where key = ?")) {
            age.setString(1, key);
            assertThat(age.executeUpdate()).isEqualTo(1);
        }
        create(ada, key, "Daily").then().statusCode(201).header("Idempotency-Replayed", nullValue());
        ada.request().get(ada.tasks()).then().body("meta.total", equalTo(2));
    }

    @Test
    void aRegistrationUnderAKeyIsOneAccountAndItsPasswordIsNotKept() throws SQLException {
        String key = key();
        String name = "i" + key.replace("-", "").substring(0, 20);
        Map<String, String> fields = Map.of("email", name + "@example.com", "username", name, "password",
                Account.PASSWORD);
        Response first = Account.anonymous().header(KEY, key).body(fields).post("/api/v1/users");
        Response again = Account.anonymous().header(KEY, key).body(fields).post("/api/v1/users");
        first.then().statusCode(201);
        again.then().statusCode(201).header("Idempotency-Replayed", "true");
        assertThat(again.asString()).isEqualTo(first.asString());
        try (Connection connection = Environment.connect();
                var rows = connection.createStatement()
                        .executeQuery(
                                "select row_to_json(k)::text from idempotency_keys k where key = '" + key + "'")) {
            assertThat(rows.next()).isTrue();
            assertThat(rows.getString(1)).doesNotContain(Account.PASSWORD);
        }
    }

    @Test
    void anAnswerThatWasMovedToAnotherUsersRowIsNotShown() throws SQLException {
        Account ada = Account.register();
        Account bob = Account.register();
        String key = key();
        create(ada, key, "Secret of hers");
        create(bob, key, "His");
        try (Connection connection = Environment.connect();
                var move = connection.prepareStatement("update idempotency_keys set body = (select body from "
                        + "idempotency_keys where owner = ? and key = ?) where owner = ? and key = ?")) {
            move.setString(1, ada.id());
            move.setString(2, key);
            move.setString(3, bob.id());
            move.setString(4, key);
            assertThat(move.executeUpdate()).isEqualTo(1);
        }
        create(bob, key, "His").then().statusCode(500).body("code", equalTo("INTERNAL_ERROR"));
    }

    @Test
    void aKeyThatIsNoneIsRefused() {
        Account ada = Account.register();
        create(ada, "has a space", "x").then().statusCode(400).body("details.field", equalTo(List.of(KEY)));
        create(ada, "k".repeat(256), "x").then().statusCode(400);
    }
}
