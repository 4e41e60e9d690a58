package dev.taskward.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.sql.Connection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import dev.taskward.support.Load;
import dev.taskward.support.OwnPostgres;
import dev.taskward.support.ServiceClient;
import dev.taskward.support.ServiceClient.Answer;
import dev.taskward.support.ServiceClient.User;
import dev.taskward.support.ServiceProcess;

/** How much one user may keep: what is beyond it is refused, until something else goes. */
class QuotaIT {
    private static final int TASKS = 3;
    private static final int POSTS = 2;
    private static final String POSTS_PATH = "/api/v1/posts";
    private static final String TITLE = "{\"title\": \"one more\"}";
    private static final String CREATE = "{\"op\": \"create\", \"data\": " + TITLE + "}";

    private static OwnPostgres database;
    private static ServiceProcess service;
    private static ServiceClient client;
    private User ada;

    @BeforeAll
    static void start() {
        database = OwnPostgres.started();
        Map<String, String> settings = database.settings();
        settings.putAll(Map.of("QUOTA_TASKS", Integer.toString(TASKS), "QUOTA_POSTS", Integer.toString(POSTS)));
        service = ServiceProcess.start(settings).awaitReady();
        client = service.client();
    }

    @AfterAll
    static void stop() {
        service.close();
        database.close();
    }

    @BeforeEach
    void register() {
        ada = client.register();
    }

    private Answer create() {
        return client.post(ada.tasks(), ada.token(), TITLE);
    }

    private Answer bulk(String... operations) {
        return client.post(ada.tasks() + "/bulk", ada.token(),
                "{\"operations\": [" + String.join(",", operations) + "]}");
    }

    /** The ids of so many new tasks. */
    private List<String> fill(int tasks) {
        return IntStream.range(0, tasks).mapToObj(i -> {
            Answer made = create();
            assertThat(made.status()).isEqualTo(201);
            return made.text("/data/id");
        }).toList();
    }

    private int stored() {
        return client.get(ada.tasks(), ada.token()).body().at("/meta/total").asInt();
    }

    private static void assertRefused(Answer answer, int limit) {
        assertThat(answer.status()).isEqualTo(403);
        assertThat(answer.text("/code")).isEqualTo("QUOTA_EXCEEDED");
        assertThat(answer.text("/error")).contains(" " + limit + " ");
    }

    @Test
    void oneTaskTooManyIsRefusedUntilAnotherIsDeleted() {
        List<String> tasks = fill(TASKS);
        assertRefused(create(), TASKS);
        assertRefused(client.post("/api/v1/tasks", ada.token(), TITLE), TASKS);
        assertThat(client.exchange("DELETE", ada.tasks() + "/" + tasks.get(0), ada.token(), null).status())
                .isEqualTo(204);
        assertThat(create().status()).isEqualTo(201);
        assertRefused(create(), TASKS);
        assertThat(stored()).isEqualTo(TASKS);
    }

    @Test
    void aBulkThatWouldExceedItCreatesNothing() {
        fill(TASKS - 1);
        assertRefused(bulk(CREATE, CREATE), TASKS);
        assertThat(stored()).isEqualTo(TASKS - 1);
        assertThat(bulk(CREATE).status()).isEqualTo(200);
        assertRefused(bulk(CREATE), TASKS);
        assertThat(stored()).isEqualTo(TASKS);
    }

    /** Both have counted, if they can, before either of them has created anything. */
    @Test
    void twoAtOnceDoNotExceedIt() throws Exception {
        fill(TASKS - 1);
        try (Connection lock = database.connect()) {
            lock.setAutoCommit(false);
            lock.createStatement().execute("lock table tasks in share mode");
            CompletableFuture<List<Answer>> answers = CompletableFuture.supplyAsync(this::createTwice);
            await().until(() -> database.count("select count(*) from pg_stat_activity where wait_event_type = 'Lock'"
                    + " and application_name = 'taskward'") == 2);
            lock.rollback();
            assertThat(answers.get()).filteredOn(answer -> answer.status() < 300).hasSize(1);
            assertThat(answers.get()).filteredOn(answer -> answer.status() >= 300).hasSize(1)
                    .allSatisfy(answer -> assertRefused(answer, TASKS));
        }
        assertThat(stored()).isEqualTo(TASKS);
        assertThat(createTwice()).allSatisfy(answer -> assertRefused(answer, TASKS));
    }

    private List<Answer> createTwice() {
        try {
            return Load.atOnce(2, 2, i -> i == 0 ? create() : bulk(CREATE));
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void onePostTooManyIsRefusedUntilAnotherIsDeleted() {
        String first = client.post(POSTS_PATH, ada.token(), TITLE).text("/data/id");
        assertThat(client.post(POSTS_PATH, ada.token(), TITLE).status()).isEqualTo(201);
        assertRefused(client.post(POSTS_PATH, ada.token(), TITLE), POSTS);
        assertThat(client.exchange("DELETE", POSTS_PATH + "/" + first, ada.token(), null).status()).isEqualTo(204);
        assertThat(client.post(POSTS_PATH, ada.token(), TITLE).status()).isEqualTo(201);
        assertRefused(client.post(POSTS_PATH, ada.token(), TITLE), POSTS);
    }

    @Test
    void anotherUserIsNotAffectedAndWhatIsThereCanBeChanged() {
        List<String> tasks = fill(TASKS);
        assertRefused(create(), TASKS);
        User bob = client.register();
        assertThat(client.post(bob.tasks(), bob.token(), TITLE).status()).isEqualTo(201);
        String path = ada.tasks() + "/" + tasks.get(0);
        assertThat(client.exchange("PUT", path, ada.token(), TITLE).status()).isEqualTo(200);
        assertThat(client.exchange("PATCH", path, ada.token(), TITLE).status()).isEqualTo(200);
    }

    /** As they have who were there before the quota was lowered. */
    @Test
    void whoHasMoreThanThatCanStillChangeAndDeleteInBulk() throws Exception {
        String task = fill(TASKS).get(0);
        database.execute("insert into tasks (id, user_id, title, created_at, updated_at) select gen_random_uuid(), '"
                + ada.id() + "', 'task', now(), now() from generate_series(1, 2)");
        assertThat(stored()).isEqualTo(TASKS + 2);
        assertRefused(create(), TASKS);
        assertThat(bulk("{\"op\": \"complete\", \"id\": \"" + task + "\"}").status()).isEqualTo(200);
        assertThat(bulk("{\"op\": \"delete\", \"id\": \"" + task + "\"}").status()).isEqualTo(200);
        assertThat(stored()).isEqualTo(TASKS + 1);
    }
}
