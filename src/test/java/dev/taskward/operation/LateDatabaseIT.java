package dev.taskward.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;

import org.junit.jupiter.api.Test;

import dev.taskward.support.Account;
import dev.taskward.support.OwnPostgres;
import dev.taskward.support.ServiceClient;
import dev.taskward.support.ServiceClient.Answer;
import dev.taskward.support.ServiceProcess;

/** The service is there before its database or its schema is, and with settings that databases in the wild need. */
public class LateDatabaseIT {
    /** The service promises to notice within 5 s that the database is there; the rest is room for a busy machine. */
    private static final Duration ARRIVAL = Duration.ofSeconds(20);

    @Test
    void aServiceStartedBeforeItsDatabaseAnswers503UntilThatComes() {
        try (OwnPostgres database = new OwnPostgres();
                ServiceProcess service = ServiceProcess.start(database.settings()).awaitLive()) {
            ServiceClient client = service.client();
            assertThat(client.status("/q/health/started")).isEqualTo(200);
            assertThat(client.status("/q/health/ready")).isEqualTo(503);
            Answer health = client.get("/health");
            assertThat(health.status()).isEqualTo(503);
            assertThat(health.text("/status")).isEqualTo("unhealthy");
            Answer login = client.login("ada@example.com", Account.PASSWORD);
            assertThat(login.status()).isEqualTo(503);
            assertThat(login.text("/code")).isEqualTo("UNAVAILABLE");
            assertThat(login.header("Retry-After")).matches("[1-9]\\d*");

            database.start();
            await().atMost(ARRIVAL).until(() -> client.status("/q/health/ready") == 200);
            assertThat(client.get("/health").text("/status")).isEqualTo("healthy");
            assertThat(client.get("/api/v1/auth/me", client.register().token()).status()).isEqualTo(200);
        }
    }

    @Test
    void anInstanceThatDoesNotMigrateWaitsForTheSchemaAndServesThen() throws Exception {
        try (OwnPostgres database = OwnPostgres.started()) {
            Map<String, String> settings = database.settings();
            settings.put("MIGRATE_AT_START", "false");
            try (ServiceProcess waiting = ServiceProcess.start(settings).awaitLive()) {
                await().until(() -> waiting.log().contains("Waiting for"));
                assertThat(waiting.client().status("/q/health/ready")).isEqualTo(503);
                assertThat(waiting.client().login("ada@example.com", Account.PASSWORD).status()).isEqualTo(503);
                assertThat(database.count("select count(*) from pg_tables where tablename = 'users'")).isZero();
                try (ServiceProcess migrating = ServiceProcess.start(database.settings()).awaitReady()) {
                    await().atMost(ARRIVAL).until(() -> waiting.client().status("/q/health/ready") == 200);
                    assertThat(waiting.client().get("/api/v1/auth/me", migrating.client().register().token()).status())
                            .isEqualTo(200);
                }
            }
        }
    }

    @Test
    void anInstanceThatCannotLearnOfEndedSessionsIsNotReadyAndSaysWhy() {
        try (OwnPostgres database = OwnPostgres.started();
                ServiceProcess migrating = ServiceProcess.start(database.settings()).awaitReady()) {
            Map<String, String> settings = database.settings();
            settings.put("MIGRATE_AT_START", "false");
            settings.put("DATABASE_DIRECT_URL", "postgresql://localhost:" + ServiceProcess.freePort() + "/postgres");
            try (ServiceProcess service = ServiceProcess.start(settings).awaitLive()) {
                service.awaitLog("The database is not ready, attempt 2");
                assertThat(service.client().status("/q/health/ready")).isEqualTo(503);
                assertThat(service.log()).contains("It cannot be learned which sessions have ended");
            }
        }
    }

    @Test
    void passwordsMayHoldEveryCharacterAndTheKeyMayBeOnOneLine() throws Exception {
        String password = "p$a${HOME}%41@s/s\\:w'#?\"&o=r+d";
        try (OwnPostgres database = OwnPostgres.started()) {
            requirePassword(database, password);
            Map<String, String> settings = ServiceProcess.settings("unused");
            settings.remove("DATABASE_URL");
            settings.putAll(Map.of("DB_HOST", "127.0.0.1", "DB_PORT", Integer.toString(database.port()), "DB_NAME",
                    "postgres", "DB_USER", "app", "DB_PASSWORD", password, "ADMIN_EMAIL", "root@example.com",
                    "ADMIN_PASSWORD", password, "JWT_PRIVATE_KEY", ServiceProcess.KEY.replaceAll("\r?\n", "\\\\n")));
            try (ServiceProcess service = ServiceProcess.start(settings).awaitReady()) {
                assertThat(service.client().login("root@example.com", password).status()).isEqualTo(200);
            }
        }
    }

    @Test
    void aPasswordInTheUrlIsPercentEncodedAndTheKeyMayBeInBase64() throws Exception {
        try (OwnPostgres database = OwnPostgres.started()) {
            requirePassword(database, "p$a${HOME}%41@s/s\\:w");
            Map<String, String> settings = ServiceProcess
                    .settings("postgresql://app:p%24a%24%7BHOME%7D%2541%40s%2Fs%5C%3Aw"
                            + "@127.0.0.1:" + database.port() + "/postgres?sslmode=prefer&channel_binding=prefer");
            settings.put("JWT_PRIVATE_KEY",
                    Base64.getEncoder().encodeToString(ServiceProcess.KEY.getBytes()));
            try (ServiceProcess service = ServiceProcess.start(settings).awaitReady()) {
                assertThat(service.client().get("/api/v1/auth/me", service.client().register().token()).status())
                        .isEqualTo(200);
            }
        }
    }

    /** The embedded server trusts everyone; from now on it asks the user app for this. */
    private static void requirePassword(OwnPostgres database, String password) throws Exception {
        database.execute("create role app login password '" + password.replace("'", "''") + "'");
        database.execute("grant all on schema public to app");
        Path rules = database.data().resolve("pg_hba.conf");
        Files.writeString(rules, "host all app all scram-sha-256\n" + Files.readString(rules));
        database.execute("select pg_reload_conf()");
    }
}
