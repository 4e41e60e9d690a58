package dev.taskward.dev;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;

/** Says in one line why dev mode cannot start here beside another process. */
final class DevStart {
    private static final int CONNECT_MILLIS = 1_000;

    private DevStart() {
    }

    /** @param port 0 for any free one */
    static Optional<String> portProblem(int port) {
        if (port == 0) {
            return Optional.empty();
        }
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), CONNECT_MILLIS);
            return Optional.of("Port " + port + " is in use. Stop the process that uses it, or choose another port: "
                    + "./mvnw quarkus:dev -Dquarkus.http.port=" + (port + 10));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /**
     * Claims the directory for this process until that ends. Two processes cannot share it: the database stops with the one
     * that started it.
     */
    static Optional<String> directoryProblem(Path directory) {
        Path claim = directory.resolve("dev.pid");
        try {
            Optional<ProcessHandle> owner = owner(claim);
            if (owner.isPresent() && owner.get().pid() != ProcessHandle.current().pid()) {
                return Optional.of("Another dev mode, process " + owner.get().pid() + ", uses the database in "
                        + directory.getFileName()
                        + "/. Stop it, or set DATABASE_URL to give this one another database");
            }
            Files.createDirectories(directory);
            Files.writeString(claim, line(ProcessHandle.current()));
            return Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The process that wrote the claim, if it still runs: another one may have its number now. */
    private static Optional<ProcessHandle> owner(Path claim) throws IOException {
        if (!Files.exists(claim)) {
            return Optional.empty();
        }
        String text = Files.readString(claim);
        String pid = text.split(" ")[0];
        return pid.matches("\\d{1,10}")
                ? ProcessHandle.of(Long.parseLong(pid)).filter(process -> line(process).equals(text))
                : Optional.empty();
    }

    private static String line(ProcessHandle process) {
        return process.pid() + " " + process.info().startInstant().map(Instant::toString).orElse("");
    }
}
