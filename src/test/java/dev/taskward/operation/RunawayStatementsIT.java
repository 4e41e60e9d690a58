package dev.taskward.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

import dev.taskward.support.Load;
import dev.taskward.support.OwnPostgres;
import dev.taskward.support.ServiceClient;
import dev.taskward.support.ServiceClient.Answer;
import dev.taskward.support.ServiceClient.User;
import dev.taskward.support.ServiceProcess;

/** What the service has PostgreSQL do ends there, too, whether or not anybody still waits for it. */
@Isolated("it keeps a database busy and measures times")
class RunawayStatementsIT {
    private static final int POOL = 10;
    private static final int CLIENTS = 24;
    private static final int ROWS = 5_000;
    private static final Duration TOGETHER = Duration.ofSeconds(15);
    /** The pool's, and not that of the connection that listens, which has a name of its own. */
    private static final String OURS = " from pg_stat_activity where application_name = 'taskward' and backend_type = 'client backend'";
    private static final String WAITING = "select count(*)" + OURS + " and wait_event_type = 'Lock'";

    private OwnPostgres database;
    private ServiceProcess service;
    private ServiceClient client;
    private User ada;

    @BeforeEach
    void start() {
        database = OwnPostgres.started();
        restart(Map.of());
        ada = client.register();
    }

    private void restart(Map<String, String> more) {
        if (service != null) {
            service.close();
        }
        Map<String, String> settings = database.settings();
        settings.putAll(more);
        service = ServiceProcess.start(settings).awaitReady();
        client = service.client();
    }

    @AfterEach
    void stop() {
        service.close();
        database.close();
    }

    @Test
    void clientsThatHangUpAndAskAgainHaveNoMoreStatementsRunningThanThePoolHasConnections() throws Exception {
        User bob = client.register();
        for (User user : List.of(ada, bob)) {
            database.execute("insert into tasks (id, user_id, title, description, created_at, updated_at)"
                    + " select gen_random_uuid(), '" + user.id() + "', md5(n::text), md5((n + 1)::text),"
                    + " now(), now() from generate_series(1, " + ROWS + ") as n");
        }
        // Ten seconds for all rows on any machine, whatever index there is.
        database.execute("alter table tasks rename to slow_tasks");
        database.execute("create view tasks as select * from slow_tasks where pg_sleep(0.001) is not null offset 0");
        restart(Map.of());
        List<String> pages = List.of("?search=xyz&limit=100&cursor=", "?search=nowhere&sort=-title",
                "?dueAt=none&sort=-title&limit=25&page=100", "?search=xyz&dueAt=none&limit=25&page=100");
        long end = System.nanoTime() + TOGETHER.toNanos();
        AtomicInteger requests = new AtomicInteger();
        ExecutorService threads = Executors.newFixedThreadPool(CLIENTS);
        for (int i = 0; i < CLIENTS; i++) {
            User user = i % 2 == 0 ? ada : bob;
            String page = pages.get(i / 2 % pages.size());
            threads.execute(() -> {
                while (System.nanoTime() < end) {
                    askAndHangUp(user, page);
                    requests.incrementAndGet();
                }
            });
        }
        threads.shutdown();
        int most = 0;
        double longest = 0;
        try (Connection connection = database.connect(); Statement look = connection.createStatement()) {
            while (System.nanoTime() < end) {
                ResultSet seen = look.executeQuery("select count(*),"
                        + " coalesce(max(extract(epoch from clock_timestamp() - query_start)), 0)" + OURS
                        + " and state = 'active'");
                seen.next();
                most = Math.max(most, seen.getInt(1));
                longest = Math.max(longest, seen.getDouble(2));
                Thread.sleep(50);
            }
        }
        assertThat(threads.awaitTermination(20, TimeUnit.SECONDS)).isTrue();
        Thread.sleep(6_000);
        String measured = "%d requests, at most %d statements at once, the longest for %.1f s".formatted(requests.get(),
                most, longest);
        System.out.println(measured);
        assertThat(most).as(measured).isBetween(POOL / 2, POOL);
        assertThat(longest).as(measured).isBetween(3.5, 5.0);
        assertThat(requests).as(measured).hasValueGreaterThan(CLIENTS * 3);
        assertThat(database.count("select count(*)" + OURS + " and state <> 'idle'")).as("still running").isZero();
        assertThat(client.get("/api/v1/auth/me", ada.token()).status()).isEqualTo(200);
        assertThat(service.log()).contains("The request took too long").doesNotContain("INTERNAL_ERROR");
    }

