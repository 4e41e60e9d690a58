package dev.taskward.auth;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;

/** What a raised cost means for the hashes that are there. */
class PasswordCostTest {
    private final PasswordHasher cheap = hasher(4);

    private static PasswordHasher hasher(int cost) {
        return new PasswordHasher(cost, 2, 32);
    }

    @Test
    void aHashOfALowerCostIsOutdated() {
        String hash = cheap.hash("Correct-horse-7");
        PasswordHasher dearer = hasher(6);
        assertThat(dearer.matches("Correct-horse-7", hash)).isTrue();
        assertThat(dearer.isOutdated(hash)).isTrue();
        assertThat(cheap.isOutdated(hash)).isFalse();
        assertThat(cheap.isOutdated(dearer.hash("Correct-horse-7"))).isFalse();
    }

    @Test
    void aWrongPasswordTakesAsLongWhateverTheAccountsHashHasCost() {
        String old = cheap.hash("Correct-horse-7");
        PasswordHasher dearer = hasher(10);
        List<Double> ratios = new ArrayList<>();
        for (int i = 0; i < 9; i++) {
            ratios.add((double) nanos(() -> dearer.matches("Wrong-horse-9", old))
                    / nanos(() -> dearer.matches("Wrong-horse-9", null)));
        }
        assertThat(ratios.stream().sorted().toList().get(4)).isBetween(0.6, 1.6);
    }

    private static long nanos(Runnable work) {
        long begun = System.nanoTime();
        work.run();
        return System.nanoTime() - begun;
    }
}
