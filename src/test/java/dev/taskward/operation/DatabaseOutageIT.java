package dev.taskward.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import dev.taskward.support.Account;
import dev.taskward.support.OwnPostgres;
import dev.taskward.support.ServiceClient;
import dev.taskward.support.ServiceClient.Answer;
import dev.taskward.support.ServiceProcess;

/** PostgreSQL crashes, stops and hangs under the running service, and comes back. */
public class DatabaseOutageIT {
    /** The service promises to notice within 5 s that the database is back; the rest is room for a busy machine. */
    private static final Duration RETURN = Duration.ofSeconds(20);
    private static final int WRITERS = 4;

    private static OwnPostgres database;
    private static ServiceProcess service;
    private static ServiceClient client;
    private static ServiceClient.User ada;
    private static String personal;

    @BeforeAll
    static void start() {
        database = OwnPostgres.started();
        service = ServiceProcess.start(database.settings()).awaitReady();
        client = service.client();
        ada = client.register();
        personal = client.post("/api/v1/auth/tokens", ada.token(), "{\"name\": \"Script\", \"scopes\": [\"read\"]}")
                .text("/data/token");
    }

    @AfterAll
    static void stop() {
        service.close();
        database.close();
    }

    @Test
    void aCrashedDatabaseIsAnsweredWith503AndItsReturnIsNoticed() {
        List<String> written = write(5);
        database.kill();
        everythingElseAnswersWhile503();
        database.start();
        awaitReturn();
        assertThat(titles()).containsAll(written);
    }

    @Test
    void aStoppedDatabaseIsAnsweredWith503AndItsReturnIsNoticed() {
        List<String> written = write(5);
        database.stopImmediately();
        everythingElseAnswersWhile503();
        database.start();
        awaitReturn();
        assertThat(titles()).containsAll(written);
    }

    @Test
    void aHungDatabaseIsAnsweredWith503AndItsReturnIsNoticed() {
        List<String> written = write(5);
        database.pause();
        try {
            everythingElseAnswersWhile503();
        } finally {
            database.resume();
        }
        awaitReturn();
        assertThat(titles()).containsAll(written);
    }

    @Test
    void aWriteDuringACrashIsDoneOrRefusedAndWhatWasDoneIsThere() throws Exception {
        Queue<Integer> otherwise = new ConcurrentLinkedQueue<>();
        Queue<String> written = new ConcurrentLinkedQueue<>();
        AtomicInteger refused = new AtomicInteger();
        ServiceClient.User bob = client.register();
        ExecutorService writers = Executors.newFixedThreadPool(WRITERS);
        for (int i = 0; i < WRITERS; i++) {
            writers.execute(() -> {
                while (refused.get() < WRITERS * 2) {
                    String title = "t" + UUID.randomUUID();
                    Answer answer = client.post(bob.tasks(), bob.token(), "{\"title\": \"" + title + "\"}");
                    switch (answer.status()) {
                        case 201 -> written.add(title);
                        case 503 -> refused.incrementAndGet();
                        default -> otherwise.add(answer.status());
                    }
                }
            });
        }
        await().until(() -> written.size() > 50);
        database.kill();
        writers.shutdown();
        assertThat(writers.awaitTermination(1, TimeUnit.MINUTES)).isTrue();
        database.start();
        awaitReturn();
        assertThat(otherwise).isEmpty();
        try (var connection = database.connect();
                var titles = connection.prepareStatement("select count(*) from tasks where title = any (?)")) {
            titles.setArray(1, connection.createArrayOf("text", written.toArray()));
            var rows = titles.executeQuery();
            rows.next();
            assertThat(rows.getInt(1)).isEqualTo(written.size());
        }
    }

    private static void everythingElseAnswersWhile503() {
        assertUnavailable(client.get(ada.tasks(), ada.token()));
        assertUnavailable(client.get(ada.tasks(), personal));
        assertUnavailable(client.post(ada.tasks(), ada.token(), "{\"title\": \"lost\"}"));
        assertUnavailable(client.login(ada.email(), Account.PASSWORD));
        assertThat(client.get("/q/health/live").status()).isEqualTo(200);
        assertThat(client.get("/q/health/ready").status()).isEqualTo(503);
        Answer health = client.get("/health");
        assertThat(health.status()).isEqualTo(503);
        assertThat(health.text("/status")).isEqualTo("unhealthy");
        assertThat(client.get("/.well-known/jwks.json").status()).isEqualTo(200);
        assertThat(client.get("/nowhere").status()).isEqualTo(404);
        assertThat(client.get(ada.tasks(), "not.a.token").text("/code")).isEqualTo("TOKEN_INVALID");
        assertThat(client.get(ada.tasks(), "twp_none").text("/code")).isEqualTo("TOKEN_INVALID");
    }

    private static void assertUnavailable(Answer answer) {
        assertThat(answer.status()).isEqualTo(503);
        assertThat(answer.text("/code")).isEqualTo("UNAVAILABLE");
        assertThat(answer.body().get("success").asBoolean()).isFalse();
        // The promise is shorter; on a busy machine this still tells an answer from a request that hangs.
        assertThat(answer.time()).isLessThan(Duration.ofSeconds(10));
        assertThat(answer.header("Retry-After")).matches("[1-9]\\d*");
    }

    private static void awaitReturn() {
        await().atMost(RETURN).until(() -> client.status("/q/health/ready") == 200);
        // Once more for a machine that stalls between the probe and this.
        if (client.get(ada.tasks(), ada.token()).status() != 200) {
            assertThat(client.get(ada.tasks(), ada.token()).status()).isEqualTo(200);
        }
        assertThat(client.get(ada.tasks(), personal).status()).isEqualTo(200);
        assertThat(client.post(ada.tasks(), ada.token(), "{\"title\": \"after\"}").status()).isEqualTo(201);
        assertThat(client.login(ada.email(), Account.PASSWORD).status()).isEqualTo(200);
    }

    private static List<String> write(int count) {
        List<String> titles = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            String title = "t" + System.nanoTime();
            assertThat(client.post(ada.tasks(), ada.token(), "{\"title\": \"" + title + "\"}").status()).isEqualTo(201);
            titles.add(title);
        }
        return titles;
    }

    private static List<String> titles() {
        return client.get(ada.tasks() + "?limit=100", ada.token()).body().get("data").findValuesAsText("title");
    }
}
