package dev.taskward.task;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What each field of a task takes, what it makes of it, and what it refuses, by every route that sets it. */
@QuarkusTest
public class TaskFieldsTest extends TaskTest {
    private static final String EMOJI = "\uD83C\uDF31";
    private static final String E_AND_ACUTE = "e\u0301";

    private Response create(String field, String json) {
        String title = field.equals("title") ? "" : "\"title\": \"Water\", ";
        return ada().request().body("{" + title + "\"" + field + "\": " + json + "}").post(ada().tasks());
    }

    /** What the service keeps of the value, which a read shows as the creation did. */
    private Object kept(String field, String json) {
        Response created = create(field, json);
        assertThat(created.statusCode()).as(created.asString()).isEqualTo(201);
        Object value = created.path("data." + field);
        assertThat(read(ada(), created.path("data.id")).get(field)).isEqualTo(value);
        return value;
    }

    /** By a create, a replacement and a patch alike: this field and no other is told, and nothing is stored. */
    private void refused(String field, String json) {
        Map<String, Object> task = ada().task("Water");
        long before = count();
        String title = field.equals("title") ? "" : "\"title\": \"Water\", ";
        String body = "{" + title + "\"" + field + "\": " + json + "}";
        for (Response response : List.of(ada().request().body(body).post(ada().tasks()),
                ada().request().body(body).put(ada().tasks(task.get("id"))),
                ada().request().body(body).patch(Mount.BY_TOKEN.path(ada(), task.get("id"))))) {
            assertThat(response.statusCode()).as(response.asString()).isEqualTo(400);
            assertThat(response.<String>path("code")).isEqualTo("VALIDATION_FAILED");
            assertThat(response.<List<String>>path("details.field")).containsExactly(field);
            assertThat(response.<String>path("details[0].message")).startsWith("must ");
        }
        assertThat(count()).isEqualTo(before);
        assertThat(read(ada(), task.get("id"))).isEqualTo(task);
    }

    private long count() {
        return (Long) column("select count(*) from tasks where user_id = ?", ada().id()).get(0);
    }

