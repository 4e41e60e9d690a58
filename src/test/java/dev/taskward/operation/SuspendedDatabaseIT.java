package dev.taskward.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import dev.taskward.support.OwnPostgres;
import dev.taskward.support.ServiceClient;
import dev.taskward.support.ServiceClient.Answer;
import dev.taskward.support.ServiceClient.User;
import dev.taskward.support.ServiceProcess;
import dev.taskward.support.SleepyDatabase;

/** A serverless PostgreSQL that was suspended, which cuts its connections off, is waited for while it wakes up. */
public class SuspendedDatabaseIT {
    private static final Duration WAKING = Duration.ofSeconds(2);

    private static OwnPostgres postgres;
    private static SleepyDatabase database;

    @BeforeAll
    static void start() {
        postgres = OwnPostgres.started();
        database = new SleepyDatabase(postgres.port(), WAKING);
    }

    @AfterAll
    static void stop() {
        database.close();
        postgres.close();
    }

    @Test
    void requestsThatComeMeanwhileAreAnsweredWhenItIsAwake() throws Exception {
        try (ServiceProcess service = ServiceProcess.start(serverless()).awaitReady()) {
            ServiceClient client = service.client();
            User ada = client.register();
            for (int nap = 0; nap < 2; nap++) {
                // Longer than a connection is trusted without being looked at.
                Thread.sleep(1_500);
                database.suspend();
                List<CompletableFuture<Answer>> requests = IntStream.range(0, 8)
                        .mapToObj(n -> CompletableFuture.supplyAsync(() -> n % 2 == 0
                                ? client.get(ada.tasks(), ada.token())
                                : client.post(ada.tasks(), ada.token(), "{\"title\": \"early\"}")))
                        .toList();
                assertThat(requests.stream().map(answer -> answer.join().status())).containsOnly(200, 201);
                assertThat(requests.get(0).join().time()).isGreaterThan(WAKING.minusMillis(500));
            }
            assertThat(service.log()).doesNotContain("\"level\":\"ERROR\"");
        }
    }

    @Test
    void anInstanceThatStartsAgainstItAnswersItsFirstRequest() {
        try (ServiceProcess before = ServiceProcess.start(serverless()).awaitReady()) {
            User ada = before.client().register();
            database.suspend();
            try (ServiceProcess service = ServiceProcess.start(serverless()).awaitLive()) {
                assertThat(service.client().get(ada.tasks(), ada.token()).status()).isEqualTo(200);
            }
        }
    }

    @Test
    void withoutTheLongerWaitItIsA503ThatSaysWhenToComeBack() {
        try (ServiceProcess service = ServiceProcess.start(ServiceProcess.settings(database.url())).awaitReady()) {
            ServiceClient client = service.client();
            User ada = client.register();
            database.suspend();
            Answer early = client.get(ada.tasks(), ada.token());
            assertThat(early.status()).isEqualTo(503);
            assertThat(early.header("Retry-After")).matches("[1-9]\\d*");
            await().atMost(Duration.ofSeconds(20)).until(() -> client.get(ada.tasks(), ada.token()).status() == 200);
        }
    }

    /** As docs/serverless.md says for such databases; the socket's time is for a machine that stalls. */
    private static Map<String, String> serverless() {
        Map<String, String> settings = ServiceProcess.settings(database.url() + "?socketTimeout=30");
        settings.putAll(Map.of("DB_ACQUISITION_TIMEOUT", "PT8S", "DB_POOL_MIN", "0", "MIGRATE_AT_START", "true"));
        return settings;
    }
}
