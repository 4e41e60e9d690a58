package dev.taskward.operation;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

import dev.taskward.support.Account;
import dev.taskward.support.Load;
import dev.taskward.support.OwnPostgres;
import dev.taskward.support.ServiceClient;
import dev.taskward.support.ServiceClient.Answer;
import dev.taskward.support.ServiceClient.User;
import dev.taskward.support.ServiceProcess;

/** Far more sign-ins at once than can be hashed: some are served, the others told to come back, and nobody else waits. */
@Isolated("it measures time")
class LoginStormIT {
    private static final int LOGINS = 200;
    /** A place in the queue is given up after two seconds; the rest is room for a machine that is busy. */
    private static final Duration PATIENCE = Duration.ofSeconds(15);
    /** What a list may wait, with ten hashes: it would wait for a hundred, were all hashed that two cores are asked. */
    private static final Duration LIST_PATIENCE = Duration.ofSeconds(1);
    private static final int HASHES = 10;

    @Test
    void theSurplusIsToldToComeBackAndEveryoneElseIsServed() throws Exception {
        try (OwnPostgres database = OwnPostgres.started();
                ServiceProcess service = ServiceProcess.start(settings(database)).awaitReady()) {
            ServiceClient client = service.client();
            User ada = client.register();
            User bob = client.register();
            for (int i = 0; i < 50; i++) {
                client.get(bob.tasks(), bob.token());
            }
            Duration hash = client.login(ada.email(), Account.PASSWORD).time();
            AtomicBoolean over = new AtomicBoolean();
            CompletableFuture<List<Answer>> lists = CompletableFuture.supplyAsync(() -> listUntil(over, client, bob));
            List<Answer> logins = Load.atOnce(LOGINS, LOGINS, i -> client.login(ada.email(), Account.PASSWORD));
            over.set(true);
            assertLogins(logins);
            assertLists(lists.get(), LIST_PATIENCE.plus(hash.multipliedBy(HASHES)));
            assertThat(client.login(ada.email(), Account.PASSWORD).status()).isEqualTo(200);
            assertThat(service.log()).doesNotContain("INTERNAL_ERROR", "NullPointer");
        }
    }

    private static Map<String, String> settings(OwnPostgres database) {
        Map<String, String> settings = database.settings();
        settings.put("DB_ACQUISITION_TIMEOUT", "PT10S");
        settings.put("TASKWARD_HTTP_MAX_QUEUE_WAIT", "PT1.5S");
        return settings;
    }

    private static List<Answer> listUntil(AtomicBoolean over, ServiceClient client, User user) {
        Queue<Answer> answers = new ConcurrentLinkedQueue<>();
        while (!over.get()) {
            answers.add(client.get(user.tasks(), user.token()));
        }
        return List.copyOf(answers);
    }

    private static void assertLogins(List<Answer> logins) {
        assertThat(logins).allSatisfy(login -> {
            assertThat(login.status()).isIn(200, 503);
            assertThat(login.time()).isLessThan(PATIENCE);
        });
        assertThat(logins).filteredOn(login -> login.status() == 200).isNotEmpty();
        assertThat(logins).filteredOn(login -> login.status() == 503).isNotEmpty().allSatisfy(login -> {
            assertThat(login.text("/code")).isEqualTo("UNAVAILABLE");
            assertThat(login.header("Retry-After")).matches("[1-9]\\d*");
        });
    }

    private static void assertLists(List<Answer> lists, Duration patience) {
        assertThat(lists).isNotEmpty().allSatisfy(list -> assertThat(list.status()).isEqualTo(200));
        List<Duration> times = lists.stream().map(Answer::time).sorted().toList();
        assertThat(times.get((int) (times.size() * 0.9))).isLessThan(patience);
    }
}
