package dev.taskward.http;

import java.sql.Connection;
import java.sql.SQLException;

import jakarta.enterprise.context.ApplicationScoped;

import io.agroal.api.AgroalPoolInterceptor;

/** Notes which request uses which connection to the database, so that its statement can be cancelled at its deadline. */
@ApplicationScoped
public class DatabaseUse implements AgroalPoolInterceptor {
    @Override
    public void onConnectionAcquire(Connection connection) {
        note(connection);
    }

    @Override
    public void onConnectionReturn(Connection connection) {
        note(null);
    }

    private static void note(Connection connection) {
        InFlight request = InFlight.current();
        if (request != null) {
            try {
                request.uses(connection == null ? null : connection.unwrap(Connection.class));
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
