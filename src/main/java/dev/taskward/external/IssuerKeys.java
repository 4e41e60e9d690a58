package dev.taskward.external;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import org.jboss.logging.Logger;
import org.jose4j.jwk.JsonWebKey;
import org.jose4j.jwk.JsonWebKeySet;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.lang.JoseException;

import dev.taskward.http.ApiException;

/**
 * The keys that an external issuer publishes, kept in memory. While tokens come they are fetched again in the background;
 * after an idle period the first token waits for a fetch, because a key that was withdrawn in the meantime must not verify
 * it. A token that names an unknown key causes a fetch, too, but never two within a few seconds. While the issuer cannot be
 * reached, the keys stay as they are for a day.
 */
final class IssuerKeys {
    private static final Logger LOG = Logger.getLogger(IssuerKeys.class);
    /** A withdrawn key is refused after twice this time at the latest. */
    private static final Duration FRESH = Duration.ofMinutes(5);
    /** How long keys are used while the issuer cannot be reached; its tokens expire sooner. */
    private static final Duration KEPT = Duration.ofDays(1);
    private static final Duration WAIT = Duration.ofSeconds(3);
    /** Requests that wait for the issuer hold a worker thread each: it must not have all of them. */
    private static final int MAX_WAITING = 8;

    private final JwkSetSource source;
    private final Duration pause;
    private final Duration fresh;
    private final String keyType;
    private final String algorithm;
    private final Semaphore waiting = new Semaphore(MAX_WAITING);
    private volatile List<JsonWebKey> keys = List.of();
    private volatile boolean reachable = true;
    private volatile long fetchedAt;
    private CompletableFuture<Void> fetching = CompletableFuture.completedFuture(null);
    private long triedAt;

    /** @param pause the least time between two fetches */
    IssuerKeys(URI url, String algorithm, Duration pause) {
        this(url, algorithm, pause, FRESH);
    }

    /**
     * @param pause the least time between two fetches
     * @param fresh the age from which keys are fetched again; at twice this age a token waits for that
     */
    IssuerKeys(URI url, String algorithm, Duration pause, Duration fresh) {
        this.pause = pause;
        this.fresh = fresh;
        this.triedAt = System.nanoTime() - pause.toNanos();
        this.source = new JwkSetSource(url);
        this.algorithm = algorithm;
        this.keyType = switch (algorithm) {
            case "ES256" -> "EC";
            case "EdDSA" -> "OKP";
            default -> "RSA";
        };
    }

    /**
     * The key that the token names, or the only one where it names none.
     *
     * @return null if the issuer has no such key
     * @throws ApiException 503 if that cannot be found out now
     */
    JsonWebKey find(JsonWebSignature token) {
        JsonWebKey key = select(token);
        Duration age = Duration.ofNanos(System.nanoTime() - fetchedAt);
        if (key != null && age.compareTo(fresh) <= 0) {
            return key;
        }
        CompletableFuture<Void> fetched = fetch();
        boolean stale = reachable && age.compareTo(fresh.multipliedBy(2)) > 0;
        if (key == null || stale) {
            await(fetched);
            key = select(token);
        }
        if (!reachable && (key == null || age.compareTo(KEPT) > 0)) {
            throw unavailable();
        }
        return key;
    }

    private JsonWebKey select(JsonWebSignature token) {
        String id = token.getKeyIdHeaderValue();
        List<JsonWebKey> fitting = keys.stream().filter(this::fits)
                .filter(key -> id == null || id.equals(key.getKeyId())).toList();
        return fitting.size() == 1 ? fitting.get(0) : null;
    }

    /** RFC 7517 section 4: what a key is for, if it says so. */
    private boolean fits(JsonWebKey key) {
        return key.getKeyType().equals(keyType)
                && (key.getUse() == null || key.getUse().equals("sig"))
                && (key.getAlgorithm() == null || key.getAlgorithm().equals(algorithm))
                && (key.getKeyOps() == null || key.getKeyOps().contains("verify"));
    }

    /** The fetch at hand, a new one, or none if the last was just now. */
    synchronized CompletableFuture<Void> fetch() {
        if (fetching.isDone() && System.nanoTime() - triedAt >= pause.toNanos()) {
            triedAt = System.nanoTime();
            fetching = source.fetch().handle((text, failure) -> {
                accept(text, failure);
                return null;
            });
        }
        return fetching;
    }

    private void accept(String text, Throwable failure) {
        String problem = failure == null ? null : rootOf(failure).toString();
        try {
            if (failure == null) {
                keys = List.copyOf(new JsonWebKeySet(text).getJsonWebKeys());
                fetchedAt = System.nanoTime();
            }
        } catch (JoseException e) {
            problem = "no JWK set";
        }
        if (problem != null && reachable) {
            LOG.warnf("The keys of the outside issuer could not be fetched: %s. Those known stay good: %d", problem,
                    keys.size());
        } else if (problem == null && !reachable) {
            LOG.info("The keys of the outside issuer can be fetched again");
        }
        reachable = problem == null;
    }

    private static Throwable rootOf(Throwable failure) {
        return failure.getCause() == null ? failure : rootOf(failure.getCause());
    }

    private void await(CompletableFuture<Void> fetched) {
        if (fetched.isDone()) {
            return;
        }
        if (!waiting.tryAcquire()) {
            throw unavailable();
        }
        try {
            fetched.get(WAIT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException | ExecutionException e) {
            throw unavailable();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw unavailable();
        } finally {
            waiting.release();
        }
    }

    private ApiException unavailable() {
        return ApiException.unavailable("The token's issuer cannot be asked for its keys, try again shortly",
                pause.toSeconds());
    }
}
