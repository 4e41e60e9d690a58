package dev.taskward.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import dev.taskward.support.Account;
import dev.taskward.support.OwnPostgres;
import dev.taskward.support.Relay;
import dev.taskward.support.ServiceClient;
import dev.taskward.support.ServiceClient.Answer;
import dev.taskward.support.ServiceClient.User;
import dev.taskward.support.ServiceProcess;

/** What ends a session at one instance ends its access tokens at the other within a second, whatever becomes of notices. */
@Execution(ExecutionMode.SAME_THREAD)
public class RevocationIT {
    private static final Duration PROMISE = Duration.ofSeconds(1);
    private static final String ADMIN_PASSWORD = "Root-of-all-8-evils";
    private static final String LISTENERS = "from pg_stat_activity where application_name = 'taskward listen'";
    private static OwnPostgres database;
    private static Relay relay;
    private static ServiceProcess first;
    private static ServiceProcess second;
    private static ServiceClient here;
    private static ServiceClient there;

    /** Every way in which a user's session ends, each with another living session of the user that does it. */
    private enum End {
        LOGOUT((user, other) -> here.post("/api/v1/auth/logout", user.token(), null)),
        LOGOUT_EVERYWHERE((user, other) -> here.post("/api/v1/auth/logout", other.token(), "{\"everywhere\": true}")),
        END_OF_THE_SESSION((user, other) -> here.exchange("DELETE", "/api/v1/auth/sessions/"
                + here.get("/api/v1/auth/sessions?sort=createdAt", other.token()).text("/data/0/id"), other.token(),
                null)),
        BY_AN_ADMIN((user, other) -> here.exchange("DELETE", "/api/v1/users/" + user.id() + "/sessions",
                here.signIn("root@example.com", ADMIN_PASSWORD).token(), null)),
        DELETION((user, other) -> here.exchange("DELETE", "/api/v1/users/" + user.id(), other.token(),
                "{\"currentPassword\": \"" + Account.PASSWORD + "\"}")),
        ROLE((user, other) -> here.exchange("PATCH", "/api/v1/users/" + user.id(),
                here.signIn("root@example.com", ADMIN_PASSWORD).token(), "{\"role\": \"admin\"}")),
        PASSWORD((user, other) -> here.exchange("PATCH", "/api/v1/users/" + user.id(), other.token(),
                "{\"password\": \"Another-horse-8\", \"currentPassword\": \"" + Account.PASSWORD + "\"}")),
        ROLE_AFTER_THE_ROWS_OF_SESSIONS_WERE_LOST((user, other) -> {
            loseSessions(user);
            return ROLE.way.end(user, other);
        }),
        DELETION_AFTER_THE_ROWS_OF_SESSIONS_WERE_LOST((user, other) -> {
            loseSessions(user);
            return here.exchange("DELETE", "/api/v1/users/" + user.id(),
                    here.signIn("root@example.com", ADMIN_PASSWORD).token(), null);
        });

        private final Way way;

        End(Way way) {
            this.way = way;
        }
    }

    @FunctionalInterface
    private interface Way {
        Answer end(User user, User other);
    }

    @BeforeAll
    static void start() {
        database = OwnPostgres.started();
        relay = Relay.to(database.port());
        Map<String, String> settings = database.settings();
        settings.putAll(Map.of("ADMIN_EMAIL", "root@example.com", "ADMIN_PASSWORD", ADMIN_PASSWORD,
                "DB_POOL_MIN", "0", "DB_ACQUISITION_TIMEOUT", "PT10S"));
        first = ServiceProcess.start(settings).awaitReady();
        settings.put("DATABASE_DIRECT_URL", "postgresql://localhost:" + relay.port() + "/postgres");
        second = ServiceProcess.start(settings).awaitReady();
        here = first.client();
        there = second.client();
    }

    @AfterAll
    static void stop() {
        first.close();
        second.close();
        relay.close();
        database.close();
    }

    @ParameterizedTest
    @EnumSource
    void theOtherInstanceIsTold(End end) {
        refusesWithinASecond(end, () -> {
            // nothing gets in the way
        });
    }

    @ParameterizedTest
    @EnumSource
    void theOtherInstanceReadsItWhereNoticesDoNotArrive(End end) throws SQLException {
        database.execute("alter table revoked_sessions disable trigger announce_ended_session");
        try {
            refusesWithinASecond(end, () -> {
                // the table alone tells
            });
        } finally {
            database.execute("alter table revoked_sessions enable trigger announce_ended_session");
        }
    }

    @ParameterizedTest
    @EnumSource
    void theConnectionIsCutMeanwhile(End end) {
        refusesWithinASecond(end, RevocationIT::cutListeners);
    }

    @ParameterizedTest
    @EnumSource
    void theConnectionIsSilentlyDeadMeanwhile(End end) {
        refusesWithinASecond(end, relay::silenceConnections);
    }

    @Test
    void theFirstTokenAfterAPauseIsRefusedThoughTheConnectionWasSilentlyDead() throws Exception {
        User ada = here.register();
        assertTaken(ada);
        // The last read after it, too, is to be over.
        Thread.sleep(PROMISE.toMillis() + 500);
        relay.silenceConnections();
        assertThat(here.post("/api/v1/auth/logout", ada.token(), null).status()).isEqualTo(204);
        Thread.sleep(PROMISE.toMillis());
        assertThat(there.get("/api/v1/auth/me", ada.token()).text("/code")).isEqualTo("TOKEN_INVALID");
    }

