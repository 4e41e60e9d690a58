package dev.taskward.support;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

import org.awaitility.core.ConditionTimeoutException;

/**
 * The production artifact as a process of its own, the way operators have it: settings go in by environment variables,
 * signals end it, and what it says is on its output. The native executable where there is one, else the jar.
 */
public final class ServiceProcess implements AutoCloseable {
    public static final String KEY = Environment.pem(Environment.newKey());
    private static final Duration START = Duration.ofSeconds(60);
    private static final long STOP_SECONDS = 30;

    /** What a small container of Kubernetes has. */
    private static final int SMALL = 128;

    private final Process process;
    private final MemoryGroup memory;
    private final Path directory;
    private final int port;
    private final ServiceClient client;

    private ServiceProcess(Process process, MemoryGroup memory, Path directory, int port) {
        this.port = port;
        this.memory = memory;
        this.process = process;
        this.directory = directory;
        this.client = new ServiceClient(port);
    }

    /** Everything that production needs, and no limit on how much a test may ask; to be changed as the test likes. */
    public static Map<String, String> settings(String databaseUrl) {
        return new TreeMap<>(Map.of("DATABASE_URL", databaseUrl, "JWT_PRIVATE_KEY", KEY, "MANAGEMENT_PORT", "0",
                "RATE_LIMIT_PUBLIC", "off",
                "RATE_LIMIT_USER", "off", "RATE_LIMIT_LOGIN", "off"));
    }

    /** Starts it with these variables and no other, on a free port unless they say which; does not wait. */
    public static ServiceProcess start(Map<String, String> settings, String... arguments) {
        return start(settings, List.of(), null, arguments);
    }

    /** With no more memory than it has in a small container: natively in a cgroup, on a JVM by a heap as large as its native one. */
    public static ServiceProcess startSmall(Map<String, String> settings) {
        return isNative()
                ? start(settings, List.of(), MemoryGroup.of(SMALL))
                : start(settings, List.of("-Xmx64m", "-XX:+ExitOnOutOfMemoryError"), null);
    }

    private static ServiceProcess start(Map<String, String> settings, List<String> options, MemoryGroup memory,
            String... arguments) {
        try {
            Path directory = Files.createTempDirectory("taskward-service");
            List<String> command = command(options, arguments);
            ProcessBuilder builder = new ProcessBuilder(
                    memory == null ? command : memory.wrap(command, directory.resolve("taskward")))
                    .directory(directory.toFile())
                    .redirectOutput(directory.resolve("stdout").toFile())
                    .redirectError(directory.resolve("stderr").toFile());
            Map<String, String> environment = builder.environment();
            environment.clear();
            environment.putAll(settings);
            String port = environment.computeIfAbsent("PORT", name -> Integer.toString(freePort()));
            Process process = builder.start();
            // Whatever becomes of the test that should close it.
            Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
            return new ServiceProcess(process, memory, directory, port.matches("\\d+") ? Integer.parseInt(port) : 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> command(List<String> options, String... arguments) {
        List<String> command = new ArrayList<>();
        if (isNative()) {
            command.add(artifact().toString());
            command.addAll(options);
        } else {
            // The second compiler would still be at work when the test is over.
            command.addAll(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-XX:TieredStopAtLevel=1"));
            command.addAll(options);
            command.addAll(List.of("-jar", artifact().toString()));
        }
        command.addAll(List.of(arguments));
        return command;
    }

    /** The executable, or the jar, that the build has made last. */
    private static Path artifact() {
        return Path.of("target", build("path")).toAbsolutePath();
    }

    private static boolean isNative() {
        return build("type").equals("native");
    }

    /** The directory of the libraries that are in the artifact. */
    public static Path libraries() {
        Path jar = isNative()
                ? Path.of("target", build("path").replace("-runner", "-native-image-source-jar"), "lib")
                : artifact().resolveSibling("lib").resolve("main");
        return jar.toAbsolutePath();
    }

    /** What the build wrote down of what it made. */
    private static String build(String key) {
        Properties made = new Properties();
        try (Reader reader = Files.newBufferedReader(Path.of("target", "quarkus-artifact.properties"))) {
            made.load(reader);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return made.getProperty(key);
    }

    public static int freePort() {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public ServiceClient client() {
        return client;
    }

    public int port() {
        return port;
    }

    public ServiceProcess awaitReady() {
        return awaitUp("/q/health/ready");
    }

    /** Until it answers, whether or not it has a database. */
    public ServiceProcess awaitLive() {
        return awaitUp("/q/health/live");
    }

    private ServiceProcess awaitUp(String probe) {
        try {
            await(probe).atMost(START).until(() -> !isRunning() || client.status(probe) == 200);
        } catch (ConditionTimeoutException e) {
            throw failed("no 200 of " + probe, e);
        }
        if (!isRunning()) {
            throw failed("exited with " + process.exitValue(), null);
        }
        return this;
    }

    /** Nobody else can close what has not come up. */
    private AssertionError failed(String how, Throwable cause) {
        AssertionError failure = new AssertionError(how + ": " + log(), cause);
        close();
        return failure;
    }

    /** Until it has said this. */
    public ServiceProcess awaitLog(String part) {
        await(part).atMost(START).until(() -> log().contains(part));
        return this;
    }

    /** Its exit code. */
    public int awaitExit() {
        try {
            if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
                throw new AssertionError("still running: " + log());
            }
            return process.exitValue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    public long pid() {
        return process.pid();
    }

    /** Whether it is still the process that was started, and the kernel has not killed it for its memory. */
    public boolean isUnharmed() {
        return process.isAlive() && (memory == null || memory.kills() == 0);
    }

    public boolean isRunning() {
        return process.isAlive();
    }

    /** SIGTERM, as orchestrators and init systems stop a service; does not wait. */
    public void terminate() {
        process.destroy();
    }

    public List<String> stdout() {
        return lines("stdout");
    }

    public List<String> stderr() {
        return lines("stderr");
    }

    /** All it has said. */
    public String log() {
        return String.join("\n", stdout()) + "\n" + String.join("\n", stderr());
    }

    private List<String> lines(String file) {
        try {
            return Files.readAllLines(directory.resolve(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
        awaitExit();
        if (memory != null) {
            memory.close();
        }
        String log = log();
        Directories.delete(directory);
        Secrets.assertNoneIn(log);
        assertThat(log).doesNotContain(KEY.lines().skip(1).findFirst().orElseThrow());
    }
}
