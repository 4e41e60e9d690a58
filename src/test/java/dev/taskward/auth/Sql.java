package dev.taskward.auth;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import io.restassured.response.Response;

import dev.taskward.support.Account;
import dev.taskward.support.Environment;

/** What the service keeps of a session, to look at it and to make it older. */
final class Sql {
    private Sql() {
    }

    /** The session that an access token is of. */
    static UUID session(String token) {
        return UUID.fromString((String) Forge.claims(token).get("sid"));
    }

    /** Makes every use of the session's refresh tokens this much older. */
    static void usedEarlier(Account account, int seconds) throws SQLException {
        change("update refresh_tokens set used_at = used_at - interval '" + seconds + " seconds' where session_id = ?",
                account);
    }

    /** The same session, signed in so many minutes earlier, with the access token that it then has. */
    static Account signedInEarlier(Account account, int minutes) throws SQLException {
        change("update sessions set created_at = created_at - interval '" + minutes + " minutes' where id = ?",
                account);
        Response pair = Account.anonymous().body(Map.of("refresh_token", account.refreshToken()))
                .post("/api/v1/auth/refresh");
        pair.then().statusCode(200);
        return new Account(account.id(), account.email(), account.username(), account.password(), pair.path("token"),
                pair.path("data.refresh_token"));
    }

    /** Runs it with the account's session for its parameter. */
    static void change(String statement, Account account) throws SQLException {
        try (Connection connection = Environment.connect();
                PreparedStatement change = connection.prepareStatement(statement)) {
            change.setObject(1, session(account.token()));
            if (change.executeUpdate() == 0) {
                throw new AssertionError("nothing changed by " + statement);
            }
        }
    }

    static int unusedTokens(Account account) throws SQLException {
        return rows("select token_hash from refresh_tokens where session_id = ? and used_at is null", account).size();
    }

    /** All that is stored of the session's refresh tokens, as text. */
    static List<String> tokenRows(Account account) throws SQLException {
        return rows("select t::text from refresh_tokens t where session_id = ?", account);
    }

    static boolean isRevoked(Account account) throws SQLException {
        return !rows("select session_id from revoked_sessions where session_id = ?", account).isEmpty();
    }

    /** Actor and detail of each such event about the account. */
    static List<String> events(String action, Account account) throws SQLException {
        List<String> events = new ArrayList<>();
        try (Connection connection = Environment.connect();
                PreparedStatement query = connection.prepareStatement(
                        "select actor_id || ' ' || detail from audit_events where action = ? and subject_id = ?")) {
            query.setString(1, action);
            query.setObject(2, UUID.fromString(account.id()));
            try (ResultSet result = query.executeQuery()) {
                while (result.next()) {
                    events.add(result.getString(1));
                }
            }
        }
        return events;
    }

    /** Whether another connection waits for a lock that this one holds. */
    static boolean isWaitedFor(Connection holder) throws SQLException {
        try (PreparedStatement query = holder.prepareStatement("select exists (select 1 from pg_stat_activity "
                + "where pg_backend_pid() = any (pg_blocking_pids(pid)))");
                ResultSet result = query.executeQuery()) {
            result.next();
            return result.getBoolean(1);
        }
    }

    private static List<String> rows(String statement, Account account) throws SQLException {
        List<String> rows = new ArrayList<>();
        try (Connection connection = Environment.connect();
                PreparedStatement query = connection.prepareStatement(statement)) {
            query.setObject(1, session(account.token()));
            try (ResultSet result = query.executeQuery()) {
                while (result.next()) {
                    rows.add(result.getString(1));
                }
            }
        }
        return rows;
    }
}
