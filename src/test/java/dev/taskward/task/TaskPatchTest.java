package dev.taskward.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Replacing a task, and changing it in part. */
@QuarkusTest
public class TaskPatchTest extends TaskTest {
    private static final String PAST = "2001-02-03T04:05:06.789Z";

    /** One with a value in every field, so that a field that is lost is noticed. */
    private Map<String, Object> fullTask() {
        Object id = ada().task(Map.of("title", "Water the plants", "description", "The balcony too", "completed", true,
                "priority", "high", "dueAt", "2026-12-01T09:00:00.000Z")).get("id");
        update("update tasks set created_at = ?::timestamptz, updated_at = ?::timestamptz, completed_at = ?::timestamptz"
                + " where id = ?", PAST, PAST, PAST, id);
        return read(ada(), id);
    }

    private Response put(Mount mount, Object id, String body) {
        return ada().request().body(body).put(mount.path(ada(), id));
    }

    private Response patch(Mount mount, Object id, String body) {
        return ada().request().body(body).patch(mount.path(ada(), id));
    }

    /** But for the times that a change moves. */
    private static Map<String, Object> without(Map<String, Object> task, String... fields) {
        Map<String, Object> rest = new HashMap<>(task);
        rest.keySet().removeAll(Arrays.asList(fields));
        return rest;
    }

    @EveryMount
    void aReplacementSetsEveryField(Mount mount) {
        Object id = ada().task("Old").get("id");
        Response replaced = put(mount, id, "{\"title\": \" New \", \"description\": \"Why\", \"completed\": true,"
                + " \"priority\": \"low\", \"dueAt\": \"2027-01-01T00:00:00+01:00\"}");
        assertThat(replaced.statusCode()).isEqualTo(200);
        assertThat(replaced.<String>path("message")).isEqualTo("Task updated");
        assertThat(read(ada(), id)).isEqualTo(replaced.path("data"))
                .containsEntry("title", "New").containsEntry("description", "Why").containsEntry("completed", true)
                .containsEntry("priority", "low").containsEntry("dueAt", "2026-12-31T23:00:00.000Z");
    }

    @EveryMount
    void aReplacementGivesWhatItLeavesOutItsDefault(Mount mount) {
        Object id = fullTask().get("id");
        put(mount, id, "{\"title\": \"New\"}").then().statusCode(200);
        assertThat(read(ada(), id)).containsEntry("title", "New").containsEntry("description", null)
                .containsEntry("completed", false).containsEntry("completedAt", null)
                .containsEntry("priority", "medium").containsEntry("dueAt", null);
    }

    @EveryMount
    void aReplacementWithoutATitleIsRefusedAndChangesNothing(Mount mount) {
        Map<String, Object> task = fullTask();
        put(mount, task.get("id"), "{\"priority\": \"low\"}").then().statusCode(400)
                .body("details.field", contains("title"));
        assertThat(read(ada(), task.get("id"))).isEqualTo(task);
    }

    @EveryMount
    void aReplacementOfACompletedTaskByACompletedOneKeepsTheTimeOfItsCompletion(Mount mount) {
        Object id = fullTask().get("id");
        put(mount, id, "{\"title\": \"New\", \"completed\": true}").then().statusCode(200)
                .body("data.completedAt", equalTo(PAST));
    }

    @ParameterizedTest
    @ValueSource(strings = {"PUT", "PATCH"})
    void aChangeIgnoresWhatAClientMayNotSet(String method) {
        Map<String, Object> task = fullTask();
        String other = "2011-01-01T00:00:00.000Z";
        Map<String, ?> forged = Map.of("title", "New", "completed", true, "id", bob().id(), "userId", bob().id(),
                "ownerId", bob().id(), "createdAt", other, "updatedAt", other, "completedAt", other, "version", 77);
        for (Mount mount : Mount.values()) {
            ada().request().body(forged).request(method, mount.path(ada(), task.get("id"))).then().statusCode(200);
            assertThat(read(ada(), task.get("id"))).containsEntry("id", task.get("id"))
                    .containsEntry("userId", ada().id()).containsEntry("createdAt", PAST)
                    .containsEntry("completedAt", PAST).doesNotContainEntry("updatedAt", other);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"PUT", "PATCH"})
    void aChangeMovesTheTimeOfTheLastOne(String method) {
        Object id = fullTask().get("id");
        Map<String, Object> changed = ada().request().body("{\"title\": \"New\"}").request(method, ada().tasks(id))
                .then().statusCode(200).extract().path("data");
        assertThat((String) changed.get("updatedAt")).isGreaterThan(PAST);
        assertThat(read(ada(), id)).isEqualTo(changed);
    }

