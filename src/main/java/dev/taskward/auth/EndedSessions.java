package dev.taskward.auth;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The revocations whose tokens may not have expired yet, in bounded memory. When there are too many, the oldest are
 * dropped, and every token as old as those counts as expired: its client refreshes, or cannot.
 */
final class EndedSessions {
    private final int most;
    private final Map<UUID, Revocation> ended = new ConcurrentHashMap<>();
    private volatile Instant forgotten = Instant.MIN;

    EndedSessions(int most) {
        this.most = most;
    }

    int most() {
        return most;
    }

    /** @param id a token's session or user; null if it names none */
    boolean refuses(UUID id, UUID session, Long generation, Instant issuedAt) {
        Revocation revocation = id == null ? null : ended.get(id);
        return revocation != null && revocation.refuses(session, generation, issuedAt);
    }

    /** Whether the session of a token that was issued then may be one that is forgotten. */
    boolean isForgotten(Instant issuedAt) {
        return !issuedAt.isAfter(forgotten);
    }

    void add(Revocation revocation) {
        ended.merge(revocation.id(), revocation, Revocation::or);
        if (ended.size() > most) {
            forgetOldest();
        }
    }

    /** Of what ended before this no token is alive. */
    void expire(Instant before) {
        ended.values().removeIf(revocation -> revocation.at().isBefore(before));
    }

    /** A tenth and more, so that this is not done at each addition. */
    private synchronized void forgetOldest() {
        List<Instant> times = ended.values().stream().map(Revocation::at).sorted().toList();
        if (times.size() > most) {
            Instant last = times.get(times.size() - most + most / 10);
            forgotten = last.isAfter(forgotten) ? last : forgotten;
            ended.values().removeIf(revocation -> !revocation.at().isAfter(last));
        }
    }
}
