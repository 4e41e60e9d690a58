package dev.taskward.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import dev.taskward.support.OwnPostgres;
import dev.taskward.support.ServiceClient;
import dev.taskward.support.ServiceClient.Answer;
import dev.taskward.support.ServiceClient.User;
import dev.taskward.support.ServiceProcess;

/** All connections are in use: a service that is busy, and not one that is broken. */
public class PoolExhaustedIT {
    private static final int POOL = 2;

    private OwnPostgres database;
    private ServiceProcess service;
    private ServiceClient client;
    private User ada;
    private Connection lock;

    /** As many requests as there are connections wait for a lock that is not given. */
    @BeforeEach
    void exhaust() throws SQLException {
        database = OwnPostgres.started();
        service = ServiceProcess.start(settings(database)).awaitReady();
        client = service.client();
        ada = client.register();
        User bob = client.register();
        lock = database.connect();
        lock.setAutoCommit(false);
        lock.createStatement().execute("lock table tasks in access exclusive mode");
        // By different users, since one alone is not given all connections.
        for (User user : List.of(ada, bob)) {
            CompletableFuture.runAsync(() -> client.get(user.tasks(), user.token()));
        }
        await().until(() -> database.count("select count(*) from pg_stat_activity where wait_event_type = 'Lock'"
                + " and application_name = 'taskward'") == POOL);
    }

    @AfterEach
    void stop() throws SQLException {
        lock.close();
        service.close();
        database.close();
    }

    @Test
    void requestsBeyondThePoolAreRefusedUntilAConnectionIsFree() throws SQLException {
        Answer refused = client.get("/api/v1/auth/me", ada.token());
        assertThat(refused.status()).isEqualTo(503);
        assertThat(refused.text("/code")).isEqualTo("UNAVAILABLE");
        assertThat(refused.header("Retry-After")).matches("[1-9]\\d*");
        lock.rollback();
        await().until(() -> client.get("/api/v1/auth/me", ada.token()).status() == 200);
    }

    @Test
    void aBusyServiceStaysReady() {
        assertThat(client.status("/q/health/ready")).isEqualTo(200);
        assertThat(client.status("/q/health/live")).isEqualTo(200);
        assertThat(client.status("/health")).isEqualTo(200);
    }

    @Test
    void whatNeedsNoConnectionTakesNone() {
        assertThat(client.get(ada.tasks(), "not.a.token").status()).isEqualTo(401);
        assertThat(client.get(ada.tasks()).status()).isEqualTo(401);
        assertThat(client.get("/nowhere", ada.token()).status()).isEqualTo(404);
        assertThat(client.get("/api/00000000-0000-7000-8000-000000000000/tasks", ada.token()).status()).isEqualTo(403);
        assertThat(client.exchange("OPTIONS", ada.tasks(), null, null).status()).isEqualTo(204);
        assertThat(client.post(ada.tasks(), ada.token(), "{").status()).isEqualTo(400);
        assertThat(client.status("/.well-known/jwks.json")).isEqualTo(200);
    }

    /** The server and the driver give a statement up after a while; here the lock is to last as long as the test. */
    private static Map<String, String> settings(OwnPostgres database) {
        Map<String, String> settings = database.settings();
        settings.put("DATABASE_URL", database.url() + "?socketTimeout=120");
        settings.put("TASKWARD_DATABASE_STATEMENT_TIMEOUT", "120s");
        settings.put("REQUEST_TIMEOUT", "PT120S");
        settings.put("DB_POOL_MAX", Integer.toString(POOL));
        return settings;
    }
}
