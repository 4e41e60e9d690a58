package dev.taskward.task;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import org.junit.jupiter.api.Test;

import dev.taskward.support.Account;

/** What a list may cost, whatever its rows are like. */
@QuarkusTest
public class TaskListSizeTest extends TaskListTest {
    private static final String EMOJI = "\uD83C\uDF31";
    private static final int MANY = 60;

    /** Tasks made beside the service, with a description of so many emoji. */
    private static Account with(int tasks, int emoji) {
        Account account = Account.register();
        update("insert into tasks (id, user_id, title, description, created_at, updated_at) select gen_random_uuid(), ?, "
                + "'task ' || i, repeat('" + EMOJI + "', " + emoji + "), now() - i * interval '1 second', now() "
                + "from generate_series(1, " + tasks + ") as i", account.id());
        return account;
    }

    @Test
    void aPageOfTheDefaultSizeFitsHoweverLongItsTexts() {
        Account eve = with(MANY, 10_000);
        Response list = list(eve, Mount.BY_USER_ID, "");
        assertThat(ids(list)).hasSize(20);
        assertThat(list.asByteArray()).hasSizeBetween(800_000, 1_000_000);
        assertThat(list.<List<String>>path("data.description")).allMatch(EMOJI.repeat(10_000)::equals);
    }

    @Test
    void aPageByNumberThatIsTooLargeIsRefusedWithALimitThatFits() {
        Account eve = with(MANY, 10_000);
        String message = refused(eve, Mount.BY_USER_ID, "limit=60", "limit");
        assertThat(message).matches("is too large for rows of this size: ask for \\d+ or less, or walk by cursor");
        assertThat(ids(list(eve, Mount.BY_USER_ID, "limit=" + message.replaceAll("\\D", "")))).hasSizeGreaterThan(20);
    }

    @Test
    void aPageByCursorEndsEarlyAndTheWalkMissesNothing() {
        Account eve = with(MANY, 10_000);
        List<Object> seen = new ArrayList<>();
        Response page = list(eve, Mount.BY_USER_ID, "limit=100&cursor=");
        assertThat(page.asByteArray()).hasSizeLessThan(1_200_000);
        seen.addAll(ids(page));
        seen.addAll(walk(eve, page));
        assertThat(seen.stream().distinct()).hasSize(MANY);
    }

    @Test
    void whatIsShortIsListedAHundredAtATime() {
        assertThat(ids(list(with(120, 0), Mount.BY_TOKEN, "limit=100"))).hasSize(100);
    }

    @Test
    void aTotalIsExactUpToAHundredThousand() {
        Account eve = with(100_000, 0);
        Response exact = list(eve, Mount.BY_TOKEN, "limit=1");
        assertThat(exact.<Integer>path("meta.total")).isEqualTo(100_000);
        assertThat(exact.<Object>path("meta.totalIsExact")).isNull();
        assertThat(exact.header("Link")).contains("rel=\"last\"");
        eve.task("One more");
        Response more = list(eve, Mount.BY_TOKEN, "limit=1");
        assertThat(more.<Integer>path("meta.total")).isEqualTo(100_000);
        assertThat(more.<Boolean>path("meta.totalIsExact")).isFalse();
        assertThat(more.<Integer>path("meta.totalPages")).isEqualTo(100_000);
        assertThat(more.header("Link")).contains("rel=\"next\"").doesNotContain("rel=\"last\"");
        update("delete from tasks where user_id = ?", eve.id());
    }
}
