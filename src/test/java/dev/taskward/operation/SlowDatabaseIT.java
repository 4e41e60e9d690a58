package dev.taskward.operation;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

import dev.taskward.support.Account;
import dev.taskward.support.BadNetwork;
import dev.taskward.support.OwnPostgres;
import dev.taskward.support.ServiceClient;
import dev.taskward.support.ServiceClient.Answer;
import dev.taskward.support.ServiceClient.User;
import dev.taskward.support.ServiceProcess;
import dev.taskward.support.Wire;

/** The network to PostgreSQL is slow, narrow or silent: every request has its answer in time, and the service is alive. */
@Isolated("it measures times")
class SlowDatabaseIT {
    private static final int CLIENTS = 12;
    private static final int KINDS = 4;
    private static final Duration TOGETHER = Duration.ofSeconds(15);
    /** The deadline of 10 s and the moment until the connection is closed. As long as a probe takes, the machine may stall. */
    private static final Duration ANSWERED = Duration.ofSeconds(11);
    /** A probe is meant to take no more than 200 ms; the rest is for a machine that other work shares. */
    private static final Duration PROBED = Duration.ofSeconds(1);
    /** Two seconds, and some for a busy machine. */
    private static final Duration RETURN = Duration.ofSeconds(5);

    private static OwnPostgres database;
    private static BadNetwork network;
    private static ServiceProcess service;
    private static ServiceClient client;
    private static List<User> users;
    private static User other;

    private final Queue<Exchange> probes = new ConcurrentLinkedQueue<>();
    private final Queue<Exchange> exchanges = new ConcurrentLinkedQueue<>();
    private volatile boolean working = true;

    private record Exchange(String what, int status, String retryAfter, Duration time) {
        private boolean isAnswer() {
            return status == 200 || status == 201
                    || status == 503 && retryAfter != null && retryAfter.matches("[1-9]\\d*");
        }
    }

    @BeforeAll
    static void start() {
        BadNetwork.assumeInstalled();
        database = OwnPostgres.started();
        network = BadNetwork.to(database.port());
        service = ServiceProcess.start(ServiceProcess
                .settings("postgresql://postgres:postgres@localhost:" + network.port() + "/postgres")).awaitReady();
        client = service.client();
        other = client.register();
        users = IntStream.range(0, CLIENTS).mapToObj(n -> client.register()).toList();
    }

    @AfterAll
    static void stop() throws Exception {
        for (AutoCloseable each : new AutoCloseable[]{service, network, database}) {
            if (each != null) {
                each.close();
            }
        }
    }

    @Test
    void twoSecondsEachWay() throws Exception {
        during(() -> network.delay(Duration.ofSeconds(2)), CLIENTS, SlowDatabaseIT::any);
    }

    @Test
    void tenKilobytesASecondForListsOfAMegabyte() throws Exception {
        for (User user : users) {
            fill(user);
        }
        assertThat(largeList(users.get(0)).body().toString().getBytes(StandardCharsets.UTF_8).length)
                .isGreaterThan(1_000_000);
        during(() -> network.narrow(10), CLIENTS,
                n -> n % 3 == 0 ? any(n) : largeList(users.get(n % CLIENTS)));
        assertThat(exchanges).as("lists that were read until their deadline")
                .anyMatch(exchange -> exchange.time().compareTo(Duration.ofSeconds(9)) > 0);
    }

    @Test
    void silenceForThreeHundredClientsAtOnce() throws Exception {
        // Without sign-ins: 75 at once would be the processor's test.
        during(network::silence, 300, n -> any(n / CLIENTS % (KINDS - 1), users.get(n % CLIENTS)));
        assertThat(exchanges).hasSizeGreaterThan(300);
    }

    private static void fill(User user) throws SQLException {
        database.execute(
                "insert into tasks (id, user_id, title, description, created_at, updated_at) select gen_random_uuid(), '"
                        + user.id() + "', 'task', repeat('\u00FC', 10000), now(), now() from generate_series(1, 100)");
    }

    private static Answer largeList(User user) {
        return client.get(user.tasks() + "?limit=100&cursor=", user.token());
    }

    private static Answer any(int n) {
        return any(n / CLIENTS % KINDS, users.get(n % CLIENTS));
    }

