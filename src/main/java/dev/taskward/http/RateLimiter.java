package dev.taskward.http;

import java.util.Optional;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;

import io.quarkus.runtime.StartupEvent;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/**
 * Limits what one caller asks of the API: each signed-in user, and each address on the public routes. Counted in Redis
 * for all replicas; without it, and while it is away, by this process for itself. Requests without a valid token count for
 * their address, by this process.
 */
@ApplicationScoped
public class RateLimiter {
    private static final Logger LOG = Logger.getLogger(RateLimiter.class);
    private static final String API = "/api/";
    private static final String COUNTED = "taskward.rate-limit.counted";

    @ConfigProperty(name = "taskward.rate-limit.public")
    String publicLimit;

    @ConfigProperty(name = "taskward.rate-limit.user")
    String userLimit;

    @Inject
    ClientAddress addresses;

    @Inject
    SharedCounts shared;

    @Inject
    RedisLink redis;

    private Optional<Policy> perAddress;
    private Optional<Policy> perUser;
    private Optional<Policy> unauthenticated;

    void start(@Observes StartupEvent event) {
        perAddress = policy("public", publicLimit);
        perUser = policy("user", userLimit);
        unauthenticated = policy("unauthenticated", publicLimit);
        LOG.infof("Rate limits: public %s, user %s%s", publicLimit, userLimit,
                redis.isConfigured() ? "" : ", counted by this replica alone, because REDIS_URL is not set");
    }

    /**
     * Counts a request of the API, says on the answer where its caller stands, and refuses one too many with 429. May
     * wait for Redis: it runs on a worker thread, as the filters of all blocking methods do, and ours are.
     */
    void admit(RoutingContext request) {
        if (!request.request().path().startsWith(API)) {
            return;
        }
        request.put(COUNTED, Boolean.TRUE);
        Optional<String> user = AccessLog.user(request);
        Optional<Policy> policy = user.isPresent() ? perUser : perAddress;
        policy.ifPresent(limit -> limit.admit(user.orElseGet(() -> addresses.network(request.request())),
                request.response()));
    }

    /**
     * Counts a request that is about to be refused because it has no valid token. Never waits.
     *
     * @return the refusal; another one if there were too many
     */
    ApiException refuse(ApiException refusal, RoutingContext request) {
        boolean counts = refusal.code() == ErrorCode.TOKEN_MISSING || refusal.code() == ErrorCode.TOKEN_INVALID;
        if (!counts || request.get(COUNTED) != null || !request.request().path().startsWith(API)) {
            return refusal;
        }
        request.put(COUNTED, Boolean.TRUE);
        return unauthenticated.map(limit -> limit.refuse(refusal, addresses.network(request.request()),
                request.response())).orElse(refusal);
    }

    /** Whether so many requests without a valid token came from the address that unknown ones are not looked up any more. */
    public boolean isExhausted(RoutingContext request) {
        return unauthenticated.isPresent()
                && unauthenticated.get().local().look(addresses.network(request.request())).remaining() == 0;
    }

    private Optional<Policy> policy(String name, String limit) {
        return RateLimit.parse(limit).map(parsed -> new Policy(name, parsed, new LocalRateCounter(parsed), shared));
    }

    /** One limit with the counts of all its callers. */
    private record Policy(String name, RateLimit limit, LocalRateCounter local, SharedCounts shared) {
        void admit(String caller, HttpServerResponse response) {
            // Counted here in any case, and continued from what all replicas counted, in case Redis goes away.
            Standing here = local.count(caller);
            Standing standing = shared.count(name, limit, caller).map(count -> adopt(caller, count)).orElse(here);
            write(response, standing);
            if (!standing.admitted()) {
                throw ApiException.limited(standing.reset());
            }
        }

        private Standing adopt(String caller, SharedCounts.Count count) {
            local.adopt(caller, count.requests(), count.left());
            return Standing.of(limit, count);
        }

        ApiException refuse(ApiException refusal, String caller, HttpServerResponse response) {
            Standing standing = local.count(caller);
            write(response, standing);
            return standing.admitted() ? refusal : ApiException.limited(standing.reset());
        }

        /** The fields of the IETF draft "RateLimit header fields for HTTP", and the older ones for older clients. */
        private void write(HttpServerResponse response, Standing standing) {
            response.putHeader("RateLimit-Policy",
                    "\"" + name + "\";q=" + limit.requests() + ";w=" + limit.window().toSeconds());
            response.putHeader("RateLimit", "\"" + name + "\";r=" + standing.remaining() + ";t=" + standing.reset());
            response.putHeader("X-RateLimit-Limit", Long.toString(limit.requests()));
            response.putHeader("X-RateLimit-Remaining", Long.toString(standing.remaining()));
            response.putHeader("X-RateLimit-Reset",
                    Long.toString(System.currentTimeMillis() / 1000 + standing.reset()));
        }
    }
}
