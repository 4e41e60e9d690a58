package dev.taskward.http;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.quarkus.runtime.annotations.RegisterForReflection;

/** Counts requests of callers in this process. A window begins with the first request in it. */
// What Caffeine keeps the entries of a cache in that is bounded and expires by access: found by its name alone.
@RegisterForReflection(classNames = "com.github.benmanes.caffeine.cache.PSAMS")
public final class LocalRateCounter {
    /** Bounds the memory that made-up addresses can take: about 20 MiB at the most. */
    private static final int MAX_CALLERS = 100_000;
    /** Two windows that end this close to each other are one, as two clocks have measured it. */
    private static final long SAME_NANOS = Duration.ofSeconds(2).toNanos();

    private final RateLimit limit;
    private final Cache<String, Window> callers;

    private record Window(long count, long end) {
        boolean isOver(long now) {
            return now - end >= 0;
        }
    }

    public LocalRateCounter(RateLimit limit) {
        this.limit = limit;
        this.callers = Caffeine.newBuilder().maximumSize(MAX_CALLERS).expireAfterAccess(limit.window()).build();
    }

    /** Counts a request; whether it is within the limit. */
    public boolean admits(String caller) {
        return count(caller).admitted();
    }

    /** Takes back one that was counted. */
    public void giveBack(String caller) {
        callers.asMap().computeIfPresent(caller,
                (key, current) -> new Window(Math.max(0, current.count() - 1), current.end()));
    }

    /** Counts a request, and says where its caller stands. */
    Standing count(String caller) {
        long now = System.nanoTime();
        Window window = callers.asMap().compute(caller, (key, current) -> current == null || current.isOver(now)
                ? new Window(1, now + limit.window().toNanos())
                : new Window(current.count() + 1, current.end()));
        return standing(window, now);
    }

    /** Where the caller stands, without counting. */
    Standing look(String caller) {
        long now = System.nanoTime();
        Window window = callers.getIfPresent(caller);
        return standing(window == null || window.isOver(now) ? new Window(0, now + limit.window().toNanos()) : window,
                now);
    }

    private Standing standing(Window window, long now) {
        return Standing.of(window.count() <= limit.requests(), Math.max(0, limit.requests() - window.count()),
                window.end() - now, TimeUnit.NANOSECONDS);
    }

    /**
     * Takes over what was counted for all replicas together, so that this process can go on from there by itself.
     *
     * @param left until the window ends
     */
    void adopt(String caller, long count, Duration left) {
        long now = System.nanoTime();
        long end = now + left.toNanos();
        callers.asMap().compute(caller, (key, current) -> {
            boolean same = current != null && !current.isOver(now) && Math.abs(current.end() - end) < SAME_NANOS;
            // Requests that are on their way to be counted there have been counted here.
            return new Window(same ? Math.max(count, current.count()) : count, end);
        });
    }
}
