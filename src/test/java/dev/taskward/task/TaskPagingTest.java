package dev.taskward.task;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import dev.taskward.support.Account;

/** Lists by page number: where one stands, its links, and what is refused. */
@QuarkusTest
public class TaskPagingTest extends TaskListTest {
    private static final int TASKS = 45;

    @BeforeEach
    void adaHasTasksAndBobHasOne() {
        if (column("select id from tasks where user_id = ?", ada().id()).isEmpty()) {
            addTasks(ada().id(), TASKS);
            bob().task("Bob's own");
        }
    }

    @EveryMount
    void anEmptyListSaysSo(Mount mount) {
        Response list = list(Account.register(), mount, "");
        assertThat(list.<Map<String, Object>>path("$")).isEqualTo(Map.of("success", true, "data", List.of(), "meta",
                Map.of("page", 1, "limit", 20, "total", 0, "totalPages", 0)));
        assertThat(links(list)).containsOnlyKeys("first", "last");
    }

    @EveryMount
    void aListShowsEachTaskAsAReadDoes(Mount mount) {
        Account eve = Account.register();
        Map<String, Object> task = eve.task(Map.of("title", "Water", "description", "Why", "priority", "high"));
        assertThat(list(eve, mount, "").<List<Map<String, Object>>>path("data")).containsExactly(task);
    }

    @EveryMount
    void aPageHasTwentyTasksUnlessAskedOtherwise(Mount mount) {
        Response list = list(ada(), mount, "");
        assertThat(ids(list)).hasSize(20);
        assertThat(list.<Map<String, Object>>path("meta")).containsEntry("page", 1).containsEntry("limit", 20)
                .containsEntry("total", TASKS).containsEntry("totalPages", 3);
    }

    @ParameterizedTest
    @CsvSource({"1,1,1,45", "45,1,1,45", "2,20,20,3", "3,20,5,3", "5,10,5,5", "5,9,9,5", "1,100,45,1", "4,20,0,3",
            "2,100,0,1", "1000,100,0,1", "100000,1,0,45"})
    void metaSaysWhereAPageStands(int page, int limit, int rows, int pages) {
        for (Mount mount : Mount.values()) {
            Response list = list(ada(), mount, "page=" + page + "&limit=" + limit);
            assertThat(ids(list)).hasSize(rows);
            assertThat(list.<Map<String, Object>>path("meta")).containsEntry("page", page)
                    .containsEntry("limit", limit).containsEntry("total", TASKS).containsEntry("totalPages", pages);
        }
    }

    @EveryMount
    void aListHasTheCallersTasksAndNoOthers(Mount mount) {
        List<Object> own = column("select id::text from tasks where user_id = ?", ada().id());
        assertThat(ids(list(ada(), mount, "limit=100")))
                .hasSameElementsAs(own.stream().map(String.class::cast).toList());
        assertThat(list(bob(), mount, "").<Integer>path("meta.total")).isEqualTo(1);
    }

    @EveryMount
    void theLinksToTheNextPageLeadThroughAllTasks(Mount mount) {
        List<String> walked = walk(ada(), list(ada(), mount, "limit=7"));
        assertThat(walked).doesNotHaveDuplicates().isEqualTo(ids(list(ada(), mount, "limit=100")));
    }

    @EveryMount
    void thePagesInReverseAreTheSame(Mount mount) {
        Response page = list(ada(), mount, "limit=20&page=3");
        List<String> pages = new ArrayList<>(ids(page));
        while (links(page).containsKey("prev")) {
            page = get(ada(), links(page).get("prev"));
            pages.addAll(0, ids(page));
        }
        assertThat(pages).isEqualTo(ids(list(ada(), mount, "limit=100")));
    }

    @EveryMount
    void linksLeadToTheFirstThePreviousTheNextAndTheLastPage(Mount mount) {
        Map<String, String> links = links(list(ada(), mount, "page=2&limit=10"));
        String path = mount.path(ada());
        assertThat(links).containsOnlyKeys("first", "prev", "next", "last");
        assertThat(links.get("first")).startsWith(path + "?page=1&").contains("limit=10");
        assertThat(links.get("prev")).startsWith(path + "?page=1&").contains("limit=10");
        assertThat(links.get("next")).startsWith(path + "?page=3&").contains("limit=10");
        assertThat(links.get("last")).startsWith(path + "?page=5&").contains("limit=10");
    }

