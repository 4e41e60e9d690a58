package dev.taskward.task;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Lists by cursor: what they answer, and cursors that were not given for this list. */
@QuarkusTest
public class TaskCursorTest extends TaskListTest {
    private static final int TASKS = 46;
    private static final String SOME_ID = "01936f3e-5b7a-7c3d-9a41-2f6b8c0d1e2f";

    @BeforeEach
    void adaAndBobHaveTasks() {
        if (column("select id from tasks where user_id = ?", ada().id()).isEmpty()) {
            addTasks(ada().id(), TASKS);
            addTasks(bob().id(), 30);
        }
    }

    private static String nextCursor(Response list) {
        return list.path("meta.nextCursor");
    }

    /** What a client that takes cursors apart might send instead of its own. */
    private static String forged(String json) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(json.getBytes(StandardCharsets.UTF_8));
    }

    @EveryMount
    void aListByCursorCountsNothing(Mount mount) {
        Response list = list(ada(), mount, "cursor=&limit=10");
        assertThat(list.<Map<String, Object>>path("meta")).containsOnlyKeys("limit", "nextCursor")
                .containsEntry("limit", 10);
    }

    @EveryMount
    void theLastPageHasNoNextOneEvenIfItIsFull(Mount mount) {
        Response first = list(ada(), mount, "cursor=&limit=23");
        Response last = list(ada(), mount, "limit=23&cursor=" + nextCursor(first));
        assertThat(ids(last)).hasSize(23);
        assertThat(last.<Map<String, Object>>path("meta")).containsOnlyKeys("limit");
        assertThat(links(last)).containsOnlyKeys("first");
    }

    @EveryMount
    void linksLeadToTheFirstAndTheNextPage(Mount mount) {
        Response first = list(ada(), mount, "cursor=&limit=20");
        Response second = get(ada(), links(first).get("next"));
        assertThat(links(second)).containsOnlyKeys("first", "next");
        assertThat(ids(get(ada(), links(second).get("first")))).isEqualTo(ids(first));
    }

    @EveryMount
    void aWalkMayBeginAtAPageByNumber(Mount mount) {
        Response page = list(ada(), mount, "page=2&limit=10&sort=title");
        Response next = list(ada(), mount, "limit=10&sort=title&cursor=" + nextCursor(page));
        assertThat(ids(next)).isEqualTo(ids(list(ada(), mount, "page=3&limit=10&sort=title")));
    }

    @EveryMount
    void theSizeOfAPageMayChangeOnTheWay(Mount mount) {
        Response first = list(ada(), mount, "cursor=&limit=5");
        Response rest = list(ada(), mount, "limit=100&cursor=" + nextCursor(first));
        assertThat(ids(rest)).isEqualTo(ids(list(ada(), mount, "limit=100")).subList(5, TASKS));
    }

    @EveryMount
    void anEmptyListHasNoNextPage(Mount mount) {
        Response list = list(ada(), mount, "cursor=&search=nowhere");
        assertThat(ids(list)).isEmpty();
        assertThat(nextCursor(list)).isNull();
    }

    @EveryMount
    void aPageByCursorThatTheClientHasIsNotSentAgain(Mount mount) {
        String etag = list(ada(), mount, "cursor=&limit=5").header("ETag");
        ada().request().header("If-None-Match", etag).get(mount.path(ada()) + "?cursor=&limit=5").then()
                .statusCode(304);
    }

    @EveryMount
    void aCursorAndAPageAreNotCombined(Mount mount) {
        String cursor = nextCursor(list(ada(), mount, "cursor="));
        refused(ada(), mount, "page=1&cursor=" + cursor, "cursor");
        refused(ada(), mount, "page=1&cursor=", "cursor");
    }

    @ParameterizedTest
    @CsvSource({"title,-title", "title,priority", "-createdAt,createdAt", "createdAt,updatedAt", "'title,dueAt',title",
            "'title,dueAt','title,priority'"})
    void aCursorOfAnotherOrderIsRefused(String sort, String other) {
        String cursor = nextCursor(list(ada(), Mount.BY_TOKEN, "limit=3&cursor=&sort=" + sort));
        for (Mount mount : Mount.values()) {
            refused(ada(), mount, "sort=" + other + "&cursor=" + cursor, "cursor");
        }
    }

    @EveryMount
    void aCursorOfAnotherUserShowsTheCallersOwnTasksAlone(Mount mount) {
        List<String> own = ids(list(ada(), mount, "limit=100"));
        String cursor = nextCursor(list(bob(), mount, "cursor=&limit=3"));
        assertThat(own).containsAll(walk(ada(), list(ada(), mount, "cursor=" + cursor)));
    }

    @EveryMount
    void aForgedCursorThatIsWellFormedShowsTheCallersOwnTasksAlone(Mount mount) {
        List<String> own = ids(list(ada(), mount, "limit=100"));
        Object foreign = column("select id::text from tasks where user_id = ?", bob().id()).get(0);
        String all = forged("{\"order\": \"title\", \"values\": [\"' or true --\"], \"id\": \"" + foreign + "\"}");
        List<String> walked = walk(ada(), list(ada(), mount, "limit=40&sort=title&cursor=" + all));
        assertThat(walked).isNotEmpty().isSubsetOf(own);
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "%00", "!!!!", "null", "AAAA", "e30", "bnVsbA", "W10", "IiI", "MQ", "eyJvcmRlciI6"})
    void whatIsNoCursorIsRefused(String cursor) {
        for (Mount mount : Mount.values()) {
            refused(ada(), mount, "cursor=" + cursor, "cursor");
        }
    }

    @Test
    void aCursorThatWasCutIsRefused() {
        String cursor = nextCursor(list(ada(), Mount.BY_TOKEN, "cursor=&limit=3"));
        refused(ada(), Mount.BY_TOKEN, "cursor=" + cursor.substring(0, cursor.length() - 3), "cursor");
        refused(ada(), Mount.BY_TOKEN, "cursor=" + cursor.substring(4), "cursor");
    }

    /** Each is wrong in one way; none may get as far as the database and come back as a bug. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {"createdAt | [\"yesterday\"]", "createdAt | [null]",
            "createdAt | []", "createdAt | [\"2026-06-01T00:00:00Z\", \"2026-06-01T00:00:00Z\"]", "createdAt | null",
            "createdAt | {}", "createdAt | \"2026-06-01T00:00:00Z\"", "createdAt | [{}]",
            "createdAt | [\"+1000000000-12-31T23:59:59Z\"]", "createdAt | [\"-1000000000-01-01T00:00:00Z\"]",
            "dueAt | [\"+999999-01-01T00:00:00Z\"]", "updatedAt | [\"-9999-01-01T00:00:00Z\"]",
            "priority | [\"high\"]", "priority | [\"99999999999\"]", "priority | [null]", "title | [null]",
            "title | [\"a\\u0000b\"]", "title | [\"\\ud800\"]"})
    void aCursorWithValuesThatNoTaskHasIsRefused(String order, String values) {
        String json = "{\"order\": \"" + order + "\", \"values\": " + values + ", \"id\": \"" + SOME_ID + "\"}";
        refused(ada(), Mount.BY_TOKEN, "sort=" + order + "&cursor=" + forged(json), "cursor");
    }

    @ParameterizedTest
    @ValueSource(strings = {"null", "\"x\"", "5", "{}", "\"1-1-1-1-1\""})
    void aCursorWithoutAnIdIsRefused(String id) {
        String json = "{\"order\": \"title\", \"values\": [\"a\"], \"id\": " + id + "}";
        refused(ada(), Mount.BY_TOKEN, "sort=title&cursor=" + forged(json), "cursor");
    }
}
