package dev.taskward.support;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * The front of a serverless PostgreSQL: suspended, it cuts off all connections; the next one is accepted at once, wakes the
 * server, and is answered when that is up.
 */
public final class SleepyDatabase implements AutoCloseable {
    private final int database;
    private final Duration waking;
    private final ServerSocket front;
    private final Queue<Socket> open = new ConcurrentLinkedQueue<>();
    private long awakeFrom = System.nanoTime();
    private boolean suspended;

    public SleepyDatabase(int database, Duration waking) {
        this.database = database;
        this.waking = waking;
        try {
            front = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        inBackground(this::accept);
    }

    /** As a provider prints it. */
    public String url() {
        return "postgresql://postgres:postgres@localhost:" + front.getLocalPort() + "/postgres";
    }

    public void suspend() {
        synchronized (this) {
            suspended = true;
        }
        for (Socket socket = open.poll(); socket != null; socket = open.poll()) {
            closeQuietly(socket);
        }
    }

    private void accept() throws IOException {
        while (true) {
            Socket client = front.accept();
            open.add(client);
            inBackground(() -> serve(client));
        }
    }

    private void serve(Socket client) throws IOException, InterruptedException {
        long rest = wake() - System.nanoTime();
        if (rest > 0) {
            Thread.sleep(Duration.ofNanos(rest).toMillis());
        }
        Socket server = new Socket(InetAddress.getLoopbackAddress(), database);
        open.add(server);
        inBackground(() -> copy(server, client));
        copy(client, server);
    }

    /** When it is awake. */
    private synchronized long wake() {
        if (suspended) {
            suspended = false;
            awakeFrom = System.nanoTime() + waking.toNanos();
        }
        return awakeFrom;
    }

    private static void copy(Socket from, Socket to) throws IOException {
        try (InputStream in = from.getInputStream(); OutputStream out = to.getOutputStream()) {
            in.transferTo(out);
        }
    }

    private interface Work {
        void run() throws IOException, InterruptedException;
    }

    /** A closed socket ends it. */
    private static void inBackground(Work work) {
        Thread thread = new Thread(() -> {
            try {
                work.run();
            } catch (IOException | InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        thread.setDaemon(true);
        thread.start();
    }

    private static void closeQuietly(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            // it is gone either way
        }
    }

    @Override
    public void close() {
        suspend();
        try {
            front.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
