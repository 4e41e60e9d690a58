package dev.taskward.http;

import java.util.concurrent.TimeUnit;

/**
 * Where a caller stands in its window.
 *
 * @param admitted whether this request is within the limit
 * @param reset seconds until the window ends
 */
record Standing(boolean admitted, long remaining, long reset) {

    static Standing of(RateLimit limit, SharedCounts.Count count) {
        return of(count.requests() <= limit.requests(), Math.max(0, limit.requests() - count.requests()),
                count.left().toMillis(), TimeUnit.MILLISECONDS);
    }

    static Standing of(boolean admitted, long remaining, long time, TimeUnit unit) {
        // Rounded up: who comes back then shall not be too early.
        return new Standing(admitted, remaining, Math.max(1, -Math.floorDiv(-unit.toMillis(time), 1000L)));
    }
}
