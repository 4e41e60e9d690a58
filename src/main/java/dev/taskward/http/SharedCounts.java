package dev.taskward.http;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import org.eclipse.microprofile.config.inject.ConfigProperty;

import dev.taskward.auth.SigningKeys;

/**
 * The counts that all replicas share, in Redis. One script counts and says where the caller stands, in one round trip
 * and exactly, however many ask at once. Who the callers are is not to be seen there.
 */
@ApplicationScoped
class SharedCounts {
    private static final String PREFIX = "taskward:rl:";
    private static final String ALGORITHM = "HmacSHA256";
    /** A key always gets an expiry: also one that lost it, by an operator's hand. */
    private static final String COUNT = """
            local count = redis.call('incr', KEYS[1])
            local left = redis.call('pttl', KEYS[1])
            if left < 0 then
              left = tonumber(ARGV[1])
              redis.call('pexpire', KEYS[1], left)
            end
            return {count, left}""";

    @ConfigProperty(name = "taskward.rate-limit.redis-timeout")
    Duration timeout;

    @Inject
    RedisLink redis;

    @Inject
    SigningKeys keys;

    /** What was counted for all replicas, this request included. */
    record Count(long requests, Duration left) {}

    /** Empty without Redis, and at once while it is away. */
    Optional<Count> count(String policy, RateLimit limit, String caller) {
        return redis.ask(() -> request(key(policy, caller), limit.window()), timeout)
                .map(answer -> new Count(answer.get(0).toLong(), Duration.ofMillis(answer.get(1).toLong())));
    }

    /** What asks for nothing but an answer, by the same means and with the same rights as a count. */
    static Request probe() {
        return request(PREFIX + "probe", Duration.ofSeconds(10));
    }

    private static Request request(String key, Duration window) {
        return Request.cmd(Command.EVAL).arg(COUNT).arg(1).arg(key).arg(window.toMillis());
    }

    /** Addresses are personal data: keyed, because there are few enough of them to try all. */
    private String key(String policy, String caller) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(keys.derive("rate-limit").bytes(), ALGORITHM));
            byte[] digest = mac.doFinal(caller.getBytes(StandardCharsets.UTF_8));
            return PREFIX + policy + ":" + Base64.getUrlEncoder().withoutPadding().encodeToString(digest);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
