package dev.taskward.task;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import dev.taskward.http.RequestFilter;
import dev.taskward.support.Account;
import dev.taskward.support.Call;
import dev.taskward.support.Operation;
import dev.taskward.support.Refusal;
import dev.taskward.support.Reply;
import dev.taskward.support.ServiceTest;
import dev.taskward.support.Tables;

/** Nobody sees or changes what is another's, by any operation there is; those are read from the OpenAPI document. */
@QuarkusTest
public class TaskIsolationTest extends ServiceTest {
    private static final String OWNER = RequestFilter.OWNER_PARAMETER;
    private static Account ada;
    private static Account bob;
    private static Account admin;
    private static String bobsTask;

    @BeforeEach
    void someone() {
        if (ada == null) {
            ada = Account.register();
            bob = Account.register();
            admin = Account.admin();
            ada.task("hers");
            bobsTask = bob.task("his own").get("id").toString();
            bob.task("his other");
        }
    }

    /** Tries to take over, by every name an owner or an id could have. */
    private static String takeover() {
        return """
                {"title": "taken", "id": "%1$s", "userId": "%2$s", "user_id": "%2$s", "ownerId": "%2$s",
                 "owner": "%2$s", "version": 7, "createdAt": "2001-01-01T00:00:00.000Z"}
                """.formatted(bobsTask, bob.id());
    }

    private static List<Operation> owned() {
        List<Operation> owned = Operation.all().stream().filter(operation -> operation.names(OWNER)).toList();
        assertThat(owned).hasSizeGreaterThanOrEqualTo(7);
        return owned;
    }

    @Test
    void anothersIdInThePathIsRefusedOnEveryOperationAndChangesNothing() {
        Map<String, List<String>> before = Tables.contents();
        for (Operation operation : owned()) {
            Operation his = operation.with(OWNER, bob.id()).with("id", bobsTask);
            Refusal.envelope(his.call(takeover()).send(), 401, "TOKEN_MISSING");
            Refusal.envelope(his.call(takeover()).by(ada).send(), 403, "FORBIDDEN");
            Refusal.envelope(his.call(takeover()).by(admin).send(), 403, "FORBIDDEN");
            Refusal.problem(his.call(takeover()).by(ada).header("Accept", "application/problem+json").send(), 403,
                    "FORBIDDEN");
        }
        assertThat(Tables.contents()).isEqualTo(before);
    }

    @Test
    void theRefusalDoesNotTellWhetherThereIsSuchAUserOrTask() {
        String nobody = "01936f3e-5b7a-7c3d-9a41-2f6b8c0d1e2f";
        for (Operation operation : owned()) {
            Reply his = operation.with(OWNER, bob.id()).with("id", bobsTask).call("{}").by(ada).send();
            Reply nobodys = operation.with(OWNER, nobody).with("id", nobody).call("{}").by(ada).send();
            assertThat(withoutId(nobodys)).isEqualTo(withoutId(his));
        }
    }

    @Test
    void anothersTaskUnderOnesOwnPathIsNotThereOnAnyVerb() {
        Map<String, List<String>> before = Tables.contents();
        String nothing = "01936f3e-5b7a-7c3d-9a41-2f6b8c0d1e2f";
        List<Operation> operations = Operation.all().stream()
                .filter(operation -> operation.path().contains("/tasks") && operation.names("id")).toList();
        assertThat(operations).hasSizeGreaterThanOrEqualTo(10);
        for (Operation operation : operations) {
            for (Account caller : List.of(ada, admin)) {
                Operation own = operation.with(OWNER, caller.id());
                Reply his = own.with("id", bobsTask).call(takeover()).by(caller).send();
                Refusal.envelope(his, 404, "NOT_FOUND");
                assertThat(withoutId(his)).isEqualTo(withoutId(own.with("id", nothing).call(takeover()).by(caller)
                        .send()));
            }
        }
        assertThat(Tables.contents()).isEqualTo(before);
    }

    @Test
    void anEtagOfAnothersTaskIsWorthNothing() {
        String etag = Call.get("/api/v1/tasks/" + bobsTask).by(bob).send().header("ETag");
        String path = "/api/v1/tasks/" + bobsTask;
        Map<String, List<String>> before = Tables.contents();
        Refusal.envelope(Call.get(path).by(ada).header("If-None-Match", etag).send(), 404, "NOT_FOUND");
        Refusal.envelope(Call.get(path).by(ada).header("If-None-Match", "*").send(), 404, "NOT_FOUND");
        Refusal.envelope(Call.of("DELETE", path).by(ada).header("If-Match", etag).send(), 404, "NOT_FOUND");
        Refusal.envelope(Call.of("PUT", path).by(ada).header("If-Match", "\"999\"").json(takeover()).send(), 404,
                "NOT_FOUND");
        assertThat(Tables.contents()).isEqualTo(before);
    }

