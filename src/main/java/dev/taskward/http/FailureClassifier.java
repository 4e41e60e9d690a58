package dev.taskward.http;

import java.nio.channels.ClosedChannelException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeoutException;

import jakarta.ws.rs.NotAcceptableException;
import jakarta.ws.rs.WebApplicationException;

import com.fasterxml.jackson.core.JacksonException;
import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.ForbiddenException;
import io.quarkus.security.UnauthorizedException;
import io.vertx.core.http.HttpClosedException;
import io.vertx.ext.web.handler.HttpException;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

import dev.taskward.data.PageTooLargeException;
import dev.taskward.security.ExpiredTokenException;

/** Tells what an exception means to the client, by its type and, for the database, by SQLSTATE. Names nothing inner. */
final class FailureClassifier {
    /** Seconds after which a client may try again when the database is away: its return is noticed within 5. */
    private static final long DATABASE_RETRY_SECONDS = 2;

    /**
     * PostgreSQL error codes (appendix A) that a later attempt may not meet: shutting down, starting up, cannot connect,
     * too many connections, out of memory or disk; and the schema or a table of it not there yet, as before the first
     * migration.
     */
    private static final Set<String> TRANSIENT_STATES = Set.of("57P01", "57P02", "57P03", "57P04", "57P05", "53000",
            "53100", "53200", "53300", "42P01", "3F000", "25006", "28P01", "28000", "3D000");
    /** Query cancelled, by the server's statement_timeout or at the request's deadline; idle in a transaction for too long. */
    private static final Set<String> TOO_SLOW_STATES = Set.of("57014", "25P03");
    /** Lock timeout, serialization failure, deadlock: the last two have been tried twice. */
    private static final Set<String> COLLISION_STATES = Set.of("55P03", "40001", "40P01");

    static final String TOO_SLOW = "The request took too long";

    private FailureClassifier() {
    }

    static ApiException classify(Throwable failure) {
        List<Throwable> chain = chain(failure);
        for (Throwable cause : chain) {
            ApiException known = known(cause);
            if (known != null) {
                return known;
            }
        }
        return new ApiException(ErrorCode.INTERNAL_ERROR);
    }

    private static ApiException known(Throwable cause) {
        if (cause instanceof OutOfMemoryError) {
            // Of buffers outside the heap: where the heap is used up, the process ends (ExitOnOutOfMemoryError).
            return ApiException.overloaded("The service is overloaded");
        }
        if (cause instanceof ApiException api) {
            return api;
        }
        if (cause instanceof PageTooLargeException page) {
            return ApiException
                    .parameters(List.of(new FieldError("limit", "is too large for rows of this size: ask for "
                            + page.rows() + " or less, or walk by cursor")));
        }
        if (cause instanceof ExpiredTokenException) {
            return new ApiException(ErrorCode.TOKEN_EXPIRED);
        }
        if (cause instanceof SQLException sql) {
            return sql(sql);
        }
        if (cause instanceof UnauthorizedException) {
            return new ApiException(ErrorCode.TOKEN_MISSING);
        }
        if (cause instanceof AuthenticationFailedException && !hasCause(cause, ExpiredTokenException.class)) {
            return new ApiException(ErrorCode.TOKEN_INVALID);
        }
        if (cause instanceof ForbiddenException) {
            return new ApiException(ErrorCode.FORBIDDEN);
        }
        if (cause instanceof JacksonException) {
            return new ApiException(ErrorCode.MALFORMED_BODY);
        }
        if (cause instanceof RejectedExecutionException || cause instanceof TimeoutException) {
            return ApiException.unavailable("The service is overloaded", 1);
        }
        if (cause instanceof HttpClosedException || cause instanceof ClosedChannelException) {
            // Nobody is left to be answered; in the log it is no fault of ours.
            return new ApiException(ErrorCode.BAD_REQUEST, "The request ended before its body did");
        }
        if (cause instanceof HttpException http) {
            return new ApiException(ErrorCode.ofStatus(http.getStatusCode()));
        }
        if (cause instanceof WebApplicationException web && !hasCause(cause, SQLException.class)) {
            return web(web);
        }
        return null;
    }

    private static ApiException web(WebApplicationException web) {
        ErrorCode code = ErrorCode.ofStatus(web.getResponse().getStatus());
        if (web instanceof NotAcceptableException) {
            return new ApiException(code, "This resource is available as application/json");
        }
        return new ApiException(code);
    }

    private static ApiException sql(SQLException sql) {
        String state = sql.getSQLState();
        if ("23505".equals(state)) {
            return takenField(sql);
        }
        if ("23503".equals(state)) {
            return missingReference(sql);
        }
        if (state == null) {
            // Agroal's acquisition timeout, which does not say whether the pool is busy or cannot connect.
            return ApiException.unavailable("No connection to the database is free, try again shortly",
                    DATABASE_RETRY_SECONDS);
        }
        if (TOO_SLOW_STATES.contains(state)) {
            return ApiException.unavailable(TOO_SLOW, DATABASE_RETRY_SECONDS);
        }
        if (COLLISION_STATES.contains(state)) {
            return ApiException.unavailable("Another request was changing the same, try again shortly", 1);
        }
        if (state.startsWith("08") || TRANSIENT_STATES.contains(state)) {
            return ApiException.unavailable("The database cannot be reached, try again shortly",
                    DATABASE_RETRY_SECONDS);
        }
        return null;
    }

    /** What refers to a user who is gone was written by that user's last token. */
    private static ApiException missingReference(SQLException sql) {
        String constraint = constraint(sql);
        return new ApiException(constraint != null && constraint.matches(".*_(user|author)_id_fkey")
                ? ErrorCode.TOKEN_INVALID
                : ErrorCode.CONFLICT);
    }

    /** Told by the driver's own exception, which may be within that of a batch. */
    private static String constraint(SQLException sql) {
        return chain(sql).stream().filter(PSQLException.class::isInstance)
                .map(cause -> ((PSQLException) cause).getServerErrorMessage()).filter(Objects::nonNull)
                .map(ServerErrorMessage::getConstraint).findFirst().orElse(null);
    }

    /** Unique indexes are named {@code <table>_<field>_unique}: the field is told, the index is not. */
    private static ApiException takenField(SQLException sql) {
        String index = constraint(sql);
        if (index == null || !index.endsWith("_unique")) {
            return new ApiException(ErrorCode.CONFLICT);
        }
        String[] parts = index.split("_");
        return ApiException.taken(parts[parts.length - 2]);
    }

    private static boolean hasCause(Throwable failure, Class<?> type) {
        return chain(failure).stream().anyMatch(type::isInstance);
    }

    /**
     * The failure, its causes, and what was suppressed on the way: the transaction manager keeps there why a commit
     * failed. It ends where they repeat.
     */
    private static List<Throwable> chain(Throwable failure) {
        List<Throwable> chain = new ArrayList<>();
        collect(failure, chain);
        return chain;
    }

    private static void collect(Throwable failure, List<Throwable> chain) {
        if (failure == null || chain.contains(failure)) {
            return;
        }
        chain.add(failure);
        collect(failure.getCause(), chain);
        for (Throwable suppressed : failure.getSuppressed()) {
            collect(suppressed, chain);
        }
    }
}
