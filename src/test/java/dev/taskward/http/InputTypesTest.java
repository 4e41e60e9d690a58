package dev.taskward.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import jakarta.validation.Valid;
import jakarta.validation.Validation;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every type that a component of an input record can have: what it takes, and what is said of everything else. */
class InputTypesTest {
    private static final String ID = "01936f3e-5b7a-7c3d-9a41-2f6b8c0d1e2f";

    enum Color {
        red,
        green
    }

    record Inner(@NotBlank String name, Integer size) {}

    record Everything(String text, boolean flag, Boolean maybe, int number, Integer whole, Long big, Double real,
            BigDecimal money,
            LocalDate day, @JsonFormat(pattern = "dd.MM.yyyy") LocalDate germanDay, Instant time, UUID id, Color color,
            @Valid Inner inner, @Size(max = 3) List<@Valid Inner> inners, List<String> words,
            Map<String, Integer> counts,
            @JsonProperty("other_name") String other, @NotNull @Untrimmed @Size(max = 10) String secret) {
        Everything {
            secret = secret == null ? "" : secret;
        }
    }

    record Few(@Size(max = 3) List<String> words) {}

    record Unbindable(Runnable action) {}

    private final Binder binder = new Binder();

    InputTypesTest() {
        binder.validator = Validation.buildDefaultValidatorFactory().getValidator();
    }

