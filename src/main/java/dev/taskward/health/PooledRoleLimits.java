package dev.taskward.health;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

import dev.taskward.config.DirectDatabase;

/**
 * Behind a pooler in transaction mode, what a connection sets for itself reaches whichever server connection it has at that
 * moment. There the role of the service is given its time limits by the database, with the migrations, which set theirs to
 * none.
 */
@ApplicationScoped
public class PooledRoleLimits {
    private static final Logger LOG = Logger.getLogger(PooledRoleLimits.class);
    private static final String LIMIT = """
            do $$ begin
              execute format('alter role current_user in database %%I set statement_timeout = %%L', current_database(), '%1$s');
              execute format('alter role current_user in database %%I set idle_in_transaction_session_timeout = %%L',
                current_database(), '8s');
            end $$""";

    @ConfigProperty(name = "quarkus.datasource.jdbc.url")
    String pooled;

    @ConfigProperty(name = "taskward.database.statement-timeout")
    String statementTimeout;

    @Inject
    DirectDatabase direct;

    void apply() {
        if (pooled.equals(direct.url())) {
            return;
        }
        try (Connection connection = direct.connect(); Statement statement = connection.createStatement()) {
            statement.execute(LIMIT.formatted(statementTimeout));
        } catch (SQLException e) {
            LOG.warnf(
                    "The role of the service could not be given its statement_timeout, so that statements through the "
                            + "pooler end only when the pooler ends them: %s",
                    e.getMessage());
        }
    }
}
