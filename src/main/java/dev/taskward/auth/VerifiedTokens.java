package dev.taskward.auth;

import java.security.Key;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Function;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.smallrye.jwt.auth.principal.JWTCallerPrincipal;

/**
 * The access tokens that were verified last, so that a busy client's signature costs once a minute and not once a request.
 * What may change about a token is asked each time: its time, whether its key is still ours, and, by {@link SessionCheck},
 * whether its session is alive.
 */
final class VerifiedTokens {
    /** About 4 KiB each. */
    private static final int MAX_KEPT = 1_000;
    private static final Duration KEPT = Duration.ofMinutes(1);

    private final Cache<String, Verified> verified = Caffeine.newBuilder().maximumSize(MAX_KEPT).expireAfterWrite(KEPT)
            .build();
    private final Function<String, Key> keys;

    /**
     * @param end the second from which it is expired
     */
    private record Verified(JWTCallerPrincipal principal, String keyId, Key key, long end) {}

    /** @param keys the keys that verify now, by their ids; null for others */
    VerifiedTokens(Function<String, Key> keys) {
        this.keys = keys;
    }

    /** Whose this token is; null if it has to be verified. */
    JWTCallerPrincipal find(String token) {
        Verified known = verified.getIfPresent(token);
        return known != null && Instant.now().getEpochSecond() < known.end && keys.apply(known.keyId) == known.key
                ? known.principal
                : null;
    }

    void add(String token, JWTCallerPrincipal principal, String keyId, Instant end) {
        Key key = keys.apply(keyId);
        if (key != null) {
            verified.put(token, new Verified(principal, keyId, key, end.getEpochSecond()));
        }
    }
}
