package dev.taskward.user;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import dev.taskward.support.Account;
import dev.taskward.support.Plan;
import dev.taskward.support.ServiceTest;

/** The hot queries on users use their indexes. */
@QuarkusTest
class UserPlanTest extends ServiceTest {
    private static final int MANY = 20_000;
    private static final String USERS = "/api/v1/users?limit=20&cursor=";
    private static Account ada;

    @BeforeEach
    void thereAreManyUsers() {
        if (ada == null) {
            ada = Account.register();
            Plan.sql("insert into users (id, email, username, password_hash, created_at, updated_at) "
                    + "select gen_random_uuid(), md5(n::text) || '@many.example.com', left(md5((n + 1)::text), 30), "
                    + "'none', now() - n * interval '1 minute', now() from generate_series(1, " + MANY + ") n");
            Plan.sql("vacuum analyze users");
        }
    }

    /** Other tests read the table as it is. */
    @AfterAll
    static void thereAreFewAgain() {
        Plan.sql("delete from users where email like '%@many.example.com'");
        Plan.sql("vacuum analyze users");
    }

    @Test
    void theFirstPageIsReadOffItsIndexWithoutSorting() {
        for (Account reader : new Account[]{ada, Account.admin()}) {
            assertThat(Plan.ofList(reader, "users", USERS)).contains("users_by_creation").doesNotContain("Sort",
                    "Seq Scan");
        }
    }

    @Test
    void thePageAtAnyDepthBeginsWithinTheIndex() {
        String cursor = ada.request().get(USERS).path("meta.nextCursor");
        assertThat(Plan.ofList(ada, "users", USERS + cursor)).contains("users_by_creation")
                .doesNotContain("Sort", "Seq Scan").containsPattern("Index Cond: .*created_at <=");
    }

    @Test
    void aSearchAmongManyUsesTheTrigrams() {
        for (Account reader : new Account[]{ada, Account.admin()}) {
            Plan.assertSearched(reader, "users_search", USERS + "&search=abcdef0123");
        }
    }
}
