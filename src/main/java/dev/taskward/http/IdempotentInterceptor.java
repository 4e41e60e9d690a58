package dev.taskward.http;

import jakarta.annotation.Priority;
import jakarta.inject.Inject;
import jakarta.interceptor.AroundInvoke;
import jakarta.interceptor.Interceptor;
import jakarta.interceptor.InvocationContext;
import jakarta.ws.rs.core.Response;

import io.vertx.ext.web.RoutingContext;

/** Gives methods that are {@link Idempotent} their {@link Idempotency}. */
@Interceptor
@Idempotent
@Priority(Interceptor.Priority.APPLICATION)
public class IdempotentInterceptor {
    @Inject
    RoutingContext request;

    @Inject
    Idempotency idempotency;

    @AroundInvoke
    Object once(InvocationContext method) throws Exception {
        if (request.request().getHeader(Idempotent.HEADER) == null) {
            return method.proceed();
        }
        if (method.getMethod().getAnnotation(Idempotent.class).begins()) {
            return idempotency.once(() -> (Response) method.proceed());
        }
        Response earlier = idempotency.earlier();
        return earlier != null ? earlier : method.proceed();
    }
}
