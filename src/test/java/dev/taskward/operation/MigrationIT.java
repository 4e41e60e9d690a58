package dev.taskward.operation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import dev.taskward.support.OwnPostgres;
import dev.taskward.support.ServiceProcess;

/** The run mode that brings the schema up to date and ends, whose exit code a deployment goes by. */
public class MigrationIT {
    private OwnPostgres database;

    @BeforeEach
    void start() {
        database = OwnPostgres.started();
    }

    @AfterEach
    void stop() {
        database.close();
    }

    @Test
    void itMakesTheSchemaForInstancesThatDoNotAndIsGivenTheDatabaseAlone() throws Exception {
        assertThat(database.count("select count(*) from pg_tables where tablename = 'users'")).isZero();
        assertThat(exitCode(Map.of("DATABASE_URL", database.url()))).isZero();
        assertThat(database.count("select count(*) from pg_tables where tablename = 'users'")).isOne();
        assertThat(exitCode(Map.of("DATABASE_URL", database.url()))).as("again, with nothing to do").isZero();
        Map<String, String> settings = database.settings();
        settings.put("MIGRATE_AT_START", "false");
        try (ServiceProcess service = ServiceProcess.start(settings).awaitReady()) {
            assertThat(service.client().register().token()).isNotBlank();
        }
    }

    @Test
    void itListensOnNoPortAndMakesNoAdmin() throws Exception {
        Map<String, String> settings = database.settings();
        settings.putAll(Map.of("ADMIN_EMAIL", "root@example.com", "ADMIN_PASSWORD", "Root-of-all-8-evils"));
        try (ServiceProcess migration = ServiceProcess.start(settings, "migrate")) {
            assertThat(migration.awaitExit()).isZero();
            assertThat(migration.log()).contains("migrations applied").doesNotContain("Listening on");
        }
        assertThat(database.count("select count(*) from users")).isZero();
    }

    @Test
    void itWaitsForADatabaseThatComesLate() throws Exception {
        database.kill();
        try (ServiceProcess migration = ServiceProcess.start(Map.of("DATABASE_URL", database.url()), "migrate")) {
            migration.awaitLog("Connection error");
            database.start();
            assertThat(migration.awaitExit()).isZero();
        }
        assertThat(database.count("select count(*) from pg_tables where tablename = 'users'")).isOne();
    }

    @Test
    void aSchemaThatCannotBeBroughtUpToDateIsAFailure() throws Exception {
        database.execute("create table users (of_another_application int)");
        try (ServiceProcess migration = ServiceProcess.start(Map.of("DATABASE_URL", database.url()), "migrate")) {
            assertThat(migration.awaitExit()).isOne();
            assertThat(migration.log()).contains("The schema could not be brought up to date");
        }
    }

    @Test
    void aMissingDatabaseIsToldAndSoIsAnArgumentThatIsNone() {
        try (ServiceProcess migration = ServiceProcess.start(Map.of(), "migrate")) {
            assertThat(migration.awaitExit()).isEqualTo(78);
            assertThat(migration.log()).contains("DATABASE_URL is missing").doesNotContain("JWT_PRIVATE_KEY");
        }
        try (ServiceProcess mistaken = ServiceProcess.start(database.settings(), "migrat")) {
            assertThat(mistaken.awaitExit()).isEqualTo(64);
            assertThat(mistaken.log()).contains("`migrate`");
        }
    }

    private static int exitCode(Map<String, String> settings) {
        try (ServiceProcess migration = ServiceProcess.start(settings, "migrate")) {
            return migration.awaitExit();
        }
    }
}
