package dev.taskward.dev;

import java.nio.file.Path;

/** Where development keeps what outlives a restart; deleting it starts anew. */
public final class DevDirectory {
    private DevDirectory() {
    }

    /** {@code .taskward} in the project, which is the parent of the build directory that dev mode runs in, or here. */
    public static Path path() {
        return Path.of(System.getProperty("taskward.dev.directory", ".taskward")).toAbsolutePath();
    }
}
