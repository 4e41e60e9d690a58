package dev.taskward.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import dev.taskward.support.Load;
import dev.taskward.support.OwnPostgres;
import dev.taskward.support.OwnRedis;
import dev.taskward.support.ServiceClient;
import dev.taskward.support.ServiceClient.User;
import dev.taskward.support.ServiceProcess;

/** Losing Redis gives nobody a new window: a replica goes on from what all replicas counted together. */
class RedisOutageCountIT {
    private static final int LIMIT = 100;
    private static final int BEFORE = 60;
    /** Requests that are under way when Redis is lost may be counted by one of the two alone. */
    private static final int AT_MOST = LIMIT * 105 / 100;
    private static final String COUNTED = "ate limits are counted";

    private OwnPostgres database;
    private OwnRedis redis;
    private List<ServiceProcess> replicas;

    @BeforeEach
    void start() {
        redis = OwnRedis.started();
        database = OwnPostgres.started();
        Map<String, String> settings = database.settings();
        // Longer than by itself: a stall of the machine is not to look like one of Redis.
        settings.putAll(Map.of("REDIS_URL", redis.url(), "REDIS_TIMEOUT", "5s", "RATE_LIMIT_USER", LIMIT + "/1h"));
        replicas = List.of(ServiceProcess.start(settings), ServiceProcess.start(settings));
        replicas.forEach(ServiceProcess::awaitReady);
        replicas.forEach(replica -> replica.awaitLog(COUNTED));
    }

    @AfterEach
    void stop() {
        if (replicas != null) {
            replicas.forEach(ServiceProcess::close);
            database.close();
        }
        redis.close();
    }

    private ServiceClient client(int replica) {
        return replicas.get(replica).client();
    }

    private int ask(int replica, User user) {
        return client(replica).get(user.tasks(), user.token()).status();
    }

    private static long letThrough(List<Integer> statuses) {
        assertThat(statuses).isSubsetOf(200, 429);
        return statuses.stream().filter(status -> status == 200).count();
    }

    @Test
    void whatAllReplicasCountedBeforeTheLossCountsAfterIt() {
        User ada = client(0).register();
        // The second replica counts more than half of it; the first has the last word, so that it knows of all.
        List<Integer> before = IntStream.range(0, BEFORE).mapToObj(i -> ask(i % 3 == 2 ? 0 : 1, ada)).toList();
        assertThat(letThrough(before)).isEqualTo(BEFORE);
        redis.kill();
        List<Integer> during = IntStream.range(0, LIMIT).mapToObj(i -> ask(0, ada)).toList();
        assertThat(letThrough(during)).isBetween((long) LIMIT - BEFORE - 1, (long) AT_MOST - BEFORE);
        // Another's window has not begun.
        assertThat(ask(0, client(0).register())).isEqualTo(200);
    }

    @Test
    void aWindowThatWasUsedUpStaysUsedUp() {
        User ada = client(0).register();
        List<Integer> before = IntStream.range(0, LIMIT + 20).mapToObj(i -> ask(i % 2, ada)).toList();
        assertThat(letThrough(before)).isEqualTo(LIMIT);
        redis.kill();
        List<Integer> during = IntStream.range(0, 2 * LIMIT).mapToObj(i -> ask(i % 2, ada)).toList();
        assertThat(letThrough(during)).isLessThanOrEqualTo(AT_MOST - LIMIT);
    }

    @Test
    void lostAmongRequestsThatComeByTheDozen() throws Exception {
        User ada = client(0).register();
        List<Integer> all = new ArrayList<>();
        Load.atOnce(BEFORE, 6, i -> client(0).get(ada.tasks(), ada.token()))
                .forEach(answer -> all.add(answer.status()));
        Thread killer = new Thread(redis::kill);
        killer.start();
        Load.atOnce(2 * LIMIT, 6, i -> client(0).get(ada.tasks(), ada.token()))
                .forEach(answer -> all.add(answer.status()));
        killer.join();
        await().atMost(Duration.ofSeconds(30)).until(() -> replicas.get(0).log().contains("Redis cannot be used"));
        assertThat(letThrough(all)).isBetween((long) LIMIT - 6, (long) AT_MOST);
    }
}
