package dev.taskward.http;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.LockTimeoutException;
import jakarta.persistence.PessimisticLockException;
import jakarta.ws.rs.core.Response;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.security.AuthenticationFailedException;
import io.vertx.ext.web.RoutingContext;
import org.hibernate.Session;

import dev.taskward.data.Sweep;
import dev.taskward.security.CurrentUser;

/** The keys seen in the last 24 hours, each with the request it was for and the answer to it. */
@ApplicationScoped
public class IdempotencyKeys {
    private static final Duration KEPT = Duration.ofHours(24);
    private static final int SWEEP = 100;
    private static final String WAIT = "2s";
    private static final String ANONYMOUS = "anonymous";

    @Inject
    Session database;

    @Inject
    CurrentUser caller;

    @Inject
    ObjectMapper json;

    @Inject
    RequestDigest digest;

    @Inject
    AnswerSeal seal;

    /** @param answer what was answered before; null if this request is the first under its key */
    record Entry(String owner, String key, Response answer) {}

    /**
     * Claims the key for this request. One that another request is just using is waited for, briefly.
     *
     * @throws ApiException 422 if it was used for another request, 409 if that request is still at it
     */
    Entry claim(String key, RoutingContext request) {
        String owner = owner();
        Instant now = Instant.now();
        database.createNativeMutationQuery(
                Sweep.sql("idempotency_keys", "owner, key", "created_at", ":old", SWEEP))
                .setParameter("old", now.minus(KEPT)).executeUpdate();
        database.createNativeMutationQuery("set local lock_timeout = '" + WAIT + "'").executeUpdate();
        int claimed = insert(owner, key, digest.of(request), now);
        database.createNativeMutationQuery("set local lock_timeout = 0").executeUpdate();
        return new Entry(owner, key, claimed == 1 ? null : earlier(owner, key, request));
    }

    /**
     * What was answered under the key before; null if nothing was yet.
     *
     * @throws ApiException 422 if it was for another request
     */
    Response answered(String key, RoutingContext request) {
        String owner = owner();
        List<Object[]> rows = rows(owner, key);
        return rows.isEmpty() || rows.get(0)[1] == null ? null : answer(rows.get(0), owner, key, request);
    }

    /** Asked of the caller's token, which nobody has looked at before on a public route. */
    private String owner() {
        try {
            return caller.isSignedIn() ? caller.id().toString() : ANONYMOUS;
        } catch (AuthenticationFailedException e) {
            // A route that looks at the token refuses it; one that does not serves anyone.
            return ANONYMOUS;
        }
    }

    private int insert(String owner, String key, String hash, Instant now) {
        try {
            return database
                    .createNativeMutationQuery("insert into idempotency_keys (owner, key, request, created_at) "
                            + "values (:owner, :key, :request, :now) on conflict (owner, key) do nothing")
                    .setParameter("owner", owner).setParameter("key", key).setParameter("request", hash)
                    .setParameter("now", now).executeUpdate();
        } catch (PessimisticLockException | LockTimeoutException e) {
            throw new ApiException(ErrorCode.KEY_IN_FLIGHT);
        }
    }

    private Response earlier(String owner, String key, RoutingContext request) {
        List<Object[]> rows = rows(owner, key);
        if (rows.isEmpty()) {
            throw new ApiException(ErrorCode.KEY_IN_FLIGHT);
        }
        return answer(rows.get(0), owner, key, request);
    }

    private List<Object[]> rows(String owner, String key) {
        return database
                .createNativeQuery("select request, status, location, etag, body from idempotency_keys "
                        + "where owner = :owner and key = :key", Object[].class)
                .setParameter("owner", owner).setParameter("key", key).getResultList();
    }

    private Response answer(Object[] row, String owner, String key, RoutingContext request) {
        if (!digest.matches((String) row[0], request)) {
            throw new ApiException(ErrorCode.KEY_REUSED);
        }
        Response.ResponseBuilder answer = Response.status((Integer) row[1])
                .header("Content-Type", "application/json;charset=UTF-8")
                .header("Idempotency-Replayed", "true")
                .header("Cache-Control", "no-store")
                .entity(seal.open((String) row[4], place(owner, key))
                        .orElseThrow(() -> new ApiException(ErrorCode.KEY_REUSED)));
        if (row[2] != null) {
            answer.header("Location", row[2]);
        }
        if (row[3] != null) {
            answer.header("ETag", row[3]);
        }
        return answer.build();
    }

    Response keep(Entry entry, Response answer) {
        try {
            database.createNativeMutationQuery("update idempotency_keys set status = :status, location = :location, "
                    + "etag = :etag, body = :body where owner = :owner and key = :key")
                    .setParameter("status", answer.getStatus())
                    .setParameter("location", answer.getHeaderString("Location"), String.class)
                    .setParameter("etag", answer.getHeaderString("ETag"), String.class)
                    .setParameter("body",
                            seal.seal(json.writeValueAsString(answer.getEntity()), place(entry.owner(), entry.key())))
                    .setParameter("owner", entry.owner()).setParameter("key", entry.key()).executeUpdate();
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
        return answer;
    }

    /** A key has no space in it. */
    private static String place(String owner, String key) {
        return owner + " " + key;
    }
}
