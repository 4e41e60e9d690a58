package dev.taskward.http;

import java.util.regex.Pattern;

import jakarta.annotation.Priority;
import jakarta.inject.Inject;
import jakarta.interceptor.AroundInvoke;
import jakarta.interceptor.Interceptor;
import jakarta.interceptor.InvocationContext;
import jakarta.ws.rs.core.Response;

import io.quarkus.narayana.jta.QuarkusTransaction;
import io.vertx.ext.web.RoutingContext;

/**
 * Keeps the answer to a request that has an Idempotency-Key, in the same transaction as what the request does: so either
 * both are there or neither. The key's row is written first, so that a second request under the key waits for the first.
 */
@Interceptor
@Idempotent
@Priority(Interceptor.Priority.APPLICATION)
public class IdempotentInterceptor {
    private static final Pattern KEY = Pattern.compile("[\\x21-\\x7e]{1,255}");

    @Inject
    RoutingContext request;

    @Inject
    IdempotencyKeys keys;

    @AroundInvoke
    Object once(InvocationContext method) throws Exception {
        String key = request.request().getHeader(Idempotent.HEADER);
        if (key == null) {
            return method.proceed();
        }
        if (!KEY.matcher(key).matches()) {
            throw ApiException.parameters(java.util.List.of(new FieldError(Idempotent.HEADER,
                    "must be 1 to 255 printable ASCII characters without spaces")));
        }
        return QuarkusTransaction.joiningExisting().call(() -> {
            IdempotencyKeys.Entry entry = keys.claim(key, request);
            return entry.answer() != null ? entry.answer() : keys.keep(entry, (Response) method.proceed());
        });
    }
}
