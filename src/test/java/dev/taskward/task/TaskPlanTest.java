package dev.taskward.task;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import dev.taskward.support.Plan;

/** The hot queries on tasks use their indexes. */
@QuarkusTest
public class TaskPlanTest extends TaskTest {
    private static final int MANY = 20_000;

    @BeforeEach
    void adaHasManyTasksAndOthersToo() {
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

    private String plan(String query) {
        return Plan.ofList(ada(), "tasks", ada().tasks() + "?" + query);
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
        assertThat(Plan.ofTotal(ada(), "tasks", ada().tasks())).contains("Index").doesNotContain("Seq Scan");
    }

    @Test
    void aSearchAmongManyUsesTheTrigrams() {
        Plan.assertSearched(ada(), "tasks_search", ada().tasks() + "?search=abcdef0123&cursor=");
    }
}
