package dev.taskward.auth;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

import org.junit.jupiter.api.Test;

/** What is kept in memory of what has ended. */
class EndedSessionsTest {
    private static final Instant NOON = Instant.parse("2026-11-21T12:00:00Z");
    private final EndedSessions ended = new EndedSessions(100);

    @Test
    void whatHasEndedIsKnownUntilNoTokenOfItIsAlive() {
        UUID session = UUID.randomUUID();
        ended.add(session, NOON);
        ended.expire(NOON);
        assertThat(ended.contains(session)).isTrue();
        ended.expire(NOON.plusMillis(1));
        assertThat(ended.contains(session)).isFalse();
    }

    @Test
    void nothingIsForgottenWhileThereIsRoom() {
        for (int i = 0; i < 100; i++) {
            ended.add(UUID.randomUUID(), NOON.plusSeconds(i));
        }
        assertThat(ended.isForgotten(Instant.EPOCH)).isFalse();
    }

    @Test
    void ofMoreThanThereIsRoomForEachIsKnownOrSoOldThatItsTokensCountAsForgotten() {
        List<UUID> sessions = new ArrayList<>();
        for (int i = 0; i < 1_000; i++) {
            sessions.add(UUID.randomUUID());
            ended.add(sessions.get(i), NOON.plusSeconds(i));
        }
        assertThat(sessions).filteredOn(ended::contains).hasSizeBetween(80, 100).contains(sessions.get(999));
        for (int i = 0; i < 1_000; i++) {
            assertThat(ended.contains(sessions.get(i)) || ended.isForgotten(NOON.plusSeconds(i))).isTrue();
        }
        assertThat(ended.isForgotten(NOON.plusSeconds(999))).isFalse();
    }

    @Test
    void manyThatEndedAtOnceAreForgottenTogether() {
        for (int i = 0; i < 150; i++) {
            ended.add(UUID.randomUUID(), NOON);
        }
        assertThat(ended.isForgotten(NOON)).isTrue();
        assertThat(ended.isForgotten(NOON.plusMillis(1))).isFalse();
    }
}
