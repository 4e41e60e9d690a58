package dev.taskward.auth;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What has ended while access tokens of it may be alive, in bounded memory. When there is more, the oldest is forgotten,
 * and every token that is as old as that counts as expired: its client refreshes, or cannot.
 */
final class EndedSessions {
    private final int most;
    private final Map<UUID, Instant> ended = new ConcurrentHashMap<>();
    private volatile Instant forgotten = Instant.MIN;

    EndedSessions(int most) {
        this.most = most;
    }

    int most() {
        return most;
    }

    boolean contains(UUID id) {
        return ended.containsKey(id);
    }

    /** Whether the session of a token that was issued then may be one that is forgotten. */
    boolean isForgotten(Instant issuedAt) {
        return !issuedAt.isAfter(forgotten);
    }

    void add(UUID id, Instant at) {
        ended.putIfAbsent(id, at);
        if (ended.size() > most) {
            forgetOldest();
        }
    }

    /** Of what ended before this no token is alive. */
    void expire(Instant before) {
        ended.values().removeIf(at -> at.isBefore(before));
    }

    /** A tenth and more, so that this is not done at each addition. */
    private synchronized void forgetOldest() {
        List<Instant> times = ended.values().stream().sorted().toList();
        if (times.size() > most) {
            Instant last = times.get(times.size() - most + most / 10);
            forgotten = last.isAfter(forgotten) ? last : forgotten;
            ended.values().removeIf(at -> !at.isAfter(last));
        }
    }
}
