package dev.taskward.security;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import dev.taskward.support.Account;
import dev.taskward.support.Call;
import dev.taskward.support.Operation;
import dev.taskward.support.PersonalToken;
import dev.taskward.support.Refusal;
import dev.taskward.support.Reply;
import dev.taskward.support.ServiceTest;
import dev.taskward.support.Tables;

/** Personal tokens at every operation of the document: it says which ones take them, and those that it does not refuse. */
@QuarkusTest
public class PersonalTokenGateTest extends ServiceTest {
    private static final String ANY = "01936f3e-5b7a-7c3d-9a41-2f6b8c0d1e2f";
    private static final String NOT_HERE = "A personal token is not accepted here: sign in";

    private Account ada;
    private JsonNode paths;

    @BeforeEach
    void anAccountAndTheDocument() {
        ada = Account.register();
        paths = Call.get("/q/openapi?format=json").send().json().path("paths");
    }

    private List<String> schemes(Operation operation) {
        List<String> schemes = new ArrayList<>();
        JsonNode security = paths.path(operation.path()).path(operation.method().toLowerCase(Locale.ROOT))
                .path("security");
        security.forEach(requirement -> requirement.fieldNames().forEachRemaining(schemes::add));
        // Beside an empty requirement a token is optional.
        return security.valueStream().anyMatch(JsonNode::isEmpty) ? List.of() : schemes;
    }

    /** All that ask for a token. */
    private List<Operation> secured() {
        return Operation.all().stream().filter(operation -> schemes(operation).contains("bearer")).toList();
    }

    private boolean isAllowed(Operation operation) {
        return schemes(operation).contains("personalToken");
    }

    private static boolean isAboutIdentity(Operation operation) {
        return operation.path().startsWith("/api/v1/auth/") && !operation.path().equals("/api/v1/auth/me")
                || operation.path().startsWith("/api/v1/audit")
                || operation.path().matches("/api/v1/users(/\\{id})?") && !operation.method().equals("GET");
    }

    private Reply send(PersonalToken token, Operation operation, String id) {
        return token.on(operation.with("user_id", ada.id()).with("id", id).call("{}")).send();
    }

    /** Something that is there, so that what is not refused would do something to it. */
    private String idFor(Operation operation, Map<String, String> things) {
        return things.entrySet().stream().filter(thing -> operation.path().contains(thing.getKey()))
                .map(Map.Entry::getValue).findFirst().orElse(ANY);
    }

    private Map<String, String> things() {
        return Map.of("/users/{id}", ada.id(), "/tasks/{id}", (String) ada.task("Something").get("id"),
                "/tokens/{id}", PersonalToken.of(ada, "read").id(), "/posts/{id}",
                ada.request().body(Map.of("title", "Something")).post("/api/v1/posts").path("data.id"));
    }

    @Test
    void nothingAboutIdentityTakesThem() {
        List<Operation> identity = secured().stream().filter(PersonalTokenGateTest::isAboutIdentity).toList();
        assertThat(identity).extracting(Operation::toString).contains("POST /api/v1/auth/logout",
                "GET /api/v1/auth/tokens", "POST /api/v1/auth/tokens", "DELETE /api/v1/auth/tokens/{id}",
                "PATCH /api/v1/users/{id}", "PUT /api/v1/users/{id}", "DELETE /api/v1/users/{id}",
                "GET /api/v1/audit");
        assertThat(identity).noneMatch(this::isAllowed);
    }

    @Test
    void whereTheyAreNotAllowedTheyAreRefusedWhateverTheirScopesAndChangeNothing() {
        Map<String, String> things = things();
        PersonalToken full = PersonalToken.of(ada, "read", "write").used();
        var before = Tables.contents();
        for (Operation operation : secured()) {
            if (!isAllowed(operation)) {
                Reply reply = send(full, operation, idFor(operation, things));
                assertThat(reply.status()).as(operation + reply.text()).isEqualTo(403);
                Refusal.envelope(reply, 403, "FORBIDDEN");
            }
        }
        assertThat(Tables.contents()).isEqualTo(before);
    }

    @Test
    void whereARoleWouldDoTheyAreToldThatTheyAreWhatIsWrong() {
        PersonalToken full = PersonalToken.of(ada, "read", "write");
        for (Operation operation : secured()) {
            if (!isAllowed(operation) && !operation.path().startsWith("/api/v1/audit")) {
                assertThat(send(full, operation, ANY).json().path("error").asText()).as(operation.toString())
                        .isEqualTo(NOT_HERE);
            }
        }
    }

    @Test
    void whereTheyAreAllowedTheyAreTaken() {
        PersonalToken full = PersonalToken.of(ada, "read", "write");
        List<Operation> allowed = secured().stream().filter(this::isAllowed).toList();
        assertThat(allowed).extracting(Operation::toString).contains("GET /api/v1/auth/me", "GET /api/v1/users",
                "POST /api/v1/tasks", "DELETE /api/{user_id}/tasks/{id}", "PUT /api/v1/posts/{id}",
                "GET /api/v1/users/{id}/posts");
        for (Operation operation : allowed) {
            assertThat(send(full, operation, ANY).status()).as(operation.toString()).isNotIn(401, 403)
                    .isLessThan(500);
        }
    }

    @Test
    void toReadIsNotToWrite() {
        Map<String, String> things = things();
        PersonalToken reader = PersonalToken.of(ada, "read").used();
        var before = Tables.contents();
        for (Operation operation : Operation.all()) {
            if (!operation.method().equals("GET")) {
                Reply reply = send(reader, operation, idFor(operation, things));
                assertThat(reply.status()).as(operation.toString()).isBetween(400, 499);
                if (!schemes(operation).isEmpty()) {
                    Refusal.envelope(reply, 403, "FORBIDDEN");
                }
                if (isAllowed(operation)) {
                    assertThat(reply.header("WWW-Authenticate")).endsWith("scope=\"write\"");
                }
            }
        }
        assertThat(Tables.contents()).isEqualTo(before);
    }

    @Test
    void toWriteIsNotToRead() {
        PersonalToken writer = PersonalToken.of(ada, "write");
        for (Operation operation : secured()) {
            if (operation.method().equals("GET") && isAllowed(operation)) {
                Reply reply = Refusal.envelope(send(writer, operation, ANY), 403, "FORBIDDEN");
                assertThat(reply.header("WWW-Authenticate")).endsWith("scope=\"read\"");
            }
        }
    }
}
