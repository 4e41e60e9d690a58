package dev.taskward.health;

import java.util.Map;

import jakarta.inject.Inject;

import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.QuarkusApplication;

/** The run mode that brings the schema to this version and ends: 0 if it is there, 1 if it could not be brought there. */
public class Migration implements QuarkusApplication {
    /** Nothing listens, and nothing is in flight at the end. A database that is waking up is waited for, about 30 seconds. */
    private static final Map<String, String> SETTINGS = Map.of("taskward.serve", "false",
            "quarkus.http.host-enabled", "false", "quarkus.management.host-enabled", "false",
            "quarkus.shutdown.delay", "0s", "quarkus.flyway.connect-retries", "5");

    @Inject
    SchemaStart schema;

    /** Does not return. */
    public static void run() {
        SETTINGS.forEach(System::setProperty);
        Quarkus.run(Migration.class);
    }

    @Override
    public int run(String... args) {
        return schema.migrate() ? 0 : 1;
    }
}
