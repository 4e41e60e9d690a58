package dev.taskward.config;

import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/** A Redis server as providers print it, {@code rediss://user:password@host:port/0}, as the client can read it. */
public final class RedisUrl {
    private static final int DEFAULT_PORT = 6379;

    private RedisUrl() {
    }

    /**
     * The same server with user and password percent-encoded throughout: the platform would split a list at a comma,
     * and the client would read a plus as a space. What providers say in the query is for other clients.
     *
     * @throws IllegalArgumentException saying what is wrong with it, and nothing of it
     */
    public static String parse(String text) {
        URI uri;
        try {
            uri = new URI(text.strip());
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException("is not a URL; special characters in it must be percent-encoded");
        }
        String database = uri.getRawPath() == null ? "" : uri.getRawPath();
        if (uri.getScheme() == null || !uri.getScheme().matches("rediss?") || uri.getHost() == null
                || !database.matches("/?|/\\d{1,5}")) {
            throw new IllegalArgumentException("must look like redis://user:password@host:6379, or rediss:// for TLS");
        }
        String[] account = uri.getRawUserInfo() == null ? new String[0] : uri.getRawUserInfo().split(":", 2);
        String login = account.length < 2 ? "" : encoded(account[0]) + ":" + encoded(account[1]) + "@";
        return uri.getScheme() + "://" + login + uri.getHost() + ":"
                + (uri.getPort() < 0 ? DEFAULT_PORT : uri.getPort()) + (database.equals("/") ? "" : database);
    }

    private static String encoded(String text) {
        String plain = URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
        return URLEncoder.encode(plain, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
