package dev.taskward.support;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.Assumptions;

/** A program of the system's that a test has run beside the service; where it is not installed, the test is skipped. */
public final class Tool implements AutoCloseable {
    /** Set where a test must not be left out, because nobody would notice. */
    private static final String STRICT = "TASKWARD_CI";
    /** What may be missing all the same, because it has been said already. */
    private static final String WITHOUT = "TASKWARD_CI_WITHOUT";

    private final Process process;
    private final Path directory;
    private final Path log;

    private Tool(Process process, Path directory, Path log) {
        this.process = process;
        this.directory = directory;
        this.log = log;
    }

    public static void assumeInstalled(String name) {
        boolean installed = Stream.concat(Stream.of("/usr/sbin"), Stream.of(System.getenv("PATH").split(":")))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, name)));
        if (installed) {
            return;
        }
        String what = name + " is not installed, so what needs it is NOT TESTED";
        if (System.getenv(STRICT) != null && !name.equals(System.getenv(WITHOUT))) {
            throw new AssertionError(what);
        }
        System.err.println("\n*** SKIPPED: " + what + " ***\n");
        Assumptions.abort(what);
    }

    /** @param directory its own, deleted with it */
    public static Tool start(Path directory, String... command) {
        try {
            Path log = directory.resolve("output");
            ProcessBuilder builder = new ProcessBuilder(List.of(command)).directory(directory.toFile())
                    .redirectErrorStream(true).redirectOutput(log.toFile());
            builder.environment().merge("PATH", "/usr/sbin", (path, more) -> path + ":" + more);
            return new Tool(builder.start(), directory, log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public String log() {
        try {
            return Files.readString(log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
        process.onExit().join();
        Directories.delete(directory);
    }
}
