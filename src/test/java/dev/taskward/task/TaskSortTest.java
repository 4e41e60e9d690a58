package dev.taskward.task;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

import dev.taskward.support.Account;

/** The order of a list, and the walk through it by cursor, which must be in that order and miss nothing. */
@QuarkusTest
public class TaskSortTest extends TaskListTest {
    private static final int TASKS = 47;

    @BeforeEach
    void adaHasTasksWithTiesInEveryKey() {
        if (column("select id from tasks where user_id = ?", ada().id()).isEmpty()) {
            addTasks(ada().id(), TASKS);
        }
    }

    static List<String> sorts() {
        List<String> sorts = new ArrayList<>();
        for (String key : List.of("createdAt", "updatedAt", "dueAt", "priority", "title")) {
            sorts.addAll(List.of(key, "-" + key));
        }
        sorts.addAll(List.of("priority,dueAt", "-priority,dueAt", "priority,-dueAt", "-dueAt,-priority", "dueAt,title",
                "title,-createdAt", "-title,priority,-updatedAt", "dueAt,-priority,title,-createdAt,updatedAt"));
        return sorts;
    }

    /** The order as the contract has it: the keys, those without a value last, then the id as the last key goes. */
    private static Comparator<Map<String, Object>> order(String sort) {
        Comparator<Map<String, Object>> order = (a, b) -> 0;
        boolean descending = false;
        for (String term : sort.split(",")) {
            descending = term.startsWith("-");
            String key = descending ? term.substring(1) : term;
            Function<Map<String, Object>, String> value = task -> key.equals("priority")
                    ? String.valueOf(List.of("low", "medium", "high").indexOf(task.get(key)))
                    : (String) task.get(key);
            order = order.thenComparing(value, Comparator.nullsLast(direction(descending)));
        }
        return order.thenComparing(task -> (String) task.get("id"), direction(descending));
    }

    private static Comparator<String> direction(boolean descending) {
        return descending ? Comparator.reverseOrder() : Comparator.naturalOrder();
    }

    @ParameterizedTest
    @MethodSource("sorts")
    void aListIsInTheOrderAskedForWithTiesById(String sort) {
        List<Map<String, Object>> expected = new ArrayList<>(list(ada(), Mount.BY_TOKEN, "limit=100").path("data"));
        assertThat(expected).hasSize(TASKS);
        Collections.shuffle(expected);
        expected.sort(order(sort));
        for (Mount mount : Mount.values()) {
            assertThat(ids(list(ada(), mount, "limit=100&sort=" + sort)))
                    .isEqualTo(expected.stream().map(task -> task.get("id")).toList());
        }
    }

    @ParameterizedTest
    @MethodSource("sorts")
    void aWalkByPagesIsInTheOrderOfTheWholeList(String sort) {
        List<String> whole = ids(list(ada(), Mount.BY_TOKEN, "limit=100&sort=" + sort));
        assertThat(walk(ada(), list(ada(), Mount.BY_TOKEN, "limit=10&sort=" + sort))).isEqualTo(whole);
    }

    @ParameterizedTest
    @MethodSource("sorts")
    void aWalkByCursorMeetsEachTaskOnceAndInTheSameOrder(String sort) {
        List<String> whole = ids(list(ada(), Mount.BY_TOKEN, "limit=100&sort=" + sort));
        for (Mount mount : Mount.values()) {
            assertThat(walk(ada(), list(ada(), mount, "cursor=&limit=4&sort=" + sort))).isEqualTo(whole);
        }
    }

    @ParameterizedTest
    @MethodSource("sorts")
    void aWalkByCursorMeetsEachTaskOnceWhileOthersAreAdded(String sort) {
        Account eve = withTasks(45);
        List<String> before = ids(list(eve, Mount.BY_TOKEN, "limit=100&sort=" + sort));
        List<String> walked = new ArrayList<>();
        Response page = list(eve, Mount.BY_TOKEN, "cursor=&limit=9&sort=" + sort);
        walked.addAll(ids(page));
        while (links(page).containsKey("next")) {
            if (walked.size() < 50) {
                addTasks(eve.id(), 3);
            }
            page = get(eve, links(page).get("next"));
            walked.addAll(ids(page));
        }
        assertThat(walked).doesNotHaveDuplicates();
        walked.retainAll(before);
        assertThat(walked).isEqualTo(before);
    }

    @ParameterizedTest
    @MethodSource("sorts")
    void aWalkByCursorGoesOnWhereTheRowItStoodAtHasGone(String sort) {
        Account eve = withTasks(12);
        List<String> before = ids(list(eve, Mount.BY_TOKEN, "limit=100&sort=" + sort));
        Response page = list(eve, Mount.BY_TOKEN, "cursor=&limit=5&sort=" + sort);
        eve.request().delete(eve.tasks(before.get(4))).then().statusCode(204);
        assertThat(ids(get(eve, links(page).get("next")))).isEqualTo(before.subList(5, 10));
    }

    /** Another user, with so many tasks and no others. */
    private Account withTasks(int count) {
        update("delete from tasks where user_id = ?", bob().id());
        addTasks(bob().id(), count);
        return bob();
    }

    @EveryMount
    void theNewestTaskIsFirstUnlessAskedOtherwise(Mount mount) {
        assertThat(ids(list(ada(), mount, "limit=100")))
                .isEqualTo(ids(list(ada(), mount, "limit=100&sort=-createdAt")));
    }

    @ParameterizedTest
    @CsvSource({"dueAt", "-dueAt"})
    void tasksWithoutADueTimeComeLastInBothDirections(String sort) {
        List<Object> due = list(ada(), Mount.BY_TOKEN, "limit=100&sort=" + sort).path("data.dueAt");
        int dated = (int) due.stream().filter(time -> time != null).count();
        assertThat(dated).isBetween(1, TASKS - 1);
        assertThat(due.subList(0, dated)).doesNotContainNull();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"size", "''", "--title", "Title", "title,", ",title", "title;dueAt", "id",
            "userId", "title desc", "completed", "-", "title,size"})
    void anOrderThatThereIsNotIsRefusedWithThoseThereAre(String sort) {
        for (Mount mount : Mount.values()) {
            assertThat(refused(ada(), mount, "sort=" + sort.replace(" ", "%20").replace(";", "%3B"), "sort"))
                    .contains("createdAt", "updatedAt", "dueAt", "priority", "title");
        }
    }

    @Test
    void aKeyThatIsNamedTwiceIsRefused() {
        assertThat(refused(ada(), Mount.BY_TOKEN, "sort=title,-title", "sort")).contains("title twice");
    }
}
