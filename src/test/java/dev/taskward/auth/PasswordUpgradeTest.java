package dev.taskward.auth;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import dev.taskward.support.Account;
import dev.taskward.support.Environment;
import dev.taskward.support.ServiceTest;

/** Passwords that were hashed before the cost was raised. */
@QuarkusTest
@TestProfile(PasswordUpgradeTest.Variables.class)
public class PasswordUpgradeTest extends ServiceTest {
    private static final int AT_ONCE = 6;
    private Account ada;

    public static class Variables implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("taskward.password.bcrypt-cost", "6");
        }
    }

    @BeforeEach
    void anAccountOfTheTimeBefore() throws SQLException {
        ada = Account.register();
        String hash = new PasswordHasher(4, 1, 4).hash(ada.password());
        assertThat(hash).startsWith("$2b$04$");
        try (Connection connection = Environment.connect();
                PreparedStatement change = connection
                        .prepareStatement("update users set password_hash = ? where id = ?")) {
            change.setString(1, hash);
            change.setObject(2, UUID.fromString(ada.id()));
            change.executeUpdate();
        }
    }

    private String hash() throws SQLException {
        try (Connection connection = Environment.connect();
                var rows = connection.createStatement()
                        .executeQuery("select password_hash from users where id = '" + ada.id() + "'")) {
            rows.next();
            return rows.getString(1);
        }
    }

    private int login(String password) {
        return Account.anonymous().body(Map.of("email", ada.email(), "password", password)).post("/api/v1/auth/login")
                .statusCode();
    }

    @Test
    void areHashedAgainAtSignIn() throws SQLException {
        String etag = ada.request().get("/api/v1/auth/me").header("ETag");
        assertThat(login(ada.password())).isEqualTo(200);
        String upgraded = hash();
        assertThat(upgraded).startsWith("$2b$06$");
        assertThat(login(ada.password())).isEqualTo(200);
        assertThat(login("Wrong-horse-9")).isEqualTo(401);
        assertThat(hash()).isEqualTo(upgraded);
        assertThat(ada.request().get("/api/v1/auth/me").header("ETag")).isEqualTo(etag);
    }

    @Test
    void areNotHashedAgainForAWrongPassword() throws SQLException {
        assertThat(login("Wrong-horse-9")).isEqualTo(401);
        assertThat(hash()).startsWith("$2b$04$");
    }

    @Test
    void signInManyTimesAtOnce() throws Exception {
        List<Integer> statuses = new ArrayList<>();
        ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE);
        try {
            Callable<Integer> signIn = () -> login(ada.password());
            for (Future<Integer> answer : threads.invokeAll(Collections.nCopies(AT_ONCE, signIn))) {
                statuses.add(answer.get());
            }
        } finally {
            threads.shutdown();
        }
        assertThat(statuses).containsOnly(200);
        assertThat(hash()).startsWith("$2b$06$");
    }
}
