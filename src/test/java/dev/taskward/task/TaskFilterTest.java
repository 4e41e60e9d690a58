package dev.taskward.task;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a list can be narrowed to. */
@QuarkusTest
public class TaskFilterTest extends TaskListTest {
    @BeforeEach
    void adaHasTasksThatDifferInEveryFilter() {
        if (!column("select id from tasks where user_id = ?", ada().id()).isEmpty()) {
            return;
        }
        add("alpha", "Nothing of note", false, "low", null);
        add("Bravo 100%", "has_underscore", true, "medium", "2026-06-01T00:00:00Z");
        add("charlie", "ALPHABET", false, "high", "2026-06-02T00:00:00Z");
        add("delta 100 of 7", "back\\slash", true, "high", "2026-06-03T00:00:00Z");
        add("echo", null, false, "medium", "2026-06-04T00:00:00.001Z");
        add("Caf\u00E9", null, true, "low", null);
        bob().task(Map.of("title", "alpha of bob", "description", "100%", "priority", "high"));
    }

    private void add(String title, String description, boolean completed, String priority, String dueAt) {
        Map<String, Object> fields = new HashMap<>(
                Map.of("title", title, "completed", completed, "priority", priority));
        fields.put("description", description);
        fields.put("dueAt", dueAt);
        ada().task(fields);
    }

    /** Only these are found, by their first words, and counted. */
    private void finds(String query, String... firstWords) {
        for (Mount mount : Mount.values()) {
            Response list = list(ada(), mount, query);
            assertThat(titles(list)).extracting(title -> title.split(" ")[0]).containsExactlyInAnyOrder(firstWords);
            assertThat(list.<Integer>path("meta.total")).isEqualTo(firstWords.length);
        }
    }

    private static String[] words(String text) {
        return text == null ? new String[0] : text.split(" ");
    }

    @ParameterizedTest
    @CsvSource({"completed=true, Bravo delta Caf\u00E9", "completed=false, alpha charlie echo",
            "priority=low, alpha Caf\u00E9", "priority=medium, Bravo echo", "priority=high, charlie delta"})
    void byStateAndPriority(String query, String found) {
        finds(query, words(found));
    }

    @ParameterizedTest
    @CsvSource({"dueBefore=2026-06-02T00:00:00Z, Bravo", "dueBefore=2026-06-02T00:00:00.001Z, Bravo charlie",
            "dueAfter=2026-06-03T00:00:00Z, echo", "dueAfter=2026-06-02T23:59:59.999Z, delta echo",
            "dueAfter=2026-06-01T00:00:00Z&dueBefore=2026-06-03T00:00:00Z, charlie",
            "dueBefore=2026-06-02T02:00:00%2B02:00, Bravo", "dueBefore=2026-06-01T00:00:00Z,",
            "dueAt=none, alpha Caf\u00E9",
            "dueAt=none&dueBefore=2026-06-02T00:00:00Z,"})
    void byDueTimeWithBothBoundsExcluded(String query, String found) {
        finds(query, words(found));
    }

    @ParameterizedTest
    @CsvSource({"completed=true&priority=high, delta",
            "completed=false&priority=medium&dueAfter=2026-06-01T00:00:00Z, echo",
            "completed=true&dueAt=none, Caf\u00E9", "search=alpha&completed=false&priority=high, charlie",
            "search=alpha&dueAt=none, alpha",
            "completed=true&priority=high&search=100&dueBefore=2026-06-03T00:00:00Z,"})
    void severalFiltersMustAllHold(String query, String found) {
        finds(query, words(found));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {"alpha | alpha charlie", "ALPHA | alpha charlie",
            "note | alpha",
            "lph | alpha charlie", "100 | Bravo delta", "100% | Bravo", "00% | Bravo", "as_un | Bravo", "k\\s | delta",
            "back\\slash | delta", "a_pha |", "al%a |", "100 of | delta", "' or 1=1 -- |", "caf\u00E9 | Caf\u00E9",
            "CAF\u00C9 | Caf\u00E9",
            "Cafe\u0301 | Caf\u00E9", "nowhere |"})
    void bySearchInTitleAndDescriptionLiterallyAndWhateverTheCase(String text, String found) {
        finds("search=" + URLEncoder.encode(text, StandardCharsets.UTF_8), words(found));
    }

    @Test
    void spacesAroundWhatIsSearchedDoNotCount() {
        finds("search=%20alpha%20", "alpha", "charlie");
    }

    @ParameterizedTest
    @ValueSource(strings = {"completed=yes", "completed=1", "completed=TRUE", "priority=HIGH", "priority=urgent",
            "priority=low,high", "dueBefore=tomorrow", "dueBefore=2026-06-01", "dueBefore=2026-06-01T00:00:00",
            "dueAfter=0000-01-01T00:00:00Z", "dueAfter=99999-01-01T00:00:00Z", "dueAt=2026-06-01T00:00:00Z", "dueAt=",
            "completed=", "priority=",
            "dueBefore=", "dueAfter=",
            "dueAt=null", "search=%00", "search=a%07", "search=%F0%9F%8C%B1%01", "search=zq", "search=%F0%9F%8C%B1",
            "search=%20ab%20"})
    void aFilterThatCannotBeUnderstoodIsRefused(String query) {
        for (Mount mount : Mount.values()) {
            refused(ada(), mount, query, query.substring(0, query.indexOf('=')));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "%F0%9F%8C%B1"})
    void aSearchHasAtMost200CharactersHoweverTheyAreEncoded(String character) {
        finds("search=" + character.repeat(200));
        refused(ada(), Mount.BY_TOKEN, "search=" + character.repeat(201), "search");
    }

    @Test
    void aWalkByCursorKeepsToTheFilter() {
        Response first = list(ada(), Mount.BY_TOKEN, "cursor=&limit=1&completed=true&sort=title");
        assertThat(walk(ada(), first)).isEqualTo(ids(list(ada(), Mount.BY_TOKEN, "completed=true&sort=title")))
                .hasSize(3);
    }

    @Test
    void whatIsFoundIsCountedAcrossPages() {
        Response page = list(ada(), Mount.BY_TOKEN, "completed=true&limit=1&page=2");
        assertThat(page.<Integer>path("meta.total")).isEqualTo(3);
        assertThat(page.<Integer>path("meta.totalPages")).isEqualTo(3);
        assertThat(walk(ada(), list(ada(), Mount.BY_TOKEN, "completed=true&limit=1"))).hasSize(3)
                .doesNotHaveDuplicates();
    }

    @Test
    void aFilterFindsNothingOfAnotherUsers() {
        assertThat(titles(list(bob(), Mount.BY_TOKEN, "search=alpha"))).isEqualTo(List.of("alpha of bob"));
    }
}
