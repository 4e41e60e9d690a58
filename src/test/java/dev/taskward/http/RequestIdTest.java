package dev.taskward.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import dev.taskward.support.Call;
import dev.taskward.support.Refusal;
import dev.taskward.support.Reply;
import dev.taskward.support.ServiceTest;

/** The id a request is known by: the caller's, if nothing can be smuggled into a log or an answer by it. */
@QuarkusTest
public class RequestIdTest extends ServiceTest {
    private static final String UUID = "[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}";

    @ParameterizedTest
    @ValueSource(strings = {"7", "01JD3W9Z6X8Q", "0af7651916cd43dd8448eb211c80319c", "a.b_c:d/e+f=g-h"})
    void aSaneIdIsTakenOver(String id) {
        Reply failure = Call.get("/nope").header("X-Request-Id", id).send();
        Refusal.envelope(failure, 404, "NOT_FOUND");
        assertThat(failure.header("X-Request-Id")).isEqualTo(id);
        assertThat(Call.get("/health").header("X-Request-Id", id).send().header("X-Request-Id")).isEqualTo(id);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a b", "a\tb", "a,b", "a;b", "\"a\"", "<script>", "${jndi:ldap://x}", "%0d%0aX: y",
            "\u00e9"})
    void anyOtherIsReplaced(String id) {
        Reply failure = Call.get("/nope").header("X-Request-Id", id).send();
        Refusal.envelope(failure, 404, "NOT_FOUND");
        assertThat(failure.header("X-Request-Id")).matches(UUID);
    }

    @Test
    void anIdOf128CharactersIsTheLongest() {
        String longest = "a".repeat(128);
        assertThat(Call.get("/health").header("X-Request-Id", longest).send().header("X-Request-Id"))
                .isEqualTo(longest);
        assertThat(Call.get("/health").header("X-Request-Id", longest + "a").send().header("X-Request-Id"))
                .matches(UUID);
    }

    @Test
    void aNewlineSmugglesNothingIntoTheAnswer() {
        Reply folded = Call.get("/nope").header("X-Request-Id", "a\r\n b").send();
        Refusal.envelope(folded, 404, "NOT_FOUND");
        assertThat(folded.header("X-Request-Id")).matches(UUID);
    }

    @Test
    void everyRequestHasAnIdOfItsOwn() {
        assertThat(Call.get("/health").send().header("X-Request-Id")).matches(UUID)
                .isNotEqualTo(Call.get("/health").send().header("X-Request-Id"));
    }
}
