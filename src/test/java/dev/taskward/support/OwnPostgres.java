package dev.taskward.support;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;

import dev.taskward.dev.DevDatabase;

/** A PostgreSQL of one test's own, which can be lost in the ways that servers are, and comes back where it was. */
public final class OwnPostgres implements AutoCloseable {
    private final Path directory;
    private final Path data;
    private final int port = ServiceProcess.freePort();
    private EmbeddedPostgres server;

    /** Not started yet. */
    public OwnPostgres() {
        try {
            directory = Files.createTempDirectory("taskward-own");
            data = directory.resolve("postgres");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static OwnPostgres started() {
        return new OwnPostgres().start();
    }

    public OwnPostgres start() {
        server = DevDatabase.start(data, port);
        return this;
    }

    public int port() {
        return port;
    }

    public Path data() {
        return data;
    }

    /** As a provider prints it. */
    public String url() {
        return "postgresql://postgres:postgres@localhost:" + port + "/postgres";
    }

    public Map<String, String> settings() {
        return ServiceProcess.settings(url());
    }

    public Connection connect() throws SQLException {
        return DriverManager.getConnection("jdbc:postgresql://localhost:" + port + "/postgres", "postgres", "postgres");
    }

    public void execute(String sql) throws SQLException {
        try (Connection connection = connect(); var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** The single number that a query answers. */
    public int count(String sql) throws SQLException {
        try (Connection connection = connect();
                var statement = connection.createStatement();
                var rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getInt(1);
        }
    }

    /** SIGKILL to all of it: a crash, or a host that is gone. */
    public void kill() {
        List<ProcessHandle> processes = processes();
        processes.forEach(ProcessHandle::destroyForcibly);
        awaitExit(processes);
        release();
    }

    /** SIGQUIT to the postmaster, which is an immediate shutdown: sessions are told and cut off. */
    public void stopImmediately() {
        List<ProcessHandle> processes = processes();
        signal("QUIT", processes.subList(0, 1));
        awaitExit(processes);
        release();
    }

    /** Connections are still accepted, by the kernel, and nothing is answered: a hung host, or a partition. */
    public void pause() {
        signal("STOP", processes());
    }

    public void resume() {
        signal("CONT", processes());
    }

    /** The postmaster first. */
    private List<ProcessHandle> processes() {
        try {
            long pid = Long.parseLong(Files.readAllLines(data.resolve("postmaster.pid")).get(0).strip());
            ProcessHandle postmaster = ProcessHandle.of(pid).orElseThrow();
            return Stream.concat(Stream.of(postmaster), postmaster.descendants()).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void signal(String name, List<ProcessHandle> processes) {
        List<String> command = Stream.concat(Stream.of("kill", "-" + name),
                processes.stream().map(process -> Long.toString(process.pid()))).toList();
        try {
            new ProcessBuilder(command).start().waitFor();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void awaitExit(List<ProcessHandle> processes) {
        CompletableFuture.allOf(processes.stream().map(ProcessHandle::onExit).toArray(CompletableFuture[]::new))
                .orTimeout(30, TimeUnit.SECONDS).join();
    }

    /** The library's lock on the directory, which would keep the next start out. */
    private void release() {
        // It will try to stop what is gone, and complain.
        Logger.getLogger("io.zonky").setLevel(Level.OFF);
        try {
            server.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            server = null;
        }
    }

    @Override
    public void close() {
        if (server != null) {
            kill();
        }
        Directories.delete(directory);
    }
}
