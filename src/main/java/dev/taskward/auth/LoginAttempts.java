package dev.taskward.auth;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import java.util.UUID;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import jakarta.transaction.Transactional.TxType;

import io.agroal.api.AgroalDataSource;
import io.quarkus.runtime.StartupEvent;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

import dev.taskward.audit.AuditAction;
import dev.taskward.audit.AuditLog;
import dev.taskward.data.Sweep;
import dev.taskward.http.ApiException;
import dev.taskward.http.RateLimit;

/**
 * Counts the tries at each account's password, exactly and for all replicas, and locks the account for the rest of the
 * window when there were too many. An account that does not exist is counted and locked in the same way.
 */
@ApplicationScoped
public class LoginAttempts {
    private static final Logger LOG = Logger.getLogger(LoginAttempts.class);
    private static final int SWEEP = 20;
    /** Counted by one statement and before the hash, so that of many at once no more than the limit get through. */
    private static final String COUNT = """
            insert into login_attempts as a (key, attempts, window_start) values (?, 1, now())
            on conflict (key) do update set
              attempts = case when a.window_start + make_interval(secs => ?) > now() then a.attempts + 1 else 1 end,
              window_start = case when a.window_start + make_interval(secs => ?) > now()
                then a.window_start else now() end
            returning attempts, ceil(extract(epoch from window_start + make_interval(secs => ?) - now()))""";

    private final Optional<RateLimit> limit;

    @Inject
    AgroalDataSource database;

    @Inject
    AuditLog audit;

    LoginAttempts(@ConfigProperty(name = "taskward.rate-limit.login") String limit) {
        this.limit = RateLimit.parse(limit);
    }

    void start(@Observes StartupEvent event) {
        LOG.infof("Tries at an account's password: %s, counted for all replicas", limit
                .map(each -> each.requests() + " in " + each.window()).orElse("off"));
    }

    /**
     * Counts a try, whatever becomes of it; in no transaction, so that it stays counted.
     *
     * @param account null if there is none of that name
     * @param name what the account was asked for by, in lower case
     * @throws ApiException 429 if it is one too many
     */
    @Transactional(TxType.NOT_SUPPORTED)
    public void count(UUID account, String name) {
        if (limit.isEmpty()) {
            return;
        }
        RateLimit allowed = limit.get();
        Count count = count(key(account, name), allowed.window().toSeconds());
        if (count.attempts() == allowed.requests() + 1) {
            audit.record(AuditAction.LOGIN_LOCKED, null, account, null);
        }
        if (count.attempts() > allowed.requests()) {
            throw ApiException.limited(Math.max(1, count.secondsLeft()));
        }
    }

    /** The password was right: the tries before it are forgotten. */
    @Transactional(TxType.NOT_SUPPORTED)
    public void forget(UUID account) {
        if (limit.isEmpty()) {
            return;
        }
        try (Connection connection = database.getConnection();
                PreparedStatement delete = connection.prepareStatement("delete from login_attempts where key = ?")) {
            delete.setBytes(1, key(account, null));
            delete.executeUpdate();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private record Count(long attempts, long secondsLeft) {}

    private Count count(byte[] key, long window) {
        try (Connection connection = database.getConnection();
                PreparedStatement upsert = connection.prepareStatement(COUNT)) {
            upsert.setBytes(1, key);
            for (int parameter = 2; parameter <= 4; parameter++) {
                upsert.setDouble(parameter, window);
            }
            try (ResultSet row = upsert.executeQuery()) {
                row.next();
                Count count = new Count(row.getLong(1), row.getLong(2));
                if (count.attempts() == 1) {
                    sweep(connection, window);
                }
                return count;
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** With each window that begins, more go than come, so that none stay for made-up names. */
    private static void sweep(Connection connection, long window) throws SQLException {
        try (PreparedStatement delete = connection.prepareStatement(Sweep.sql("login_attempts", "key", "window_start",
                "now() - make_interval(secs => ?)", SWEEP))) {
            delete.setDouble(1, window);
            delete.executeUpdate();
        }
    }

    /** A digest of either, so that the table names nobody and both kinds look alike and take the same time. */
    private static byte[] key(UUID account, String name) {
        try {
            String text = account == null ? "name " + name : "account " + account;
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
