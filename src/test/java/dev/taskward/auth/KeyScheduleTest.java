package dev.taskward.auth;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

import org.junit.jupiter.api.Test;

import dev.taskward.support.Environment;

/** Which of the keys in a directory signs, from the point of view of one process. */
class KeyScheduleTest {
    private static final SigningKey A = SigningKey.of(Environment.newKey());
    private static final SigningKey B = SigningKey.of(Environment.newKey());
    private static final SigningKey C = SigningKey.of(Environment.newKey());
    private final KeySchedule schedule = new KeySchedule(Duration.ofSeconds(10));

    @Test
    void aKeyAloneSignsAtOnce() {
        assertThat(at(0, A)).isEqualTo(A);
    }

    @Test
    void aNewKeySignsWhenItHasBeenKnownForLongEnough() {
        assertThat(at(0, A)).isEqualTo(A);
        assertThat(at(100, A, B)).isEqualTo(A);
        assertThat(at(109, A, B)).isEqualTo(A);
        assertThat(at(110, A, B)).isEqualTo(B);
    }

    @Test
    void ofKeysThatWereThereAtTheStartTheFirstSignsAtFirst() {
        assertThat(at(0, A, B)).isEqualTo(A);
        assertThat(at(9, A, B)).isEqualTo(A);
        assertThat(at(10, A, B)).isEqualTo(B);
    }

    @Test
    void aKeyThatComesRightAfterTheStartDoesNotOvertake() {
        at(0, A, B);
        assertThat(at(5, A, B, C)).isEqualTo(A);
        assertThat(at(10, A, B, C)).isEqualTo(B);
        assertThat(at(15, A, B, C)).isEqualTo(C);
    }

    @Test
    void whatOnlyVerifiesNeverSigns() {
        SigningKey publicB = SigningKey.of(PemKeys.publicKeyOf(B.privateKey()));
        assertThat(at(0, A, publicB)).isEqualTo(A);
        assertThat(at(100, A, publicB)).isEqualTo(A);
        assertThat(at(101, A, B)).as("its public half was known all the while").isEqualTo(B);
    }

    @Test
    void whenTheSigningKeyIsTakenAwayTheOneBeforeSignsAgain() {
        at(0, A, B);
        assertThat(at(10, A, B)).isEqualTo(B);
        assertThat(at(11, A)).isEqualTo(A);
    }

    @Test
    void aKeyThatComesBackIsNewAgain() {
        at(0, A, B);
        at(10, A);
        assertThat(at(20, A, B)).isEqualTo(A);
        assertThat(at(30, A, B)).isEqualTo(B);
    }

    @Test
    void whenAllAreReplacedAtOnceTheOneKnownLongestSigns() {
        at(0, A);
        assertThat(at(100, B)).isEqualTo(B);
        assertThat(at(101, B, C)).isEqualTo(B);
    }

    private SigningKey at(long second, SigningKey... keys) {
        SortedMap<String, SigningKey> files = new TreeMap<>();
        for (SigningKey key : keys) {
            files.put("key-" + List.of(A.id(), B.id(), C.id()).indexOf(key.id()) + ".pem", key);
        }
        return schedule.signing(files, Duration.ofSeconds(second).toNanos());
    }
}
