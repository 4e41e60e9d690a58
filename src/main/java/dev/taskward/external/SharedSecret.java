package dev.taskward.external;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** What JWT_SECRET has to be: random text that only the issuer and this service know. */
final class SharedSecret {
    /** RFC 7518 section 3.2: as long as the hash, for HS256 256 bits. */
    private static final int MIN_BYTES = 32;
    /** Fewer different characters than any random text of that length has. */
    private static final int MIN_DIFFERENT = 10;
    private static final String MEND = "set it to 32 bytes or more of random text, as made by `openssl rand -base64 48`";
    /** How keys begin that documentation and tutorials have in full: RFC 7515 and 7520, FastAPI, and two for Spring. */
    private static final List<String> PUBLISHED = List.of("aym1sysppbydfgzl", "hjtxiz2usn5kbqfb", "09d25e094faa6ca2",
            "404e635266556a58", "3cfa76ef14937c1c");
    /** Words of the examples in which documentation asks for another value. */
    private static final List<String> PLACEHOLDERS = List.of("your256bit", "yoursecret", "yoursuper", "yourkey",
            "mysecret", "supersecret", "topsecret", "secretkey", "jwtsecret", "secretjwt", "stringsecret", "changeme",
            "changethis", "replaceme", "replacethis", "placeholder", "example", "password", "atleast32", "atleast256",
            "abcdefghijklmnop");
    private static final int DER_SEQUENCE = 0x30;

    private SharedSecret() {
    }

    /** What is wrong with it and the mend, without the secret. */
    static Optional<String> problem(String secret) {
        String text = secret.strip();
        if (text.getBytes(StandardCharsets.UTF_8).length < MIN_BYTES
                || text.chars().distinct().count() < MIN_DIFFERENT) {
            return Optional.of("JWT_SECRET must be " + MIN_BYTES + " bytes or more of random text, as made by "
                    + "`openssl rand -base64 48`");
        }
        if (isDer(text) || readings(text).anyMatch(SharedSecret::isDocument)) {
            return Optional.of("JWT_SECRET is a key, a certificate, a token or JSON, which others may know: " + MEND);
        }
        if (readings(text).anyMatch(SharedSecret::isPublished)) {
            return Optional.of("JWT_SECRET is a published example or made of the words of one: " + MEND);
        }
        return Optional.empty();
    }

    /** The text, and what it encodes if that is text, too. */
    private static Stream<String> readings(String text) {
        String decoded = new String(decoded(text.split("\\.")[0]), StandardCharsets.UTF_8);
        return decoded.matches("[\\x20-\\x7e\\s]+") ? Stream.of(text, decoded.strip()) : Stream.of(text);
    }

    private static boolean isDocument(String text) {
        return text.contains("-----BEGIN") || text.startsWith("ssh-") || text.startsWith("{") && text.endsWith("}")
                || text.startsWith("[") && text.endsWith("]");
    }

    /** A key or certificate without the lines around it: one sequence with a length of two bytes, and nothing after it. */
    private static boolean isDer(String text) {
        byte[] bytes = decoded(text);
        return bytes.length > 4 && bytes[0] == DER_SEQUENCE && bytes[1] == (byte) 0x82
                && ((bytes[2] & 0xff) << 8 | bytes[3] & 0xff) == bytes.length - 4;
    }

    private static boolean isPublished(String text) {
        String lower = text.toLowerCase(Locale.ROOT);
        String letters = lower.replaceAll("[^a-z0-9]", "");
        return PUBLISHED.stream().anyMatch(lower::startsWith) || PLACEHOLDERS.stream().anyMatch(letters::contains);
    }

    /** By either alphabet; empty if it is neither. */
    private static byte[] decoded(String text) {
        try {
            return Base64.getDecoder().decode(text.replace('-', '+').replace('_', '/').replaceAll("\\s", ""));
        } catch (IllegalArgumentException e) {
            return new byte[0];
        }
    }
}
