package dev.taskward.metrics;

import java.time.Duration;
import java.util.Set;
import java.util.stream.DoubleStream;

import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.core.instrument.distribution.DistributionStatisticConfig;

/** What is measured of requests: buckets for the objectives on latency, and no label that a client could make up. */
public class RequestMetrics {
    private static final String SERVER = "http.server.";
    private static final String REQUESTS = "http.server.requests";
    private static final String PORT = "server.port";
    private static final Set<String> METHODS = Set.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS",
            "TRACE", "CONNECT");
    /** Few, since there are as many series a route; dense around what a request takes, and where alerts look. */
    private static final double[] BUCKETS = DoubleStream.of(5, 10, 25, 50, 100, 250, 500, 1_000, 2_000, 5_000)
            .map(millis -> Duration.ofMillis((long) millis).toNanos()).toArray();

    @Produces
    @Singleton
    MeterFilter latencyBuckets() {
        return new MeterFilter() {
            @Override
            public DistributionStatisticConfig configure(Meter.Id id, DistributionStatisticConfig config) {
                return id.getName().equals(REQUESTS)
                        ? DistributionStatisticConfig.builder().serviceLevelObjectives(BUCKETS).build().merge(config)
                        : config;
            }
        };
    }

    /**
     * The platform leaves the port out where the system chooses it. Of two servers, one with and one without, the second
     * would then have no metrics at all, since Prometheus wants the same labels on each.
     */
    @Produces
    @Singleton
    MeterFilter everyServerHasAPort() {
        return new MeterFilter() {
            @Override
            public Meter.Id map(Meter.Id id) {
                return id.getName().startsWith(SERVER) && !id.getName().equals(REQUESTS) && id.getTag(PORT) == null
                        ? id.withTag(Tag.of(PORT, "0"))
                        : id;
            }
        };
    }

    /** RFC 9110 section 9.1: any token is a method, so that each made-up one would be a series. */
    @Produces
    @Singleton
    MeterFilter knownMethods() {
        return new MeterFilter() {
            @Override
            public Meter.Id map(Meter.Id id) {
                String method = id.getTag("method");
                return !id.getName().equals(REQUESTS) || method == null || METHODS.contains(method)
                        ? id
                        : id.replaceTags(id.getTags().stream()
                                .map(tag -> tag.getKey().equals("method") ? Tag.of("method", "OTHER") : tag).toList());
            }
        };
    }
}
