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
 * for all replicas; without it, and while it is away, by this process for itself.
 */
@ApplicationScoped
public class RateLimiter {
    private static final Logger LOG = Logger.getLogger(RateLimiter.class);
    private static final String API = "/api/";

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

    void start(@Observes StartupEvent event) {
        perAddress = policy("public", publicLimit);
        perUser = policy("user", userLimit);
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
        Optional<String> user = AccessLog.user(request);
        Optional<Policy> policy = user.isPresent() ? perUser : perAddress;
        policy.ifPresent(limit -> limit.admit(user.orElseGet(() -> addresses.of(request.request())),
                request.response()));
    }

    private Optional<Policy> policy(String name, String limit) {
        return RateLimit.parse(limit).map(parsed -> new Policy(name, parsed, new LocalCounts(parsed), shared));
    }

    /** One limit with the counts of all its callers. */
    private record Policy(String name, RateLimit limit, LocalCounts local, SharedCounts shared) {
        void admit(String caller, HttpServerResponse response) {
            // Counted here in any case, so that losing Redis does not give everyone a new window.
            Standing here = local.count(caller);
            Standing standing = shared.count(name, limit, caller).orElse(here);
            tell(response, standing);
            if (!standing.admitted()) {
                throw ApiException.limited(standing.reset());
            }
        }

        /** The fields of the IETF draft "RateLimit header fields for HTTP", and the older ones for older clients. */
        private void tell(HttpServerResponse response, Standing standing) {
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