    @EveryMount
    void thereIsNothingBeforeTheFirstPageNorAfterTheLast(Mount mount) {
        assertThat(links(list(ada(), mount, "limit=9"))).containsOnlyKeys("first", "next", "last");
        assertThat(links(list(ada(), mount, "page=5&limit=9"))).containsOnlyKeys("first", "prev", "last");
        assertThat(list(ada(), mount, "page=5&limit=9").<Object>path("meta.nextCursor")).isNull();
    }

    @EveryMount
    void fromPastTheEndALinkLeadsBackToTheLastPage(Mount mount) {
        Map<String, String> links = links(list(ada(), mount, "page=99"));
        assertThat(links).containsOnlyKeys("first", "prev", "last");
        assertThat(ids(get(ada(), links.get("prev")))).isEqualTo(ids(get(ada(), links.get("last")))).hasSize(5);
    }

    @Test
    void linksKeepFiltersAndOrder() {
        Account eve = Account.register();
        eve.task("50% & more = a+b \u00E9, twice");
        eve.task("50% & more = a+b \u00E9");
        eve.task("Another");
        Response first = list(eve, Mount.BY_USER_ID,
                "limit=1&sort=-title&completed=false&search=50%25%20%26%20more%20%3D%20a%2Bb%20%C3%A9");
        assertThat(titles(first)).containsExactly("50% & more = a+b \u00E9, twice");
        assertThat(titles(get(eve, links(first).get("next")))).containsExactly("50% & more = a+b \u00E9");
    }

    @Test
    void aPageByNumberReachesAHundredThousandRows() {
        assertThat(ids(list(ada(), Mount.BY_USER_ID, "page=1000&limit=100"))).isEmpty();
        assertThat(refused(ada(), Mount.BY_USER_ID, "page=1001&limit=100", "page"))
                .isEqualTo("reaches beyond the first 100000 rows: walk by cursor, or filter");
        assertThat(refused(ada(), Mount.BY_USER_ID, "page=2147483647&limit=100", "page")).startsWith("reaches beyond");
    }

    @ParameterizedTest
    @ValueSource(strings = {"page=0", "page=-1", "page=abc", "page=", "page=1.5", "page=2147483648", "page=1e3",
            "limit=0", "limit=-1", "limit=101", "limit=abc", "limit=", "limit=99999999999"})
    void whatIsOutOfRangeIsRefused(String query) {
        for (Mount mount : Mount.values()) {
            assertThat(refused(ada(), mount, query, query.substring(0, query.indexOf('=')))).startsWith("must be");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"complete=true", "Page=1", "q=Water", "userId=x", "filter[completed]=true"})
    void anUnknownParameterIsRefusedWithTheNamesOfThoseThereAre(String query) {
        for (Mount mount : Mount.values()) {
            String message = refused(ada(), mount, query.replace("[", "%5B").replace("]", "%5D"),
                    query.substring(0, query.indexOf('=')));
            assertThat(message).contains("page", "limit", "cursor", "sort", "completed", "priority", "dueBefore",
                    "dueAfter", "dueAt", "search");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"page=1&page=2", "limit=1&limit=1", "completed=true&completed=false",
            "sort=title&sort=dueAt",
            "search=aaa&search=bbb"})
    void aParameterThatIsGivenTwiceIsRefused(String query) {
        assertThat(refused(ada(), Mount.BY_TOKEN, query, query.substring(0, query.indexOf('=')))).contains("once");
    }

    @EveryMount
    void everythingWrongWithTheParametersIsToldAtOnce(Mount mount) {
        Response refused = ada().request()
                .get(mount.path(ada()) + "?page=0&limit=101&sort=size&completed=maybe&priority=urgent&due=now");
        assertThat(refused.statusCode()).isEqualTo(400);
        assertThat(refused.<List<String>>path("details.field")).containsExactlyInAnyOrder("page", "limit", "sort",
                "completed", "priority", "due");
    }

    @EveryMount
    void anotherUsersListIsForbiddenHoweverItIsAskedFor(Mount mount) {
        String foreign = bob().tasks();
        for (String target : List.of(foreign, foreign + "?page=2", foreign + "?cursor=", foreign + "?nonsense=1")) {
            assertThat(ada().request().get(target).statusCode()).isEqualTo(403);
        }
        assertThat(ids(list(ada(), mount, "limit=100"))).hasSize(TASKS);
    }
}
