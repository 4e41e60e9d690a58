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
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;

import io.smallrye.config.DotEnvConfigSourceProvider;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import org.eclipse.microprofile.config.Config;

/**
 * A real PostgreSQL for development and tests, out of a jar, its data kept in a directory. The library is on the class
 * path of quarkus:dev and of the tests only, so that the production artifact has none of it.
 */
public final class DevDatabase {
    private static final String URL = "quarkus.datasource.jdbc.url";
    /** System properties, because each reload loads this class again. */
    private static final String STARTED = "taskward.dev.started";
    private static final String OWN = "taskward.dev.own-database";
    private static final int DEFAULT_PORT = 8080;
    private static final int CANNOT_START = 1;

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

    /**
     * Unless a database is configured. One that a crashed dev mode left running is taken on. A reload comes here, too, and finds
     * the settings of the first start.
     */
    public static void startUnlessConfigured() {
        if (System.getProperty(STARTED) != null) {
            return;
        }
        Config config = environment();
        exitIf(DevStart.portProblem(number(config, "quarkus.http.port", number(config, "PORT", DEFAULT_PORT))));
        if (!isConfigured(config)) {
            exitIf(DevStart.directoryProblem(DevDirectory.path()));
            useOwn();
        }
        System.setProperty(STARTED, "true");
    }

    /** Whether the database is the one in {@link DevDirectory}. */
    static boolean isOwn() {
        return System.getProperty(OWN) != null;
    }

    /** Where the settings of dev mode can come from: the platform's own configuration is not there yet. */
    private static Config environment() {
        return new SmallRyeConfigBuilder().addSystemSources().withSources(
                DotEnvConfigSourceProvider.dotEnvSources(Thread.currentThread().getContextClassLoader())).build();
    }

    static boolean isConfigured(Config config) {
        return Stream.of("DATABASE_URL", "DB_HOST", URL).map(name -> config.getConfigValue(name).getRawValue())
                .anyMatch(value -> value != null && !value.isBlank());
    }

    private static int number(Config config, String name, int otherwise) {
        String value = config.getConfigValue(name).getRawValue();
        return value != null && value.matches("\\d{1,5}") ? Integer.parseInt(value) : otherwise;
    }

    private static void exitIf(Optional<String> problem) {
        if (problem.isPresent()) {
            System.err.println("Taskward cannot start: " + problem.get());
            // Not by exit, which would wait for the start that asks for it.
            Runtime.getRuntime().halt(CANNOT_START);
        }
    }

    private static void useOwn() {
        Path data = DevDirectory.path().resolve("postgres");
        int port = running(data);
        if (port < 0) {
            port = start(data, 0).getPort();
        }
        System.setProperty(URL, "jdbc:postgresql://localhost:" + port + "/postgres?prepareThreshold=1");
        System.setProperty("quarkus.datasource.username", "postgres");
        System.setProperty("quarkus.datasource.password", "postgres");
        System.setProperty(OWN, "true");
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
