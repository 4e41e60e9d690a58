package dev.taskward.http;

import java.util.List;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.core.Response;

import io.quarkus.narayana.jta.QuarkusTransaction;
import io.vertx.ext.web.RoutingContext;

import dev.taskward.data.TransactionRetry;

/**
 * Keeps the answer to a request that has an Idempotency-Key, in the same transaction as what the request does: so either
 * both are there or neither. The key's row is written first, so that a second request under the key waits for the first.
 */
@ApplicationScoped
public class Idempotency {
    private static final Pattern KEY = Pattern.compile("[\\x21-\\x7e]{1,255}");

    @Inject
    RoutingContext request;

    @Inject
    IdempotencyKeys keys;

    /**
     * Does this in a transaction, unless it was done under the request's key before.
     *
     * @return its answer, or the one of that time
     * @throws ApiException 400 for an invalid key, 409 for one in use, 422 for one that was used for another request
     */
    public Response once(Callable<Response> work) throws Exception {
        String key = key();
        return TransactionRetry.call(() -> QuarkusTransaction.joiningExisting().call(() -> {
            if (key == null) {
                return work.call();
            }
            IdempotencyKeys.Entry entry = keys.claim(key, request);
            return entry.answer() != null ? entry.answer() : keys.keep(entry, work.call());
        }));
    }

    /** The answer that the request has had under its key; null if it has none yet. */
    Response earlier() {
        String key = key();
        return key == null ? null : keys.answered(key, request);
    }

    private String key() {
        String key = request.request().getHeader(Idempotent.HEADER);
        if (key != null && !KEY.matcher(key).matches()) {
            throw ApiException.parameters(List.of(new FieldError(Idempotent.HEADER,
                    "must be 1 to 255 printable ASCII characters without spaces")));
        }
        return key;
    }
}
