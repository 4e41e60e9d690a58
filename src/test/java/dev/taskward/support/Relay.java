package dev.taskward.support;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * The network between a service and its database. Connections through it can be made half-open: nothing arrives any more,
 * in either direction, and nobody is told.
 */
public final class Relay implements AutoCloseable {
    private final ServerSocket server;
    private final int target;
    private final Queue<Link> links = new ConcurrentLinkedQueue<>();
    private volatile boolean silent;

    private Relay(int target) {
        this.target = target;
        try {
            server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** @param port where it leads, on this machine */
    public static Relay to(int port) {
        Relay relay = new Relay(port);
        daemon(relay::accept);
        return relay;
    }

    public int port() {
        return server.getLocalPort();
    }

    /** What is connected stays so, and hears nothing any more; new connections work. */
    public void silenceConnections() {
        links.forEach(link -> link.silent = true);
    }

    /** The same for new connections, until this is taken back; what was silenced stays so. */
    public void silence(boolean all) {
        silent = all;
        if (all) {
            silenceConnections();
        }
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                links.add(new Link(server.accept(), new Socket(InetAddress.getLoopbackAddress(), target)));
            } catch (IOException e) {
                // closed, or the target is away: whoever connected sees the end
            }
        }
    }

    private static void daemon(Runnable work) {
        Thread thread = new Thread(work, "relay");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() {
        try {
            server.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        links.forEach(Link::close);
    }

    private final class Link {
        private final Socket client;
        private final Socket database;
        private volatile boolean silent = Relay.this.silent;

        Link(Socket client, Socket database) {
            this.client = client;
            this.database = database;
            daemon(() -> copy(client, database));
            daemon(() -> copy(database, client));
        }

        private void copy(Socket from, Socket to) {
            byte[] buffer = new byte[8192];
            try {
                for (int read = from.getInputStream().read(buffer); read >= 0; read = from.getInputStream()
                        .read(buffer)) {
                    if (!silent) {
                        to.getOutputStream().write(buffer, 0, read);
                    }
                }
            } catch (IOException e) {
                // one side has ended
            }
            if (!silent) {
                close();
            }
        }

        void close() {
            try (client; database) {
                links.remove(this);
            } catch (IOException e) {
                // it has ended already
            }
        }
    }
}
