package dev.taskward.dev;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;

/**
 * A real PostgreSQL for development and tests, out of a jar, its data kept in a directory. The library is on the class
 * path of quarkus:dev and of the tests only, so that the production artifact has none of it.
 */
public final class DevDatabase {
    private static final String URL = "quarkus.datasource.jdbc.url";

    private DevDatabase() {
    }

    /** Tells quarkus:dev from production before the framework, which then knows it too, has been started. */
    public static boolean isOnClassPath() {
        try {
            Class.forName("io.zonky.test.db.postgres.embedded.EmbeddedPostgres", false,
                    Thread.currentThread().getContextClassLoader());
            return true;
        } catch (ClassNotFoundException e) {
            return false;
        }
    }

    /** Unless the environment names a database. One that an earlier start, or a crashed one, left running is taken on. */
    public static void startUnlessConfigured() {
        if (System.getenv("DATABASE_URL") != null || System.getenv("DB_HOST") != null
                || System.getProperty(URL) != null) {
            return;
        }
        Path data = DevDirectory.path().resolve("postgres");
        int port = running(data);
        if (port < 0) {
            port = start(data, 0).getPort();
        }
        System.setProperty(URL, "jdbc:postgresql://localhost:" + port + "/postgres?prepareThreshold=1");
        System.setProperty("quarkus.datasource.username", "postgres");
        System.setProperty("quarkus.datasource.password", "postgres");
    }

    /** @param port 0 for any free one */
    public static EmbeddedPostgres start(Path data, int port) {
        try {
            Files.createDirectories(data.getParent());
            Redirect log = Redirect.appendTo(data.resolveSibling("postgres.log").toFile());
            // Its lines would come before the application's own log settings are in force.
            Logger.getLogger("io.zonky").setLevel(Level.WARNING);
            return EmbeddedPostgres.builder()
                    .setDataDirectory(data)
                    .setCleanDataDirectory(false)
                    .setPort(port)
                    .setPGStartupWait(Duration.ofSeconds(30))
                    .setServerConfig("shared_preload_libraries", "pg_stat_statements")
                    // The library turns it off; what is answered as done here should survive a crash as it does elsewhere.
                    .setServerConfig("synchronous_commit", "on")
                    .setOutputRedirector(log)
                    .setErrorRedirector(log)
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException("The embedded PostgreSQL did not start in " + data, e);
        }
    }

    /** The port of a server that runs on this directory, by its postmaster.pid; -1 if none does. */
    private static int running(Path data) {
        Path lock = data.resolve("postmaster.pid");
        if (!Files.exists(lock)) {
            return -1;
        }
        try (Socket socket = new Socket()) {
            List<String> lines = Files.readAllLines(lock);
            int port = Integer.parseInt(lines.get(3).strip());
            socket.connect(new InetSocketAddress("localhost", port), 1_000);
            return port;
        } catch (IOException | RuntimeException e) {
            return -1;
        }
    }
}
