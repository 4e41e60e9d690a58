package dev.taskward.http;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/**
 * Sizes of a request, and the time that its body may take. Of what precedes a body the server itself reads twice as
 * much, so that the refusal can be a proper answer.
 */
@ConfigMapping(prefix = "taskward.http")
public interface HttpLimits {
    /** Longest request target, in bytes. */
    @WithDefault("4K")
    MemorySize maxUri();

    /** All header fields together, in bytes. */
    @WithDefault("8K")
    MemorySize maxHeaders();

    /** Networks of the proxies whose X-Forwarded-For is believed, as 10.0.0.0/8 or single addresses. */
    Optional<List<String>> trustedProxies();

    /** A body, in bytes. */
    @WithDefault("1M")
    MemorySize maxBody();

    /** From the end of the header fields to the end of the body. */
    @WithDefault("PT30S")
    Duration bodyTimeout();

    /** Requests that are worked on at a time, the others wait for their turn; by the size of the heap if it is not set. */
    OptionalInt workers();

    /** How long a request waits for its turn before it is answered 503. */
    @WithDefault("PT1.5S")
    Duration maxQueueWait();

    /** How long a request may take, from the end of its body on, before its statement is cancelled. */
    @WithDefault("PT10S")
    Duration requestTimeout();

    /** Connections of clients; by the size of the heap if it is not set. */
    OptionalInt maxConnections();

    /** Whether PUT, PATCH and DELETE of a resource that has an ETag are refused with 428 when If-Match is missing. */
    @WithDefault("false")
    boolean requireIfMatch();
}
