package dev.taskward.support;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.TreeMap;

/**
 * A directory of files as a kubelet mounts a Secret: each a link through {@code ..data}, which is swapped in one step for
 * that of the next content.
 */
public final class MountedSecret implements AutoCloseable {
    private final Path directory;
    private final Map<String, String> files = new TreeMap<>();
    private int version;

    public MountedSecret() {
        try {
            directory = Files.createTempDirectory("taskward-secret");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public Path path() {
        return directory;
    }

    public MountedSecret put(String name, String content) {
        files.put(name, content);
        return swap();
    }

    public MountedSecret remove(String name) {
        files.remove(name);
        return swap();
    }

    private MountedSecret swap() {
        try {
            Path data = directory.resolve("..data");
            Path before = Files.exists(data) ? data.toRealPath() : null;
            Path next = Files.createDirectory(directory.resolve("..version_" + ++version));
            for (Map.Entry<String, String> file : files.entrySet()) {
                Files.writeString(next.resolve(file.getKey()), file.getValue());
            }
            Path link = Files.createSymbolicLink(directory.resolve("..data_tmp"), next.getFileName());
            Files.move(link, data, StandardCopyOption.ATOMIC_MOVE);
            showFiles();
            if (before != null) {
                Directories.delete(before);
            }
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** New ones first, then those that are gone, as the kubelet does it: in between, a link may lead nowhere. */
    private void showFiles() throws IOException {
        for (String name : files.keySet()) {
            if (!Files.isSymbolicLink(directory.resolve(name))) {
                Files.createSymbolicLink(directory.resolve(name), Path.of("..data", name));
            }
        }
        try (var links = Files.list(directory)) {
            for (Path link : links.filter(path -> !path.getFileName().toString().startsWith("..")).toList()) {
                if (!files.containsKey(link.getFileName().toString())) {
                    Files.delete(link);
                }
            }
        }
    }

    @Override
    public void close() {
        Directories.delete(directory);
    }
}
