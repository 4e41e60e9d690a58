package dev.taskward.support;

import java.nio.charset.StandardCharsets;

/** A request, written to a connection of its own just as it is put together here. */
public final class Call {
    private final StringBuilder head = new StringBuilder();
    private byte[] body = {};

    private Call(String method, String target) {
        head.append(method).append(' ').append(target).append(" HTTP/1.1\r\nHost: localhost\r\n");
    }

    public static Call of(String method, String target) {
        return new Call(method, target);
    }

    public static Call get(String target) {
        return of("GET", target);
    }

    public static Call post(String target) {
        return of("POST", target);
    }

    public Call by(Account account) {
        return header("Authorization", "Bearer " + account.token());
    }

    public Call header(String name, String value) {
        head.append(name).append(": ").append(value).append("\r\n");
        return this;
    }

    public Call json(String text) {
        return body("application/json", text.getBytes(StandardCharsets.UTF_8));
    }

    public Call body(String contentType, byte[] bytes) {
        if (contentType != null) {
            header("Content-Type", contentType);
        }
        body = bytes;
        return header("Content-Length", Integer.toString(bytes.length));
    }

    public Reply send() {
        try (Wire wire = new Wire()) {
            return on(wire).read();
        }
    }

    /** Writes it to this connection. */
    public Wire on(Wire wire) {
        return wire.write(head + "\r\n").write(body);
    }
}
