package dev.taskward.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import dev.taskward.support.OwnPostgres;
import dev.taskward.support.ServiceClient;
import dev.taskward.support.ServiceClient.Answer;
import dev.taskward.support.ServiceClient.User;
import dev.taskward.support.ServiceProcess;

/** Two instances that started at the same moment on an empty database are one service. */
public class ReplicasIT {
    private static final String ADMIN_PASSWORD = "Root-of-all-8-evils";
    private static final int PARALLEL = 100;
    private static OwnPostgres database;
    private static ServiceProcess first;
    private static ServiceProcess second;

    @BeforeAll
    static void start() {
        database = OwnPostgres.started();
        Map<String, String> settings = database.settings();
        settings.putAll(Map.of("ADMIN_EMAIL", "root@example.com", "ADMIN_PASSWORD", ADMIN_PASSWORD,
                // All the refreshes of one token take turns, and are to be answered on a busy machine, too.
                "DB_ACQUISITION_TIMEOUT", "PT10S", "REFRESH_REUSE_WINDOW", "PT1M"));
        first = ServiceProcess.start(settings);
        second = ServiceProcess.start(settings);
        first.awaitReady();
        second.awaitReady();
    }

    @AfterAll
    static void stop() {
        first.close();
        second.close();
        database.close();
    }

    @Test
    void theyMakeOneAdminWhoSignsInAtBoth() throws SQLException {
        assertThat(database.count("select count(*) from users where role = 'admin'")).isOne();
        assertThat(first.client().signIn("root@example.com", ADMIN_PASSWORD).id())
                .isEqualTo(second.client().signIn("root@example.com", ADMIN_PASSWORD).id());
        assertThat(first.log() + second.log()).doesNotContain("\"level\":\"ERROR\"");
    }

    @Test
    void aRefreshTokenIsGoodAtEitherAndOnlyOnce() {
        User ada = first.client().register();
        assertThat(refresh(second.client(), ada.refreshToken()).text("/data/refresh_token"))
                .isNotEqualTo(ada.refreshToken())
                .isEqualTo(refresh(first.client(), ada.refreshToken()).text("/data/refresh_token"));
    }

    @Test
    void ofAHundredRefreshesInParallelHalfAtEachOneRefreshTokenLives() throws Exception {
        User ada = first.client().register();
        List<Callable<Answer>> all = new ArrayList<>();
        for (int i = 0; i < PARALLEL; i++) {
            ServiceClient client = i % 2 == 0 ? first.client() : second.client();
            all.add(() -> refresh(client, ada.refreshToken()));
        }
        Set<String> tokens = new HashSet<>();
        ExecutorService threads = Executors.newFixedThreadPool(PARALLEL);
        try {
            for (Future<Answer> answer : threads.invokeAll(all)) {
                assertThat(answer.get().status()).isEqualTo(200);
                tokens.add(answer.get().text("/data/refresh_token"));
            }
        } finally {
            threads.shutdown();
        }
        assertThat(tokens).hasSize(1).doesNotContain(ada.refreshToken());
        assertThat(database.count("select count(*) from refresh_tokens t join sessions s on s.id = t.session_id "
                + "where t.used_at is null and s.user_id = '" + ada.id() + "'")).isOne();
        assertThat(refresh(second.client(), tokens.iterator().next()).status()).isEqualTo(200);
    }

    @Test
    void aReplayAtOneAfterTheWindowEndsTheFamilyAtBoth() throws SQLException {
        User ada = first.client().register();
        Answer pair = refresh(first.client(), ada.refreshToken());
        database.execute("update refresh_tokens set used_at = used_at - interval '61 seconds' where session_id in "
                + "(select id from sessions where user_id = '" + ada.id() + "')");
        assertThat(refresh(second.client(), ada.refreshToken()).status()).isEqualTo(401);
        for (ServiceClient client : List.of(first.client(), second.client())) {
            assertThat(refresh(client, pair.text("/data/refresh_token")).status()).isEqualTo(401);
            for (String token : List.of(ada.token(), pair.text("/token"))) {
                await().atMost(Duration.ofSeconds(10)).until(() -> client.get(ada.tasks(), token).status() == 401);
            }
        }
    }

    @Test
    void theWindowIsTenSecondsWhereNothingElseIsSet() throws SQLException {
        try (ServiceProcess usual = ServiceProcess.start(database.settings()).awaitReady()) {
            User ada = usual.client().register();
            assertThat(refresh(usual.client(), ada.refreshToken()).status()).isEqualTo(200);
            database.execute("update refresh_tokens set used_at = used_at - interval '11 seconds' where session_id in "
                    + "(select id from sessions where user_id = '" + ada.id() + "')");
            assertThat(refresh(usual.client(), ada.refreshToken()).status()).isEqualTo(401);
        }
    }

    private static Answer refresh(ServiceClient client, String token) {
        return client.post("/api/v1/auth/refresh", null, "{\"refresh_token\": \"" + token + "\"}");
    }
}
