package dev.taskward.auth;

import java.time.Instant;
import java.util.UUID;

import dev.taskward.data.BaseEntity;

/**
 * Refuses access tokens: all tokens of a session, all tokens of a deleted user, or a user's tokens of earlier generations.
 * The last kind does not depend on the user's sessions, so it also covers a session whose row is gone.
 *
 * @param id the session or the user
 * @param generation the first generation that stays valid; {@link #NONE_VALID} if no token does
 * @param kept a session whose tokens stay valid whatever their generation, or null
 * @param at when the tokens were revoked
 */
record Revocation(UUID id, long generation, UUID kept, Instant at) {
    static final long NONE_VALID = Long.MAX_VALUE;

    /** @param id a session or a deleted user */
    static Revocation of(UUID id, Instant at) {
        return new Revocation(id, NONE_VALID, null, at);
    }

    static Revocation before(long generation, UUID user, UUID kept) {
        return new Revocation(user, generation, kept, BaseEntity.now());
    }

    /** @throws IllegalArgumentException if the notice is not one of ours: anyone with a connection can send some */
    static Revocation ofNotice(String payload) {
        String[] parts = payload.split(" ", 3);
        UUID id = UUID.fromString(parts[0]);
        return parts.length == 1
                ? of(id, Instant.now())
                : new Revocation(id, Long.parseLong(parts[1]), parts.length == 2 ? null : UUID.fromString(parts[2]),
                        Instant.now());
    }

    /**
     * @param session null for a token of an external issuer, whose generations are not counted here
     * @param tokenGeneration null for a token that the version before issued; its time decides
     */
    boolean refuses(UUID session, Long tokenGeneration, Instant issuedAt) {
        if (generation == NONE_VALID) {
            return true;
        }
        if (session == null || session.equals(kept)) {
            return false;
        }
        return tokenGeneration == null ? !issuedAt.isAfter(at) : tokenGeneration < generation;
    }

    /** Of two about the same id the one that refuses more. */
    Revocation or(Revocation other) {
        return other.generation > generation ? other : this;
    }
}
