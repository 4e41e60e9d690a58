package dev.taskward.config;

import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/**
 * A database as providers print it, {@code postgresql://user:password@host:port/name?sslmode=require}, in the parts that
 * the driver takes.
 */
public record DatabaseUrl(String jdbc, String user, String password) {
    private static final Set<String> SCHEMES = Set.of("postgres", "postgresql");
    /** What libpq has and the driver either spells otherwise or has not: leaving them in would be ignored or refused. */
    private static final Set<String> LIBPQ_ONLY = Set.of("channel_binding", "connect_timeout", "gssencmode");
    private static final String STATEMENT_TIMEOUT = "socketTimeout=5";

    /** @throws IllegalArgumentException saying what is wrong with it, and nothing of it */
    public static DatabaseUrl parse(String text) {
        URI uri;
        try {
            uri = new URI(text.strip().replaceFirst("^jdbc:", ""));
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException("is not a URL; special characters in it must be percent-encoded");
        }
        String path = uri.getRawPath();
        if (uri.getScheme() == null || !SCHEMES.contains(uri.getScheme()) || uri.getHost() == null || path == null
                || path.length() < 2) {
            throw new IllegalArgumentException("must look like postgresql://user:password@host:5432/name");
        }
        String[] account = uri.getRawUserInfo() == null ? new String[0] : uri.getRawUserInfo().split(":", 2);
        String port = uri.getPort() < 0 ? "" : ":" + uri.getPort();
        return new DatabaseUrl("jdbc:postgresql://" + uri.getHost() + port + path + query(uri.getRawQuery()),
                account.length > 0 ? decode(account[0]) : null, account.length > 1 ? decode(account[1]) : null);
    }

    /** The same for migrations, a statement of which may build an index for as long as that takes. */
    String migrating() {
        return jdbc.replaceFirst(STATEMENT_TIMEOUT + "(?=&|$)", "socketTimeout=0");
    }

    /** The same with this user and password, as far as they are not null. */
    DatabaseUrl withAccount(String otherUser, String otherPassword) {
        return new DatabaseUrl(jdbc, otherUser == null ? user : otherUser,
                otherPassword == null ? password : otherPassword);
    }

    /** This user and password at another address. */
    DatabaseUrl at(DatabaseUrl other) {
        return new DatabaseUrl(other.jdbc, user, password);
    }

    boolean hasAccount() {
        return user != null && password != null;
    }

    static DatabaseUrl of(String host, String port, String name, String user, String password) {
        return new DatabaseUrl("jdbc:postgresql://" + host + ":" + port + "/" + name + query(null), user, password);
    }

    /**
     * The driver's settings: what the URL says, and what it does not say of ours. A statement gets a name at its first
     * use, since unnamed ones halve the throughput of lists; a connection attempt ends before the pool gives up; and a
     * server that has gone silent in the middle of signing in or of a statement is given up after 5 seconds, far more
     * than any statement here takes. Not loginTimeout: the pool's own, which is shorter, interrupts it, and the driver
     * takes that for a fault of its own.
     */
    private static String query(String given) {
        List<String> settings = new ArrayList<>();
        if (given != null) {
            Arrays.stream(given.split("&")).filter(setting -> !setting.isEmpty()
                    && !LIBPQ_ONLY.contains(setting.split("=")[0])).forEach(settings::add);
        }
        for (String ours : List.of("ApplicationName=taskward", "prepareThreshold=1", "connectTimeout=2",
                STATEMENT_TIMEOUT, "cancelSignalTimeout=1", "tcpKeepAlive=true", "assumeMinServerVersion=14")) {
            String name = ours.substring(0, ours.indexOf('=') + 1);
            if (settings.stream().noneMatch(setting -> setting.startsWith(name))) {
                settings.add(ours);
            }
        }
        return "?" + String.join("&", settings);
    }

    private static String decode(String text) {
        return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    }
}
