package dev.taskward.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.Header;
import io.restassured.response.Response;
import org.junit.jupiter.api.Test;

import dev.taskward.support.Account;
import dev.taskward.support.Environment;
import dev.taskward.support.ServiceTest;

/** How many passwords may be tried at one account, by the default limit, and what is kept of that. */
@QuarkusTest
public class LoginAttemptsTest extends ServiceTest {
    private static final int LIMIT = 10;
    private static final int WINDOW_SECONDS = 900;
    private static final String WRONG = "Wrong-horse-7";

    @Test
    void afterTenWrongPasswordsTheRightOneIsRefusedToo() {
        Account ada = Account.register();
        exhaust("email", ada.email());
        Response locked = login("email", ada.email(), ada.password());
        locked.then().statusCode(429).body("code", equalTo("RATE_LIMITED"));
        assertThat(retryAfter(locked)).isBetween(WINDOW_SECONDS - 60, WINDOW_SECONDS);
    }

    @Test
    void anUnknownAccountLocksInTheSameWay() {
        Account ada = Account.register();
        String nobody = "x" + ada.email();
        exhaust("email", ada.email());
        exhaust("email", nobody);
        Response known = login("email", ada.email(), WRONG);
        Response unknown = login("email", nobody, WRONG);
        assertThat(unknown.statusCode()).isEqualTo(429).isEqualTo(known.statusCode());
        assertThat(unknown.asByteArray()).isEqualTo(known.asByteArray());
        assertThat(headers(unknown)).isEqualTo(headers(known));
        assertThat(retryAfter(unknown)).isBetween(WINDOW_SECONDS - 60, WINDOW_SECONDS);
    }

    @Test
    void aUsernameBesideAnEmailThatNobodyHasDoesNotMakeItAnotherOne() {
        String nobody = UUID.randomUUID() + "@example.com";
        for (int i = 0; i < LIMIT; i++) {
            login(Map.of("email", nobody, "username", "other" + i, "password", WRONG)).then().statusCode(401);
        }
        login(Map.of("email", nobody, "username", "other99", "password", WRONG)).then().statusCode(429);
    }

    @Test
    void theCaseOfAnUnknownNameDoesNotMakeItAnotherOne() {
        String nobody = "nobody" + UUID.randomUUID().toString().substring(0, 8);
        exhaust("username", nobody);
        login("username", nobody.toUpperCase(Locale.ROOT), WRONG).then().statusCode(429);
    }

    @Test
    void emailAndUsernameAreOneAccount() {
        Account ada = Account.register();
        for (int i = 0; i < LIMIT; i++) {
            login(i % 2 == 0 ? "email" : "username", i % 2 == 0 ? ada.email() : ada.username(), WRONG).then()
                    .statusCode(401);
        }
        login("username", ada.username(), ada.password()).then().statusCode(429);
        login("email", ada.email(), ada.password()).then().statusCode(429);
    }

    @Test
    void theRightPasswordBeforeTheLockForgetsTheTries() {
        Account ada = Account.register();
        for (int round = 0; round < 2; round++) {
            for (int i = 0; i < LIMIT - 1; i++) {
                login("email", ada.email(), WRONG).then().statusCode(401);
            }
            login("email", ada.email(), ada.password()).then().statusCode(200);
        }
    }

    @Test
    void triesAtTheCurrentPasswordCountForTheSameLock() {
        Account ada = Account.register();
        for (int i = 0; i < LIMIT; i++) {
            ada.request().body(Map.of("password", "Another-horse-8", "currentPassword", WRONG))
                    .patch("/api/v1/users/" + ada.id()).then().statusCode(400);
        }
        ada.request().body(Map.of("password", "Another-horse-8", "currentPassword", ada.password()))
                .patch("/api/v1/users/" + ada.id()).then().statusCode(429);
        login("email", ada.email(), ada.password()).then().statusCode(429);
    }

