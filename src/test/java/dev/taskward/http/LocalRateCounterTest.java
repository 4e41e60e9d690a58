package dev.taskward.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;

/** Counting by one process, which goes on from what all replicas counted together. */
class LocalRateCounterTest {
    private static final Duration WINDOW = Duration.ofMinutes(10);
    private final LocalRateCounter counter = new LocalRateCounter(new RateLimit(40, WINDOW));

    private long admitted(int requests) {
        return IntStream.range(0, requests).filter(i -> counter.admits("ada")).count();
    }

    @Test
    void theLimitIsAdmittedAndNoMore() {
        assertThat(admitted(100)).isEqualTo(40);
        assertThat(counter.admits("bob")).isTrue();
    }

    @Test
    void whatAllCountedBeforeIsNotAdmittedAgain() {
        admitted(10);
        counter.adopt("ada", 30, Duration.ofMinutes(3));
        assertThat(admitted(100)).isEqualTo(10);
        assertThat(counter.look("ada").reset()).isBetween(175L, 180L);
    }

    @Test
    void aRequestThatIsOnItsWayToBeCountedIsNotForgotten() {
        counter.adopt("ada", 20, WINDOW);
        admitted(5);
        counter.adopt("ada", 21, WINDOW);
        assertThat(counter.look("ada").remaining()).isEqualTo(15);
    }

    @Test
    void aWindowThatBeganLaterTakesThePlaceOfTheOneBefore() {
        admitted(39);
        counter.adopt("ada", 1, Duration.ofMinutes(20));
        assertThat(admitted(100)).isEqualTo(39);
    }

    @Test
    void whatIsGivenBackIsAdmittedAgain() {
        admitted(40);
        counter.giveBack("ada");
        assertThat(admitted(100)).isEqualTo(1);
    }

    @Test
    void lookingDoesNotCount() {
        assertThat(counter.look("ada").remaining()).isEqualTo(40);
        assertThat(counter.look("ada").remaining()).isEqualTo(40);
    }
}