    static Stream<Arguments> oneField() {
        return Stream.of(Mount.values()).flatMap(mount -> Stream.of(
                Arguments.of(mount, "title", "\"New\"", "New"),
                Arguments.of(mount, "description", "\"Why\"", "Why"),
                Arguments.of(mount, "completed", "false", false),
                Arguments.of(mount, "priority", "\"low\"", "low"),
                Arguments.of(mount, "dueAt", "\"2027-01-01T00:00:00Z\"", "2027-01-01T00:00:00.000Z"),
                Arguments.of(mount, "description", "null", null),
                Arguments.of(mount, "dueAt", "null", null)));
    }

    @ParameterizedTest
    @MethodSource("oneField")
    void aPatchChangesTheFieldThatItNamesAndNoOther(Mount mount, String field, String json, Object value) {
        Map<String, Object> task = fullTask();
        Response patched = patch(mount, task.get("id"), "{\"" + field + "\": " + json + "}");
        assertThat(patched.statusCode()).isEqualTo(200);
        Map<String, Object> after = read(ada(), task.get("id"));
        assertThat(after).isEqualTo(patched.path("data")).containsEntry(field, value);
        String[] moved = field.equals("completed")
                ? new String[]{field, "updatedAt", "completedAt"}
                : new String[]{field, "updatedAt"};
        assertThat(without(after, moved)).isEqualTo(without(task, moved));
    }

    @ParameterizedTest
    @ValueSource(strings = {"title", "completed", "priority"})
    void nullIsRefusedWhereAFieldMayNotBeEmpty(String field) {
        Map<String, Object> task = fullTask();
        for (Mount mount : Mount.values()) {
            patch(mount, task.get("id"), "{\"" + field + "\": null, \"description\": \"Why\"}").then().statusCode(400)
                    .body("code", equalTo("VALIDATION_FAILED")).body("details.field", contains(field));
        }
        assertThat(read(ada(), task.get("id"))).isEqualTo(task);
    }

    @EveryMount
    void aPatchIsValidatedAsAWhole(Mount mount) {
        Map<String, Object> task = fullTask();
        patch(mount, task.get("id"), "{\"title\": \" \", \"priority\": \"urgent\", \"dueAt\": 5}").then()
                .statusCode(400).body("details.field", contains("title", "priority", "dueAt"));
        assertThat(read(ada(), task.get("id"))).isEqualTo(task);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{\"title\": \"Water the plants\"}", "{\"completed\": true}", "{\"unknown\": 1}"})
    void aPatchThatChangesNothingLeavesTimesAndEtagAlone(String body) {
        Map<String, Object> task = fullTask();
        String etag = etag(ada(), task.get("id"));
        for (Mount mount : Mount.values()) {
            Response patched = patch(mount, task.get("id"), body);
            assertThat(patched.statusCode()).isEqualTo(200);
            assertThat(patched.<Map<String, Object>>path("data")).isEqualTo(task);
            assertThat(patched.header("ETag")).isEqualTo(etag);
        }
    }

    @EveryMount
    void completingByAPatchSetsTheTimeAndReopeningClearsIt(Mount mount) {
        Object id = ada().task("Water").get("id");
        patch(mount, id, "{\"completed\": true}");
        assertThat(read(ada(), id).get("completedAt")).isNotNull();
        patch(mount, id, "{\"completed\": false}");
        assertThat(read(ada(), id)).containsEntry("completed", false).containsEntry("completedAt", null);
    }

    @EveryMount
    void aPatchMaySayThatItIsAMergePatch(Mount mount) {
        Object id = fullTask().get("id");
        ada().request().contentType("application/merge-patch+json").body("{\"title\": \"New\"}")
                .patch(mount.path(ada(), id)).then().statusCode(200).body("data.title", equalTo("New"))
                .body("data.description", equalTo("The balcony too"));
    }

    @Test
    void aReplacementIsNoMergePatch() {
        Object id = ada().task("Water").get("id");
        ada().request().contentType("application/merge-patch+json").body("{\"title\": \"New\"}").put(ada().tasks(id))
                .then().statusCode(415);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"[]", "[{\"title\": \"New\"}]", "\"title\"", "5", "null", "{", "{} {}",
            "{\"title\": \"a\", \"title\": \"b\"}", "''"})
    void aBodyThatIsNoObjectIsRefused(String body) {
        Map<String, Object> task = fullTask();
        for (String method : List.of("PUT", "PATCH")) {
            ada().request().body(body).request(method, ada().tasks(task.get("id"))).then().statusCode(400)
                    .body("code", equalTo("MALFORMED_BODY"));
        }
        assertThat(read(ada(), task.get("id"))).isEqualTo(task);
    }
}
