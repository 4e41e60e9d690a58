package dev.taskward.mail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import io.quarkus.test.junit.QuarkusTestProfile;
import io.restassured.response.Response;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

import dev.taskward.support.Account;
import dev.taskward.support.Environment;
import dev.taskward.support.Mailbox;
import dev.taskward.support.ServiceProcess;
import dev.taskward.support.ServiceTest;

/** Base of the tests of a service that sends mail, to a real SMTP server. */
abstract class MailTest extends ServiceTest {
    static final String RESET = "Reset your password";
    static final String VERIFY = "Confirm your email address";
    static final String NEW_PASSWORD = "Better-horse-8";
    static Mailbox mailbox;

    public static class Variables implements QuarkusTestProfile {
        /** A system property, because profile and test may be loaded by different class loaders. */
        private static final String PORT = "taskward.test.smtp-port";

        @Override
        public Map<String, String> getConfigOverrides() {
            if (System.getProperty(PORT) == null) {
                System.setProperty(PORT, Integer.toString(ServiceProcess.freePort()));
            }
            return Map.of("MAIL_HOST", "localhost", "MAIL_PORT", System.getProperty(PORT), "MAIL_TLS", "none",
                    "MAIL_FROM", Mailbox.FROM, "APP_URL", Mailbox.APP);
        }
    }

    @BeforeAll
    static void aMailServer() {
        mailbox = new Mailbox(Integer.parseInt(System.getProperty(Variables.PORT))).start();
    }

    @AfterAll
    static void noMailServer() {
        mailbox.close();
    }

    static String newName() {
        return "u" + UUID.randomUUID().toString().replace("-", "").substring(0, 20);
    }

    /** A new account that has had its first mail. */
    static Account registered() {
        Account account = Account.register();
        mailbox.last(account.email(), VERIFY, 1);
        return account;
    }

    static Response forgot(String email) {
        return post("/password/forgot", Map.of("email", email));
    }

    static Response resend(String email) {
        return post("/email/resend", Map.of("email", email));
    }

    static Response reset(String token, String password) {
        return post("/password/reset", Map.of("token", token, "password", password));
    }

    static Response verify(String token) {
        return post("/email/verify", Map.of("token", token));
    }

    static Response login(String email, String password) {
        return post("/login", Map.of("email", email, "password", password));
    }

    private static Response post(String route, Map<String, String> body) {
        return Account.anonymous().body(body).post("/api/v1/auth" + route);
    }

    /** The token of the so manieth mail of this account that resets its password. */
    static String resetToken(Account account, int count) {
        forgot(account.email()).then().statusCode(202);
        return mailbox.last(account.email(), RESET, count).token();
    }

    static void assertBadToken(Response answer) {
        answer.then().statusCode(400).body("code", equalTo("MAIL_TOKEN_INVALID"))
                .body("details.field", contains("token"));
    }

    static boolean isVerified(Account account) {
        return account.request().get("/api/v1/auth/me").path("data.emailVerified");
    }

    /** What the audit log has of this account since it was made, oldest first. */
    static List<String> events(Account account) throws SQLException {
        return query("select action from audit_events where subject_id = '" + account.id()
                + "' and action not like 'LOGIN%' order by created_at, id");
    }

    static List<String> query(String sql) throws SQLException {
        List<String> values = new ArrayList<>();
        try (Connection connection = Environment.connect();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            while (rows.next()) {
                values.add(rows.getString(1));
            }
        }
        return values;
    }

    static void change(String sql) throws SQLException {
        try (Connection connection = Environment.connect(); Statement statement = connection.createStatement()) {
            assertThat(statement.executeUpdate(sql)).isPositive();
        }
    }
}
