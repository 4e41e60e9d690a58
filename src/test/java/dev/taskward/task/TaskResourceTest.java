package dev.taskward.task;

import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.nullValue;

import java.util.Map;

import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Test;

import dev.taskward.support.Account;
import dev.taskward.support.ServiceTest;

/** Creating, reading, changing and deleting one's tasks. */
@QuarkusTest
public class TaskResourceTest extends ServiceTest {
    @Test
    void aTaskIsCreatedWithItsDefaults() {
        Account ada = Account.register();
        ada.request().body(Map.of("title", "  Water the plants ")).post(ada.tasks()).then()
                .statusCode(201)
                .body("data.title", equalTo("Water the plants"))
                .body("data.userId", equalTo(ada.id()))
                .body("data.completed", equalTo(false))
                .body("data.priority", equalTo("medium"))
                .body("data.dueAt", nullValue());
    }

    @Test
    void everythingWrongWithATaskIsToldAtOnce() {
        Account ada = Account.register();
        ada.request().body("{\"title\": 5, \"priority\": \"urgent\", \"dueAt\": \"tomorrow\"}").post(ada.tasks())
                .then().statusCode(400)
                .body("details", hasSize(3))
                .body("details.field", containsInAnyOrder("title", "priority", "dueAt"));
    }
}
