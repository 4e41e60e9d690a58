package dev.taskward.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

import dev.taskward.support.OwnPostgres;
import dev.taskward.support.OwnRedis;
import dev.taskward.support.ServiceClient;
import dev.taskward.support.ServiceClient.Answer;
import dev.taskward.support.ServiceClient.User;
import dev.taskward.support.ServiceProcess;

/** Redis is lost in the ways that servers are, and no request is: each replica counts for itself until it is back. */
@Execution(ExecutionMode.SAME_THREAD)
class RedisOutageIT {
    private static final int LIMIT = 40;
    private static final String AWAY = "Redis cannot be used";
    private static final String BACK = "Redis is back";
    /** What a request may wait longer than the slowest does with Redis: a machine that is busy makes both slow. */
    private static final Duration PATIENCE = Duration.ofSeconds(1);
    /** What each request would wait if it asked a Redis that is hung. */
    private static final Duration TIMEOUT = Duration.ofSeconds(2);
    private static final String COUNTED = "ate limits are counted";

    private OwnPostgres database;
    private OwnRedis redis;
    private List<ServiceProcess> replicas;

    @BeforeEach
    void prepare() {
        redis = new OwnRedis();
        database = OwnPostgres.started();
    }

    private void startReplicas(String firstWords) {
        Map<String, String> settings = database.settings();
        // Longer than it is by itself: a stall of the machine is not to look like one of Redis.
        settings.putAll(Map.of("REDIS_URL", redis.url(), "REDIS_TIMEOUT", TIMEOUT.toSeconds() + "s", "RATE_LIMIT_USER",
                LIMIT + "/10m"));
        replicas = List.of(ServiceProcess.start(settings), ServiceProcess.start(settings));
        replicas.forEach(ServiceProcess::awaitReady);
        awaitSaid(firstWords);
        replicas.forEach(RedisOutageIT::warmUp);
    }

    @AfterEach
    void stop() {
        if (replicas != null) {
            replicas.forEach(ServiceProcess::close);
        }
        if (database != null) {
            database.close();
            redis.close();
        }
    }

    @Test
    void killedUnderLoadItIsLostAndFoundAgainWithoutAnyRequestFailing() {
        redis.start();
        startReplicas(COUNTED);
        List<Answer> usual = load(() -> sleep(Duration.ofSeconds(4)));
        List<Answer> answers = load(() -> {
            redis.kill();
            awaitSaid(AWAY);
            limitsGoOnLocally();
            redis.start();
            awaitSaid(BACK);
        });
        assertServed(answers, slowest(usual).plus(PATIENCE));
        await().atMost(Duration.ofSeconds(20)).untilAsserted(this::limitsAreShared);
        saidOnceEach();
    }

    @Test
    void hungUnderLoadItIsLostAndFoundAgainWithoutAnyRequestFailing() {
        redis.start();
        startReplicas(COUNTED);
        List<Answer> usual = load(() -> sleep(Duration.ofSeconds(4)));
        List<Answer> answers = load(() -> {
            redis.pause();
            awaitSaid(AWAY);
            limitsGoOnLocally();
            // Longer than a connection may be silent: the next one hangs, too.
            sleep(Duration.ofSeconds(5));
            redis.resume();
            awaitSaid(BACK);
        });
        assertServed(answers, slowest(usual).plus(PATIENCE));
        await().atMost(Duration.ofSeconds(20)).untilAsserted(this::limitsAreShared);
        saidOnceEach();
    }

    @Test
    void awayFromTheStartItIsFoundWhenItComes() {
        startReplicas(AWAY);
        limitsGoOnLocally();
        redis.start();
        awaitSaid(BACK);
        await().atMost(Duration.ofSeconds(20)).untilAsserted(this::limitsAreShared);
        saidOnceEach();
    }

    @Test
    void whatAReplicaCountedBeforeTheLossCountsAfterIt() {
        redis.start();
        startReplicas(COUNTED);
        User ada = client(0).register();
        ask(client(0), ada, 10, 200);
        ask(client(1), ada, 15, 200);
        redis.kill();
        awaitSaid(AWAY);
        ask(client(0), ada, LIMIT - 10, 200);
        ask(client(0), ada, 1, 429);
        // The second asked last, and so knows of both.
        ask(client(1), ada, LIMIT - 25, 200);
        ask(client(1), ada, 1, 429);
    }

