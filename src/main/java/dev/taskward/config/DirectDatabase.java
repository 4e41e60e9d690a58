package dev.taskward.config;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import java.util.Properties;

import io.smallrye.config.ConfigMapping;
import org.postgresql.Driver;

/** The database by the way that leads past a pooler, for what needs a session of its own. */
@ConfigMapping(prefix = "taskward.direct-database")
public interface DirectDatabase {
    /** As the driver takes it. */
    String url();

    Optional<String> username();

    Optional<String> password();

    /** A new connection, which is the caller's to close. */
    default Connection connect() throws SQLException {
        Properties account = new Properties();
        username().ifPresent(user -> account.setProperty("user", user));
        password().ifPresent(password -> account.setProperty("password", password));
        Connection connection = new Driver().connect(url(), account);
        if (connection == null) {
            throw new SQLException("not a PostgreSQL URL", "08001");
        }
        return connection;
    }
}
