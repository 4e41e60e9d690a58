package dev.taskward.operation;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

import dev.taskward.support.Account;
import dev.taskward.support.Load;
import dev.taskward.support.OwnPostgres;
import dev.taskward.support.ServiceClient;
import dev.taskward.support.ServiceClient.Answer;
import dev.taskward.support.ServiceClient.User;
import dev.taskward.support.ServiceProcess;

/** Registrations under keys, whose hashes take long: none of them has a connection meanwhile, which others need. */
@Isolated("it measures time")
class RegistrationUnderKeyIT {
    private static final int CLIENTS = 24;
    private static final int POOL = 2;
    private static final long SAMPLE_MILLIS = 50;

    private static Map<String, String> settings(OwnPostgres database) {
        Map<String, String> settings = database.settings();
        settings.putAll(Map.of("DB_POOL_MAX", Integer.toString(POOL), "BCRYPT_COST", "14",
                // All registrations have their turn, however long that takes, and nobody waits so long for a connection.
                "DB_ACQUISITION_TIMEOUT", "PT1S", "TASKWARD_HTTP_MAX_QUEUE_WAIT", "PT2M", "REQUEST_TIMEOUT", "PT2M"));
        return settings;
    }

    @Test
    void nobodyWaitsForTheirHashesAndEachKeyAnswersAgain() throws Exception {
        try (OwnPostgres database = OwnPostgres.started();
                ServiceProcess service = ServiceProcess.start(settings(database)).awaitReady()) {
            ServiceClient client = service.client();
            User reader = client.register();
            Duration hash = client.login(reader.email(), Account.PASSWORD).time();
            AtomicBoolean over = new AtomicBoolean();
            CompletableFuture<List<Answer>> reads = CompletableFuture
                    .supplyAsync(() -> readUntil(over, client, reader));
            CompletableFuture<Duration> idle = CompletableFuture.supplyAsync(() -> idleUntil(over, database));
            List<Answer> made = registerAll(client);
            over.set(true);
            assertThat(made).extracting(Answer::status).containsOnly(201);
            assertThat(made).extracting(answer -> answer.text("/data/id")).doesNotHaveDuplicates();
            assertThat(reads.get()).hasSizeGreaterThan(CLIENTS).extracting(Answer::status).containsOnly(200);
            assertThat(idle.get()).isLessThan(hash.multipliedBy(3).dividedBy(4));
            assertReplayed(made, client, database);
        }
    }

    private static List<Answer> registerAll(ServiceClient client) throws Exception {
        return Load.atOnce(CLIENTS, CLIENTS, i -> client.post("/api/v1/auth/register", null,
                "{\"email\": \"client%1$d@example.com\", \"username\": \"client_%1$d\", \"password\": \"%2$s\"}"
                        .formatted(i, Account.PASSWORD),
                Map.of("Idempotency-Key", "registration-" + i)));
    }

    /** Each by the answer of its own key, and nothing is made again. */
    private static void assertReplayed(List<Answer> made, ServiceClient client, OwnPostgres database) throws Exception {
        int accounts = database.count("select count(*) from users");
        assertThat(accounts).isEqualTo(CLIENTS + 1);
        List<Answer> again = registerAll(client);
        IntStream.range(0, CLIENTS).forEach(i -> {
            assertThat(again.get(i).status()).isEqualTo(201);
            assertThat(again.get(i).body()).isEqualTo(made.get(i).body());
            assertThat(again.get(i).header("Location")).isEqualTo(made.get(i).header("Location")).isNotNull();
            assertThat(again.get(i).header("ETag")).isEqualTo(made.get(i).header("ETag")).isNotNull();
        });
        assertThat(database.count("select count(*) from users")).isEqualTo(accounts);
    }

    private static List<Answer> readUntil(AtomicBoolean over, ServiceClient client, User reader) {
        List<Answer> answers = new ArrayList<>();
        while (!over.get()) {
            answers.add(client.get(reader.tasks(), reader.token()));
        }
        return answers;
    }

    /** How long a transaction of the service has been idle at most, which is that long a connection nobody else has. */
    private static Duration idleUntil(AtomicBoolean over, OwnPostgres database) {
        int longest = 0;
        try {
            while (!over.get()) {
                longest = Math.max(longest, database.count("select coalesce(max(1000 * extract(epoch from"
                        + " clock_timestamp() - state_change)), 0)::int from pg_stat_activity"
                        + " where state = 'idle in transaction' and application_name = 'taskward'"));
                Thread.sleep(SAMPLE_MILLIS);
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        return Duration.ofMillis(longest);
    }
}
