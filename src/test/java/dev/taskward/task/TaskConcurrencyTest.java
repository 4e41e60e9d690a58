package dev.taskward.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import java.util.stream.Stream;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import dev.taskward.support.Environment;

/** Several writers of one task. A lock on its row holds them until all are there, so that they meet in every run. */
@QuarkusTest
public class TaskConcurrencyTest extends TaskTest {
    private static final String LOCK = "update tasks set version = version where id = ?";

    private final ExecutorService clients = Executors.newCachedThreadPool();

    @AfterEach
    void stopClients() {
        clients.shutdownNow();
    }

    /** The answers to requests that all came while this change of the task was not yet committed. */
    private List<Response> during(String change, Object id, List<Supplier<Response>> requests) throws SQLException {
        try (Connection other = Environment.connect()) {
            other.setAutoCommit(false);
            try (PreparedStatement statement = prepare(other, change, id)) {
                statement.executeUpdate();
            }
            List<CompletableFuture<Response>> answers = requests.stream()
                    .map(request -> CompletableFuture.supplyAsync(request, clients)).toList();
            await().until(() -> waiting() == requests.size());
            other.commit();
            return answers.stream().map(CompletableFuture::join).toList();
        }
    }

    private List<Response> atOnce(Object id, List<Supplier<Response>> requests) throws SQLException {
        return during(LOCK, id, requests);
    }

    private static long waiting() {
        return (Long) column("select count(*) from pg_stat_activity where wait_event_type = 'Lock'").get(0);
    }

    private Supplier<Response> patch(Mount mount, Object id, Map<String, ?> changes) {
        return () -> ada().request().body(changes).patch(mount.path(ada(), id));
    }

    private static List<Integer> statuses(List<Response> answers) {
        return answers.stream().map(Response::statusCode).sorted().toList();
    }

    @ParameterizedTest
    @EnumSource
    void ofTwoWritersWithTheSameIfMatchExactlyOneWins(Write write) throws SQLException {
        Object id = ada().task("Water").get("id");
        String etag = etag(ada(), id);
        List<Response> answers = atOnce(id, Stream.of(Mount.values())
                .<Supplier<Response>>map(mount -> () -> write.send(ada(), mount, id, etag)).toList());
        assertThat(statuses(answers)).containsExactly(write.done(), write == Write.DELETE ? 404 : 412);
    }

    @Test
    void ofTwoReplacementsWithTheSameIfMatchTheWinnersIsWhatIsThere() throws SQLException {
        Object id = ada().task("Water").get("id");
        String etag = etag(ada(), id);
        List<Response> answers = atOnce(id, Stream.of("One", "Two").<Supplier<Response>>map(title -> () -> ada()
                .request().header("If-Match", etag).body(Map.of("title", title)).put(ada().tasks(id))).toList());
        Response winner = answers.stream().filter(answer -> answer.statusCode() == 200).findFirst().orElseThrow();
        assertThat(read(ada(), id)).isEqualTo(winner.path("data"));
    }

    @Test
    void aDeleteAndAPatchWithTheSameIfMatchAreNotBothDone() throws SQLException {
        Object id = ada().task("Water").get("id");
        String etag = etag(ada(), id);
        List<Response> answers = atOnce(id, List.of(() -> Write.DELETE.send(ada(), Mount.BY_TOKEN, id, etag),
                () -> Write.PATCH.send(ada(), Mount.BY_TOKEN, id, etag)));
        assertThat(statuses(answers)).isIn(List.of(200, 412), List.of(204, 404));
    }

    @EveryMount
    void twoPatchesOfDifferentFieldsAtOnceAreBothThere(Mount mount) throws SQLException {
        Object id = ada().task("Water").get("id");
        List<Response> answers = atOnce(id, List.of(patch(mount, id, Map.of("title", "New")),
                patch(mount, id, Map.of("priority", "high")), patch(mount, id, Map.of("completed", true))));
        assertThat(statuses(answers)).containsOnly(200);
        assertThat(read(ada(), id)).containsEntry("title", "New").containsEntry("priority", "high")
                .containsEntry("completed", true);
    }

    @Test
    void aPatchKeepsWhatWasChangedWhileItWasOnItsWay() throws SQLException {
        Object id = ada().task("Water").get("id");
        Response patched = during("update tasks set description = 'Changed', version = version + 1 where id = ?", id,
                List.of(patch(Mount.BY_TOKEN, id, Map.of("title", "New")))).get(0);
        assertThat(patched.<Map<String, Object>>path("data")).containsEntry("title", "New")
                .containsEntry("description", "Changed").isEqualTo(read(ada(), id));
    }

    @ParameterizedTest
    @EnumSource
    void aWriteToAStateThatGoesWhileItIsOnItsWayIsRefused(Write write) throws SQLException {
        Object id = ada().task("Water").get("id");
        String etag = etag(ada(), id);
        Response answer = during("update tasks set description = 'Changed', version = version + 1 where id = ?", id,
                List.of(() -> write.send(ada(), Mount.BY_USER_ID, id, etag))).get(0);
        assertThat(answer.statusCode()).isEqualTo(412);
        assertThat(read(ada(), id)).containsEntry("title", "Water").containsEntry("completed", false);
    }

    @ParameterizedTest
    @EnumSource
    void aWriteToATaskThatIsDeletedWhileItIsOnItsWayFindsNone(Write write) throws SQLException {
        Object id = ada().task("Water").get("id");
        Response answer = during("delete from tasks where id = ?", id,
                List.of(() -> write.send(ada(), Mount.BY_USER_ID, id))).get(0);
        assertThat(answer.statusCode()).as(answer.asString()).isEqualTo(404);
    }

    @Test
    void ofTwoDeletesAtOnceOneFindsTheTask() throws SQLException {
        Object id = ada().task("Water").get("id");
        Supplier<Response> delete = () -> ada().request().delete(ada().tasks(id));
        assertThat(statuses(atOnce(id, List.of(delete, delete)))).containsExactly(204, 404);
    }

    @Test
    void twoCompletionsAtOnceAgreeOnTheTime() throws SQLException {
        Object id = ada().task("Water").get("id");
        Supplier<Response> complete = () -> ada().request().body("{}").patch(ada().tasks(id, "complete"));
        List<Response> answers = atOnce(id, List.of(complete, complete));
        assertThat(statuses(answers)).containsOnly(200);
        assertThat(answers).extracting(answer -> answer.<Object>path("data")).containsOnly(read(ada(), id));
        assertThat(column("select version from tasks where id = ?", id)).containsExactly(1L);
    }
}
