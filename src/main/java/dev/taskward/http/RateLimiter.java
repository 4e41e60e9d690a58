package dev.taskward.http;

import java.util.Optional;
import java.util.concurrent.TimeUnit;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.ConsumptionProbe;
import io.quarkus.runtime.StartupEvent;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/**
 * Limits what one caller asks of the API: each signed-in user, and each address on the public routes. Counted by this process alone; with several replicas each allows as much.
 */
@ApplicationScoped
public class RateLimiter {
    private static final Logger LOG = Logger.getLogger(RateLimiter.class);
    /** Bounds the memory that made-up addresses can take: about 20 MiB at the most. */
    private static final int MAX_CALLERS = 100_000;
    private static final String API = "/api/";

    @ConfigProperty(name = "taskward.rate-limit.public")
    String publicLimit;

    @ConfigProperty(name = "taskward.rate-limit.user")
    String userLimit;

    @Inject
    ClientAddress addresses;

    private Optional<Policy> perAddress;
    private Optional<Policy> perUser;

    void start(@Observes StartupEvent event) {
        perAddress = Policy.of("public", publicLimit);
        perUser = Policy.of("user", userLimit);
        LOG.infof("Rate limits, counted by this replica alone: public %s, user %s", publicLimit, userLimit);
    }

    /** Counts a request of the API, says on the answer where its caller stands, and refuses one too many with 429. */
    void admit(RoutingContext request) {
        if (!request.request().path().startsWith(API)) {
            return;
        }
        Optional<String> user = AccessLog.user(request);
        Optional<Policy> policy = user.isPresent() ? perUser : perAddress;
        policy.ifPresent(limit -> limit.admit(user.orElseGet(() -> addresses.of(request.request())),
                request.response()));
    }

    /** One limit with the counts of all its callers. A window begins with the first request in it. */
    private record Policy(String name, RateLimit limit, Cache<String, Bucket> callers) {
        static Optional<Policy> of(String name, String limit) {
            return RateLimit.parse(limit).map(parsed -> new Policy(name, parsed, Caffeine.newBuilder()
                    .maximumSize(MAX_CALLERS).expireAfterAccess(parsed.window()).build()));
        }

        void admit(String caller, HttpServerResponse response) {
            ConsumptionProbe probe = callers.get(caller, ignored -> bucket()).tryConsumeAndReturnRemaining(1);
            long reset = seconds(probe.isConsumed()
                    ? probe.getNanosToWaitForReset()
                    : probe.getNanosToWaitForRefill());
            if (response != null) {
                tell(response, probe.getRemainingTokens(), reset);
            }
            if (!probe.isConsumed()) {
                throw new ApiException(ErrorCode.RATE_LIMITED).header("Retry-After", Long.toString(reset));
            }
        }

        private Bucket bucket() {
            return Bucket.builder().addLimit(bandwidth -> bandwidth.capacity(limit.requests())
                    .refillIntervally(limit.requests(), limit.window())).build();
        }

        /** The fields of the IETF draft "RateLimit header fields for HTTP", and the older ones for older clients. */
        private void tell(HttpServerResponse response, long remaining, long reset) {
            response.putHeader("RateLimit-Policy",
                    "\"" + name + "\";q=" + limit.requests() + ";w=" + limit.window().toSeconds());
            response.putHeader("RateLimit", "\"" + name + "\";r=" + remaining + ";t=" + reset);
            response.putHeader("X-RateLimit-Limit", Long.toString(limit.requests()));
            response.putHeader("X-RateLimit-Remaining", Long.toString(remaining));
            response.putHeader("X-RateLimit-Reset", Long.toString(System.currentTimeMillis() / 1000 + reset));
        }

        private static long seconds(long nanos) {
            return Math.max(1, TimeUnit.NANOSECONDS.toSeconds(nanos + 999_999_999));
        }
    }
}