    private void askAndHangUp(User user, String page) {
        try (Socket socket = new Socket("localhost", service.port())) {
            socket.setSoTimeout(1_000);
            socket.getOutputStream().write(("GET " + user.tasks() + page
                    + " HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer " + user.token() + "\r\n\r\n")
                    .getBytes(StandardCharsets.US_ASCII));
            socket.getInputStream().readNBytes(12);
        } catch (IOException e) {
            // it was not answered within a second
        }
    }

    /** Those that a trigger sees, which keeps a connection for a moment so that the next request takes another one. */
    @Test
    void everyConnectionOfThePoolHasItsTimeLimits() throws Exception {
        database.execute("create table limits (backend int, statement text, idle text)");
        database.execute("create function note_limits() returns trigger language plpgsql as $$ begin"
                + " insert into limits values (pg_backend_pid(), current_setting('statement_timeout'),"
                + " current_setting('idle_in_transaction_session_timeout'));"
                + " perform pg_sleep(0.5); return new; end $$");
        database.execute(
                "create trigger note_limits before insert on tasks for each row execute function note_limits()");
        List<User> users = IntStream.range(0, 5).mapToObj(n -> client.register()).toList();
        await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> {
            Load.atOnce(POOL * 2, POOL * 2, n -> {
                User user = users.get(n % users.size());
                return client.post(user.tasks(), user.token(), "{\"title\": \"one of many\"}");
            });
            assertThat(database.count("select count(distinct backend) from limits")).isGreaterThanOrEqualTo(POOL);
        });
        assertThat(database.count("select count(*) from limits where (statement, idle) is distinct from ('4s', '8s')"))
                .isZero();
    }

    @Test
    void aStatementThatWaitsForALockEndsAfterFourSeconds() throws Exception {
        String task = task();
        try (Connection lock = lock(task)) {
            Answer late = complete(task);
            assertThat(late.status()).isEqualTo(503);
            assertThat(late.header("Retry-After")).matches("[1-9]\\d*");
            assertThat(late.time()).isBetween(Duration.ofMillis(3_900), Duration.ofSeconds(6));
            assertThat(database.count(WAITING)).isZero();
        }
        assertThat(complete(task).status()).isEqualTo(200);
    }

    /** With a server that would let it wait for a minute. */
    @Test
    void theStatementOfARequestAtItsDeadlineIsCancelledInTheServer() throws Exception {
        restart(Map.of("REQUEST_TIMEOUT", "PT2S", "TASKWARD_DATABASE_STATEMENT_TIMEOUT", "60s", "DATABASE_URL",
                database.url() + "?socketTimeout=60"));
        String task = task();
        try (Connection lock = lock(task)) {
            Answer late = complete(task);
            assertThat(late.status()).isEqualTo(503);
            assertThat(late.header("Retry-After")).matches("[1-9]\\d*");
            assertThat(late.time()).isBetween(Duration.ofMillis(1_900), Duration.ofSeconds(3));
            await().atMost(Duration.ofSeconds(1)).until(() -> database.count(WAITING) == 0);
        }
        assertThat(complete(task).status()).isEqualTo(200);
    }

    /** The service stands still in the middle of a transaction, which has locked a row. */
    @Test
    void aTransactionThatNobodyEndsIsEndedAfterEightSeconds() throws Exception {
        String task = task();
        CompletableFuture<Answer> cut;
        try (Connection lock = lock(task)) {
            cut = CompletableFuture.supplyAsync(() -> complete(task));
            await().until(() -> database.count(WAITING) == 1);
            signal("STOP");
        }
        try {
            String idle = "select count(*)" + OURS + " and state = 'idle in transaction'";
            await().until(() -> database.count(idle) == 1);
            await().pollDelay(Duration.ofSeconds(6)).atMost(Duration.ofSeconds(10))
                    .until(() -> database.count(idle) == 0);
        } finally {
            signal("CONT");
        }
        assertThat(cut.join().status()).isEqualTo(503);
        assertThat(complete(task).status()).isEqualTo(200);
    }

    private void signal(String name) throws IOException, InterruptedException {
        assertThat(new ProcessBuilder("kill", "-" + name, Long.toString(service.pid())).start().waitFor()).isZero();
    }

    /** The path of a new one. */
    private String task() {
        return ada.tasks() + "/" + client.post(ada.tasks(), ada.token(), "{\"title\": \"locked\"}").text("/data/id");
    }

    /** A transaction that has locked its row until it is closed. */
    private Connection lock(String task) throws SQLException {
        Connection lock = database.connect();
        lock.setAutoCommit(false);
        lock.createStatement().execute("select from tasks where id = '" + task.substring(task.lastIndexOf('/') + 1)
                + "' for update");
        return lock;
    }

    private Answer complete(String task) {
        return client.exchange("PATCH", task, ada.token(), "{\"completed\": true}");
    }
}
