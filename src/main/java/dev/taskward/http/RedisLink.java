package dev.taskward.http;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Any;
import jakarta.inject.Inject;

import io.quarkus.arc.InjectableInstance;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.vertx.core.Future;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.RedisConnection;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import org.jboss.logging.Logger;

/**
 * The connection to Redis, which may be lost at any time and costs no request more than one short wait: after the first
 * that fails none is tried until Redis has answered again, and that is found out beside the requests.
 */
@ApplicationScoped
class RedisLink {
    private static final Logger LOG = Logger.getLogger(RedisLink.class);
    private static final Duration LOOK = Duration.ofSeconds(1);
    /** Longer than connecting, or being silent, may take by the client's settings: it ends by itself. */
    private static final Duration CONNECTING = Duration.ofSeconds(15);

    private final AtomicReference<RedisConnection> present = new AtomicReference<>();
    private boolean toldAway;
    private ScheduledExecutorService looker;

    @Inject
    @Any
    InjectableInstance<Redis> client;

    boolean isConfigured() {
        return !client.listActive().isEmpty();
    }

    void start(@Observes StartupEvent event) {
        if (!isConfigured()) {
            return;
        }
        looker = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, "redis");
            thread.setDaemon(true);
            return thread;
        });
        looker.scheduleWithFixedDelay(this::look, 0, LOOK.toMillis(), TimeUnit.MILLISECONDS);
    }

    void stop(@Observes ShutdownEvent event) {
        if (looker != null) {
            looker.shutdownNow();
        }
    }

    /** The answer within this time, else none; requests share one connection, on which they follow each other. */
    Optional<Response> ask(Supplier<Request> request, Duration timeout) {
        RedisConnection redis = present.get();
        if (redis == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(await(redis.send(request.get()), timeout));
        } catch (ExecutionException | TimeoutException e) {
            lost(redis, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return Optional.empty();
    }

    /** Connects, or asks the connection something, so that a silent one is noticed, and kept open, without requests. */
    private void look() {
        RedisConnection redis = present.get();
        if (redis != null) {
            ask(SharedCounts::probe, LOOK);
            return;
        }
        try {
            RedisConnection made = await(client.getActive().connect(), CONNECTING);
            await(made.send(SharedCounts.probe()), LOOK);
            found(made);
        } catch (ExecutionException | TimeoutException | RuntimeException e) {
            away(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized void found(RedisConnection made) {
        present.set(made);
        LOG.info(toldAway
                ? "Redis is back: rate limits are counted for all replicas again"
                : "Rate limits are counted in Redis, for all replicas");
        toldAway = false;
    }

    /** The connection is not given back, for others to be hung by it: it is closed when it has been silent for long. */
    private void lost(RedisConnection redis, Exception cause) {
        if (present.compareAndSet(redis, null)) {
            away(cause);
        }
    }

    private synchronized void away(Exception cause) {
        if (!toldAway) {
            toldAway = true;
            LOG.warnf("Redis cannot be used (%s): each replica counts rate limits for itself until it can", why(cause));
        }
    }

    private static String why(Exception failure) {
        Throwable cause = failure instanceof ExecutionException ? failure.getCause() : failure;
        return cause instanceof TimeoutException ? "no answer in time" : cause.getMessage();
    }

    private static <T> T await(Future<T> future, Duration timeout)
            throws ExecutionException, InterruptedException, TimeoutException {
        return future.toCompletionStage().toCompletableFuture().get(timeout.toNanos(), TimeUnit.NANOSECONDS);
    }
}
