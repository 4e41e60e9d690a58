package dev.taskward.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.emptyString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.Method;
import io.restassured.response.Response;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Creating, reading and deleting one's tasks, and what is said of those that are not there. */
@QuarkusTest
public class TaskResourceTest extends TaskTest {
    private static final String TIME = "\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z";
    private static final String FOREIGN_ID = "01936f3e-5b7a-7c3d-9a41-2f6b8c0d1e2f";

    @EveryMount
    void aTaskIsCreatedWithItsDefaults(Mount mount) {
        Response created = ada().request().body(Map.of("title", "  Water the plants ")).post(mount.path(ada()));
        assertThat(created.statusCode()).isEqualTo(201);
        assertThat(created.<Map<String, Object>>path("$").keySet()).containsExactlyInAnyOrder("success", "data",
                "message");
        assertThat(created.<Boolean>path("success")).isTrue();
        assertThat(created.<String>path("message")).isEqualTo("Task created");
        Map<String, Object> task = created.path("data");
        Map<String, Object> expected = new LinkedHashMap<>();
        expected.put("id", task.get("id"));
        expected.put("userId", ada().id());
        expected.put("title", "Water the plants");
        expected.put("description", null);
        expected.put("completed", false);
        expected.put("completedAt", null);
        expected.put("priority", "medium");
        expected.put("dueAt", null);
        expected.put("createdAt", task.get("createdAt"));
        expected.put("updatedAt", task.get("createdAt"));
        assertThat(task).isEqualTo(expected);
    }

    @EveryMount
    void everyFieldOfATaskCanBeSetWhenItIsCreated(Mount mount) {
        Map<String, ?> fields = Map.of("title", "Water the plants", "description", "The balcony too", "completed", true,
                "priority", "high", "dueAt", "2026-12-01T09:00:00.000Z");
        Response created = ada().request().body(fields).post(mount.path(ada()));
        assertThat(created.<Map<String, Object>>path("data")).containsAllEntriesOf(fields);
        assertThat(created.<String>path("data.completedAt")).matches(TIME);
    }

    @EveryMount
    void theLocationOfANewTaskLeadsToWhatItsCreationAnswered(Mount mount) {
        Response created = ada().request().body(Map.of("title", "Water")).post(mount.path(ada()));
        assertThat(created.header("Location")).isEqualTo(mount.path(ada(), created.path("data.id").toString()));
        Response read = ada().request().get(created.header("Location"));
        assertThat(read.statusCode()).isEqualTo(200);
        assertThat(read.<Map<String, Object>>path("$")).isEqualTo(Map.of("success", true, "data",
                created.<Map<String, Object>>path("data")));
        assertThat(read.header("ETag")).isNotEmpty().isEqualTo(created.header("ETag"));
    }

    @Test
    void aNewTaskHasATimeOrderedIdAndTimesInMilliseconds() {
        Map<String, Object> task = ada().task("Water");
        assertThat(UUID.fromString((String) task.get("id")).version()).isEqualTo(7);
        assertThat((String) task.get("createdAt")).matches(TIME);
        assertThat((String) ada().task("Later").get("id")).isGreaterThan((String) task.get("id"));
    }

    @EveryMount
    void whatAClientMayNotSetIsIgnored(Mount mount) {
        String past = "2001-01-01T00:00:00.000Z";
        Map<String, ?> fields = Map.of("title", "Mine", "id", FOREIGN_ID, "userId", bob().id(), "user_id", bob().id(),
                "ownerId", bob().id(), "createdAt", past, "updatedAt", past, "completedAt", past, "version", 77);
        Map<String, Object> task = ada().request().body(fields).post(mount.path(ada())).then().statusCode(201)
                .extract().path("data");
        assertThat(task).containsEntry("userId", ada().id()).containsEntry("completedAt", null)
                .doesNotContainEntry("id", FOREIGN_ID).doesNotContainEntry("createdAt", past)
                .doesNotContainEntry("updatedAt", past).doesNotContainKeys("version", "ownerId", "user_id");
        assertThat(column("select version from tasks where id = ? and user_id = ?", task.get("id"), ada().id()))
                .containsExactly(0L);
    }

    @Test
    void nothingIsCreatedUnderAnotherUsersPath() {
        ada().request().body(Map.of("title", "For bob")).post(bob().tasks()).then().statusCode(403)
                .body("code", equalTo("FORBIDDEN"));
        assertThat(column("select id from tasks where title = 'For bob'")).isEmpty();
    }

    @EveryMount
    void everythingWrongWithATaskIsToldAtOnce(Mount mount) {
        ada().request().body("{\"title\": 5, \"priority\": \"urgent\", \"dueAt\": \"tomorrow\", \"completed\": 1}")
                .post(mount.path(ada())).then().statusCode(400)
                .body("code", equalTo("VALIDATION_FAILED"))
                .body("details", hasSize(4))
                .body("details.field", containsInAnyOrder("title", "priority", "dueAt", "completed"));
    }

