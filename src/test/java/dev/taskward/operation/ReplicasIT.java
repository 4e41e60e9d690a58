package dev.taskward.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import dev.taskward.support.OwnPostgres;
import dev.taskward.support.ServiceClient;
import dev.taskward.support.ServiceClient.User;
import dev.taskward.support.ServiceProcess;

/** Two instances that started at the same moment on an empty database are one service. */
public class ReplicasIT {
    private static final String ADMIN_PASSWORD = "Root-of-all-8-evils";
    private static OwnPostgres database;
    private static ServiceProcess first;
    private static ServiceProcess second;

    @BeforeAll
    static void start() {
        database = OwnPostgres.started();
        Map<String, String> settings = database.settings();
        settings.putAll(Map.of("ADMIN_EMAIL", "root@example.com", "ADMIN_PASSWORD", ADMIN_PASSWORD));
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
    void aLogoutAtOneEndsTheAccessTokenAtTheOtherWithinASecond() {
        ServiceClient here = first.client();
        ServiceClient there = second.client();
        User ada = here.register();
        assertThat(there.get(ada.tasks(), ada.token()).status()).isEqualTo(200);
        assertThat(here.post("/api/v1/auth/logout", ada.token(), null).status()).isEqualTo(204);
        assertThat(here.get(ada.tasks(), ada.token()).status()).isEqualTo(401);
        // The poll is twice a second; the rest is room for a busy machine.
        await().atMost(Duration.ofSeconds(3)).until(() -> there.get(ada.tasks(), ada.token()).status() == 401);
    }

    @Test
    void aRefreshTokenIsGoodAtEitherAndOnlyOnce() {
        User ada = first.client().register();
        String body = "{\"refresh_token\": \"" + ada.refreshToken() + "\"}";
        assertThat(second.client().post("/api/v1/auth/refresh", null, body).text("/data/refresh_token"))
                .isNotEqualTo(ada.refreshToken())
                .isEqualTo(first.client().post("/api/v1/auth/refresh", null, body).text("/data/refresh_token"));
    }
}
