package dev.taskward.support;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Assumptions;

/** A Redis of one test's own, the machine's {@code redis-server}, with an account that sees our keys alone. */
public final class OwnRedis implements AutoCloseable {
    /** Set where a test must not be left out, because nobody would notice. */
    private static final String STRICT = "TASKWARD_CI";
    private static final String SECRET = "p+w,$r0/d";
    private static final String SECRET_IN_URL = "p+w,$r0%2Fd";
    private static final long PATIENCE_SECONDS = 20;

    private final Path directory;
    private final int port = ServiceProcess.freePort();
    private Process server;

    /** Not started yet. */
    public OwnRedis() {
        skipWithoutServer();
        try {
            directory = Files.createTempDirectory("taskward-redis");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static OwnRedis started() {
        return new OwnRedis().start();
    }

    private static void skipWithoutServer() {
        boolean there = Stream.of(System.getenv("PATH").split(":"))
                .anyMatch(place -> Files.isExecutable(Path.of(place, "redis-server")));
        if (there) {
            return;
        }
        String what = "redis-server is not installed, so limits over several replicas are NOT TESTED";
        if (System.getenv(STRICT) != null) {
            throw new AssertionError(what);
        }
        System.err.println("\n*** SKIPPED: " + what + " ***\n");
        Assumptions.abort(what);
    }

    public OwnRedis start() {
        try {
            server = new ProcessBuilder("redis-server", "--bind", "127.0.0.1", "--port", Integer.toString(port),
                    "--save", "", "--appendonly", "no", "--user", "default", "off",
                    "--user", "limits", "on", ">" + SECRET, "~taskward:rl:*", "+@all")
                    .directory(directory.toFile()).redirectErrorStream(true)
                    .redirectOutput(directory.resolve("log").toFile()).start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Awaitility.await().until(this::accepts);
        return this;
    }

    private boolean accepts() {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress("127.0.0.1", port), 1_000);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    /** As a provider prints it. */
    public String url() {
        return "redis://limits:" + SECRET_IN_URL + "@127.0.0.1:" + port;
    }

    public static String secret() {
        return SECRET;
    }

    /** The lines that it answers to a command. */
    public List<String> ask(String... command) {
        try {
            ProcessBuilder client = new ProcessBuilder("redis-cli", "-p", Integer.toString(port), "--user", "limits",
                    "--pass", SECRET, "--no-auth-warning").redirectError(ProcessBuilder.Redirect.INHERIT);
            client.command().addAll(List.of(command));
            return new String(client.start().getInputStream().readAllBytes()).lines().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** SIGKILL; what it had counted is gone. */
    public void kill() {
        server.destroyForcibly();
        try {
            server.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Connections are still accepted, by the kernel, and nothing is answered. */
    public void pause() {
        signal("STOP");
    }

    public void resume() {
        signal("CONT");
    }

    private void signal(String name) {
        try {
            new ProcessBuilder("kill", "-" + name, Long.toString(server.pid())).start().waitFor();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
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