    @Test
    void withoutAWayToKnowNoTokenIsTakenAndOnceThereIsOneItIs() throws Exception {
        User ada = here.register();
        User bob = here.register();
        assertTaken(ada);
        relay.silence(true);
        try {
            assertThat(here.post("/api/v1/auth/logout", ada.token(), null).status()).isEqualTo(204);
            Thread.sleep(PROMISE.toMillis());
            for (User user : new User[]{ada, bob}) {
                Answer answer = there.get("/api/v1/auth/me", user.token());
                assertThat(answer.status()).isEqualTo(503);
                assertThat(answer.text("/code")).isEqualTo("UNAVAILABLE");
                assertThat(answer.header("Retry-After")).matches("[1-9]\\d*");
                assertThat(answer.time()).isLessThan(Duration.ofSeconds(20));
            }
        } finally {
            relay.silence(false);
        }
        // An attempt to connect in the silence may have to end first.
        await().atMost(Duration.ofSeconds(30)).until(() -> there.get("/api/v1/auth/me", bob.token()).status() == 200);
        assertThat(there.get("/api/v1/auth/me", ada.token()).status()).isEqualTo(401);
        second.awaitLog("connection that tells of ended sessions is there again");
        assertThat(second.log()).contains("connection that tells of ended sessions is lost");
    }

    @Test
    void tokensAreCheckedWithoutTheDatabase() throws SQLException {
        User ada = here.register();
        String bobs = here.register().tasks();
        assertThat(there.get(bobs, ada.token()).status()).isEqualTo(403);
        int before = statements();
        long begun = System.nanoTime();
        for (int i = 0; i < 500; i++) {
            assertThat(there.get(bobs, ada.token()).status()).isEqualTo(403);
        }
        long halfSeconds = Duration.ofNanos(System.nanoTime() - begun).toMillis() / 500;
        assertThat(statements() - before).isLessThanOrEqualTo((int) halfSeconds + 2);
    }

    @Test
    void anIdleServiceSendsNothingAndDoesNotReconnect() throws Exception {
        User ada = here.register();
        assertThat(here.get("/api/v1/auth/me", ada.token()).status()).isEqualTo(200);
        assertTaken(ada);
        assertThat(listeners()).isEqualTo(2);
        // One last read, of the tokens that were checked since the one before.
        Thread.sleep(PROMISE.toMillis());
        int before = statements();
        Thread.sleep(1_500);
        cutListeners();
        Thread.sleep(1_500);
        assertThat(statements()).isEqualTo(before);
        assertThat(listeners()).isZero();
        assertTaken(ada);
        assertThat(listeners()).isOne();
    }

    @Test
    void moreThanAreKeptAreRefusedAllTheSameAndClientsWithOlderTokensRefresh() {
        Map<String, String> settings = database.settings();
        settings.put("TASKWARD_JWT_ENDED_SESSIONS_KEPT", "10");
        try (ServiceProcess small = ServiceProcess.start(settings).awaitReady()) {
            ServiceClient client = small.client();
            User bob = here.register();
            User ada = here.register();
            assertThat(client.get("/api/v1/auth/me", ada.token()).status()).isEqualTo(200);
            User[] ended = new User[12];
            for (int i = 0; i < ended.length; i++) {
                ended[i] = here.signIn(ada.email(), Account.PASSWORD);
                assertThat(here.post("/api/v1/auth/logout", ended[i].token(), null).status()).isEqualTo(204);
            }
            await().until(() -> client.get("/api/v1/auth/me", bob.token()).text("/code").equals("TOKEN_EXPIRED"));
            for (User each : ended) {
                assertThat(client.get("/api/v1/auth/me", each.token()).status()).isEqualTo(401);
            }
            await().until(() -> {
                Answer pair = client.post("/api/v1/auth/refresh", null,
                        "{\"refresh_token\": \"" + bob.refreshToken() + "\"}");
                return client.get("/api/v1/auth/me", pair.text("/token")).status() == 200;
            });
        }
    }

    @Test
    void atTheEndTheConnectionIsClosed() {
        ServiceProcess third = ServiceProcess.start(database.settings()).awaitReady();
        try (third) {
            User ada = here.register();
            await().until(() -> third.client().get("/api/v1/auth/me", ada.token()).status() == 200);
            third.terminate();
            assertThat(third.awaitExit()).isZero();
            assertThat(third.log()).doesNotContain("connection that tells of ended sessions");
        }
    }

    private static void refusesWithinASecond(End end, Runnable meanwhile) {
        User user = here.register();
        User other = here.signIn(user.email(), Account.PASSWORD);
        assertTaken(user);
        meanwhile.run();
        Answer ended = end.way.end(user, other);
        long begun = System.nanoTime();
        assertThat(ended.status()).as(ended.toString()).isIn(200, 204);
        Answer answer;
        Duration sent;
        do {
            sent = Duration.ofNanos(System.nanoTime() - begun);
            answer = there.get("/api/v1/auth/me", user.token());
            // One that was sent within the second may be answered after it.
        } while (answer.status() == 200 && sent.compareTo(PROMISE) < 0);
        assertThat(answer.text("/code")).isEqualTo("TOKEN_INVALID");
    }

    private static void loseSessions(User user) {
        try {
            database.execute("delete from sessions where user_id = '" + user.id() + "'");
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void assertTaken(User user) {
        assertThat(there.get("/api/v1/auth/me", user.token()).status()).isEqualTo(200);
    }

    private static void cutListeners() {
        try {
            database.count("select count(pg_terminate_backend(pid)) " + LISTENERS);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static int listeners() throws SQLException {
        return database.count("select count(*) " + LISTENERS);
    }

    /** How many the service has sent; the first call begins to count. */
    private static int statements() throws SQLException {
        database.execute("create extension if not exists pg_stat_statements");
        return database.count("select sum(calls) from pg_stat_statements "
                + "where query !~* 'pg_stat_|application_name|extra_float_digits'");
    }
}
