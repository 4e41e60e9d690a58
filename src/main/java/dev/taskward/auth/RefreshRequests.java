package dev.taskward.auth;

import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

/**
 * Refreshes once for all requests that come with the same token at the same time: the others wait for the first one's
 * pair, in memory, and not with a connection each for the lock of the session's row.
 */
@ApplicationScoped
public class RefreshRequests {
    private final ConcurrentHashMap<String, CompletableFuture<Optional<TokenPair>>> running = new ConcurrentHashMap<>();

    @Inject
    Sessions sessions;

    /** @return empty if the token is not valid, see {@link Sessions#refresh} */
    Optional<TokenPair> refresh(String token) {
        return once(RefreshTokens.hash(token), () -> sessions.refresh(token));
    }

    private Optional<TokenPair> once(String key, Callable<Optional<TokenPair>> work) {
        CompletableFuture<Optional<TokenPair>> mine = new CompletableFuture<>();
        CompletableFuture<Optional<TokenPair>> first = running.putIfAbsent(key, mine);
        if (first == null) {
            try {
                mine.complete(work.call());
            } catch (Exception e) {
                mine.completeExceptionally(e);
            } finally {
                running.remove(key);
            }
        }
        try {
            return (first == null ? mine : first).join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException failure ? failure : e;
        }
    }
}
