package dev.taskward.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Duration;
import java.util.Map;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import dev.taskward.support.OwnPostgres;
import dev.taskward.support.ServiceClient;
import dev.taskward.support.ServiceClient.Answer;
import dev.taskward.support.ServiceClient.User;
import dev.taskward.support.ServiceProcess;
import dev.taskward.support.Tool;

/**
 * Behind PgBouncer in transaction mode, which makes connections to the server that the service has set nothing for,
 * statements end after their time all the same: the role has the limit.
 */
class PoolerLimitsIT {
    private OwnPostgres database;
    private Tool pooler;
    private ServiceProcess service;

    @BeforeEach
    void start() throws IOException {
        Tool.assumeInstalled("pgbouncer");
        database = OwnPostgres.started();
        int port = ServiceProcess.freePort();
        pooler = pooler(port);
        await().until(() -> accepts(port));
        Map<String, String> settings = ServiceProcess
                .settings("postgresql://postgres:postgres@localhost:" + port + "/postgres?prepareThreshold=0");
        settings.put("DATABASE_DIRECT_URL", database.url());
        service = ServiceProcess.start(settings).awaitReady();
    }

    @AfterEach
    void stop() {
        if (service != null) {
            service.close();
        }
        if (pooler != null) {
            pooler.close();
            database.close();
        }
    }

    /** Keeps connections to the server for a second; it knows users by the address that they come from. */
    private Tool pooler(int port) throws IOException {
        Path directory = Files.createTempDirectory("taskward-pgbouncer");
        String user = "root".equals(System.getProperty("user.name")) ? "user = nobody" : "";
        Files.writeString(directory.resolve("pgbouncer.ini"), """
                [databases]
                postgres = host=127.0.0.1 port=%d dbname=postgres user=postgres password=postgres
                [pgbouncer]
                listen_addr = 127.0.0.1
                listen_port = %d
                unix_socket_dir =
                auth_type = any
                pool_mode = transaction
                server_lifetime = 1
                server_check_query = select 1
                ignore_startup_parameters = extra_float_digits
                %s
                """.formatted(database.port(), port, user));
        return Tool.start(directory, "pgbouncer", "pgbouncer.ini");
    }

    private static boolean accepts(int port) {
        try (Socket socket = new Socket("localhost", port)) {
            return socket.isConnected();
        } catch (IOException e) {
            return false;
        }
    }

    @Test
    void aStatementThatWaitsForALockEndsAfterFourSeconds() throws Exception {
        ServiceClient client = service.client();
        User ada = client.register();
        String task = ada.tasks() + "/"
                + client.post(ada.tasks(), ada.token(), "{\"title\": \"locked\"}").text("/data/id");
        String waiting = "select count(*) from pg_stat_activity where wait_event_type = 'Lock'";
        // By now no connection to the server is one that the service has set anything for.
        Thread.sleep(3_000);
        try (Connection lock = database.connect()) {
            lock.setAutoCommit(false);
            lock.createStatement().execute("lock table tasks in access exclusive mode");
            Answer late = client.exchange("PATCH", task, ada.token(), "{\"completed\": true}");
            assertThat(late.status()).as(pooler.log()).isEqualTo(503);
            assertThat(late.header("Retry-After")).matches("[1-9]\\d*");
            assertThat(late.time()).isBetween(Duration.ofMillis(3_900), Duration.ofSeconds(6));
            assertThat(database.count(waiting)).isZero();
        }
        assertThat(client.exchange("PATCH", task, ada.token(), "{\"completed\": true}").status()).isEqualTo(200);
    }
}
