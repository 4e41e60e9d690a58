package dev.taskward.task;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import dev.taskward.support.Account;
import dev.taskward.support.PersonalToken;

/** What requests cost the database, as the database has counted it. */
@QuarkusTest
public class TaskStatementsTest extends TaskTest {
    /** All but transaction control, the watching itself, the service's own poll, and drivers looking at the catalog. */
    private static final String SEEN = """
            select query from pg_stat_statements, generate_series(1, calls)
            where query ~* '^\\s*(select|insert|update|delete|with|merge)'
              and query !~* 'revoked_sessions|pg_stat_statements|pg_catalog|pg_stat_activity'""";

    private Object water;

    @BeforeEach
    void adaHasThreeTasks() {
        update("create extension if not exists pg_stat_statements");
        update("delete from tasks where user_id = ?", ada().id());
        water = ada().task("Water").get("id");
        ada().task("Feed");
        ada().task("Walk");
    }

    /** The statements that the service ran for this request. */
    private static List<String> statements(int status, Supplier<Response> request) {
        column("select pg_stat_statements_reset()::text");
        assertThat(request.get().statusCode()).isEqualTo(status);
        return column(SEEN).stream().map(String.class::cast).map(String::toLowerCase).toList();
    }

    private List<String> get(Mount mount, String below) {
        return statements(200, () -> ada().request().get(mount.path(ada()) + below));
    }

    @EveryMount
    void aListIsOneStatementAndOneMoreForItsTotal(Mount mount) {
        assertThat(get(mount, "?limit=2&sort=title,-dueAt")).hasSize(2)
                .filteredOn(statement -> statement.contains("count(")).hasSize(1);
    }

    @EveryMount
    void aListThatEndsOnThisPageIsOneStatement(Mount mount) {
        assertThat(get(mount, "")).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"?cursor=&limit=2", "?cursor=", "?cursor=&limit=2&sort=-priority,dueAt&completed=false"})
    void aListByCursorIsOneStatement(String query) {
        assertThat(get(Mount.BY_USER_ID, query)).hasSize(1);
    }

    @Test
    void theNextPageByCursorIsOneStatement() {
        String cursor = ada().request().get(ada().tasks() + "?cursor=&limit=1").path("meta.nextCursor");
        assertThat(get(Mount.BY_USER_ID, "?limit=1&cursor=" + cursor)).hasSize(1);
    }

    @EveryMount
    void aReadIsOneStatement(Mount mount) {
        assertThat(get(mount, "/" + water)).hasSize(1).first().asString().startsWith("select");
    }

    @Test
    void aPersonalTokenIsOneStatementMore() {
        PersonalToken token = PersonalToken.of(ada(), "read").used();
        assertThat(statements(200, () -> token.request().get(ada().tasks(water)))).hasSize(2)
                .filteredOn(statement -> statement.contains("personal_tokens")).singleElement().asString()
                .startsWith("select");
    }

    @EveryMount
    void aCreationIsOneInsert(Mount mount) {
        assertThat(statements(201, () -> ada().request().body(Map.of("title", "New")).post(mount.path(ada()))))
                .hasSize(1).first().asString().startsWith("insert into tasks");
    }

    @Test
    void aPatchIsALockAndAnUpdateOfWhatItNames() {
        List<String> statements = statements(200,
                () -> ada().request().body(Map.of("title", "New")).patch(ada().tasks(water)));
        assertThat(statements).hasSize(2);
        assertThat(statements).filteredOn(statement -> statement.startsWith("select")).first().asString()
                .contains("for ", "update");
        assertThat(statements).filteredOn(statement -> statement.startsWith("update")).first().asString()
                .contains("title=", "updated_at=", "version=")
                .doesNotContain("description=", "priority=", "due_at=", "completed=", "completed_at=");
    }

    @Test
    void aPatchThatChangesNothingWritesNothing() {
        assertThat(statements(200, () -> ada().request().body(Map.of("title", "Water")).patch(ada().tasks(water))))
                .hasSize(1).first().asString().startsWith("select");
    }

    @Test
    void aDeleteIsOneStatement() {
        assertThat(statements(204, () -> ada().request().delete(ada().tasks(water)))).hasSize(1).first().asString()
                .startsWith("delete from tasks");
    }

    /** So that another's task cannot be found even by a mistake in the code around the statement. */
    @Test
    void theOwnerIsAConditionOfEveryStatementThatLooksForTasks() {
        List<Supplier<Response>> requests = List.of(
                () -> ada().request().get(ada().tasks() + "?limit=2&search=ate&completed=false&sort=title"),
                () -> ada().request().get(ada().tasks() + "?cursor=&limit=2"),
                () -> ada().request().get(ada().tasks(water)),
                () -> ada().request().body(Map.of("title", "New")).put(ada().tasks(water)),
                () -> ada().request().body(Map.of("title", "Newer")).patch(ada().tasks(water)),
                () -> ada().request().body("{}").patch(ada().tasks(water, "complete")));
        for (Supplier<Response> request : requests) {
            assertThat(statements(200, request))
                    .filteredOn(statement -> statement.startsWith("select") && statement.contains(" from "))
                    .isNotEmpty()
                    .allSatisfy(statement -> assertThat(statement).matches("(?s).* where .*user_id ?= ?\\$\\d.*"));
        }
        assertThat(statements(204, () -> ada().request().delete(ada().tasks(water))))
                .allSatisfy(statement -> assertThat(statement).matches("(?s).* where .*user_id ?= ?\\$\\d.*"));
    }

    @Test
    void aRequestThatIsRefusedCostsTheDatabaseNothing() {
        bob();
        assertThat(statements(401, () -> Account.anonymous().get(ada().tasks()))).isEmpty();
        assertThat(statements(403, () -> ada().request().get(bob().tasks()))).isEmpty();
        assertThat(statements(400, () -> ada().request().get(ada().tasks() + "?complete=true"))).isEmpty();
        assertThat(statements(400, () -> ada().request().body("{}").post(ada().tasks()))).isEmpty();
        assertThat(statements(400, () -> ada().request().get(ada().tasks("1")))).isEmpty();
    }
}
