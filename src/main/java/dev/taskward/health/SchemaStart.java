package dev.taskward.health;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;

import io.agroal.api.AgroalDataSource;
import io.quarkus.arc.Arc;
import io.quarkus.arc.ManagedContext;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.flywaydb.core.Flyway;
import org.jboss.logging.Logger;

/**
 * Brings the schema to this version beside the start, or waits until another has: a database that is not there yet keeps
 * the service unready and not from starting. Flyway's own lock lets one of several replicas migrate.
 */
@ApplicationScoped
public class SchemaStart {
    /** The newest migration of this version. */
    static final String VERSION = "22";

    private static final Logger LOG = Logger.getLogger(SchemaStart.class);
    private static final long RETRY_MILLIS = 1_000;
    private static final String NO_SUCH_TABLE = "42P01";

    /** Null in an instance that does not migrate, see {@link FlywayWhenMigrating}. */
    @Inject
    Instance<Flyway> flyway;

    @Inject
    AgroalDataSource database;

    @Inject
    PooledRoleLimits limits;

    @Inject
    @Any
    Instance<SchemaReady> followers;

    @ConfigProperty(name = "taskward.serve")
    boolean serve;

    @ConfigProperty(name = "taskward.migrate-at-start")
    boolean migrate;

    private volatile boolean ready;
    private volatile boolean stopping;
    private Thread worker;

    public boolean isReady() {
        return ready;
    }

    void start(@Observes @Priority(50) StartupEvent event) {
        if (!serve) {
            return;
        }
        worker = new Thread(this::untilReady, "schema");
        worker.setDaemon(true);
        worker.start();
    }

    void stop(@Observes ShutdownEvent event) {
        stopping = true;
        if (worker != null) {
            worker.interrupt();
        }
    }

    private void untilReady() {
        ManagedContext request = Arc.container().requestContext();
        for (int attempt = 1; !ready && !stopping; attempt++) {
            request.activate();
            try {
                ready = attempt();
            } catch (RuntimeException e) {
                if (!stopping) {
                    LOG.warnf(attempt == 1 ? e : null, "The database is not ready, attempt %d: %s", attempt,
                            rootMessage(e));
                }
            } finally {
                request.terminate();
            }
            pauseUnlessReady();
        }
    }

    /** Whether the schema is at this version now. */
    boolean migrate() {
        try {
            apply();
            return true;
        } catch (RuntimeException e) {
            LOG.errorf(e, "The schema could not be brought up to date: %s", rootMessage(e));
            return false;
        }
    }

    private void apply() {
        int applied = flyway.get().migrate().migrationsExecuted;
        limits.apply();
        LOG.infof("The schema is at version %s, %d migrations applied", flyway.get().info().current().getVersion(),
                applied);
    }

    private boolean attempt() {
        if (migrate) {
            apply();
        } else if (!isMigrated()) {
            LOG.infof("Waiting for version %s of the schema, which this instance does not make", VERSION);
            return false;
        }
        followers.forEach(SchemaReady::schemaReady);
        return true;
    }

    /**
     * What Flyway would say of itself, without Flyway: one question where it has thirty and connections of its own. The
     * connection is then one of the pool for the first request.
     */
    private boolean isMigrated() {
        try (Connection connection = database.getConnection();
                PreparedStatement query = connection.prepareStatement(
                        "select exists (select from flyway_schema_history where version = ? and success)")) {
            query.setString(1, VERSION);
            try (ResultSet found = query.executeQuery()) {
                return found.next() && found.getBoolean(1);
            }
        } catch (SQLException e) {
            if (NO_SUCH_TABLE.equals(e.getSQLState())) {
                return false;
            }
            throw new IllegalStateException(e);
        }
    }

    private void pauseUnlessReady() {
        if (!ready) {
            try {
                Thread.sleep(RETRY_MILLIS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                stopping = true;
            }
        }
    }

    private static String rootMessage(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null && root.getCause() != root) {
            root = root.getCause();
        }
        return root.getMessage();
    }
}
