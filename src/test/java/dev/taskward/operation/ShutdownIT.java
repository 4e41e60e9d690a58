package dev.taskward.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import dev.taskward.support.OwnPostgres;
import dev.taskward.support.ServiceClient;
import dev.taskward.support.ServiceClient.Answer;
import dev.taskward.support.ServiceClient.User;
import dev.taskward.support.ServiceProcess;

/** SIGTERM ends the service without a client noticing more than that nothing listens any more. */
public class ShutdownIT {
    private static final int CLIENTS = 4;
    /** So that a machine that stalls meanwhile still sees the moment between the signal and the end. */
    private static final Map<String, String> UNHURRIED = Map.of("SHUTDOWN_DELAY", "6s", "DB_ACQUISITION_TIMEOUT",
            "PT10S");
    private static OwnPostgres database;

    @BeforeAll
    static void start() {
        database = OwnPostgres.started();
    }

    @AfterAll
    static void stop() {
        database.close();
    }

    @Test
    void whatIsInFlightIsFinishedWhileReadinessIsOff() throws Exception {
        Map<String, String> settings = database.settings();
        // The driver gives a statement up after a while; here the lock is to last as long as the test.
        settings.put("DATABASE_URL", database.url() + "?socketTimeout=120");
        settings.putAll(UNHURRIED);
        try (ServiceProcess service = ServiceProcess.start(settings).awaitReady();
                Connection lock = database.connect()) {
            ServiceClient client = service.client();
            User ada = client.register();
            lock.setAutoCommit(false);
            lock.createStatement().execute("lock table tasks in access exclusive mode");
            List<CompletableFuture<Answer>> inFlight = new ArrayList<>();
            ExecutorService clients = Executors.newFixedThreadPool(CLIENTS);
            for (int i = 0; i < CLIENTS; i++) {
                inFlight.add(CompletableFuture.supplyAsync(
                        () -> client.post(ada.tasks(), ada.token(), "{\"title\": \"in flight\"}"), clients));
            }
            await().until(() -> database.count("select count(*) from pg_stat_activity where wait_event_type = 'Lock'"
                    + " and application_name = 'taskward'") == CLIENTS);
            service.terminate();
            await().until(() -> client.status("/q/health/ready") == 503);
            assertThat(client.status("/q/health/live")).isEqualTo(200);
            lock.rollback();
            assertThat(inFlight)
                    .allSatisfy(answer -> assertThat(answer.get(1, TimeUnit.MINUTES).status()).isEqualTo(201));
            assertThat(service.awaitExit()).isZero();
            clients.shutdown();
        }
    }

    @Test
    void nothingFailsUnderLoadThatStopsWhenReadinessDoes() throws Exception {
        Map<String, String> settings = database.settings();
        settings.putAll(UNHURRIED);
        try (ServiceProcess service = ServiceProcess.start(settings).awaitReady()) {
            User ada = service.client().register();
            Queue<String> failures = new ConcurrentLinkedQueue<>();
            AtomicInteger done = new AtomicInteger();
            AtomicBoolean balanced = new AtomicBoolean(true);
            ExecutorService clients = Executors.newFixedThreadPool(CLIENTS);
            for (int i = 0; i < CLIENTS; i++) {
                clients.execute(() -> {
                    while (balanced.get()) {
                        write(service.client(), ada).ifPresent(failures::add);
                        done.incrementAndGet();
                    }
                });
            }
            await().until(() -> done.get() > 100);
            service.terminate();
            // As a load balancer does, which takes an instance out when its readiness is off.
            await().until(() -> service.client().status("/q/health/ready") == 503);
            int before = done.get();
            await().until(() -> done.get() > before + CLIENTS);
            balanced.set(false);
            clients.shutdown();
            assertThat(clients.awaitTermination(1, TimeUnit.MINUTES)).isTrue();
            assertThat(failures).isEmpty();
            assertThat(service.awaitExit()).isZero();
        }
    }

    private static Optional<String> write(ServiceClient client, User ada) {
        try {
            int status = client.send("POST", ada.tasks(), ada.token(), "{\"title\": \"under load\"}").status();
            return status == 201 ? Optional.empty() : Optional.of("status " + status);
        } catch (IOException e) {
            return Optional.of(e.toString());
        }
    }
}