    static Stream<Arguments> unclean() {
        Map<String, String> texts = new HashMap<>(Map.of("NUL", "a\u0000b", "NUL alone", "\u0000", "control",
                "a\u0001b",
                "bell at the end", "a\u0007", "escape", "\u001B[31mred", "delete", "a\u007F", "C1 control", "a\u0085b",
                "lone carriage return", "a\rb"));
        texts.put("lone high surrogate", "a\uD83Cb");
        texts.put("lone low surrogate", "a\uDF31b");
        texts.put("swapped surrogates", "\uDF31\uD83C");
        return Stream.of("title", "description").flatMap(field -> texts.entrySet().stream()
                .map(text -> Arguments.of(field, text.getKey(), json(text.getValue()))));
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("unclean")
    void textWithControlCharactersOrLoneSurrogatesIsRefused(String field, String what, String json) {
        refused(field, json);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", " \t\n ", "\r\n", "\u2003", "\u00A0", "\u200B \uFEFF"})
    void aBlankTitleIsRefused(String blank) {
        refused("title", json(blank));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", EMOJI, E_AND_ACUTE})
    void aTitleHasAtMost200CharactersHoweverTheyAreEncoded(String character) {
        assertThat((String) kept("title", json(character.repeat(200)))).hasSizeGreaterThanOrEqualTo(200);
        refused("title", json(character.repeat(201)));
    }

    @Test
    void theSpacesAroundATitleDoNotCount() {
        assertThat(kept("title", json(" ".repeat(50) + "a".repeat(200) + "\n"))).isEqualTo("a".repeat(200));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", EMOJI, E_AND_ACUTE})
    void aDescriptionHasAtMost10000Characters(String character) {
        assertThat((String) kept("description", json(character.repeat(10_000)))).hasSizeGreaterThanOrEqualTo(10_000);
        refused("description", json(character.repeat(10_001)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"title", "description"})
    void textIsKeptInNfc(String field) {
        assertThat(kept(field, json("Cafe\u0301"))).isEqualTo("Caf\u00E9");
    }

    @ParameterizedTest
    @ValueSource(strings = {"title", "description"})
    void lineEndsAreNewlinesAndTabsStay(String field) {
        assertThat(kept(field, json("\tone\r\ntwo\n\tthree\r\n"))).isEqualTo("one\ntwo\n\tthree");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\u05D0\u05D1", "\u4F60\u597D", "\uD83D\uDC69\u200D\uD83D\uDE80", "\uFFFF", "<b>'\"&\\</b>",
            "'; drop table tasks; --", "${7*7} {{7*7}} %s"})
    void anyOtherTextIsKeptAsItIs(String text) {
        assertThat(kept("title", json(text))).isEqualTo(text);
        assertThat(kept("description", json(text))).isEqualTo(text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"low", "medium", "high"})
    void aPriorityIsOneOfThree(String priority) {
        assertThat(kept("priority", json(priority))).isEqualTo(priority);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
            "title | 5", "title | true", "title | {}", "title | [\"a\"]", "title | null",
            "description | 5", "description | false", "description | {}", "description | []",
            "completed | \"true\"", "completed | 1", "completed | \"\"", "completed | null", "completed | [true]",
            "priority | \"urgent\"", "priority | \"HIGH\"", "priority | \"\"", "priority | 1", "priority | null",
            "priority | {}", "dueAt | 1790000000", "dueAt | true", "dueAt | {}"})
    void aValueOfAnotherTypeIsRefused(String field, String json) {
        refused(field, json);
    }

    @Test
    void aMissingTitleIsRefused() {
        Response response = ada().request().body("{}").post(ada().tasks());
        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(response.<List<String>>path("details.field")).containsExactly("title");
    }

    @ParameterizedTest
    @CsvSource({"2026-11-21T02:06:00Z,2026-11-21T02:06:00.000Z",
            "2026-11-21T02:06:00.5Z,2026-11-21T02:06:00.500Z",
            "2026-11-21T02:06:00.123999999Z,2026-11-21T02:06:00.123Z",
            "2026-11-21T02:06:00+05:30,2026-11-20T20:36:00.000Z",
            "2026-11-21T02:06:00-08:00,2026-11-21T10:06:00.000Z",
            "2026-11-21T02:06:00-00:00,2026-11-21T02:06:00.000Z",
            "2026-11-21t02:06:00z,2026-11-21T02:06:00.000Z",
            "2028-02-29T00:00:00Z,2028-02-29T00:00:00.000Z",
            "1969-12-31T23:59:59.999Z,1969-12-31T23:59:59.999Z",
            "1582-10-10T00:00:00Z,1582-10-10T00:00:00.000Z",
            "0001-01-01T00:00:00Z,0001-01-01T00:00:00.000Z",
            "9999-12-31T23:59:59.999Z,9999-12-31T23:59:59.999Z"})
    void aDueTimeWithAnyOffsetIsKeptInUtcWithMilliseconds(String given, String kept) {
        assertThat(kept("dueAt", json(given))).isEqualTo(kept);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "tomorrow", "2026-11-21", "02:06:00Z", "2026-11-21T02:06:00", "2026-11-21 02:06:00",
            "2026-02-30T00:00:00Z", "2027-02-29T00:00:00Z", "2026-13-01T00:00:00Z", "2026-11-21T24:00:00Z",
            "2026-11-21T02:60:00Z", "2026-11-21T02:06:00+25:00", "20261121T020600Z", "10000-01-01T00:00:00Z",
            "+10000-01-01T00:00:00Z", "+999999999-12-31T23:59:59Z", "0000-12-31T23:59:59Z", "-0001-01-01T00:00:00Z",
            "0001-01-01T00:00:00+01:00", "9999-12-31T23:59:59-01:00", "infinity"})
    void aDueTimeThatIsNoneOrOutOfRangeIsRefused(String time) {
        refused("dueAt", json(time));
    }
}
