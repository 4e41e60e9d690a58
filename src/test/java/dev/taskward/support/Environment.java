package dev.taskward.support;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.security.interfaces.RSAPrivateCrtKey;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;

import dev.taskward.auth.PemKeys;
import dev.taskward.dev.DevDatabase;

/**
 * What the service under test runs with: a real PostgreSQL and a key, by the variables that operators set. One for all
 * tests of a JVM, whether the service runs in it or beside it as a jar or a native executable.
 */
public class Environment implements QuarkusTestResourceLifecycleManager {
    public static final String ADMIN_EMAIL = "root@example.com";
    public static final String ADMIN_PASSWORD = "Root-of-all-8-evils";
    /** System properties, because the resource and the tests may be loaded by different class loaders. */
    private static final String DATABASE = "taskward.test.database-url";
    private static final String KEY = "taskward.test.key";

    @Override
    public Map<String, String> start() {
        synchronized (System.class) {
            if (System.getProperty(DATABASE) == null) {
                System.setProperty(DATABASE, "postgresql://postgres:postgres@localhost:" + newPostgres().getPort()
                        + "/postgres");
                System.setProperty(KEY, pem(newKey()));
            }
        }
        return Map.of("MANAGEMENT_PORT", "0", "RATE_LIMIT_PUBLIC", "off", "DB_ACQUISITION_TIMEOUT", "PT10S",
                "REFRESH_REUSE_WINDOW", "PT1M",
                "DATABASE_URL", databaseUrl(),
                "JWT_PRIVATE_KEY",
                System.getProperty(KEY), "CLIENT_URL",
                "https://app.example.com", "ADMIN_EMAIL", ADMIN_EMAIL, "ADMIN_PASSWORD", ADMIN_PASSWORD);
    }

    /** The database ends with this JVM: test classes with other settings start the service anew, on the same one. */
    @Override
    public void stop() {
        // see above
    }

    /** A PostgreSQL of one's own, empty, for a test that breaks it. */
    public static EmbeddedPostgres newPostgres() {
        try {
            Path directory = Files.createTempDirectory("taskward-test");
            EmbeddedPostgres postgres = DevDatabase.start(directory.resolve("postgres"), 0);
            deleteAtExit(directory, Files.readAllLines(directory.resolve("postgres/postmaster.pid")).get(0).strip());
            return postgres;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The library stops the server at exit, too, in an order that is not given: what it still writes is waited for. */
    private static void deleteAtExit(Path directory, String postmaster) {
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            ProcessHandle.of(Long.parseLong(postmaster))
                    .ifPresent(server -> server.onExit().completeOnTimeout(server, 10, TimeUnit.SECONDS).join());
            Directories.delete(directory);
        }));
    }

    public static String databaseUrl() {
        return System.getProperty(DATABASE);
    }

    /** A connection beside the service's, to see what it left in the tables. */
    public static Connection connect() throws SQLException {
        return DriverManager.getConnection("jdbc:" + databaseUrl().replaceFirst("//[^@]*@", "//"), "postgres",
                "postgres");
    }

    /** The key that the service signs with, for tokens that are wrong in exactly one way. */
    public static RSAPrivateCrtKey key() {
        return PemKeys.privateKey(System.getProperty(KEY));
    }

    public static RSAPrivateCrtKey newKey() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(2048);
            return (RSAPrivateCrtKey) generator.generateKeyPair().getPrivate();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    public static String pem(RSAPrivateCrtKey key) {
        return "-----BEGIN PRIVATE KEY-----\n" + Base64.getMimeEncoder().encodeToString(key.getEncoded())
                + "\n-----END PRIVATE KEY-----";
    }
}
