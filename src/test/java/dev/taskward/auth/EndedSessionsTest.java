package dev.taskward.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

import org.junit.jupiter.api.Test;

/** Which revocations are kept in memory, and what each of them refuses. */
class EndedSessionsTest {
    private static final Instant NOON = Instant.parse("2026-11-21T12:00:00Z");
    private final EndedSessions ended = new EndedSessions(100);

    @Test
    void whatHasEndedIsKnownUntilNoTokenOfItIsAlive() {
        UUID session = UUID.randomUUID();
        end(session, NOON);
        ended.expire(NOON);
        assertThat(isEnded(session)).isTrue();
        ended.expire(NOON.plusMillis(1));
        assertThat(isEnded(session)).isFalse();
    }

    @Test
    void nothingIsForgottenWhileThereIsRoom() {
        for (int i = 0; i < 100; i++) {
            end(UUID.randomUUID(), NOON.plusSeconds(i));
        }
        assertThat(ended.isForgotten(Instant.EPOCH)).isFalse();
    }

    @Test
    void ofMoreThanThereIsRoomForEachIsKnownOrSoOldThatItsTokensCountAsForgotten() {
        List<UUID> sessions = new ArrayList<>();
        for (int i = 0; i < 1_000; i++) {
            sessions.add(UUID.randomUUID());
            end(sessions.get(i), NOON.plusSeconds(i));
        }
        assertThat(sessions).filteredOn(this::isEnded).hasSizeBetween(80, 100).contains(sessions.get(999));
        for (int i = 0; i < 1_000; i++) {
            assertThat(isEnded(sessions.get(i)) || ended.isForgotten(NOON.plusSeconds(i))).isTrue();
        }
        assertThat(ended.isForgotten(NOON.plusSeconds(999))).isFalse();
    }

    @Test
    void manyThatEndedAtOnceAreForgottenTogether() {
        for (int i = 0; i < 150; i++) {
            end(UUID.randomUUID(), NOON);
        }
        assertThat(ended.isForgotten(NOON)).isTrue();
        assertThat(ended.isForgotten(NOON.plusMillis(1))).isFalse();
    }

    @Test
    void aUsersEarlierTokensAreRefusedWhateverTheirSession() {
        UUID user = UUID.randomUUID();
        ended.add(new Revocation(user, 3, null, NOON));
        assertThat(refuses(user, UUID.randomUUID(), 2L)).isTrue();
        assertThat(refuses(user, UUID.randomUUID(), 3L)).isFalse();
        assertThat(refuses(UUID.randomUUID(), UUID.randomUUID(), 2L)).isFalse();
    }

    @Test
    void theKeptSessionStaysUntilTheNextRevocation() {
        UUID user = UUID.randomUUID();
        UUID kept = UUID.randomUUID();
        ended.add(new Revocation(user, 3, kept, NOON));
        assertThat(refuses(user, kept, 2L)).isFalse();
        ended.add(new Revocation(user, 4, null, NOON.plusSeconds(1)));
        assertThat(refuses(user, kept, 2L)).isTrue();
    }

    @Test
    void anOlderRevocationThatArrivesLateChangesNothing() {
        UUID user = UUID.randomUUID();
        ended.add(new Revocation(user, 4, null, NOON.plusSeconds(1)));
        ended.add(new Revocation(user, 3, null, NOON));
        assertThat(refuses(user, UUID.randomUUID(), 3L)).isTrue();
        ended.add(Revocation.of(user, NOON));
        assertThat(refuses(user, UUID.randomUUID(), 4L)).isTrue();
    }

    @Test
    void aTokenWithoutAGenerationIsJudgedByItsTime() {
        UUID user = UUID.randomUUID();
        ended.add(new Revocation(user, 1, null, NOON));
        assertThat(ended.refuses(user, UUID.randomUUID(), null, NOON)).isTrue();
        assertThat(ended.refuses(user, UUID.randomUUID(), null, NOON.plusSeconds(1))).isFalse();
        assertThat(ended.refuses(user, null, null, NOON)).as("of an external issuer").isFalse();
    }

    @Test
    void aNoticeTellsWhatTheTableTells() {
        UUID id = UUID.randomUUID();
        UUID kept = UUID.randomUUID();
        assertThat(Revocation.ofNotice(id.toString()).generation()).isEqualTo(Revocation.NONE_VALID);
        assertThat(Revocation.ofNotice(id + " 7")).extracting(Revocation::id, Revocation::generation, Revocation::kept)
                .containsExactly(id, 7L, null);
        assertThat(Revocation.ofNotice(id + " 7 " + kept).kept()).isEqualTo(kept);
        for (String foreign : List.of("", "hello", id + " x", id + " 7 x")) {
            assertThatThrownBy(() -> Revocation.ofNotice(foreign)).isInstanceOf(IllegalArgumentException.class);
        }
    }

    private void end(UUID session, Instant at) {
        ended.add(Revocation.of(session, at));
    }

    private boolean isEnded(UUID session) {
        return ended.refuses(session, session, 0L, NOON);
    }

    private boolean refuses(UUID user, UUID session, long generation) {
        return ended.refuses(user, session, generation, NOON);
    }
}
