package dev.taskward.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import java.io.InputStream;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.Map;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Completing and reopening a task by the route of its own. */
@QuarkusTest
public class TaskCompletionTest extends TaskTest {
    private static final String PAST = "2001-02-03T04:05:06.789Z";

    private Response complete(Mount mount, Object id, String body) {
        return ada().request().body(body).patch(mount.path(ada(), id, "complete"));
    }

    /** One that was completed long ago. */
    private Object completedTask() {
        Object id = ada().task(Map.of("title", "Done", "completed", true)).get("id");
        update("update tasks set completed_at = ?::timestamptz, updated_at = ?::timestamptz where id = ?", PAST, PAST,
                id);
        return id;
    }

    private void completesWith(Mount mount, String contentType, BodyPublisher body) {
        Object id = ada().task("Water").get("id");
        HttpResponse<String> answer = send(ada(), "PATCH", mount.path(ada(), id, "complete"), contentType, body);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        assertThat(read(ada(), id)).containsEntry("completed", true);
    }

    @EveryMount
    void aRequestWithoutABodyCompletes(Mount mount) {
        completesWith(mount, null, BodyPublishers.noBody());
    }

    @EveryMount
    void anEmptyBodyThatIsSaidToBeJsonCompletes(Mount mount) {
        completesWith(mount, "application/json", BodyPublishers.noBody());
    }

    @EveryMount
    void anEmptyBodyThatIsSaidToBeAFormCompletes(Mount mount) {
        completesWith(mount, "application/x-www-form-urlencoded", BodyPublishers.noBody());
    }

    /** As clients do that send every body in chunks, and do not know its length. */
    @EveryMount
    void anEmptyBodyInChunksCompletes(Mount mount) {
        completesWith(mount, "application/json", BodyPublishers.ofInputStream(InputStream::nullInputStream));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "null", "{\"completed\": true}"})
    void aBodyThatDoesNotSayOtherwiseCompletes(String body) {
        for (Mount mount : Mount.values()) {
            complete(mount, ada().task("Water").get("id"), body).then().statusCode(200)
                    .body("message", equalTo("Task completed"))
                    .body("data.completed", equalTo(true))
                    .body("data.completedAt", notNullValue());
        }
    }

    @EveryMount
    void completedFalseReopens(Mount mount) {
        complete(mount, completedTask(), "{\"completed\": false}").then().statusCode(200)
                .body("message", equalTo("Task reopened"))
                .body("data.completed", equalTo(false))
                .body("data.completedAt", nullValue());
    }

    @EveryMount
    void completedFalseAsAFormReopens(Mount mount) {
        Object id = completedTask();
        bare(ada()).formParam("completed", "false").patch(mount.path(ada(), id, "complete")).then().statusCode(200);
        assertThat(read(ada(), id)).containsEntry("completed", false);
    }

    @EveryMount
    void completingWhatIsCompleteChangesNothingNotEvenTheTime(Mount mount) {
        Object id = completedTask();
        Map<String, Object> before = read(ada(), id);
        String etag = etag(ada(), id);
        Response again = complete(mount, id, "{}");
        assertThat(again.statusCode()).isEqualTo(200);
        assertThat(again.<String>path("data.completedAt")).isEqualTo(PAST);
        assertThat(again.header("ETag")).isEqualTo(etag);
        assertThat(read(ada(), id)).isEqualTo(before);
    }

    @EveryMount
    void reopeningWhatIsOpenChangesNothing(Mount mount) {
        Map<String, Object> before = ada().task("Open");
        complete(mount, before.get("id"), "{\"completed\": false}").then().statusCode(200);
        assertThat(read(ada(), before.get("id"))).isEqualTo(before);
    }

    @EveryMount
    void whatIsCompletedAnewGetsANewTime(Mount mount) {
        Object id = completedTask();
        complete(mount, id, "{\"completed\": false}");
        complete(mount, id, "{}").then().statusCode(200);
        assertThat((String) read(ada(), id).get("completedAt")).isGreaterThan(PAST);
    }

    @EveryMount
    void completingTouchesNothingElse(Mount mount) {
        Map<String, Object> task = ada().task(Map.of("title", "Water", "description", "Why", "priority", "high",
                "dueAt", "2026-12-01T09:00:00.000Z"));
        complete(mount, task.get("id"), "{\"title\": \"Other\", \"description\": null, \"priority\": \"low\"}");
        assertThat(read(ada(), task.get("id"))).containsEntry("completed", true).containsEntry("title", "Water")
                .containsEntry("description", "Why").containsEntry("priority", "high")
                .containsEntry("dueAt", "2026-12-01T09:00:00.000Z");
    }

    @EveryMount
    void whatIsNeitherTrueNorFalseIsRefused(Mount mount) {
        Object id = ada().task("Water").get("id");
        complete(mount, id, "{\"completed\": \"false\"}").then().statusCode(400)
                .body("details.field", contains("completed"));
        assertThat(read(ada(), id)).containsEntry("completed", false);
    }
}