    private Everything json(String json) {
        try {
            return binder.bind(
                    JsonBody.parse(json.getBytes(StandardCharsets.UTF_8), Binder.JSON.constructType(Everything.class)),
                    Everything.class);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private Everything form(String name, String... values) {
        ObjectNode form = JsonNodeFactory.instance.objectNode();
        if (values.length == 1) {
            form.put(name, values[0]);
        } else {
            List.of(values).forEach(form.withArray(name)::add);
        }
        return binder.bindTexts(form, Everything.class);
    }

    private List<FieldError> errors(Runnable binding) {
        return catchThrowableOfType(ApiException.class, binding::run).details();
    }

    @Test
    void eachTypeIsReadFromJson() {
        Everything all = json(
                "{\"text\":\" a \",\"flag\":true,\"maybe\":false,\"number\":-7,\"whole\":8,\"big\":9007199254740993,"
                        + "\"real\":1.5,\"money\":12345678901234567890.12,\"day\":\"2026-11-21\",\"germanDay\":\"21.11.2026\","
                        + "\"time\":\"2026-11-21T02:06:00Z\",\"id\":\"" + ID
                        + "\",\"color\":\"green\",\"inner\":{\"name\":\"i\"},"
                        + "\"inners\":[{\"name\":\"j\",\"size\":3}],\"words\":[\"x\",\"y\"],\"counts\":{\"k\":1},\"other_name\":\"o\","
                        + "\"secret\":\" s \"}");
        assertThat(all).isEqualTo(new Everything("a", true, false, -7, 8, 9007199254740993L, 1.5,
                new BigDecimal("12345678901234567890.12"), LocalDate.of(2026, 11, 21), LocalDate.of(2026, 11, 21),
                Instant.parse("2026-11-21T02:06:00Z"), UUID.fromString(ID), Color.green, new Inner("i", null),
                List.of(new Inner("j", 3)), List.of("x", "y"), Map.of("k", 1), "o", " s "));
    }

    @ParameterizedTest
    @CsvSource({"flag,true", "maybe,on", "number,-7", "whole,8", "big,9007199254740993", "real,1.5", "money,0.10",
            "day,2026-11-21", "germanDay,21.11.2026", "id," + ID, "color,red", "other_name,o"})
    void eachTypeIsReadFromAForm(String field, String value) {
        assertThat(form(field, value)).isNotNull().isNotEqualTo(json("{}"));
    }

    @Test
    void spacesAroundAConstantOrATimeDoNotCount() {
        assertThat(json("{\"color\":\" green\\n\"}").color()).isEqualTo(Color.green);
        assertThat(json("{\"time\":\" 2026-11-21T02:06:00Z \"}").time())
                .isEqualTo(Instant.parse("2026-11-21T02:06:00Z"));
    }

    @Test
    void aListIsGivenOnceOrSeveralTimesInAForm() {
        assertThat(form("words", "x").words()).containsExactly("x");
        assertThat(form("words", "x", "y").words()).containsExactly("x", "y");
        assertThat(errors(() -> form("text", "x", "y"))).containsExactly(new FieldError("text", "must be given once"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
            "text | 5 | must be a string", "flag | 1 | must be true or false",
            "flag | \"true\" | must be true or false",
            "flag | null | must not be null", "number | 1.5 | must be a whole number",
            "number | \"4\" | must be a whole number",
            "number | 3000000000 | must be a whole number", "number | null | must not be null",
            "whole | \"\" | must be a whole number", "whole | true | must be a whole number",
            "big | 1e2 | must be a whole number", "real | \"1.5\" | must be a number",
            "real | 1e400 | must be a number",
            "real | \"NaN\" | must be a number", "money | \"3\" | must be a number",
            "day | 5 | must be a date such as 2026-11-21",
            "day | [2026,1,1] | must be a date such as 2026-11-21",
            "day | \"21.11.2026\" | must be a date such as 2026-11-21",
            "germanDay | \"2026-11-21\" | must be a date such as 2026-11-21",
            "time | 5 | must be an RFC 3339 date-time such as 2026-11-21T02:06:00.000Z",
            "id | \"1-1-1-1-1\" | must be a UUID", "id | \"AAAAAAAAAAAAAAAAAAAAAA==\" | must be a UUID",
            "color | \"RED\" | must be one of red, green", "color | 0 | must be one of red, green",
            "color | \"\" | must be one of red, green", "inner | 5 | must be an object",
            "inner | \"\" | must be an object",
            "inner | [] | must be an object", "inners | {} | must be an array", "inners | \"\" | must be an array",
            "counts | 5 | must be an object", "secret | null | must not be null"})
    void aValueOfAnotherTypeIsNamedWithWhatItMustBe(String field, String value, String message) {
        assertThat(errors(() -> json("{\"" + field + "\":" + value + "}")))
                .containsExactly(new FieldError(field, message));
    }

    @ParameterizedTest
    @ValueSource(strings = {"1.0", " 1", "1e3", "99999999999", "x", "999999999999999999999999"})
    void nothingElseInAFormIsAWholeNumber(String text) {
        assertThat(errors(() -> form("number", text)))
                .containsExactly(new FieldError("number", "must be a whole number"));
    }

    @Test
    void everyMistakeIsToldByItsPlaceInTheOrderOfTheFields() {
        List<FieldError> errors = errors(() -> json("{\"secret\":null,\"counts\":{\"k\":\"x\"},\"words\":[\"x\",5],"
                + "\"inners\":[{\"name\":\"ok\"},{\"name\":\" \"},{\"size\":\"3\"}],\"inner\":{\"name\":4},\"number\":\"x\"}"));
        assertThat(errors).extracting(FieldError::field).containsExactly("number", "inner.name", "inners[2].size",
                "inners[1].name", "inners[2].name", "words[1]", "counts.k", "secret");
    }

    @Test
    void theSizeOfAListIsCheckedBeforeItsItems() {
        assertThat(errors(() -> json("{\"inners\":[" + "{},".repeat(3) + "{}]}")))
                .containsExactly(new FieldError("inners", "must have at most 3 items"));
    }

    @Test
    void noMoreThanAHundredMistakesAreTold() {
        assertThat(errors(() -> json("{\"words\":[" + "1,".repeat(999) + "1]}"))).hasSize(100);
    }

    @Test
    void textIsMeasuredBeforeItIsNormalized() {
        assertThat(errors(() -> json("{\"secret\":\"" + "e\u0301".repeat(30) + "\"}")))
                .containsExactly(new FieldError("secret", "must be at most 10 characters long"));
        assertThat(json("{\"secret\":\"" + "e\u0301".repeat(10) + "\"}").secret()).isEqualTo("\u00e9".repeat(10));
    }

    @Test
    void textWithoutALengthHasTenThousandCharacters() {
        assertThat(json("{\"text\":\"" + "\uD83C\uDF31".repeat(10_000) + "\"}").text()).hasSize(20_000);
        assertThat(errors(() -> json("{\"text\":\"" + "x".repeat(10_001) + "\"}")))
                .containsExactly(new FieldError("text", "must be at most 10000 characters long"));
    }

    @Test
    void theSizeOfAListIsNotTheLengthOfItsTexts() throws IOException {
        byte[] json = ("{\"words\":[\"" + "x".repeat(200) + "\"]}").getBytes(StandardCharsets.UTF_8);
        assertThat(binder.bind(JsonBody.parse(json, Binder.JSON.constructType(Few.class)), Few.class).words())
                .containsExactly("x".repeat(200));
    }

    @Test
    void aRunOfMoreThanThirtyCombiningMarksIsRefused() {
        assertThat(json("{\"text\":\"a" + "\u0301".repeat(30) + "\"}").text()).hasSize(30);
        assertThat(errors(() -> json("{\"text\":\"a" + "\u0301".repeat(31) + "\"}")))
                .containsExactly(new FieldError("text", Text.TOO_MANY_MARKS));
    }

    @Test
    void aPatchLeavesWhatItDoesNotName() {
        Everything now = json(
                "{\"text\":\"a\",\"number\":1,\"money\":0.10,\"germanDay\":\"21.11.2026\",\"counts\":{\"k\":1}}");
        ObjectNode patch = JsonNodeFactory.instance.objectNode().put("text", "b").putNull("counts");
        Everything then = binder.merge(patch, now, Everything.class);
        assertThat(then.text()).isEqualTo("b");
        assertThat(then.counts()).isNull();
        assertThat(then.number()).isEqualTo(1);
        assertThat(then.money()).isEqualTo(new BigDecimal("0.10"));
        assertThat(then.germanDay()).isEqualTo(now.germanDay());
    }

    @Test
    void aTypeThatCannotBeBoundIsAMistakeOfTheRecord() {
        ObjectNode fields = JsonNodeFactory.instance.objectNode();
        fields.putObject("action");
        assertThatThrownBy(() -> binder.bind(fields, Unbindable.class)).isInstanceOf(IllegalStateException.class);
    }
}
