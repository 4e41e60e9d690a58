package dev.taskward.http;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;

import io.quarkus.runtime.ImageMode;

/**
 * How much is admitted at a time, by the size of the heap, so that all of it together fits. The figures and how they add up are
 * in docs/adr/0018-overload.md.
 */
@Singleton
public class Capacity {
    private static final long MIB = 1024 * 1024;
    /** What the service itself keeps: natively most of it is in the executable. */
    private static final long NATIVE_BASE = 15 * MIB;
    private static final long JVM_BASE = 40 * MIB;
    /** The largest resource, from its row to its answer. */
    private static final long WORKER = 5 * MIB / 2;
    private static final int MOST_WORKERS = 32;
    private static final int FEWEST_WORKERS = 8;
    /** A page of more than 25 rows with as much text as one may hold. */
    private static final long LARGE_LIST = 12 * MIB;
    /** While it is parsed, a body takes about five times its size. */
    private static final int BODIES_SHARE = 20;
    private static final int UNREAD_SHARE = 6;
    /** Outside the heap, in buffers that -XX:MaxDirectMemorySize limits. */
    private static final long MOST_UNREAD = 8 * MIB;
    private static final long CONNECTION = 32 * 1024;
    private static final int FEWEST_CONNECTIONS = 256;
    private static final int MOST_CONNECTIONS = 10_000;

    private final int workers;
    private final int connections;
    private final int largeLists;
    private final long bodyBytes;
    private final long unreadBytes;

    @Inject
    Capacity(HttpLimits limits) {
        this(limits, Runtime.getRuntime().maxMemory());
    }

    Capacity(HttpLimits limits, long heap) {
        long base = ImageMode.current().isNativeImage() ? NATIVE_BASE : JVM_BASE;
        workers = limits.workers().orElse(clamp((heap - base) / WORKER, FEWEST_WORKERS, MOST_WORKERS));
        connections = limits.maxConnections().orElse(clamp(heap / CONNECTION, FEWEST_CONNECTIONS, MOST_CONNECTIONS));
        largeLists = clamp((heap - base) / LARGE_LIST, 1, workers);
        bodyBytes = Math.max(heap / BODIES_SHARE, limits.maxBody().asLongValue());
        unreadBytes = Math.min(heap / UNREAD_SHARE, MOST_UNREAD);
    }

    private static int clamp(long value, int least, int most) {
        return (int) Math.max(least, Math.min(most, value));
    }

    /** Requests that are worked on at a time. */
    public int workers() {
        return workers;
    }

    /** Connections of clients. */
    int connections() {
        return connections;
    }

    /** Lists of more than 25 rows a page that are read at a time. */
    int largeLists() {
        return largeLists;
    }

    /** Bytes of all request bodies that are received or wait to be parsed. */
    long bodyBytes() {
        return bodyBytes;
    }

    /** Bytes of all answers that clients have not read yet. */
    long unreadBytes() {
        return unreadBytes;
    }
}