    private static Answer any(int kind, User user) {
        return switch (kind) {
            case 0 -> client.get(user.tasks() + "?limit=5", user.token());
            case 1 -> client.post(user.tasks(), user.token(), "{\"title\": \"slow\"}");
            case 2 -> client.get("/api/v1/auth/me", user.token());
            default -> client.login(user.email(), Account.PASSWORD);
        };
    }

    /** Has so many clients at work while the network is bad and a moment before and after, and looks at all they saw. */
    private void during(Runnable harm, int clients, IntFunction<Answer> request) throws Exception {
        assertThat(any(0, other).status()).isEqualTo(200);
        ScheduledExecutorService prober = Executors.newScheduledThreadPool(1);
        ExecutorService threads = Executors.newFixedThreadPool(clients);
        Duration recovery;
        try {
            prober.scheduleAtFixedRate(() -> note(probes, "live", this::probe), 0, 100, TimeUnit.MILLISECONDS);
            for (int i = 0; i < clients; i++) {
                int first = i;
                threads.execute(() -> {
                    for (int n = first; working; n += CLIENTS) {
                        int number = n;
                        note(exchanges, "request " + number, () -> exchange(number, request.apply(number)));
                    }
                });
            }
            Thread.sleep(1_000);
            harm.run();
            Thread.sleep(TOGETHER.toMillis());
        } finally {
            network.heal();
            long healed = System.nanoTime();
            try {
                for (int kind = 0; kind < KINDS; kind++) {
                    while (any(kind, other).status() == 503 && System.nanoTime() - healed < RETURN.toNanos()) {
                        Thread.sleep(100);
                    }
                }
                recovery = Duration.ofNanos(System.nanoTime() - healed);
            } finally {
                working = false;
                threads.shutdown();
                threads.awaitTermination(50, TimeUnit.SECONDS);
                prober.shutdownNow();
            }
        }
        assertThat(threads.isTerminated()).as("all have their answers").isTrue();
        String measured = "%d requests, %d of them 503, in at most %d ms, %d probes in at most %d ms, well again after %d ms"
                .formatted(exchanges.size(), exchanges.stream().filter(exchange -> exchange.status() == 503).count(),
                        longest(exchanges).toMillis(), probes.size(), longest(probes).toMillis(), recovery.toMillis());
        System.out.println(measured);
        assertThat(exchanges).as(measured).allMatch(Exchange::isAnswer);
        assertThat(exchanges).as(measured).anyMatch(exchange -> exchange.status() == 503);
        assertThat(longest(exchanges)).as(measured).isLessThan(ANSWERED.plus(longest(probes)));
        assertThat(probes).as(measured).hasSizeGreaterThan(50).allMatch(probe -> probe.status() == 200);
        assertThat(longest(probes)).as(measured).isLessThan(PROBED);
        assertThat(recovery).as(measured).isLessThan(RETURN);
        assertThat(service.isUnharmed()).isTrue();
        assertThat(service.log()).doesNotContain("INTERNAL_ERROR", "Thread blocked");
    }

    private Exchange exchange(int number, Answer answer) {
        return new Exchange("request " + number, answer.status(), answer.header("Retry-After"), answer.time());
    }

    /** With a connection of its own, as orchestrators do. */
    private Exchange probe() {
        long begun = System.nanoTime();
        try (Wire wire = new Wire(service.port())) {
            int status = wire.write("GET /q/health/live HTTP/1.1\r\nHost: localhost\r\n\r\n").read().status();
            return new Exchange("live", status, null, Duration.ofNanos(System.nanoTime() - begun));
        }
    }

    private interface Attempt {
        Exchange make();
    }

    private static void note(Queue<Exchange> exchanges, String what, Attempt attempt) {
        long begun = System.nanoTime();
        try {
            exchanges.add(attempt.make());
        } catch (RuntimeException e) {
            exchanges.add(new Exchange(what + ": " + e, -1, null, Duration.ofNanos(System.nanoTime() - begun)));
        }
    }

    private static Duration longest(Queue<Exchange> exchanges) {
        return new ArrayList<>(exchanges).stream().map(Exchange::time).max(Comparator.naturalOrder()).orElseThrow();
    }
}
