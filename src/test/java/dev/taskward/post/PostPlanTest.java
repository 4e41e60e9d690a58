package dev.taskward.post;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import dev.taskward.support.Account;
import dev.taskward.support.Plan;
import dev.taskward.support.ServiceTest;

/** The hot queries on posts use their indexes. */
@QuarkusTest
class PostPlanTest extends ServiceTest {
    private static final int MANY = 20_000;
    private static final String POSTS = "/api/v1/posts?limit=20&cursor=";
    private static Account ada;
    private static Account bob;

    @BeforeEach
    void thereAreManyPostsAndDrafts() {
        if (ada == null) {
            ada = Account.register();
            bob = Account.register();
            fill(ada);
            fill(bob);
            Plan.sql("vacuum analyze posts");
        }
    }

    /** One in ten is a draft. */
    private static void fill(Account author) {
        Plan.sql("insert into posts (id, author_id, title, body, status, published_at, created_at, updated_at) "
                + "select gen_random_uuid(), '" + author.id() + "', 'Post ' || md5(n::text), md5((n + 1)::text), "
                + "case when n % 10 = 0 then 'draft' else 'published' end, case when n % 10 = 0 then null else now() end, "
                + "now() - n * interval '1 minute', now() from generate_series(1, " + MANY + ") n");
    }

    @Test
    void theFirstPageIsReadOffItsIndexWithoutSorting() {
        for (Account reader : new Account[]{bob, Account.admin()}) {
            assertThat(Plan.ofList(reader, "posts", POSTS)).contains("posts_by_creation").doesNotContain("Sort",
                    "Seq Scan");
        }
    }

    @Test
    void thePageAtAnyDepthBeginsWithinTheIndex() {
        String cursor = bob.request().get(POSTS).path("meta.nextCursor");
        assertThat(Plan.ofList(bob, "posts", POSTS + cursor)).contains("posts_by_creation")
                .doesNotContain("Sort", "Seq Scan").containsPattern("Index Cond: .*created_at <=");
    }

    @Test
    void theOnesOfOneAuthorAreReadOffAnIndexOfTheirs() {
        assertThat(Plan.ofList(bob, "posts", "/api/v1/users/" + ada.id() + "/posts?cursor="))
                .contains("posts_of_author_by_creation").doesNotContain("Sort", "Seq Scan");
        assertThat(Plan.ofList(bob, "posts", POSTS + "&author=" + ada.id())).contains("posts_of_author_by_creation")
                .doesNotContain("Sort", "Seq Scan");
    }

    @Test
    void aSearchAmongManyUsesTheTrigrams() {
        for (Account reader : new Account[]{bob, Account.admin()}) {
            Plan.assertSearched(reader, "posts_search", POSTS + "&search=abcdef0123");
        }
    }
}
