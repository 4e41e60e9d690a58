package dev.taskward.data;

import java.sql.SQLException;
import java.util.Set;
import java.util.concurrent.Callable;

import jakarta.annotation.Priority;
import jakarta.interceptor.AroundInvoke;
import jakarta.interceptor.Interceptor;
import jakarta.interceptor.InvocationContext;
import jakarta.transaction.Transactional;

import io.quarkus.narayana.jta.QuarkusTransaction;

/**
 * Runs a transaction once more that PostgreSQL has ended for the sake of another one: the victim of a deadlock, or of a
 * serialization failure (PostgreSQL documentation, section 13.5). It stands around the platform's interceptor for every
 * {@link Transactional} method, and does nothing where a transaction is under way already.
 */
@Interceptor
@Transactional
@Priority(Interceptor.Priority.PLATFORM_BEFORE)
public class TransactionRetry {
    private static final Set<String> VICTIM = Set.of("40P01", "40001");

    @AroundInvoke
    Object retry(InvocationContext method) throws Exception {
        return call(method::proceed);
    }

    /** Does the same for a transaction that is begun by hand. */
    public static <T> T call(Callable<T> transaction) throws Exception {
        if (QuarkusTransaction.isActive()) {
            return transaction.call();
        }
        try {
            return transaction.call();
        } catch (Exception e) {
            if (isVictim(e, 0)) {
                return transaction.call();
            }
            throw e;
        }
    }

    /** The transaction manager keeps why a commit failed among what it suppressed. */
    private static boolean isVictim(Throwable failure, int depth) {
        if (failure == null || depth > 20) {
            return false;
        }
        if (failure instanceof SQLException sql && sql.getSQLState() != null && VICTIM.contains(sql.getSQLState())) {
            return true;
        }
        for (Throwable suppressed : failure.getSuppressed()) {
            if (isVictim(suppressed, depth + 1)) {
                return true;
            }
        }
        return failure.getCause() != failure && isVictim(failure.getCause(), depth + 1);
    }
}
