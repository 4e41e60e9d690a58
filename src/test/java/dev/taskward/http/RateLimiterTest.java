package dev.taskward.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import org.junit.jupiter.api.Test;

import dev.taskward.auth.Forge;
import dev.taskward.support.Account;
import dev.taskward.support.Environment;
import dev.taskward.support.PersonalToken;
import dev.taskward.support.ServiceTest;

/** How much one caller may ask, and that nobody else's asking counts for it. */
@QuarkusTest
@TestProfile(RateLimiterTest.Tight.class)
public class RateLimiterTest extends ServiceTest {
    public static class Tight implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("taskward.rate-limit.public", "20/15m", "taskward.rate-limit.user", "5/1m",
                    "taskward.rate-limit.login", "3/15m", "taskward.http.trusted-proxies", "127.0.0.0/8");
        }
    }

    private static Response login(String address, String email, String password) {
        return Account.anonymous().header("X-Forwarded-For", address)
                .body(Map.of("email", email, "password", password)).post("/api/v1/auth/login");
    }

    @Test
    void aUserIsToldWhereItStandsAndRefusedOneTooMany() {
        Account ada = Account.register();
        Account bob = Account.register();
        for (int left = 4; left >= 0; left--) {
            ada.request().get(ada.tasks()).then().statusCode(200).header("RateLimit-Policy", "\"user\";q=5;w=60")
                    .header("X-RateLimit-Remaining", Integer.toString(left));
        }
        Response refused = ada.request().get(ada.tasks());
        refused.then().statusCode(429).body("code", equalTo("RATE_LIMITED")).header("X-RateLimit-Remaining", "0");
        assertThat(Integer.parseInt(refused.header("Retry-After"))).isBetween(1, 60);
        bob.request().get(bob.tasks()).then().statusCode(200).header("X-RateLimit-Remaining", "4");
    }

    @Test
    void anotherNameInTheTokenIsNotAnotherUser() {
        Account ada = Account.register();
        for (int left = 4; left >= 0; left--) {
            String name = "name" + left;
            String token = Forge.withClaims(ada, claims -> claims.put("preferred_username", name));
            Account.anonymous().auth().oauth2(token).get("/api/v1/tasks").then().statusCode(200)
                    .header("X-RateLimit-Remaining", Integer.toString(left));
        }
        ada.request().get("/api/v1/tasks").then().statusCode(429);
    }

    @Test
    void anAddressThatTheClientMadeUpDoesNotEvadeTheLimit() {
        for (int i = 0; i < 20; i++) {
            login("203.0.113." + i + ", 198.51.100.7", "nobody" + i + "@example.com", "x").then().statusCode(401);
        }
        login("203.0.113.99, 198.51.100.7", "another@example.com", "x").then().statusCode(429);
        login("198.51.100.8", "another@example.com", "x").then().statusCode(401);
    }

    @Test
    void anAddressThatAnotherClientPretendsToHaveIsNotLockedOut() {
        for (int i = 0; i < 20; i++) {
            login("192.0.2.77, 198.51.100.66", "nobody" + i + "@example.com", "x").then().statusCode(401);
        }
        login("192.0.2.77, 198.51.100.66", "another@example.com", "x").then().statusCode(429);
        login("192.0.2.77", "another@example.com", "x").then().statusCode(401);
    }

    @Test
    void triesAtAnAccountAreCountedFromEverywhereAndWhetherItExistsOrNot() {
        Account ada = Account.register();
        for (String email : new String[]{ada.email(), "absent" + ada.email()}) {
            for (int i = 0; i < 3; i++) {
                login("192.0.2." + i, email, "Wrong-horse-9").then().statusCode(401);
            }
            login("192.0.2.9", email, ada.password()).then().statusCode(429)
                    .body("details", nullValue());
        }
    }

    private static Response tasks(String address, String token) {
        return Account.anonymous().header("X-Forwarded-For", address).header("Authorization", "Bearer " + token)
                .get("/api/v1/tasks");
    }

    @Test
    void anIpv6SubscriberHasOneLimitForAllAddresses() {
        for (int i = 0; i < 20; i++) {
            login("2001:db8:1:2:" + Integer.toHexString(i) + "::1", "v6" + i + "@example.com", "x").then()
                    .statusCode(401);
        }
        login("2001:db8:1:2:ffff::", "other1@example.com", "x").then().statusCode(429);
        login("2001:db8:1:3::1", "other2@example.com", "x").then().statusCode(401);
    }

    @Test
    void anIpv4AddressThatIsMappedIntoIpv6IsTheSame() {
        for (int i = 0; i < 20; i++) {
            login(i % 2 == 0 ? "203.0.113.1" : "::ffff:203.0.113.1", "mapped" + i + "@example.com", "x").then()
                    .statusCode(401);
        }
        login("::ffff:203.0.113.1", "other3@example.com", "x").then().statusCode(429);
    }

    @Test
    void requestsWithoutAValidTokenCountForTheirAddress() {
        Account ada = Account.register();
        for (int i = 0; i < 20; i++) {
            Response refused = i % 2 == 0
                    ? Account.anonymous().header("X-Forwarded-For", "203.0.113.2").get("/api/v1/tasks")
                    : tasks("203.0.113.2", "made.up.token");
            refused.then().statusCode(401).header("RateLimit-Policy", "\"unauthenticated\";q=20;w=900")
                    .header("X-RateLimit-Remaining", Integer.toString(19 - i));
        }
        Response limited = tasks("203.0.113.2", "made.up.token");
        limited.then().statusCode(429).body("code", equalTo("RATE_LIMITED"));
        assertThat(Integer.parseInt(limited.header("Retry-After"))).isBetween(1, 900);
        tasks("203.0.113.3", "made.up.token").then().statusCode(401);
        tasks("203.0.113.2", ada.token()).then().statusCode(200);
    }

    @Test
    void personalTokensThatAreMadeUpAreSoonNotLookedUp() {
        PersonalToken used = PersonalToken.of(Account.register(), "read");
        tasks("203.0.113.4", used.token()).then().statusCode(200);
        for (int i = 0; i < 20; i++) {
            tasks("203.0.113.4", "twp_" + "x".repeat(41) + (10 + i)).then().statusCode(401);
        }
        tasks("203.0.113.4", "twp_" + "x".repeat(43)).then().statusCode(429);
        assertThat(lookups(() -> tasks("203.0.113.4", "twp_" + "y".repeat(43)).then().statusCode(429))).isZero();
        assertThat(lookups(() -> tasks("203.0.113.4", used.token()).then().statusCode(200))).isOne();
    }

    /** Statements that look for a personal token. */
    private static long lookups(Runnable requests) {
        try (Connection connection = Environment.connect(); Statement sql = connection.createStatement()) {
            sql.execute("create extension if not exists pg_stat_statements");
            sql.execute("select pg_stat_statements_reset()");
            requests.run();
            try (ResultSet rows = sql.executeQuery("select coalesce(sum(calls), 0) from pg_stat_statements "
                    + "where query like 'select%from personal_tokens%'")) {
                rows.next();
                return rows.getLong(1);
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
