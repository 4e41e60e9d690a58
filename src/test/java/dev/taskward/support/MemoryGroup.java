package dev.taskward.support;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** A cgroup with so much memory for a process, as a container has it; of version 1 or 2, made by root. */
final class MemoryGroup implements AutoCloseable {
    private static final Path V1 = Path.of("/sys/fs/cgroup/memory");
    private static final Path V2 = Path.of("/sys/fs/cgroup");

    private final Path directory;
    private final boolean first;

    private MemoryGroup(Path directory, boolean first) {
        this.directory = directory;
        this.first = first;
    }

    /** Null where none can be made, which is said. */
    static MemoryGroup of(int mebibytes) {
        boolean first = Files.isDirectory(V1);
        Path parent = first ? V1.resolve(own("memory").substring(1)) : V2;
        Path directory = parent.resolve("taskward-" + ProcessHandle.current().pid() + "-" + System.nanoTime());
        try {
            if (!first) {
                Files.writeString(parent.resolve("cgroup.subtree_control"), "+memory");
            }
            Files.createDirectory(directory);
            Files.writeString(directory.resolve(first ? "memory.limit_in_bytes" : "memory.max"), mebibytes + "M");
            return new MemoryGroup(directory, first);
        } catch (IOException e) {
            System.err.println("\n*** No cgroup can be made (" + e + "), so the limit on memory is NOT TESTED ***\n");
            return null;
        }
    }

    private static String own(String controller) {
        try (Stream<String> groups = Files.lines(Path.of("/proc/self/cgroup"))) {
            return groups.map(line -> line.split(":", 3)).filter(group -> group[1].equals(controller))
                    .map(group -> group[2]).findFirst().orElse("/");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The same command within the group, with an executable of its own: pages that others have read would be on their account. */
    List<String> wrap(List<String> command, Path copy) {
        List<String> wrapped = new ArrayList<>(
                List.of("sh", "-c", "echo $$ > '" + directory.resolve("cgroup.procs") + "' && cp '"
                        + command.get(0) + "' '" + copy + "' && exec '" + copy + "' \"$@\"", "sh"));
        wrapped.addAll(command.subList(1, command.size()));
        return wrapped;
    }

    /** How many processes of it the kernel has killed for want of memory. */
    long kills() {
        try (Stream<String> events = Files.lines(directory.resolve(first ? "memory.oom_control" : "memory.events"))) {
            return events.filter(line -> line.startsWith("oom_kill "))
                    .mapToLong(line -> Long.parseLong(line.split(" ")[1]))
                    .sum();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        await().ignoreExceptions().until(() -> Files.deleteIfExists(directory));
    }
}
