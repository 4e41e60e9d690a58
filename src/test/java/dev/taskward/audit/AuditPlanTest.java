package dev.taskward.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import dev.taskward.support.Account;
import dev.taskward.support.Plan;
import dev.taskward.support.ServiceTest;

/** The audit log is looked up by its indexes, however long it has become. */
@QuarkusTest
class AuditPlanTest extends ServiceTest {
    private static final int MANY = 20_000;
    private static final String AUDIT = "/api/v1/audit?limit=20&cursor=";
    private static boolean filled;

    @BeforeEach
    void muchHasHappened() {
        if (!filled) {
            filled = true;
            Plan.sql("insert into audit_events (id, action, actor_id, subject_id, created_at, updated_at) "
                    + "select gen_random_uuid(), case when n % 100 = 0 then 'ROLE_CHANGED' else 'LOGIN' end, "
                    + "md5((n % 500)::text)::uuid, md5((n % 500)::text)::uuid, now() - n * interval '1 minute', now() "
                    + "from generate_series(1, " + MANY + ") n");
            Plan.sql("vacuum analyze audit_events");
        }
    }

    @Test
    void theNewestAreReadOffAnIndexWithoutSorting() {
        assertThat(Plan.ofList(Account.admin(), "audit_events", AUDIT)).contains("audit_events_by_time")
                .doesNotContain("Sort", "Seq Scan");
    }

    @ParameterizedTest
    @CsvSource({"subjectId=01936f3e-5b7a-7c3d-9a41-2f6b8c0d1e2f,audit_events_of_subject",
            "actorId=01936f3e-5b7a-7c3d-9a41-2f6b8c0d1e2f,audit_events_of_actor"})
    void eachFilterHasItsIndex(String filter, String index) {
        assertThat(Plan.ofList(Account.admin(), "audit_events", AUDIT + "&" + filter)).contains(index)
                .doesNotContain("Seq Scan");
    }
}
