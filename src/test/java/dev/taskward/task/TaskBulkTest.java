package dev.taskward.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.startsWith;

import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.Map;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import org.junit.jupiter.api.Test;

import dev.taskward.support.Account;
import dev.taskward.support.Call;
import dev.taskward.support.Refusal;
import dev.taskward.support.ServiceTest;

/** Many operations in one request, all or none of them. */
@QuarkusTest
public class TaskBulkTest extends ServiceTest {
    private static final Map<String, ?> CREATE = Map.of("op", "create", "data", Map.of("title", "New"));

    private static Response bulk(Account account, List<?> operations) {
        return account.request().body(Map.of("operations", operations)).post(account.tasks("bulk"));
    }

    private static Map<String, Object> task(Account account) {
        return account.task("Old");
    }

    @Test
    void everyKindOfOperationIsDoneInItsOrder() {
        Account ada = Account.register();
        Object patched = task(ada).get("id");
        Object completed = task(ada).get("id");
        Object deleted = task(ada).get("id");
        Response answer = bulk(ada, List.of(CREATE,
                Map.of("op", "patch", "id", patched, "data", Map.of("priority", "high")),
                Map.of("op", "complete", "id", completed), Map.of("op", "delete", "id", deleted),
                Map.of("op", "complete", "id", patched)));
        answer.then().statusCode(200)
                .body("data.status", equalTo(List.of(201, 200, 200, 204, 200)))
                .body("data[1].data.priority", equalTo("high")).body("data[1].data.title", equalTo("Old"))
                .body("data[4].data.completed", equalTo(true));
        ada.request().get(ada.tasks(patched)).then().header("ETag", answer.<String>path("data[4].etag"))
                .body("data", equalTo(answer.path("data[4].data")));
        ada.request().get(ada.tasks(deleted)).then().statusCode(404);
        ada.request().get(ada.tasks()).then().body("meta.total", equalTo(3));
    }

    @Test
    void oneThatCannotBeDoneUndoesAll() {
        Account ada = Account.register();
        Account bob = Account.register();
        Object bobs = task(bob).get("id");
        Object own = task(ada).get("id");
        for (Map<String, ?> bad : List.<Map<String, ?>>of(Map.of("op", "delete", "id", bobs),
                Map.of("op", "patch", "id", bobs, "data", Map.of("title", "Stolen")),
                Map.of("op", "complete", "id", bobs))) {
            bulk(ada, List.of(CREATE, Map.of("op", "delete", "id", own), bad)).then().statusCode(404)
                    .body("details.field", hasItem(startsWith("operations[2]")));
        }
        bulk(ada, List.of(CREATE, Map.of("op", "delete", "id", own, "ifMatch", "\"9\""))).then().statusCode(412);
        bulk(ada, List.of(CREATE, Map.of("op", "patch", "id", own, "data", Map.of("title", " ")))).then()
                .statusCode(400).body("details.field", equalTo(List.of("operations[1].data.title")));
        ada.request().get(ada.tasks()).then().body("data.id", equalTo(List.of(own)));
        bob.request().get(bob.tasks(bobs)).then().statusCode(200).body("data.title", equalTo("Old"));
    }

    @Test
    void whatIsNotAnOperationIsToldByItsPlace() {
        Account ada = Account.register();
        bulk(ada, List.of(CREATE, Map.of("op", "destroy"), 5)).then().statusCode(400)
                .body("details.field", equalTo(List.of("operations[1].op", "operations[2]")));
        bulk(ada, List.of(Map.of("op", "create"))).then().statusCode(400)
                .body("details.field", equalTo(List.of("operations[0].data")));
        bulk(ada, List.of(Map.of("op", "complete"))).then().statusCode(400)
                .body("details.field", equalTo(List.of("operations[0].id")));
    }

    @Test
    void aHundredAreDoneAndAHundredAndOneRefused() {
        Account ada = Account.register();
        bulk(ada, Collections.nCopies(101, CREATE)).then().statusCode(400)
                .body("details.field", equalTo(List.of("operations")));
        bulk(ada, List.of()).then().statusCode(400);
        ada.request().get(ada.tasks()).then().body("meta.total", equalTo(0));
        assertThat(bulk(ada, Collections.nCopies(100, CREATE)).<List<?>>path("data")).hasSize(100);
        ada.request().get(ada.tasks()).then().body("meta.total", equalTo(100));
    }

    @Test
    void aFormCannotSayIt() {
        Account ada = Account.register();
        for (String type : List.of("application/x-www-form-urlencoded", "multipart/form-data; boundary=bb")) {
            byte[] form = "operations=create".getBytes(StandardCharsets.UTF_8);
            Refusal.envelope(Call.post("/api/v1/tasks/bulk").by(ada).body(type, form).send(), 415,
                    "UNSUPPORTED_MEDIA_TYPE");
        }
    }

    @Test
    void aBulkUnderAKeyIsDoneOnce() {
        Account ada = Account.register();
        for (int i = 0; i < 2; i++) {
            ada.request().header("Idempotency-Key", "bulk-1").body(Map.of("operations", List.of(CREATE)))
                    .post(ada.tasks("bulk")).then().statusCode(200);
        }
        ada.request().get(ada.tasks()).then().body("meta.total", equalTo(1));
    }
}
