package dev.taskward.auth;

import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.SortedMap;

/**
 * Decides which of the keys signs: the one with the last file name among those that this process has known for as long
 * as it may take a new one to reach every other process. So none signs what another could not verify, and they need to
 * agree on nothing, not even on the time.
 */
final class KeySchedule {
    private final Duration activation;
    private final Map<String, Long> knownSince = new HashMap<>();

    KeySchedule(Duration activation) {
        this.activation = activation;
    }

    /**
     * While none has been known for long enough, the one known longest signs, and of such as came together the first:
     * a process that starts in the middle of a rotation thus goes on with the older key, and a key alone signs at once.
     *
     * @param keys by file name, at least one of them private
     * @param now nanoseconds of a clock that nobody sets
     */
    SigningKey signing(SortedMap<String, SigningKey> keys, long now) {
        knownSince.keySet().retainAll(keys.values().stream().map(SigningKey::id).toList());
        keys.values().forEach(key -> knownSince.putIfAbsent(key.id(), now));
        return keys.values().stream().filter(SigningKey::canSign)
                .filter(key -> now - knownSince.get(key.id()) >= activation.toNanos())
                .reduce((earlier, later) -> later)
                .orElseGet(() -> keys.values().stream().filter(SigningKey::canSign)
                        .min(Comparator.comparing(key -> knownSince.get(key.id()))).orElseThrow());
    }
}