    @Test
    void anOwnerInABodyOrAFormIsNotHeard() {
        List<String> his = rowsOf(bob);
        String form = "title=taken&id=" + bobsTask + "&userId=" + bob.id() + "&user_id=" + bob.id();
        String multipart = "--b\r\nContent-Disposition: form-data; name=\"title\"\r\n\r\ntaken\r\n--b\r\n"
                + "Content-Disposition: form-data; name=\"userId\"\r\n\r\n" + bob.id() + "\r\n--b--\r\n";
        for (Reply reply : List.of(Call.post(ada.tasks()).by(ada).json(takeover()).send(),
                Call.post("/api/v1/tasks").by(ada).json(takeover()).send(),
                post("application/x-www-form-urlencoded", form), post("multipart/form-data; boundary=b", multipart))) {
            assertThat(reply.status()).isEqualTo(201);
            isHers(reply);
        }
        assertThat(rowsOf(bob)).isEqualTo(his);
    }

    @Test
    void aChangeMovesATaskToNobody() {
        String id = ada.task("stays").get("id").toString();
        List<String> his = rowsOf(bob);
        for (String method : List.of("PUT", "PATCH")) {
            Reply reply = Call.of(method, ada.tasks(id)).by(ada).json(takeover()).send();
            assertThat(reply.status()).isEqualTo(200);
            isHers(reply);
            assertThat(reply.json().path("data").path("id").asText()).isEqualTo(id);
        }
        assertThat(rowsOf(bob)).isEqualTo(his);
    }

    @Test
    void anOwnerInTheQueryIsNotHeard() {
        List<String> his = rowsOf(bob);
        isHers(Call.post("/api/v1/tasks?userId=" + bob.id() + "&user_id=" + bob.id()).by(ada)
                .json("{\"title\":\"asked\"}").send());
        Refusal.envelope(Call.get("/api/v1/tasks?userId=" + bob.id()).by(ada).send(), 400, "INVALID_PARAMETER");
        Refusal.envelope(Call.get(ada.tasks() + "?user_id=" + bob.id()).by(ada).send(), 400, "INVALID_PARAMETER");
        assertThat(rowsOf(bob)).isEqualTo(his);
    }

    @Test
    void noListShowsOrCountsWhatIsAnothers() {
        String cursor = Call.get("/api/v1/tasks?cursor=&limit=1").by(bob).send().json().path("meta")
                .path("nextCursor").asText();
        assertThat(cursor).isNotEmpty();
        for (String query : List.of("", "?sort=title", "?sort=-priority,dueAt", "?dueAt=none", "?completed=false",
                "?search=his", "?search=%25%25%25", "?search=___", "?limit=100", "?cursor=", "?cursor=" + cursor)) {
            JsonNode json = Call.get("/api/v1/tasks" + query).by(ada).send().json();
            assertThat(json.path("success").asBoolean()).as(json.toString()).isTrue();
            assertThat(json.path("data").findValuesAsText("userId")).allMatch(ada.id()::equals);
        }
        JsonNode found = Call.get("/api/v1/tasks?search=his").by(ada).send().json();
        assertThat(found.path("meta").path("total").asInt(-1)).isZero();
    }

    private static Reply post(String type, String body) {
        return Call.post(ada.tasks()).by(ada).body(type, body.getBytes(StandardCharsets.UTF_8)).send();
    }

    private static void isHers(Reply reply) {
        JsonNode task = reply.json().path("data");
        assertThat(task.path("userId").asText()).isEqualTo(ada.id());
        assertThat(task.path("id").asText()).isNotEqualTo(bobsTask);
        assertThat(task.path("createdAt").asText()).doesNotStartWith("2001");
    }

    private static List<String> rowsOf(Account account) {
        return Tables.contents().get("tasks").stream().filter(row -> row.contains(account.id())).toList();
    }

    private static String withoutId(Reply reply) {
        return reply.text().replace(reply.header("X-Request-Id"), "");
    }
}
