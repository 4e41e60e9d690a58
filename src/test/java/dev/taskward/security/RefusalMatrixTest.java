package dev.taskward.security;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;

import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

import dev.taskward.auth.Forge;
import dev.taskward.support.Account;
import dev.taskward.support.Call;
import dev.taskward.support.Environment;
import dev.taskward.support.Operation;
import dev.taskward.support.PersonalToken;
import dev.taskward.support.Refusal;
import dev.taskward.support.Reply;
import dev.taskward.support.ServiceTest;
import dev.taskward.support.Tables;

/**
 * Every operation of the OpenAPI document against everybody who may not call it: the right refusal, and no row changed.
 * A new operation is in it by being in the document.
 */
@QuarkusTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public class RefusalMatrixTest extends ServiceTest {
    /** What any signed-in user may read of another. */
    private static final List<String> READABLE = List.of("GET /api/v1/users/{id}", "GET /api/v1/users/{id}/posts");

    private Account ada;
    private Account bob;
    private Account admin;

    @BeforeEach
    void everyone() {
        if (ada == null) {
            ada = Account.register();
            bob = Account.register();
            admin = Account.admin();
            bob.task("his");
            bob.request().body(Map.of("title", "Draft of his")).post("/api/v1/posts").then().statusCode(201);
            PersonalToken.of(bob, "read");
        }
    }

    private static List<Operation> guarded() {
        List<Operation> guarded = Operation.all().stream()
                .filter(operation -> !DenyByDefaultTest.PUBLIC.contains(operation.toString())).toList();
        assertThat(guarded).hasSizeGreaterThan(30);
        return guarded;
    }

    /** Credentials that are good for nothing, each with the code of its refusal. */
    private Map<String, String> badTokens() {
        Account gone = Account.register();
        gone.request().body(Map.of("currentPassword", gone.password())).delete("/api/v1/users/" + gone.id()).then()
                .statusCode(204);
        Account out = ada.again();
        out.request().post("/api/v1/auth/logout").then().statusCode(204);
        Map<String, String> bad = new LinkedHashMap<>();
        bad.put("nonsense", "TOKEN_INVALID");
        bad.put(Forge.withClaims(ada, claims -> claims.put("exp", Instant.now().getEpochSecond() - 60)),
                "TOKEN_EXPIRED");
        bad.put(Forge.withClaims(ada, claims -> claims.put("aud", "others")), "TOKEN_INVALID");
        bad.put(Forge.withHeader(ada, Environment.newKey(), same()), "TOKEN_INVALID");
        bad.put(ada.refreshToken(), "TOKEN_INVALID");
        bad.put(ada.refreshToken().replace("twr_", "twp_"), "TOKEN_INVALID");
        bad.put(PersonalToken.of(ada, "read", "write").with("expires_at = now()").token(), "TOKEN_EXPIRED");
        bad.put(gone.token(), "TOKEN_INVALID");
        bad.put(out.token(), "TOKEN_INVALID");
        return bad;
    }

    private static Consumer<Map<String, Object>> same() {
        return header -> {
        };
    }

    /** Takes over whatever it can, by every name that an id or an owner could have. */
    private String takeover() {
        return """
                {"title": "taken", "text": "taken", "body": "taken", "email": "taken@example.com", "username": "taken",
                 "name": "taken", "scopes": ["read", "write"], "password": "Taken-horse-7", "role": "admin",
                 "currentPassword": "%2$s", "refresh_token": "%3$s", "token": "%3$s", "id": "%1$s", "userId": "%1$s",
                 "user_id": "%1$s", "ownerId": "%1$s", "authorId": "%1$s",
                 "operations": [{"op": "delete", "id": "%4$s"}]}
                """.formatted(bob.id(), Account.PASSWORD, "twr_" + "A".repeat(43), id("tasks"));
    }

    /** Bob's one of what a path names before its id. */
    private String id(String kind) {
        if (kind.equals("users")) {
            return bob.id();
        }
        String table = kind.equals("tokens") ? "personal_tokens" : kind;
        String owner = kind.equals("posts") ? "author_id" : "user_id";
        try (Connection connection = Environment.connect();
                Statement sql = connection.createStatement();
                ResultSet row = sql.executeQuery("select id from " + table + " where " + owner + " = '" + bob.id()
                        + "' limit 1")) {
            // Of what he has none, any id is as good as absent.
            return row.next() ? row.getString(1) : bob.id();
        } catch (SQLException e) {
            throw new AssertionError("which table has the ids of " + kind + "?", e);
        }
    }

    /** On what is Bob's. */
    private Call call(Operation operation, String owner) {
        String kind = operation.path().replaceAll(".*?/([a-z]+)/\\{id}.*", "$1");
        Operation his = operation.with("user_id", owner);
        return (operation.names("id") ? his.with("id", id(kind)) : his).call(takeover());
    }

    private static Call bearing(Call call, String token) {
        return call.header("Authorization", "Bearer " + token);
    }

    @Test
    void withoutAGoodTokenEveryGuardedOperationAnswers401() {
        Map<String, String> bad = badTokens();
        Map<String, List<String>> before = Tables.contents();
        for (Operation operation : guarded()) {
            Refusal.envelope(call(operation, ada.id()).send(), 401, "TOKEN_MISSING");
            bad.forEach((token, code) -> {
                Reply reply = Refusal.envelope(bearing(call(operation, ada.id()), token).send(), 401, code);
                assertThat(reply.header("WWW-Authenticate")).as(operation.toString()).contains("invalid_token");
            });
        }
        assertThat(Tables.contents()).isEqualTo(before);
    }

    @Test
    void anotherUserInThePathIs403ForUsersAndAdminsAlike() {
        Map<String, List<String>> before = Tables.contents();
        List<Operation> owned = guarded().stream().filter(operation -> operation.names("user_id")).toList();
        assertThat(owned).hasSizeGreaterThanOrEqualTo(8);
        for (Operation operation : owned) {
            Refusal.envelope(call(operation, bob.id()).by(ada).send(), 403, "FORBIDDEN");
            Refusal.envelope(call(operation, bob.id()).by(admin).send(), 403, "FORBIDDEN");
        }
        assertThat(Tables.contents()).isEqualTo(before);
    }

    @Test
    void whatIsAnothersIsNeitherChangedNorShownByItsId() {
        List<Operation> byId = guarded().stream().filter(operation -> operation.names("id")).toList();
        assertThat(byId).hasSizeGreaterThanOrEqualTo(14);
        Map<String, List<String>> before = Tables.contents();
        for (Operation operation : byId) {
            Reply reply = call(operation, ada.id()).by(ada).send();
            if (READABLE.contains(operation.toString())) {
                assertThat(reply.status()).as(operation.toString()).isEqualTo(200);
                assertThat(reply.text()).doesNotContain(bob.email(), "Draft of his");
            } else {
                assertThat(reply.status()).as(operation + ": " + reply.text()).isIn(403, 404);
                Refusal.envelope(reply, reply.status(), reply.status() == 403 ? "FORBIDDEN" : "NOT_FOUND");
            }
        }
        assertThat(Tables.contents()).isEqualTo(before);
    }

    @Test
    void anotherUserInBodyOrQueryIsNotHeard() {
        for (Operation operation : guarded()) {
            if (operation.names("id")) {
                continue;
            }
            // Some of them end the caller's session or account.
            Account caller = operation.path().startsWith("/api/v1/auth") ? Account.register() : ada;
            List<String> his = rowsOfBob();
            Operation own = operation.with("user_id", caller.id());
            new Operation(own.method(), own.path() + "?userId=" + bob.id() + "&user_id=" + bob.id() + "&id=" + bob.id())
                    .call(takeover()).by(caller).send();
            assertThat(rowsOfBob()).as(operation.toString()).isEqualTo(his);
        }
    }

    @Test
    void whatIsForAdminsIs403ForUsers() {
        Refusal.envelope(Call.get("/api/v1/audit").by(ada).send(), 403, "FORBIDDEN");
        Refusal.envelope(Call.get("/api/v1/audit?subjectId=" + ada.id()).by(ada).send(), 403, "FORBIDDEN");
    }

    private List<String> rowsOfBob() {
        return Tables.contents().values().stream().flatMap(List::stream).filter(row -> Stream
                .of(bob.id(), bob.email()).anyMatch(row::contains)).sorted().toList();
    }
}
