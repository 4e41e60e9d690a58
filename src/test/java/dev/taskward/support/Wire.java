package dev.taskward.support;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import io.restassured.RestAssured;

/** A connection to the service that sends exactly what it is told: HTTP clients mend what these tests are about. */
public final class Wire implements AutoCloseable {
    private static final int TIMEOUT_MILLIS = 30_000;
    private final Socket socket;
    private final InputStream in;

    public Wire() {
        this(RestAssured.port);
    }

    public Wire(int port) {
        try {
            socket = new Socket("localhost", port);
            socket.setSoTimeout(TIMEOUT_MILLIS);
            in = new BufferedInputStream(socket.getInputStream());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** One byte for each character. */
    public Wire write(String text) {
        return write(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    public Wire write(byte[] bytes) {
        try {
            socket.getOutputStream().write(bytes);
        } catch (IOException e) {
            // The other side may refuse before it has read everything; its answer tells.
        }
        return this;
    }

    public Reply read() {
        Reply head = readHead();
        try {
            return new Reply(head.status(), head.headers(), body(head));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** An answer to HEAD: a body that came all the same would be taken for the next answer, and fail there. */
    public Reply readHead() {
        try {
            String[] status = line().split(" ");
            List<Map.Entry<String, String>> headers = new ArrayList<>();
            for (String line = line(); !line.isEmpty(); line = line()) {
                String[] parts = line.split(":", 2);
                headers.add(Map.entry(parts[0], parts[1].strip()));
            }
            return new Reply(Integer.parseInt(status[1]), headers, new byte[0]);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Waits until the other side has closed, or said something more. */
    public boolean isClosed() {
        try {
            return in.read() < 0;
        } catch (IOException e) {
            return e instanceof java.net.SocketException;
        }
    }

    private byte[] body(Reply head) throws IOException {
        if ("chunked".equals(head.header("Transfer-Encoding"))) {
            ByteArrayOutputStream body = new ByteArrayOutputStream();
            for (int size = chunkSize(); size > 0; size = chunkSize()) {
                body.write(in.readNBytes(size));
                line();
            }
            line();
            return body.toByteArray();
        }
        String length = head.header("Content-Length");
        return length == null || head.status() == 204 ? new byte[0] : in.readNBytes(Integer.parseInt(length));
    }

    private int chunkSize() throws IOException {
        return Integer.parseInt(line(), 16);
    }

    private String line() throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = in.read(); c != '\n'; c = in.read()) {
            if (c < 0) {
                throw new EOFException("closed after: " + line);
            }
            line.append((char) c);
        }
        return line.toString().stripTrailing();
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
