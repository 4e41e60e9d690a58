package dev.taskward.health;

import java.util.List;

import javax.sql.DataSource;

import jakarta.annotation.Priority;
import jakarta.enterprise.inject.Alternative;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;

import io.quarkus.arc.All;
import io.quarkus.arc.InstanceHandle;
import io.quarkus.flyway.FlywayConfigurationCustomizer;
import io.quarkus.flyway.runtime.FlywayBuildTimeConfig;
import io.quarkus.flyway.runtime.FlywayContainer;
import io.quarkus.flyway.runtime.FlywayContainerProducer;
import io.quarkus.flyway.runtime.FlywayRuntimeConfig;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Makes Flyway in instances that migrate, and none in those that do not: the platform makes it in every start before the
 * port opens, whatever {@code quarkus.flyway.active} says, which is 5 % of a replica's work up to its first answer.
 * There {@link org.flywaydb.core.Flyway} is null.
 */
@Alternative
@Priority(1)
@Singleton
public class FlywayWhenMigrating extends FlywayContainerProducer {
    private final boolean migrates;

    @Inject
    FlywayWhenMigrating(FlywayRuntimeConfig config, FlywayBuildTimeConfig buildConfig,
            @All List<InstanceHandle<FlywayConfigurationCustomizer>> customizers,
            @ConfigProperty(name = "taskward.migrate-at-start") boolean migrateAtStart,
            @ConfigProperty(name = "taskward.serve") boolean serve) {
        super(config, buildConfig, customizers);
        // What does not serve is the run mode that migrates and ends.
        this.migrates = migrateAtStart || !serve;
    }

    @Override
    public FlywayContainer createFlyway(DataSource dataSource, String dataSourceName, boolean hasMigrations,
            boolean createPossible) {
        return migrates
                ? super.createFlyway(dataSource, dataSourceName, hasMigrations, createPossible)
                : new FlywayContainer(null, false, false, false, false, false, false, dataSourceName, hasMigrations,
                        createPossible);
    }
}
