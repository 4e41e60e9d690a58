package dev.taskward.task;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;

import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import dev.taskward.support.Environment;

/**
 * The hot queries use their indexes. The statements are taken as the service sent them, and explained with a generic
 * plan, which is the one that has to do for every user.
 */
@QuarkusTest
public class TaskPlanTest extends TaskTest {
    private static final int MANY = 20_000;

    @BeforeEach
    void adaHasManyTasksAndOthersToo() {
        update("create extension if not exists pg_stat_statements");
        if (column("select 1 from tasks where user_id = ? offset 10", ada().id()).isEmpty()) {
            fill(ada().id());
            fill(bob().id());
            update("vacuum analyze tasks");
        }
    }

    private static void fill(String owner) {
        update("insert into tasks (id, user_id, title, description, created_at, updated_at) select gen_random_uuid(), "
                + "?::uuid, 'Task ' || md5(n::text), md5((n + 1)::text), now() - n * interval '1 minute', now() "
                + "from generate_series(1, " + MANY + ") n", owner);
    }

    /** The plan of the statement that this request for a list leads to. */
    private String plan(String query) {
        column("select pg_stat_statements_reset()::text");
        ada().request().get(ada().tasks() + "?" + query).then().statusCode(200);
        List<?> statements = column("select query from pg_stat_statements where query ilike 'select%from tasks%' "
                + "and query not ilike '%count(%'");
        assertThat(statements).hasSize(1);
        return explain("explain (generic_plan) " + statements.get(0));
    }

    /** In simple mode, since the placeholders in the statement are not to be filled. */
    private static String explain(String sql) {
        String url = "jdbc:" + Environment.databaseUrl().replaceFirst("//[^@]*@", "//") + "?preferQueryMode=simple";
        try (Connection connection = DriverManager.getConnection(url, "postgres", "postgres");
                ResultSet lines = connection.createStatement().executeQuery(sql)) {
            StringBuilder plan = new StringBuilder();
            while (lines.next()) {
                plan.append(lines.getString(1)).append('\n');
            }
            return plan.toString();
        } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
        }
    }

    @Test
    void theFirstPageIsReadOffItsIndexWithoutSorting() {
        assertThat(plan("limit=20&cursor=")).contains("tasks_of_user_by_creation").doesNotContain("Sort", "Seq Scan");
    }

    @Test
    void thePageAtAnyDepthBeginsWithinTheIndex() {
        String cursor = ada().request().get(ada().tasks() + "?limit=100&cursor=").path("meta.nextCursor");
        assertThat(plan("limit=20&cursor=" + cursor)).contains("tasks_of_user_by_creation")
                .doesNotContain("Sort", "Seq Scan").containsPattern("Index Cond: .*created_at <=");
    }

    @Test
    void theTotalIsCountedOffAnIndex() {
        column("select pg_stat_statements_reset()::text");
        ada().request().get(ada().tasks()).then().statusCode(200);
        Object count = column("select query from pg_stat_statements where query ilike 'select count(%from tasks%'")
                .get(0);
        assertThat(explain("explain (generic_plan) " + count)).contains("Index").doesNotContain("Seq Scan");
    }

    @Test
    void aSearchAmongManyUsesTheTrigrams() {
        assertThat(plan("search=abcdef0123&cursor=")).contains("tasks_search").doesNotContain("Seq Scan");
    }
}