    @EveryMount
    void aDeletedTaskIsGone(Mount mount) {
        Object id = ada().task("Done with").get("id");
        ada().request().delete(mount.path(ada(), id)).then().statusCode(204).body(emptyString());
        ada().request().get(mount.path(ada(), id)).then().statusCode(404);
        ada().request().delete(mount.path(ada(), id)).then().statusCode(404);
        assertThat(column("select id from tasks where id = ?", id)).isEmpty();
    }

    @Test
    void aDeleteTakesNoOtherTaskAlong() {
        Object kept = ada().task("Kept").get("id");
        ada().request().delete(ada().tasks(ada().task("Deleted").get("id")));
        assertThat(read(ada(), kept)).containsEntry("title", "Kept");
    }

    @ParameterizedTest
    @CsvSource({"GET,", "PUT,", "PATCH,", "PATCH,/complete", "DELETE,"})
    void anAbsentTaskAndAnothersAreTheSameAnswer(Method method, String below) {
        Map<String, Object> foreign = bob().task("Bob's own");
        for (Mount mount : Mount.values()) {
            String absent = answer404(method, mount, UUID.randomUUID(), below);
            assertThat(answer404(method, mount, foreign.get("id"), below)).isEqualTo(absent);
            assertThat(absent).contains("\"code\":\"NOT_FOUND\"", "\"error\":\"No such resource\"");
        }
        assertThat(read(bob(), foreign.get("id"))).isEqualTo(foreign);
    }

    /** The body, byte for byte but for the id of the request. */
    private String answer404(Method method, Mount mount, Object id, String below) {
        Response response = (method == Method.GET || method == Method.DELETE
                ? ada().request()
                : ada().request().body(Map.of("title", "Taken", "completed", true)))
                .request(method, mount.path(ada(), id) + (below == null ? "" : below));
        assertThat(response.statusCode()).isEqualTo(404);
        assertThat(response.header("ETag")).isNull();
        return response.asString().replace(response.<String>path("requestId"), "");
    }

    @EveryMount
    void anIdThatIsNoUuidIsABadRequest(Mount mount) {
        for (String id : List.of("1", "1-1-1-1-1", FOREIGN_ID + "0", "%00", "null")) {
            ada().request().urlEncodingEnabled(false).get(mount.path(ada(), id)).then().statusCode(400)
                    .body("code", equalTo("INVALID_PARAMETER")).body("details.field", hasItem("id"));
        }
    }

    @EveryMount
    void headAnswersWhatGetDoesWithoutTheBody(Mount mount) {
        for (String path : List.of(mount.path(ada()), mount.path(ada(), ada().task("Headed").get("id")))) {
            Response get = ada().request().get(path);
            Response head = ada().request().head(path);
            assertThat(head.statusCode()).isEqualTo(200);
            assertThat(head.body().asString()).isEmpty();
            assertThat(head.contentType()).startsWith("application/json");
            for (String header : List.of("ETag", "Link", "Cache-Control", "Content-Length")) {
                assertThat(head.header(header)).as("%s of %s", header, path).isEqualTo(get.header(header));
            }
        }
    }

    @EveryMount
    void headOfAnAbsentTaskSaysSo(Mount mount) {
        ada().request().head(mount.path(ada(), UUID.randomUUID())).then().statusCode(404);
    }

    @EveryMount
    void optionsNamesTheMethodsOfEachRoute(Mount mount) {
        assertThat(allowed(mount.path(ada()))).containsExactlyInAnyOrder("GET", "HEAD", "OPTIONS", "POST");
        assertThat(allowed(mount.path(ada(), FOREIGN_ID))).containsExactlyInAnyOrder("DELETE", "GET", "HEAD", "OPTIONS",
                "PATCH", "PUT");
        assertThat(allowed(mount.path(ada(), FOREIGN_ID, "complete"))).containsExactlyInAnyOrder("OPTIONS", "PATCH");
    }

    private List<String> allowed(String path) {
        return List.of(ada().request().options(path).then().statusCode(204).extract().header("Allow").split(", "));
    }

    @EveryMount
    void aMethodThatARouteDoesNotHaveIsRefusedWithThoseItHas(Mount mount) {
        ada().request().body("{}").put(mount.path(ada())).then().statusCode(405)
                .header("Allow", "GET, HEAD, OPTIONS, POST").body("code", equalTo("METHOD_NOT_ALLOWED"));
        ada().request().get(mount.path(ada(), FOREIGN_ID, "complete")).then().statusCode(405)
                .header("Allow", "OPTIONS, PATCH");
    }

    @EveryMount
    void whatIsPersonalIsKeptByNoSharedCache(Mount mount) {
        Object id = ada().task("Private").get("id");
        ada().request().get(mount.path(ada(), id)).then().header("Cache-Control", "private, no-cache");
        ada().request().get(mount.path(ada())).then().header("Cache-Control", "private, no-cache");
        ada().request().delete(mount.path(ada(), id)).then().header("Cache-Control", "no-store");
    }
}