    /** Each replica for itself, and no request waits. */
    private void limitsGoOnLocally() {
        User ada = client(0).register();
        for (ServiceProcess replica : replicas) {
            List<Duration> times = new ArrayList<>();
            for (int i = 0; i < LIMIT; i++) {
                Answer answer = replica.client().get(ada.tasks(), ada.token());
                assertThat(answer.status()).isEqualTo(200);
                times.add(answer.time());
            }
            Answer refused = replica.client().get(ada.tasks(), ada.token());
            assertThat(refused.status()).isEqualTo(429);
            assertThat(refused.header("RateLimit")).startsWith("\"user\";r=0;t=");
            times.sort(null);
            assertThat(times.get(LIMIT / 2)).isLessThan(TIMEOUT);
        }
    }

    private void limitsAreShared() {
        User ada = client(0).register();
        ask(client(0), ada, LIMIT / 2, 200);
        ask(client(1), ada, LIMIT / 2, 200);
        ask(client(0), ada, 1, 429);
        ask(client(1), ada, 1, 429);
    }

    private static void ask(ServiceClient client, User user, int times, int status) {
        assertThat(IntStream.range(0, times).map(i -> client.get(user.tasks(), user.token()).status()))
                .containsOnly(status);
    }

    /** The answers to requests that go on at both replicas until this is done. */
    private List<Answer> load(Runnable meanwhile) {
        List<User> users = IntStream.range(0, 4).mapToObj(i -> client(0).register()).toList();
        Queue<Answer> answers = new ConcurrentLinkedQueue<>();
        AtomicBoolean done = new AtomicBoolean();
        ExecutorService threads = Executors.newFixedThreadPool(users.size());
        for (int i = 0; i < users.size(); i++) {
            User user = users.get(i);
            ServiceClient client = client(i % 2);
            threads.execute(() -> {
                while (!done.get()) {
                    answers.add(client.get(user.tasks(), user.token()));
                    sleep(Duration.ofMillis(20));
                }
            });
        }
        try {
            meanwhile.run();
        } finally {
            done.set(true);
            threads.shutdown();
        }
        try {
            assertThat(threads.awaitTermination(1, TimeUnit.MINUTES)).isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        return List.copyOf(answers);
    }

    private static Duration slowest(List<Answer> answers) {
        return answers.stream().map(Answer::time).max(Duration::compareTo).orElseThrow();
    }

    /** But for the few that find out, none waits for Redis. */
    private static void assertServed(List<Answer> answers, Duration patience) {
        assertThat(answers).hasSizeGreaterThan(100)
                .allSatisfy(answer -> assertThat(answer.status()).isIn(200, 429))
                .allSatisfy(answer -> assertThat(answer.time()).isLessThan(TIMEOUT.multipliedBy(5)));
        List<Duration> times = answers.stream().map(Answer::time).sorted().toList();
        assertThat(times.get((int) (times.size() * 0.95))).isLessThan(patience);
    }

    /** One line when it is lost and one when it is back, in turn, however many requests there were. */
    private void saidOnceEach() {
        assertThat(replicas).allSatisfy(replica -> {
            assertThat(replica.log()).doesNotContain("\"level\":\"ERROR\"", OwnRedis.secret());
            List<String> said = replica.stdout().stream().filter(line -> line.contains(AWAY) || line.contains(BACK))
                    .map(line -> line.contains(AWAY) ? AWAY : BACK).toList();
            // A machine that stalls may have lost it once more.
            assertThat(said).hasSizeBetween(2, 6).endsWith(BACK);
            assertThat(IntStream.range(0, said.size()).mapToObj(i -> i % 2 == 0 ? AWAY : BACK)).isEqualTo(said);
        });
    }

    /** As the last of what each says of Redis. */
    private void awaitSaid(String words) {
        await(words).atMost(Duration.ofSeconds(30)).until(() -> replicas.stream().allMatch(replica -> replica.stdout()
                .stream().filter(line -> line.contains(AWAY) || line.contains(COUNTED)).reduce((first, last) -> last)
                .filter(line -> line.contains(words)).isPresent()));
    }

    private static void warmUp(ServiceProcess replica) {
        User user = replica.client().register();
        for (int i = 0; i < LIMIT; i++) {
            replica.client().get(user.tasks(), user.token());
        }
    }

    private ServiceClient client(int replica) {
        return replicas.get(replica).client();
    }

    private static void sleep(Duration time) {
        try {
            Thread.sleep(time.toMillis());
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