    @Test
    void ofManyAtOnceNoMoreThanTheLimitReachTheHash() throws Exception {
        Account ada = Account.register();
        ExecutorService threads = Executors.newFixedThreadPool(20);
        List<Future<Integer>> answers = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            answers.add(threads.submit(() -> login("email", ada.email(), WRONG).statusCode()));
        }
        Map<Integer, Integer> statuses = new TreeMap<>();
        for (Future<Integer> answer : answers) {
            statuses.merge(answer.get(), 1, Integer::sum);
        }
        threads.shutdown();
        assertThat(statuses).containsEntry(429, 60 - LIMIT).containsKey(401);
        // Let through, and told to come back because the hashes before it took too long: a machine that is busy.
        statuses.keySet().removeAll(List.of(401, 429, 503));
        assertThat(statuses).isEmpty();
    }

    @Test
    void theLockEndsWithItsWindow() throws SQLException {
        Account ada = Account.register();
        exhaust("email", ada.email());
        login("email", ada.email(), ada.password()).then().statusCode(429);
        change("update login_attempts set window_start = window_start - interval '" + WINDOW_SECONDS
                + " seconds' where key = " + key("account " + ada.id()));
        login("email", ada.email(), ada.password()).then().statusCode(200);
    }

    @Test
    void theBeginningOfALockIsWrittenDownOnce() throws SQLException {
        Account ada = Account.register();
        exhaust("email", ada.email());
        assertThat(count("select count(*) from audit_events where action = 'LOGIN_LOCKED' and subject_id = '"
                + ada.id() + "'")).isZero();
        for (int i = 0; i < 3; i++) {
            login("email", ada.email(), WRONG).then().statusCode(429);
        }
        assertThat(count("select count(*) from audit_events where action = 'LOGIN_LOCKED' and actor_id is null "
                + "and subject_id = '" + ada.id() + "'")).isOne();
    }

    @Test
    void whatIsKeptNamesNobody() throws SQLException {
        String nobody = UUID.randomUUID() + "@example.com";
        login("email", nobody, WRONG).then().statusCode(401);
        assertThat(count("select count(*) from login_attempts where key = " + key("name " + nobody))).isOne();
        assertThat(count("select count(*) from login_attempts t where t::text like '%example%'")).isZero();
    }

    @Test
    void oldCountsAreSweptByNewOnes() throws SQLException {
        change("insert into login_attempts (key, attempts, window_start) values (" + key("long ago")
                + ", 3, now() - interval '1 day')");
        login("email", UUID.randomUUID() + "@example.com", WRONG).then().statusCode(401);
        assertThat(count("select count(*) from login_attempts where key = " + key("long ago"))).isZero();
    }

    private static void exhaust(String field, String name) {
        for (int i = 0; i < LIMIT; i++) {
            login(field, name, WRONG).then().statusCode(401);
        }
    }

    private static Response login(String field, String name, String password) {
        return login(Map.of(field, name, "password", password));
    }

    private static Response login(Map<String, String> body) {
        return Account.anonymous().header("X-Request-Id", "the-same").body(body).post("/api/v1/auth/login");
    }

    private static int retryAfter(Response answer) {
        return Integer.parseInt(answer.header("Retry-After"));
    }

    /** But those that tell the time. */
    private static Map<String, String> headers(Response answer) {
        Map<String, String> headers = new TreeMap<>();
        for (Header header : answer.headers()) {
            headers.put(header.getName(), header.getValue());
        }
        headers.keySet().removeAll(List.of("Date", "Retry-After"));
        return headers;
    }

    /** As an SQL expression. */
    private static String key(String text) {
        return "sha256('" + text + "')";
    }

    private static void change(String sql) throws SQLException {
        try (Connection connection = Environment.connect();
                PreparedStatement change = connection.prepareStatement(sql)) {
            assertThat(change.executeUpdate()).isOne();
        }
    }

    private static int count(String sql) throws SQLException {
        try (Connection connection = Environment.connect();
                PreparedStatement query = connection.prepareStatement(sql);
                ResultSet rows = query.executeQuery()) {
            rows.next();
            return rows.getInt(1);
        }
    }
}
