package dev.taskward.auth;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;

import org.postgresql.PGConnection;
import org.postgresql.PGNotification;

import dev.taskward.config.DirectDatabase;

/**
 * A connection of its own, past pool and pooler, that reads which sessions have ended and listens for more. It reads all
 * of them first, then what is new: the rows of every transaction that its last snapshot did not see.
 */
final class RevocationConnection implements AutoCloseable {
    /** Far more than the read takes; a connection that does not answer in this time is dead. */
    private static final Duration ANSWER = Duration.ofSeconds(1);
    /** The first answers of a database that was asleep take longer. */
    private static final Duration FIRST_ANSWER = Duration.ofSeconds(8);
    private static final String LISTEN = "set application_name = 'taskward listen'; listen session_ended";
    /** One row at least, which has the snapshot. */
    private static final String READ = """
            select pg_snapshot_xmin(pg_current_snapshot())::text, coalesce(r.user_id, r.session_id), r.generation,
              r.kept_session, r.revoked_at
            from (values (0)) as snapshot left join
              (select * from revoked_sessions where xact >= ?::xid8 and revoked_at > ?
               order by revoked_at desc limit ?) as r on true""";

    private final Connection connection;
    private final PGConnection notices;
    private String snapshot = "0";

    private RevocationConnection(Connection connection) throws SQLException {
        this.connection = connection;
        notices = connection.unwrap(PGConnection.class);
        // Named statements would be lost in a pooler, where there is no direct way.
        notices.setPrepareThreshold(0);
        connection.setNetworkTimeout(Runnable::run, (int) FIRST_ANSWER.toMillis());
        try (Statement statement = connection.createStatement()) {
            statement.execute(LISTEN);
        }
    }

    static RevocationConnection open(DirectDatabase database) throws SQLException {
        Connection connection = database.connect();
        try {
            return new RevocationConnection(connection);
        } catch (SQLException e) {
            connection.close();
            throw e;
        }
    }

    /** Adds what has ended after this time and since the last read: the newest, if it is more than can be kept. */
    void readInto(EndedSessions ended, Instant after) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement(READ)) {
            query.setString(1, snapshot);
            query.setTimestamp(2, Timestamp.from(after));
            // One more tells that there are more.
            query.setInt(3, ended.most() + 1);
            try (ResultSet rows = query.executeQuery()) {
                while (rows.next()) {
                    snapshot = rows.getString(1);
                    if (rows.getObject(2) != null) {
                        ended.add(revocation(rows));
                    }
                }
            }
        }
        connection.setNetworkTimeout(Runnable::run, (int) ANSWER.toMillis());
    }

    private static Revocation revocation(ResultSet row) throws SQLException {
        Long generation = row.getObject(3, Long.class);
        return new Revocation(row.getObject(2, UUID.class), generation == null ? Revocation.NONE_VALID : generation,
                row.getObject(4, UUID.class), row.getTimestamp(5).toInstant());
    }

    /** Waits so long for notices, and adds what they tell; returns at the first ones. */
    void receiveInto(EndedSessions ended, Duration wait) throws SQLException {
        for (PGNotification notice : notices.getNotifications((int) Math.max(1, wait.toMillis()))) {
            try {
                ended.add(Revocation.ofNotice(notice.getParameter()));
            } catch (IllegalArgumentException e) {
                // Anyone who may connect to the database can send a notice.
            }
        }
    }

    /** Ends, from another thread, what this one waits for. */
    void abort() {
        try {
            connection.abort(Runnable::run);
        } catch (SQLException e) {
            // it has ended already
        }
    }

    @Override
    public void close() {
        try {
            connection.close();
        } catch (SQLException e) {
            // it has ended already
        }
    }
}
