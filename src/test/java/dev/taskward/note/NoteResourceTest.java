package dev.taskward.note;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasItems;

import java.util.List;
import java.util.Map;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import org.junit.jupiter.api.Test;

import dev.taskward.support.Account;
import dev.taskward.support.Operation;
import dev.taskward.support.ServiceTest;

/** What docs/adding-a-resource.md promises of a resource that says nothing of it. */
@QuarkusTest
class NoteResourceTest extends ServiceTest {
    private static String notes(Account account) {
        return "/api/" + account.id() + "/notes";
    }

    private static Response create(Account account, String text) {
        return account.request().body(Map.of("text", text)).post(notes(account));
    }

    @Test
    void itHasTheEnvelopeAndTheFailuresOfAll() {
        Account ada = Account.register();
        create(ada, " The key ").then().statusCode(201).body("success", equalTo(true))
                .body("data.text", equalTo("The key")).body("data.pinned", equalTo(false));
        ada.request().body(Map.of("text", " ", "pinned", "yes")).post(notes(ada)).then().statusCode(400)
                .body("details.field", equalTo(List.of("text", "pinned")));
        ada.request().contentType("application/x-www-form-urlencoded").formParam("text", "By form")
                .formParam("pinned", "true").post(notes(ada)).then().statusCode(201).body("data.pinned", equalTo(true));
    }

    @Test
    void itIsPagedSortedFilteredAndSearched() {
        Account ada = Account.register();
        create(ada, "One");
        create(ada, "Two");
        ada.request().get(notes(ada) + "?limit=1&sort=createdAt").then().body("data.text", equalTo(List.of("One")))
                .body("meta.total", equalTo(2));
        String cursor = ada.request().get(notes(ada) + "?limit=1&cursor=").path("meta.nextCursor");
        ada.request().get(notes(ada) + "?limit=1&cursor=" + cursor).then().body("data.text", equalTo(List.of("One")));
        ada.request().get(notes(ada) + "?search=TWO&pinned=false").then().body("data.text", equalTo(List.of("Two")));
        ada.request().get(notes(ada) + "?pined=true").then().statusCode(400);
    }

    @Test
    void itHasEtagsMergePatchesAndIdempotencyKeys() {
        Account ada = Account.register();
        String note = create(ada, "Mine").header("Location");
        String etag = ada.request().get(note).header("ETag");
        ada.request().header("If-None-Match", etag).get(note).then().statusCode(304);
        ada.request().body(Map.of("pinned", true)).patch(note).then().statusCode(200)
                .body("data.text", equalTo("Mine"));
        ada.request().header("If-Match", etag).body(Map.of("text", "Stale")).put(note).then().statusCode(412);
        ada.request().header("Idempotency-Key", "n1").body(Map.of("text", "Once")).post(notes(ada));
        ada.request().header("Idempotency-Key", "n1").body(Map.of("text", "Once")).post(notes(ada)).then()
                .header("Idempotency-Replayed", "true");
        ada.request().get(notes(ada)).then().body("meta.total", equalTo(2));
        ada.request().delete(note).then().statusCode(204);
    }

    @Test
    void itIsItsOwnersAlone() {
        Account ada = Account.register();
        Account bob = Account.register();
        String note = create(ada, "Mine").path("data.id");
        bob.request().get(notes(ada)).then().statusCode(403);
        bob.request().get(notes(bob) + "/" + note).then().statusCode(404);
        bob.request().delete(notes(bob) + "/" + note).then().statusCode(404);
    }

    @Test
    void itIsInTheDocumentAndSoInTheTestsThatWalkIt() {
        assertThat(Operation.all()).extracting(Operation::toString).contains("GET /api/{user_id}/notes",
                "POST /api/{user_id}/notes", "PATCH /api/{user_id}/notes/{id}", "DELETE /api/{user_id}/notes/{id}");
        Account.anonymous().get("/q/openapi?format=json").then()
                .body("paths.'/api/{user_id}/notes'.get.parameters.name", hasItems("pinned", "search", "sort"))
                .body("components.schemas.keySet()", hasItem("NotePatch"));
    }
}
