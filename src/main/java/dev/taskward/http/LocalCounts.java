package dev.taskward.http;

import java.util.concurrent.TimeUnit;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.ConsumptionProbe;
import io.quarkus.runtime.annotations.RegisterForReflection;

/** The counts of one limit's callers in this process. A window begins with the first request in it. */
// What Caffeine keeps the entries of a cache in that is bounded and expires by access: found by its name alone.
@RegisterForReflection(classNames = "com.github.benmanes.caffeine.cache.PSAMS")
final class LocalCounts {
    /** Bounds the memory that made-up addresses can take: about 20 MiB at the most. */
    private static final int MAX_CALLERS = 100_000;

    private final RateLimit limit;
    private final Cache<String, Bucket> callers;

    LocalCounts(RateLimit limit) {
        this.limit = limit;
        this.callers = Caffeine.newBuilder().maximumSize(MAX_CALLERS).expireAfterAccess(limit.window()).build();
    }

    Standing count(String caller) {
        ConsumptionProbe probe = callers.get(caller, ignored -> bucket()).tryConsumeAndReturnRemaining(1);
        long wait = probe.isConsumed() ? probe.getNanosToWaitForReset() : probe.getNanosToWaitForRefill();
        return Standing.of(probe.isConsumed(), probe.getRemainingTokens(), wait, TimeUnit.NANOSECONDS);
    }

    private Bucket bucket() {
        return Bucket.builder().addLimit(bandwidth -> bandwidth.capacity(limit.requests())
                .refillIntervally(limit.requests(), limit.window())).build();
    }
}
