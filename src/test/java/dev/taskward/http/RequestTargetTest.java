package dev.taskward.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import dev.taskward.support.Account;
import dev.taskward.support.Call;
import dev.taskward.support.Refusal;
import dev.taskward.support.Reply;
import dev.taskward.support.ServiceTest;

/** Targets that are no URI, ids that are none, and query parameters that a list does not have. */
@QuarkusTest
public class RequestTargetTest extends ServiceTest {
    private static final String ANY = "01936f3e-5b7a-7c3d-9a41-2f6b8c0d1e2f";
    private static Account ada;

    @BeforeEach
    void someone() {
        ada = ada == null ? Account.register() : ada;
    }

    @ParameterizedTest
    @ValueSource(strings = {"/api/v1/tasks?search=%zz", "/api/v1/tasks?search=%", "/api/v1/tasks?%zz=1",
            "/api/v1/tasks?search=%ff", "/api/v1/tasks?search=%ed%a0%80", "/api/v1/tasks?search=<x>",
            "/api/v1/tasks?search={}", "/api/v1/tasks?search=a|b", "/api/v1/tasks/%zz", "/api/v1/tasks/%",
            "/api/v1/tasks/%ff", "/api/%zz/tasks", "/%zz", "/%"})
    void aTargetThatIsNoUriIsABadRequest(String target) {
        Refusal.envelope(Call.get(target).by(ada).send(), 400, "BAD_REQUEST");
        Refusal.problem(Call.get(target).header("Accept", "application/problem+json").send(), 400, "BAD_REQUEST");
    }

    @ParameterizedTest
    @ValueSource(strings = {"%00", "a%00b", "%07", "%c2%85"})
    void controlCharactersInTheQueryAreToldOfTheirParameter(String value) {
        Reply reply = Call.get("/api/v1/tasks?search=" + value).by(ada).send();
        Refusal.envelope(reply, 400, "INVALID_PARAMETER");
        assertThat(Refusal.fields(reply)).containsExactly("search");
    }

    @ParameterizedTest
    @ValueSource(strings = {"nope", "1", "null", "1-1-1-1-1", "%00", "%2F", "..%2f..", "' or 1=1", "%C3%A9",
            "01936f3e5b7a7c3d9a412f6b8c0d1e2f", "01936f3e-5b7a-7c3d-9a41-2f6b8c0d1e2f0",
            "01936f3e-5b7a-7c3d-9a41-2f6b8c0d1e2g", "{01936f3e-5b7a-7c3d-9a41-2f6b8c0d1e2f}",
            "urn:uuid:01936f3e-5b7a-7c3d-9a41-2f6b8c0d1e2f", "%F0%9F%99%82"})
    void anIdIsAUuidOnEveryVerb(String id) {
        String path = "/api/v1/tasks/" + id.replace(" ", "%20").replace("{", "%7B").replace("}", "%7D");
        isBadId("id", Call.get(path));
        isBadId("id", Call.of("PUT", path).json("{\"title\":\"x\"}"));
        isBadId("id", Call.of("PATCH", path).json("{\"title\":\"x\"}"));
        isBadId("id", Call.of("DELETE", path));
        isBadId("id", Call.of("PATCH", path + "/complete"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"nope", "me", "1-1-1-1-1", "%00", "01936f3e5b7a7c3d9a412f6b8c0d1e2f"})
    void aUserIdIsAUuid(String id) {
        isBadId("user_id", Call.get("/api/" + id + "/tasks"));
        isBadId("user_id", Call.post("/api/" + id + "/tasks").json("{\"title\":\"x\"}"));
        isBadId("user_id", Call.of("DELETE", "/api/" + id + "/tasks/" + ANY));
    }

    private static void isBadId(String name, Call call) {
        Reply reply = Refusal.envelope(call.by(ada).send(), 400, "INVALID_PARAMETER");
        assertThat(Refusal.fields(reply)).containsExactly(name);
    }

    @Test
    void everyBadIdOfAPathIsTold() {
        Reply reply = Call.get("/api/nope/tasks/nope").by(ada).send();
        Refusal.envelope(reply, 400, "INVALID_PARAMETER");
        assertThat(Refusal.fields(reply)).containsExactlyInAnyOrder("id", "user_id");
    }

    @Test
    void whoIsNotSignedInIsNotToldWhatIsWrongWithAnId() {
        Refusal.envelope(Call.get("/api/nope/tasks/nope").send(), 401, "TOKEN_MISSING");
    }

    @Test
    void theCaseOfAnIdDoesNotMatter() {
        Object id = ada.task("any case").get("id");
        String path = "/api/" + ada.id().toUpperCase() + "/tasks/" + id.toString().toUpperCase();
        assertThat(Call.get(path).by(ada).send().json().path("data").path("id").asText()).isEqualTo(id);
    }

    @ParameterizedTest
    @CsvSource({"nope=1,nope", "Page=1,Page", "user_id=1,user_id", "userId=1,userId", "offset=5,offset",
            "priorty=high,priorty", "page=1&nope,nope", "completed[]=true,completed[]"})
    void anUnknownParameterOfAListIsToldWithTheAllowedOnes(String query, String field) {
        String target = "/api/v1/tasks?" + query.replace("[", "%5B").replace("]", "%5D");
        Reply reply = Refusal.envelope(Call.get(target).by(ada).send(), 400, "INVALID_PARAMETER");
        assertThat(Refusal.fields(reply)).containsExactly(field);
        assertThat(reply.json().path("details").path(0).path("message").asText())
                .contains("page, limit, cursor, sort, completed, priority, dueBefore, dueAfter, dueAt, search");
    }

    @Test
    void everythingWrongWithAQueryIsToldAtOnce() {
        Reply reply = Call.get("/api/v1/tasks?nope=1&page=0&limit=101&completed=maybe&sort=nope&page=1").by(ada).send();
        Refusal.envelope(reply, 400, "INVALID_PARAMETER");
        assertThat(Refusal.fields(reply)).containsExactlyInAnyOrder("nope", "page", "page", "limit", "completed",
                "sort");
    }
}
